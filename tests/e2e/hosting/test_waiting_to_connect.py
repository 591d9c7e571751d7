"""Starts when Discord makes the bot wait: it says until when, waits, and can be stopped meanwhile."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.support.fake_discord import FakeDiscord, Fault
from tests.support.process import bot_process

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<html><head><title>Access denied</title></head><body>Error 1015</body></html>"
AN_HOUR = 3_600_000
UNTIL = re.compile(r"waiting to connect .*until='\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC'")
GATEWAY = "/gateway/bot"

pytestmark = pytest.mark.usefixtures("tables")


@pytest.mark.parametrize(
    "starts",
    [
        {"total": 1000, "remaining": 0, "reset_after": 500},
        {"total": 1000, "remaining": 10, "reset_after": 20_000},
    ],
    ids=["none left", "few left"],
)
async def test_no_session_is_started_before_it_may_be(
    discord: FakeDiscord, tmp_path: Path, starts: dict[str, int]
) -> None:
    discord.gateway.starts.allow(**starts)
    async with bot_process(discord.environment(), tmp_path) as bot:
        assert UNTIL.search(await bot.line_with("waiting to connect"))
        assert discord.gateway.sessions == []
        discord.gateway.starts.allow(**{**starts, "remaining": 1000})
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]


async def test_a_bot_that_waits_can_be_stopped(discord: FakeDiscord, tmp_path: Path) -> None:
    discord.gateway.starts.allow(total=1000, remaining=0, reset_after=AN_HOUR)
    async with bot_process(discord.environment(), tmp_path) as bot:
        await bot.line_with("waiting to connect")
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0
    assert discord.gateway.sessions == []
    assert "Traceback" not in bot.output


async def test_a_session_that_ended_is_not_started_anew_where_none_may_be(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        discord.gateway.starts.allow(total=1000, remaining=0, reset_after=AN_HOUR)
        await discord.gateway.invalidate(resumable=False)
        assert await bot.exit_status() == 1
        last = bot.lines[-1]
    assert re.fullmatch(
        r"Discord does not allow more sessions until .* UTC\. If you restart the bot, .*", last
    )
    assert len(discord.gateway.sessions) == 1
    assert "Traceback" not in bot.output


@pytest.mark.parametrize("status", [403, 429, 503])
async def test_a_login_that_is_refused_for_a_while(discord: FakeDiscord, tmp_path: Path, status: int) -> None:
    discord.rest.faults.append(Fault("GET", "/users/@me", status, PAGE, {"Retry-After": "1"}, times=2))
    async with bot_process(discord.environment(), tmp_path) as bot:
        line = await bot.line_with("waiting to connect")
        assert f"status {status}: Cloudflare error 1015" in line
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]
    assert "Traceback" not in bot.output
    assert "Unclosed" not in bot.output


async def test_a_gateway_that_is_refused_is_one_sentence(discord: FakeDiscord, tmp_path: Path) -> None:
    discord.rest.faults.append(Fault("GET", GATEWAY, 429, PAGE, {"Retry-After": "7"}, times=9))
    async with bot_process(discord.environment(), tmp_path) as bot:
        assert await bot.exit_status() == 1
        assert bot.lines[-1].endswith("error 1015. Try again in 7 seconds, not sooner.")
    assert "Traceback" not in bot.output
