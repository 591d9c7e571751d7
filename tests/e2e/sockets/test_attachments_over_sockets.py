"""Files that people attach to commands: the shipped process downloads them from Discord, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.fake_discord.cdn import Attached
from tests.support.process import connected_bot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

EPHEMERAL = 64
MANAGE_SERVER = 1 << 5
LOOT = b"the only treasure of [[1d1+4]] kings\n" * 2
FAILED = "The file couldn't be downloaded from Discord. Try again."


async def test_a_table_that_was_attached_outlives_the_process(
    discord: FakeDiscord, tmp_path: Path, address: str
) -> None:
    async with connected_bot(discord, tmp_path, DATABASE_URL=address):
        file = Attached("loot.txt", LOOT)
        added = await discord.slash("system add", file=file, permissions=MANAGE_SERVER)
        message = await added.first_message()
        assert message["flags"] & EPHEMERAL
        assert message["embeds"][0]["title"] == "Added: Loot"
        assert message["embeds"][1]["author"]["name"] == "Preview: loot"
        assert len(discord.cdn.downloads) == 1

    async with connected_bot(discord, tmp_path, DATABASE_URL=address):
        rolled = await (await discord.slash("roll", dice="loot")).first_message()
        assert rolled["embeds"][0]["description"].startswith("# The only treasure of 5 kings\n")
        # Saved rolls come in files, too.
        rolls = b'{"format": "dicewright saved rolls", "version": 1, "rolls": [{"name": "a", "text": "1d1"}]}'
        imported = await discord.slash("saved import", file=Attached("rolls.json", rolls))
        assert (await imported.first_message())["content"] == "Saved: @a."


async def test_nothing_is_downloaded_from_anywhere_else(discord: FakeDiscord, tmp_path: Path) -> None:
    async with connected_bot(discord, tmp_path, DATABASE_URL=""):

        async def said(file: Attached) -> str:
            added = await discord.slash("system add", file=file, permissions=MANAGE_SERVER)
            return str((await added.first_message())["content"]).replace("\\", "")

        inside = f"{discord.cdn.origin}/attachments/1/2/inside.txt"
        port = discord.cdn.origin.rpartition(":")[2]
        for file in (
            Attached("loot.txt", LOOT, redirect=inside),
            Attached("loot.txt", LOOT, url="http://169.254.169.254/latest/meta-data"),
            Attached("loot.txt", LOOT, url=f"http://localhost:{port}/attachments/1/2/inside.txt"),
            Attached("loot.txt", LOOT, url="https://cdn.discordapp.com.example.com/loot.txt"),
            Attached("loot.txt", LOOT, url="https://cdn.discordapp.com@127.0.0.1/loot.txt"),
            Attached("loot.txt", LOOT, url="file:///etc/passwd"),
            Attached("loot.txt", b"x" * 2_000_000, size=100),
        ):
            assert await said(file) == FAILED
        assert not any(path.endswith("inside.txt") for path in discord.cdn.downloads)
        too_large = await said(Attached("loot.txt", b"x" * 100_000, size=100))
        assert too_large == "This file is too large: it has 100,000 bytes, and up to 65,536 are allowed."
        downloads = len(discord.cdn.downloads)
        assert "too large" in await said(Attached("loot.txt", LOOT, size=10**9))
        assert len(discord.cdn.downloads) == downloads
