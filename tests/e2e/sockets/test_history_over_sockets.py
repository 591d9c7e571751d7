"""Past rolls and personal data of the shipped process: buttons outlive it, and are their asker's alone."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import pytest
from discord import Embed

from tests.support.fake_discord import Person
from tests.support.past_rolls import rows
from tests.support.process import connected_bot
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord, Interaction

EPHEMERAL = 64
MANAGE_SERVER = 1 << 5
SAM = Person(900_000_000_000_000_302, "sam")
MORGAN = Person(900_000_000_000_000_303, "morgan", MANAGE_SERVER)


async def page(asked: Interaction) -> dict[str, Any]:
    message = await asked.first_message()
    assert message["flags"] & EPHEMERAL
    return message


def totals(message: dict[str, Any]) -> list[str]:
    (embed,) = message["embeds"]
    return [row.name.partition(" · ")[0] for row in rows(Embed.from_dict(embed))]


def button(message: dict[str, Any], label: str) -> str:
    """Return the custom id of a button."""
    ids = {each["label"]: each["custom_id"] for row in message["components"] for each in row["components"]}
    return str(ids[label])


async def until_written(discord: FakeDiscord, number: int) -> dict[str, Any]:
    """Return the newest page once that many rolls are in the history."""
    async with asyncio.timeout(PATIENCE):
        while True:
            # A player who has just rolled ten times may ask once a second.
            await asyncio.sleep(1.1)
            shown = await page(await discord.slash("history"))
            if shown["embeds"][0]["footer"]["text"].endswith(f" {number} rolls"):
                return shown


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_pages_files_and_questions_outlive_the_process(
    discord: FakeDiscord, tmp_path: Path, address: str, ending: signal.Signals
) -> None:
    async with connected_bot(discord, tmp_path, DATABASE_URL=address, HISTORY_DAYS="100") as bot:
        panel = await page(await discord.slash("privacy"))
        assert "Kept for 100 days" in panel["embeds"][0]["description"]
        for number in range(1, 10):
            await (await discord.slash("roll", dice=f"{number}d1")).first_message()
        blind = discord.slash("roll", dice="1d1 + 8", visibility="blind", by=SAM)
        await (await blind).first_message()
        shown = await until_written(discord, 9)
        assert totals(shown) == ["9", "8", "7", "6", "5", "4", "3", "2"]
        question = await page(await discord.use(panel, button(panel, "Delete my data")))
        bot.send(ending)
        await bot.exit_status()

    async with connected_bot(discord, tmp_path, DATABASE_URL=address, HISTORY_DAYS="100"):
        older = await page(await discord.use(shown, button(shown, "Older")))
        assert totals(older) == ["1"]
        saved = await page(await discord.use(older, button(older, "Save as CSV")))
        (file,) = saved["attachments"]
        assert file["filename"] == "rolls.csv"
        assert saved["content"].startswith("9 rolls, newest first.")
        taken = await page(await discord.use(panel, button(panel, "Export my data")))
        assert [each["filename"] for each in taken["attachments"]] == ["dicewright-data.json"]

        # Ids that somebody sends who was never shown these messages.
        for message, label in (
            (older, "Newer"),
            (older, "Save as CSV"),
            (panel, "Export my data"),
            (panel, "Delete my data"),
            (question, "Delete everything"),
            (question, "Cancel"),
        ):
            refused = await page(await discord.use(message, button(message, label), by=SAM))
            assert refused["content"].startswith(("These are someone else's rolls", "These buttons are for"))
            assert refused["embeds"] == refused["attachments"] == []

        everybodys = {"which": "server"}
        assert len(totals(await page(await discord.slash("history", by=MORGAN, **everybodys)))) == 8
        refused = await page(await discord.slash("history", by=SAM, **everybodys))
        assert refused["content"].startswith("Only the GM can see other players' rolls")

        done = await page(await discord.use(question, button(question, "Delete everything")))
        assert done["embeds"][0]["title"] == "Your data is deleted"
        assert totals(await page(await discord.slash("history"))) == []
        assert totals(await page(await discord.slash("history", by=MORGAN, **everybodys))) == []
        assert totals(await page(await discord.slash("history", by=SAM))) == ["?"]
