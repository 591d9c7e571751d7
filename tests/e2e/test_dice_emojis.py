"""`python -m bot emojis`, as a self-hoster runs it; and a bot that serves uploads by itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bot.presentation.dice.pictures import emoji_name, pictures
from tests.support.process import bot_process
from tests.support.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

COMMAND = (sys.executable, "-m", "bot", "emojis")
EMOJIS = r"/applications/\d+/emojis"
NAMES = [emoji_name(name, svg) for name, svg in pictures().items()]


async def test_the_command_uploads_every_picture_once(discord: FakeDiscord, tmp_path: Path) -> None:
    for uploads in (len(NAMES), 0):
        discord.rest.requests.clear()
        async with bot_process(discord.environment(), tmp_path, COMMAND) as bot:
            assert await bot.exit_status() == 0
            assert bot.lines[-1] == f"All {len(NAMES)} dice emojis are uploaded."
        assert len(discord.rest.bodies("POST", EMOJIS)) == uploads
    assert list(discord.rest.emojis.names.values()) == NAMES
    assert discord.token not in bot.output


async def test_a_wrong_token_is_an_exit_status_of_2(discord: FakeDiscord, tmp_path: Path) -> None:
    environment = {**discord.environment(), "DISCORD_TOKEN": "another.one"}
    async with bot_process(environment, tmp_path, COMMAND) as bot:
        assert await bot.exit_status() == 2
        assert "does not accept the token" in bot.output


@pytest.mark.usefixtures("tables")
async def test_a_bot_that_serves_uploads_what_is_missing(discord: FakeDiscord, tmp_path: Path) -> None:
    for name in NAMES[1:]:
        discord.rest.emojis.put(name)
    async with bot_process(discord.environment(dice_emojis=True), tmp_path) as bot:
        await bot.line_with("dice emojis ready")
        rolled = await discord.slash("roll", dice="1d20+5")
        assert (await rolled.first_message())["embeds"]
    await until(lambda: len(discord.rest.emojis.names) == len(NAMES))
    assert [body["name"] for body in discord.rest.bodies("POST", EMOJIS)] == NAMES[:1]
