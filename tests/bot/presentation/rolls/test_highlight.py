"""What stands out in a roll."""

from __future__ import annotations

import pytest

import dicewright
from bot.presentation.rolls.highlight import Colour, colour, highlight


@pytest.mark.parametrize(
    ("notation", "faces", "words", "edge"),
    [
        ("1d20", [10], "", Colour.PLAIN),
        ("1d20", [20], "**Natural 20**", Colour.CRITICAL),
        ("1d20 + 3", [1], "**Natural 1**", Colour.FAILURE),
        ("1d6", [6], "", Colour.PLAIN),
        ("2d20kh1", [20, 1], "**Natural 20**", Colour.CRITICAL),
        ("2d20kl1", [20, 1], "**Natural 1**", Colour.FAILURE),
        ("2d20", [20, 20], "", Colour.PLAIN),
        ("3d20", [20, 7, 8], "**Natural 20**", Colour.CRITICAL),
        ("1d20cs>=19", [19], "**Critical**", Colour.CRITICAL),
        ("1d12cf1", [1], "**Critical failure**", Colour.FAILURE),
        ("1d20 vs 15", [15], "**Success**", Colour.SUCCESS),
        ("1d20 vs 15", [12], "**Failure by 3**", Colour.FAILURE),
        ("1d20 + 5 vs 15", [20], "**Natural 20** · **Success by 10**", Colour.SUCCESS),
        ("1d20 vs 25", [20], "**Natural 20** · **Failure by 5**", Colour.FAILURE),
        ("4d10>=8", [9, 8, 2, 1], "**2 successes**", Colour.PLAIN),
        ("1d6[fi*re] + 1d6[_ice_]", [2, 3], r"**Fi\*re 2, \_ice\_ 3**", Colour.PLAIN),
    ],
)
def test_highlight(notation: str, faces: list[int], words: str, edge: Colour) -> None:
    (roll,) = dicewright.roll(notation, dice=dicewright.scripted(faces)).rolls
    assert (highlight(roll), colour([roll])) == (words, edge)


@pytest.mark.parametrize(
    ("faces", "edge"),
    [([20, 20], Colour.CRITICAL), ([20, 1], Colour.PLAIN), ([20, 7], Colour.PLAIN), ([1, 1], Colour.FAILURE)],
)
def test_rolls_that_differ_are_plain_together(faces: list[int], edge: Colour) -> None:
    rolls = dicewright.roll("2x 1d20", dice=dicewright.scripted(faces)).rolls
    assert colour(rolls) == edge
