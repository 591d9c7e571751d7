"""LOG_FORMAT=json on the shipped process: each line is one object, and none holds the token."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.fake_discord import FakeDiscord, Fault
from tests.support.process import bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

CALLBACK = r"/interactions/\d+/.+/callback"
JSON = {"LOG_FORMAT": "json"}


def events(lines: list[str]) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in lines]
    for each in found:
        assert {"event", "level", "timestamp", "logger"} <= each.keys(), each
    return found


@pytest.mark.usefixtures("tables")
async def test_each_line_is_an_event(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process({**discord.environment(), **JSON}, tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await (await discord.slash("roll", dice="1d20+5")).first_message()
        late = await discord.slash("roll", dice="1d6", age=2 * PATIENCE)
        await bot.line_with("interaction gone")
        discord.rest.faults.append(Fault.rate_limit("POST", CALLBACK, retry_after=0.01))
        await (await discord.slash("roll", dice="1d4")).first_message()
        # What discord.py cannot read, and a connection that breaks.
        await discord.gateway.dispatch("CHANNEL_UPDATE", {"id": "7"})
        await discord.gateway.abort()
        await discord.gateway.wait_for_resumes(1)
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0
    found = events(bot.lines)
    named = {event["event"]: event for event in found}
    assert (named["shard ready"]["level"], named["shard ready"]["shard"]) == ("info", 0)
    gone = named["interaction gone"]
    assert (gone["level"], gone["logger"]) == ("warning", "bot.discord_api.error_reporting")
    # A number would be rounded by much of what reads JSON.
    assert gone["interaction"] == str(late.interaction_id)
    assert any(event["logger"].startswith("discord.gateway") for event in found)
    assert any("is rate limited" in event["event"] for event in found)
    assert discord.token not in bot.output


async def test_why_a_bot_ends_is_an_event_too(discord: FakeDiscord, tmp_path: Path) -> None:
    wrong = {**discord.environment(), **JSON, "DISCORD_TOKEN": "not.the.token"}
    async with bot_process(wrong, tmp_path) as bot:
        assert await bot.exit_status() == 2
    last = events(bot.lines)[-1]
    assert (last["event"], last["level"], last["exit_status"]) == ("the bot cannot run", "critical", 2)
    assert last["reason"].startswith("Discord does not accept the token in DISCORD_TOKEN.")
    assert "not.the.token" not in bot.output


async def test_a_format_that_there_is_not(tmp_path: Path) -> None:
    async with bot_process({"LOG_FORMAT": "xml"}, tmp_path) as bot:
        assert await bot.exit_status() == 2
    assert bot.lines == [
        "The bot cannot start until this is fixed:",
        '  LOG_FORMAT is "xml"; it must be text or json.',
    ]
