"""The metrics of the shipped process, scraped after known traffic."""

from __future__ import annotations

import asyncio
import math
import re
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from tests.support.fake_discord import FakeDiscord, Fault, Person
from tests.support.fake_discord.payloads import PLAYER_ID
from tests.support.hosts.loopback import free_port
from tests.support.hosts.scraping import samples, scraped
from tests.support.process import bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.databases import PostgreSQL

ROBIN = Person(PLAYER_ID, "Robin")
# Who rolls as often as this test has to wait for a while, so the rolls are divided.
SAM = Person(PLAYER_ID + 1, "Sam")
MORGAN = Person(PLAYER_ID + 2, "Morgan", 1 << 5)
CALLBACK = r"/interactions/\d+/.+/callback"
OPENMETRICS = "application/openmetrics-text; version=1.0.0"
LABELS = {
    "kind": r"[a-z_]+",
    "visibility": r"[a-z_]+",
    "answer": r"[a-z_]+",
    "reason": r"[a-z_]+",
    "scope": r"[a-z]+",
    "shard": r"\d{1,4}",
    "le": r"\d{1,2}\.\d{1,3}|\+Inf",
}
# Of Python itself, from prometheus_client.
OF_PYTHON = {"implementation", "major", "minor", "patchlevel", "version"}

pytestmark = pytest.mark.usefixtures("tables")


def counted(found: dict[str, float], name: str) -> dict[str, int]:
    """Return the numbers of one metric that are not 0, by the values of its labels."""
    return {
        key.removeprefix(name).strip(): int(value)
        for key, value in found.items()
        if key.partition(" ")[0] == name and value
    }


async def until_scraped(port: int, done: Callable[[dict[str, float]], bool]) -> str:
    """Scrape until the numbers are so: what a player sees comes before some of what is counted."""
    async with asyncio.timeout(PATIENCE):
        while True:
            text = await scraped(port)
            if done(samples(text_string_to_metric_families(text))):
                return text
            await asyncio.sleep(0.01)


async def play(discord: FakeDiscord) -> None:
    """Do everything that is counted."""

    async def shown(name: str, /, by: Person = ROBIN, **options: Any) -> dict[str, Any]:
        return await (await discord.slash(name, by=by, **options)).first_message()

    for _ in range(3):
        await shown("roll", dice="1d20")
    await shown("r", dice="2d6", visibility="only_me")
    await shown("roll", dice="1d6", visibility="blind")
    await shown("roll", dice="4d6kx3")
    await shown("roll", SAM, dice="10000d6")
    await shown("saved add", SAM, name="attack", roll="1d20+7")
    await shown("roll", SAM, dice="@attack")
    await shown("roll", SAM, dice="coc 55")
    await shown("roll", SAM, dice="2x coc 55")
    await shown("roll", SAM, dice="fate 2")
    await (await discord.type_into("roll", "dice", dice="att")).choices()
    # More than the bot works out by itself.
    await shown("odds", MORGAN, dice="60d20kh20", visibility="only_me")
    await break_things(discord)
    await shown("fair on", MORGAN)
    await shown("roll", MORGAN, dice="1d20")
    await shown("roll", MORGAN, dice="coc 55", visibility="only_me")


async def break_things(discord: FakeDiscord) -> None:
    late = await discord.slash("roll", dice="1d6", age=2 * PATIENCE)
    await discord.rest.wait_for_request("POST", rf"/interactions/{late.interaction_id}/.+")
    discord.rest.faults.append(Fault.rate_limit("POST", CALLBACK, retry_after=0.01))
    limited = await discord.slash("roll", by=MORGAN, dice="1d4")
    await limited.first_message()
    discord.rest.faults.append(
        Fault("POST", CALLBACK, 403, {"code": 50013, "message": "Missing Permissions"})
    )
    refused = await discord.slash("roll", dice="1d4")
    await discord.rest.wait_for_request("POST", rf"/interactions/{refused.interaction_id}/.+")
    await discord.gateway.drop(4000)
    await discord.gateway.wait_for_resumes(1)


async def test_known_traffic_gives_known_numbers(discord: FakeDiscord, tmp_path: Path) -> None:
    port = free_port()
    async with bot_process({**discord.environment(), "HEALTH_PORT": str(port)}, tmp_path):
        await discord.gateway.wait_for_sessions(1)
        assert counted(samples(text_string_to_metric_families(await scraped(port))), ROLLS) == {}
        await play(discord)
        text = await until_scraped(
            port,
            lambda now: (
                not now["dicewright_history_waiting"]
                and sum(counted(now, ERRORS).values()) == 2
                and now["dicewright_chart_seconds_count"] == 1
                and now["dicewright_shard_resumes_total 0"] == 1
                # There is none until a heartbeat on the new connection has been answered.
                and math.isfinite(now.get("dicewright_shard_latency_seconds 0", math.inf))
            ),
        )
        modern = await scraped(port, accept=OPENMETRICS)
    found = samples(text_string_to_metric_families(text))
    assert counted(found, ROLLS) == {
        # With the one that Discord wanted to have later.
        "plain everyone": 5,
        "plain only_me": 1,
        "plain blind": 1,
        "saved everyone": 1,
        "system everyone": 3,
        "verifiable everyone": 1,
        "verifiable only_me": 1,
    }
    answers = counted(found, "dicewright_answer_seconds_count")
    # Odds are shown at once, or after "thinking" where their chart takes a while.
    assert answers.pop("message") + answers.pop("deferral") == 13 + 4
    assert answers == {"choices": 1}
    assert counted(found, ERRORS) == {"interaction_gone": 1, "refused_by_discord": 1}
    assert counted(found, "dicewright_discord_rate_limits_total") == {"user": 1}
    assert counted(found, "dicewright_odds_failures_total") == {}
    assert found["dicewright_odds_seconds_count"] == 1
    assert found["dicewright_ready"] == 1
    assert {name: found[f"dicewright_shard_{name} 0"] for name in ("held", "connected", *SHARD_COUNTERS)} == {
        "held": 1,
        "connected": 1,
        "sessions_total": 1,
        "resumes_total": 1,
        "disconnects_total": 1,
    }
    assert found["dicewright_shards"] == 1
    assert (found["dicewright_database_available"], found["dicewright_database_failures_total"]) == (1, 0)
    assert found["dicewright_history_lost_total"] == 0
    assert found["dicewright_history_sends_first"] == 0, "SQLite writes them afterwards"
    # Each is written once, and the blind one again when its message is known.
    assert found["dicewright_history_written_total"] == sum(counted(found, ROLLS).values()) + 1
    check_histograms(found)
    check_labels(text, discord)
    assert samples(openmetrics.text_string_to_metric_families(modern)).keys() == found.keys()


ROLLS, ERRORS = "dicewright_rolls_total", "dicewright_errors_total"
SHARD_COUNTERS = ("sessions_total", "resumes_total", "disconnects_total")


def check_histograms(found: dict[str, float]) -> None:
    """Within three seconds were all of them, and no number is smaller than that of a smaller bound."""
    for answer in ("message", "deferral", "choices"):
        bounds = [
            value
            for key, value in found.items()
            if key.startswith(f"dicewright_answer_seconds_bucket {answer}")
        ]
        assert bounds == sorted(bounds)
        count = found[f"dicewright_answer_seconds_count {answer}"]
        assert bounds[-1] == found[f"dicewright_answer_seconds_bucket {answer} 3.0"] == count
        assert 0 < found[f"dicewright_answer_seconds_sum {answer}"] < 3.0 * count


def check_labels(text: str, discord: FakeDiscord) -> None:
    """Labels have few values, and none is the id of anybody or anything."""
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            for name, value in sample.labels.items():
                if name not in OF_PYTHON:
                    assert re.fullmatch(LABELS[name], value), (sample.name, name, value)
    assert not re.search(r"\d{16,}[^.\d]", re.sub(r"\d\.\d+(e[+-]\d+)?", "", text))
    assert discord.token not in text
    for name in (ROBIN, SAM, MORGAN):
        assert name.name not in text


async def test_a_bot_without_its_database_is_degraded(
    discord: FakeDiscord, tmp_path: Path, postgresql: PostgreSQL, postgresql_address: str
) -> None:
    """It is not unready: it serves players. And it notices by itself when the database is back."""
    port = free_port()
    variables = {"HEALTH_PORT": str(port), "DATABASE_URL": postgresql_address}

    async def ready() -> tuple[int, str]:
        async with aiohttp.request("GET", f"http://127.0.0.1:{port}/health/ready") as answer:
            return answer.status, (await answer.json())["status"]

    async def until_ready_says(status: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while (seen := await ready()) != (200, status):
                assert seen[0] == 200
                await asyncio.sleep(0.05)

    async with bot_process({**discord.environment(), **variables}, tmp_path) as bot:
        await bot.line_with("shard ready")
        await until_ready_says("ready")
        await asyncio.to_thread(postgresql.stop)
        try:
            await until_ready_says("degraded")
            rolled = await (await discord.slash("roll", dice="1d20")).first_message()
            assert rolled["embeds"]
            found = samples(text_string_to_metric_families(await scraped(port)))
            assert (found["dicewright_ready"], found["dicewright_database_available"]) == (1, 0)
            assert found["dicewright_database_failures_total"] >= 1
            assert found["dicewright_history_sends_first"] == 0
        finally:
            await asyncio.to_thread(postgresql.start)
        # Nobody rolls now.
        await until_scraped(port, lambda now: now["dicewright_database_available"] == 1)
        await until_scraped(port, lambda now: now["dicewright_history_sends_first"] == 1)
        await until_ready_says("ready")
