"""Players who have rolled too quickly can still read: the limit counts rolls, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.process import connected_bot

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.support.fake_discord import FakeDiscord

READING = ("privacy", "history", "luck", "help", "settings", "saved list")
QUICK_ROLLS = 20
REFUSAL = "That was quick!"


def text(message: dict[str, Any]) -> str:
    return f"{message['content']} {message['embeds']}"


@pytest.mark.usefixtures("tables")
async def test_reading_is_not_refused_for_quick_rolls(discord: FakeDiscord, tmp_path: Path) -> None:
    async with connected_bot(discord, tmp_path):
        rolled = [await discord.slash("roll", dice="1d20") for _ in range(QUICK_ROLLS)]
        answers = [text(await each.first_message()) for each in rolled]
        assert 0 < sum(REFUSAL in answer for answer in answers) < QUICK_ROLLS
        for command in READING:
            answer = text(await (await discord.slash(command)).first_message())
            assert REFUSAL not in answer, command
            assert "try again" not in answer.lower(), command
        # Whether a roll is refused now depends on how long these took, but nobody else waits.
        other = await discord.slash("roll", dice="1d20", player_id=2)
        assert REFUSAL not in text(await other.first_message())
