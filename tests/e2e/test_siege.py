"""Odds made to hurt, in the shipped process with little memory: each costs one answer, and no roll."""

from __future__ import annotations

import asyncio
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from bench.tools.processes import children, resident_bytes
from tests.support.process import bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

HOSTILE = ("3000d6!", "37d1000!>=2", "3000d1000kh1500", "{100d100+100d98}km50", "(1d1000)d1000!")
LIMITED = ("prlimit", "--as=1073741824", sys.executable, "-m", "bot")
PLAYER = 950_000_000_000_000_000
MEGABYTE = 1_000_000

pytestmark = pytest.mark.skipif(shutil.which("prlimit") is None, reason="prlimit is not installed (Linux)")


async def test_hostile_odds_are_answered_and_rolls_go_on(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path, LIMITED) as bot:
        await discord.gateway.wait_for_sessions(1)
        await (await discord.slash("roll", dice="1d20")).first_message()
        before = resident_bytes(bot.process.pid)
        asked = [
            await discord.slash("odds", dice=text, player_id=PLAYER + number)
            for number, text in enumerate(3 * HOSTILE)
        ]
        rolled = [await discord.slash("roll", dice="1d20", player_id=number) for number in range(1, 51)]
        for each in rolled:
            assert (await each.first_message())["embeds"]
        assert len(children(bot.process.pid)) <= 3, "two workers and the one that draws"
        answers = [await each.first_message(within=2 * PATIENCE) for each in asked]
        texts = [
            message["embeds"][0]["description"] if message["embeds"] else message["content"]
            for message in answers
        ]
        # Exact odds, an estimate, the reason why there is none, or a word that the bot is busy.
        expected = (
            "The exact odds take too long to calculate",
            "The bot is busy calculating other odds",
            "Even an estimate of these odds would take too long. Try fewer dice.",
            "```",
        )
        assert [text for text in texts if not (text.startswith(expected) or " on average" in text)] == []
        assert any(text.startswith(expected[0]) for text in texts)
        assert resident_bytes(bot.process.pid) - before < 50 * MEGABYTE
        # Small odds are worked out whatever the workers do.
        small = await discord.slash("odds", dice="2d6", player_id=PLAYER)
        assert "7 on average" in (await small.first_message())["embeds"][0]["description"]
    assert "Traceback" not in bot.output
    assert "37d1000" not in bot.output, "what players ask is their own business"


@pytest.mark.usefixtures("tables")
async def test_a_killed_bot_leaves_no_worker(discord: FakeDiscord, tmp_path: Path) -> None:
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await (await discord.slash("odds", dice="100d6kh50")).first_message()
        workers = children(bot.process.pid)
        assert workers
        bot.process.kill()
        await bot.process.wait()
        async with asyncio.timeout(PATIENCE):
            while any(running(worker) for worker in workers):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.05)


def running(pid: int) -> bool:
    try:
        resident_bytes(pid)
    except (OSError, StopIteration):
        return False
    return True
