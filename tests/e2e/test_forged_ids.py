"""Custom ids and values that no message of the bot contains, but that a modified client can send."""

from __future__ import annotations

import asyncio
import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.presentation.discord_limits import CUSTOM_ID
from tests.support.fake_discord import FakeDiscord, Person, payloads
from tests.support.process import bot_process
from tests.support.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.fake_discord import Interaction

MANAGE_SERVER = 1 << 5
FORTY_DIGITS = "9" * 40
NUMBERS = (FORTY_DIGITS, "0", str(2**63), str(2**63 - 1), "\N{ARABIC-INDIC DIGIT THREE}", "-1", "")
NO_IDS = (
    "",
    "history",
    "pad:" + FORTY_DIGITS,
    f"roll:{FORTY_DIGITS}:",
    "settings:toggle:gm_role_id",
    "\N{RIGHT-TO-LEFT OVERRIDE}pad::d6",
    "old-version:1",
)
VALUES: tuple[list[str], ...] = (
    [],
    ["1", "2"],
    [FORTY_DIGITS],
    ["-1"],
    ["0"],
    ["every one"],
    ["\N{ARABIC-INDIC DIGIT THREE}"],
    # What the menu under a roll offers, made up.
    ["dice:e0102 no dice¦"],
    ["dice:ezz 1d6¦"],
    ["dice:e¦"],
    ["dice#" + "0" * 24],
    ["roll:e=+¦¦"],
    ["roll:e=~x¦4d6kx3¦"],
    ["save:q"],
    ["odds:e=¦"],
    ["look:nothing"],
    ["reveal:nothing"],
)
SELECTS = (
    "settings:gm_role_id",
    "settings:gm_channel_id",
    "settings:default_visibility",
    "settings:history_days",
    "settings:own:compact",
    "settings:own:luck",
    "saved:pick:mine",
    "help:topic",
    "more",
)
FORMS = ("save-roll", "saved:edited:mine:attack", "saved:edited:mine:" + "a" * 82, "no form", "")
TYPED: tuple[dict[str, str], ...] = ({}, {"name": ""}, {"name": "a" * 200, "text": "9" * 5_000})

pytestmark = pytest.mark.usefixtures("tables")


def matching(pattern: str, number: int = 12) -> list[str]:
    """Return custom ids that a pattern matches, and others that differ only in their numbers."""
    found: dict[str, None] = {}

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    def collect(custom_id: str) -> None:
        found[custom_id] = None
        # Any whole number of the pattern, as none would write it.
        for hostile in NUMBERS:
            found[re.sub(r"\d+", hostile, custom_id)] = None

    collect()
    return [custom_id for custom_id in found if 0 < len(custom_id) <= CUSTOM_ID]


def hostile_query() -> Iterator[str]:
    for digits in NUMBERS:
        for place in ("newest", "newer", "older", "file"):
            yield f"history:{place}:mine.{digits}:{digits}:{digits}.{digits}:"
            yield f"history:{place}:player.{digits}:::"
            yield f"history:{place}:server.::{digits}.40000:"
            yield f"history:{place}:server.:{digits}::"


async def press(
    discord: FakeDiscord, custom_id: str, presser: int, *, kind: int = 2, values: list[str] | None = None
) -> Interaction:
    """Press a button, or use a select, that this message of the bot never had."""
    body = {"components": [{"type": 1, "components": [{"type": kind, "custom_id": custom_id}]}]}
    message = payloads.message(discord.rest.new_id(), body)
    by = Person(presser, "robin", MANAGE_SERVER)
    return await discord.use(message, custom_id, *(values or ()), by=by)


async def test_no_custom_id_ends_in_a_traceback(discord: FakeDiscord, tmp_path: Path) -> None:
    async with table() as at:
        patterns = [component.pattern for component in at.world.bot.components]
    custom_ids = [*NO_IDS, *hostile_query(), *(each for pattern in patterns for each in matching(pattern))]
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for start in range(0, len(custom_ids), 100):
            # Each by another player, because of the rate limit.
            pressed = [
                await press(discord, custom_id, 1_000_000 + start + place)
                for place, custom_id in enumerate(custom_ids[start : start + 100])
            ]
            await asyncio.gather(*(each.answer() for each in pressed))
    assert len(custom_ids) > 500
    assert "command failed" not in bot.output
    assert "Traceback" not in bot.output
    assert "event handler failed" not in bot.output


async def test_no_value_ends_in_a_traceback(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for number, (custom_id, values) in enumerate(product(SELECTS, VALUES)):
            used = await press(discord, custom_id, 2_000_000 + number, kind=3, values=values)
            await used.answer()
    assert "command failed" not in bot.output
    assert "Traceback" not in bot.output


async def test_no_form_ends_in_a_traceback(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for custom_id, typed in product(FORMS, TYPED):
            sent = await discord.send_form({"custom_id": custom_id}, **typed)
            refused = await sent.answer()
            assert refused["data"]["flags"] == 64, (custom_id, typed)
    assert "command failed" not in bot.output
    assert "Traceback" not in bot.output


async def test_the_answer_is_one_line_for_that_person_alone(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path):
        await discord.gateway.wait_for_sessions(1)
        for custom_id in (f"pad:{FORTY_DIGITS}:d6", f"privacy:export:{FORTY_DIGITS}", "old-version:1"):
            answer = await (await press(discord, custom_id, 7)).answer()
            assert answer["data"]["content"] == "This no longer works. Use the command again.", custom_id
            assert answer["data"]["flags"] == 64
