"""Calls of game systems in lists: "v5 7 h2; 1d20", each with its text, in one reply and one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.rolls import own_rolls
from tests.support.table import table

if TYPE_CHECKING:
    from tests.support.table import Table


async def said(at: Table, text: str) -> tuple[str, list[str]]:
    result = await at.roll(text)
    assert result.response.embeds, result.response.content
    (embed,) = result.response.embeds
    return str(embed.author.name), str(embed.description).replace("\\", "").splitlines()


@pytest.mark.parametrize(
    ("text", "faces", "author", "lines"),
    [
        (
            "pbta +2; 1d20",
            (6, 6, 14),
            "Robin rolls pbta +2; 1d20",
            ["`pbta +2` **✓ Strong hit** · 14 · dice 6, 6", "`1d20` **14** · dice 14", "### 1 × strong hit"],
        ),
        (
            "1d20+5; pbta",
            (10, 1, 1),
            "Robin rolls 1d20 + 5; pbta",
            ["`1d20 + 5` **15** · dice 10", "`pbta` **✗ Miss** · 2 · dice 1, 1", "### 1 × miss"],
        ),
        (
            "pbta; coc 55",
            (1, 1, 8, 4),
            "Robin rolls pbta; coc 55",
            [
                "`pbta` **✗ Miss** · 2 · dice 1, 1",
                "`coc 55` **✓ Success** · 37 against 55 · units 7 · tens 3",
                "### 1 × miss, 1 × success",
            ],
        ),
        (
            "2x pbta; 1d6",
            (1, 1, 6, 6, 3),
            "Robin rolls 2x pbta; 1d6",
            [
                "`pbta` **✗ Miss** · 2 · dice 1, 1",
                "`pbta` **✓ Strong hit** · 12 · dice 6, 6",
                "`1d6` **3** · dice 3",
                "### 1 × miss, 1 × strong hit",
            ],
        ),
    ],
)
async def test_each_has_its_line(text: str, faces: tuple[int, ...], author: str, lines: list[str]) -> None:
    async with table(*faces) as at:
        found = await said(at, text)
        assert found[0] == author
        assert found[1] == lines


async def test_it_is_one_row_of_the_history_and_rolled_again_after_a_restart(address: str) -> None:
    async with table(6, 6, 14, 1, 1, 2, address=address) as at:
        first = await at.roll("pbta +2; 1d20")
        await at.services.history.flush()
        (roll,) = await at.services.past.page(own_rolls(at.player.id), limit=9)
        assert (roll.text, roll.faces) == ("pbta +2; 1d20", (6, 6, 14))
        await at.restart()
        again = await at.other.click(first.response, label="Roll again")
        assert again.response.embeds[0].author.name == "Sam rolls pbta +2; 1d20"


@pytest.mark.parametrize("text", ["pbta; nonsense", "pbta +; 1d20", "; ".join(["pbta"] * 21)])
async def test_what_cannot_be_rolled_is_refused_whole(text: str) -> None:
    async with table() as at:
        result = await at.roll(text)
        assert result.ephemeral
        assert not result.response.embeds


async def test_a_note_may_hold_the_sign_and_odds_are_of_one_roll() -> None:
    async with table(6, 6) as at:
        result = await at.roll("pbta +2 # up; and away")
        assert "up; and away" in str(result.response.embeds[0].description).replace("\\", "")
        refused = await at.player.slash(at.channel, "odds", dice="pbta; 1d20")
        assert "Only one roll is possible here" in str(refused.response.content)
