"""Refusals by Discord, and by what stands before it: one sentence, no page of HTML, no traceback."""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.support.fake_discord import FakeDiscord, Fault
from tests.support.process import bot_process

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<!DOCTYPE html><html><head><title>Access denied</title></head><body>Error 1015</body></html>"
COMMANDS = r"/applications/\d+/commands"
CALLBACK = r"/interactions/\d+/.+/callback"

pytestmark = pytest.mark.usefixtures("tables")


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize(
    ("arguments", "wait"), [((), "90,000"), (("check",), "3,600")], ids=["start", "check"]
)
async def test_cloudflare_at_the_login(
    discord: FakeDiscord, tmp_path: Path, status: int, arguments: tuple[str, ...], wait: str
) -> None:
    retry_after = {"Retry-After": wait.replace(",", "")}
    discord.rest.faults.append(Fault("GET", "/users/@me", status, PAGE, retry_after, times=9))
    command = (sys.executable, "-m", "bot", *arguments)
    async with bot_process(discord.environment(), tmp_path, command) as bot:
        assert await bot.exit_status() == 1
    last = bot.lines[-1].removeprefix("token: ")
    assert last.startswith(f"Discord refused the bot at {discord.api_url}: status {status}: Cloudflare error")
    assert last.endswith(f"error 1015. Try again in {wait} seconds, not sooner.")
    assert "Traceback" not in bot.output
    assert "<" not in bot.output


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (200, PAGE, "The server at {url} is not Discord's API."),
        (200, {"status": "ok"}, "The server at {url} is not Discord's API."),
        (502, PAGE.replace("Error 1015", "Bad Gateway"), "status 502: a web page instead of an answer"),
        (
            429,
            {"message": "You are being rate limited.", "retry_after": 9e4},
            "rate limited. Try again later.",
        ),
        (404, {"message": "404: Not Found", "code": 0}, "status 404: 404: Not Found. Try again later."),
    ],
    ids=["page", "another-api", "bad-gateway", "full-stop", "not-found"],
)
async def test_other_answers_at_the_login(
    discord: FakeDiscord, tmp_path: Path, status: int, body: dict[str, object] | str, sentence: str
) -> None:
    discord.rest.faults.append(Fault("GET", "/users/@me", status, body, times=9))
    async with bot_process(discord.environment(), tmp_path) as bot:
        assert await bot.exit_status() == 1
    assert sentence.format(url=discord.api_url) in bot.lines[-1]
    assert "Traceback" not in bot.output
    assert "<" not in bot.output


@pytest.mark.parametrize(
    ("method", "status", "body"),
    [
        ("PUT", 429, PAGE),
        ("PUT", 403, PAGE),
        ("GET", 403, PAGE),
        ("PUT", 400, {"code": 30034, "message": "Max number of daily application command creates"}),
    ],
)
async def test_where_only_the_commands_are_refused_players_are_served(
    discord: FakeDiscord, tmp_path: Path, method: str, status: int, body: dict[str, object] | str
) -> None:
    discord.rest.faults.append(Fault(method, COMMANDS, status, body))
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]
        assert f"status {status}" in await bot.line_with("commands not registered")
    assert "Traceback" not in bot.output
    assert "<!DOCTYPE" not in bot.output


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, PAGE),
        (403, PAGE),
        (404, {"code": 10008, "message": "Unknown Message"}),
        (403, {"code": 50001, "message": "Missing Access"}),
        (403, {"code": 50013, "message": "Missing Permissions"}),
        (404, {"code": 10003, "message": "Unknown Channel"}),
    ],
)
async def test_a_refused_answer_is_one_line(
    discord: FakeDiscord, tmp_path: Path, status: int, body: dict[str, object] | str
) -> None:
    discord.rest.faults.append(Fault("POST", CALLBACK, status, body))
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await discord.slash("roll", dice="1d6", player_id=1)
        await bot.line_with(f"status {status}")
        served = await discord.slash("roll", dice="1d6", player_id=2)
        assert (await served.first_message())["embeds"]
    assert sum(f"status {status}" in line for line in bot.lines) == 1
    assert "Traceback" not in bot.output
    assert "<!DOCTYPE" not in bot.output


@pytest.mark.parametrize(
    "fault",
    [
        Fault("POST", CALLBACK, 503, PAGE, times=99),
        Fault("POST", CALLBACK, 429, PAGE, times=99),
        Fault("POST", CALLBACK, breaks=True, times=99),
    ],
    ids=["503", "banned", "broken lines"],
)
async def test_an_outage_is_one_line_a_minute(discord: FakeDiscord, tmp_path: Path, fault: Fault) -> None:
    discord.rest.faults.append(replace(fault))
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await bot.line_with("shard ready")
        before = len(bot.lines)
        asked = [await discord.slash("roll", dice="1d6", player_id=player) for player in range(1, 21)]
        for each in asked:
            await discord.rest.wait_for_request("POST", rf"/interactions/{each.interaction_id}/.*")
        await bot.line_with("answer not accepted by Discord")
        discord.rest.faults.clear()
        served = await discord.slash("roll", dice="1d6", player_id=99)
        assert (await served.first_message())["embeds"]
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0
    outage = [line for line in bot.lines[before:] if "[info" not in line]
    assert len(outage) == 1, outage
