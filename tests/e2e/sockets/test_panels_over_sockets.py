"""Panels and forms of the shipped process: what one process has shown, the next one understands."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.support.process import connected_bot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

EPHEMERAL = 64
MANAGE_SERVER = 1 << 5


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_a_pad_and_a_form_outlive_the_process(
    discord: FakeDiscord, tmp_path: Path, address: str, ending: signal.Signals
) -> None:
    async with connected_bot(discord, tmp_path, DATABASE_URL=address) as bot:
        panel = await (await discord.slash("pad")).first_message()
        own = await (await discord.use(panel, "pad::d20")).first_message()
        assert (panel["flags"] & EPHEMERAL, own["flags"] & EPHEMERAL) == (0, EPHEMERAL)
        assert own["content"] == "## 1d20"
        await (await discord.slash("saved add", name="attack", roll="1d1+4")).first_message()
        form = await (await discord.slash("saved edit", name="attack")).form()
        bot.send(ending)
        await bot.exit_status()

    async with connected_bot(discord, tmp_path, DATABASE_URL=address):
        own = await (await discord.use(own, f"pad:{panel['id']}:+1")).first_message()
        assert own["content"] == "## 1d20 + 1"
        rolled = await (await discord.use(own, f"pad:{panel['id']}:roll")).first_message()
        assert rolled["embeds"][0]["author"]["name"] == "Robin rolls 1d20 + 1"
        changed = await (await discord.send_form(form, text="1d1+6")).first_message()
        assert changed["embeds"][0]["description"].endswith("`1d1+6`")
        attack = await (await discord.slash("roll", dice="@attack")).first_message()
        assert attack["embeds"][0]["description"].startswith("# 7\n")


async def test_values_and_characters_outlive_the_process(
    discord: FakeDiscord, tmp_path: Path, address: str
) -> None:
    async with connected_bot(discord, tmp_path, DATABASE_URL=address) as bot:
        await (await discord.slash("saved add", name="smite", roll="(@level)d1 + @bonus")).first_message()
        values = await (await discord.slash("roll", dice="@smite # for the king")).form()
        sheet = await (await discord.slash("character add")).form()
        bot.send(signal.SIGKILL)
        await bot.exit_status()

    async with connected_bot(discord, tmp_path, DATABASE_URL=address):
        rolled = await (
            await discord.send_form(values, **{"value:level": "3", "value:bonus": "+4"})
        ).first_message()
        assert rolled["embeds"][0]["description"].startswith("*for the king*\n# 7\n")
        added = await (
            await discord.send_form(sheet, name="Mira", sheet="Level 2\nBonus +5\nSpot Hidden 55")
        ).first_message()
        assert added["flags"] == EPHEMERAL
        assert "Added, and in use on this server." in added["embeds"][0]["description"]
        smitten = await (await discord.slash("roll", dice="@smite")).first_message()
        assert smitten["embeds"][0]["description"].startswith("# 7\n")
        seen = await (await discord.slash("roll", dice="coc spot hidden")).first_message()
        assert seen["embeds"][0]["author"]["name"] == "Robin rolls coc 55"


async def test_settings_of_a_server_are_for_its_managers_and_members_of_it(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    async with connected_bot(discord, tmp_path, DATABASE_URL=""):

        async def panel(**about: object) -> str:
            shown = await discord.slash("settings", **about)  # type: ignore[arg-type]
            return str((await shown.first_message())["components"])

        assert "Server settings" in await panel(permissions=MANAGE_SERVER)
        assert "Your settings" in await panel()
        assert "Your settings" in await panel(context="bot_dm")
        elsewhere = await panel(permissions=MANAGE_SERVER, by_user_installation=True)
        assert "Server settings" not in elsewhere
