"""Panels and forms of the shipped process: what one process has shown, the next one understands."""

from __future__ import annotations

import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.process import bot_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord
    from tests.support.process import BotProcess

EPHEMERAL = 64
MANAGE_SERVER = 1 << 5


@asynccontextmanager
async def started(discord: FakeDiscord, folder: Path, address: str) -> AsyncIterator[BotProcess]:
    sessions = len(discord.gateway.sessions)
    async with bot_process({**discord.environment(), "DATABASE_URL": address}, folder) as bot:
        await discord.gateway.wait_for_sessions(sessions + 1)
        yield bot
    assert "Traceback" not in bot.output


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_a_pad_and_a_form_outlive_the_process(
    discord: FakeDiscord, tmp_path: Path, empty_address: str, ending: signal.Signals
) -> None:
    async with started(discord, tmp_path, empty_address) as bot:
        panel = await (await discord.slash("pad")).first_message()
        own = await (await discord.use(panel, "pad::d20")).first_message()
        assert (panel["flags"] & EPHEMERAL, own["flags"] & EPHEMERAL) == (0, EPHEMERAL)
        assert own["content"] == "## 1d20"
        await (await discord.slash("saved add", name="attack", roll="1d1+4")).first_message()
        form = await (await discord.slash("saved edit", name="attack")).form()
        bot.send(ending)
        await bot.exit_status()

    async with started(discord, tmp_path, empty_address):
        own = await (await discord.use(own, f"pad:{panel['id']}:+1")).first_message()
        assert own["content"] == "## 1d20 + 1"
        rolled = await (await discord.use(own, f"pad:{panel['id']}:roll")).first_message()
        assert rolled["embeds"][0]["author"]["name"] == "Robin rolls 1d20 + 1"
        changed = await (await discord.send_form(form, text="1d1+6")).first_message()
        assert changed["embeds"][0]["description"].endswith("`1d1+6`")
        attack = await (await discord.slash("roll", dice="@attack")).first_message()
        assert attack["embeds"][0]["description"].startswith("# 7\n")


async def test_settings_of_a_server_are_for_its_managers_and_members_of_it(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with started(discord, tmp_path, ""):

        async def panel(**about: object) -> str:
            shown = await discord.slash("settings", **about)  # type: ignore[arg-type]
            return str((await shown.first_message())["components"])

        assert "Server settings" in await panel(permissions=MANAGE_SERVER)
        assert "Your settings" in await panel()
        assert "Your settings" in await panel(context="bot_dm")
        elsewhere = await panel(permissions=MANAGE_SERVER, by_user_installation=True)
        assert "Server settings" not in elsewhere
