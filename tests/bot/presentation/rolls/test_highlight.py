"""What stands out in a roll."""

from __future__ import annotations

import pytest

import dicewright
from bot.presentation.colors import Color
from bot.presentation.rolls.highlight import highlight, roll_color


@pytest.mark.parametrize(
    ("notation", "faces", "words", "edge"),
    [
        ("1d20", [10], "", Color.PLAIN),
        ("1d20", [20], "**Natural 20**", Color.CRITICAL),
        ("1d20 + 3", [1], "**Natural 1**", Color.FAILURE),
        ("1d6", [6], "", Color.PLAIN),
        ("2d20kh1", [20, 1], "**Natural 20**", Color.CRITICAL),
        ("2d20kl1", [20, 1], "**Natural 1**", Color.FAILURE),
        ("2d20", [20, 20], "", Color.PLAIN),
        ("3d20", [20, 7, 8], "**Natural 20**", Color.CRITICAL),
        ("1d20cs>=19", [19], "**Critical**", Color.CRITICAL),
        ("1d12cf1", [1], "**Critical failure**", Color.FAILURE),
        ("1d20 vs 15", [15], "**Success**", Color.SUCCESS),
        ("1d20 vs 15", [12], "**Failure by 3**", Color.FAILURE),
        ("1d20 + 5 vs 15", [20], "**Natural 20** · **Success by 10**", Color.SUCCESS),
        ("1d20 vs 25", [20], "**Natural 20** · **Failure by 5**", Color.FAILURE),
        ("4d10>=8", [9, 8, 2, 1], "**2 successes**", Color.PLAIN),
        ("1d6[fi*re] + 1d6[_ice_]", [2, 3], r"**Fi\*re 2, \_ice\_ 3**", Color.PLAIN),
    ],
)
def test_highlight(notation: str, faces: list[int], words: str, edge: Color) -> None:
    (roll,) = dicewright.roll(notation, dice=dicewright.scripted(faces)).rolls
    assert (highlight(roll), roll_color([roll])) == (words, edge)


@pytest.mark.parametrize(
    ("faces", "edge"),
    [([20, 20], Color.CRITICAL), ([20, 1], Color.PLAIN), ([20, 7], Color.PLAIN), ([1, 1], Color.FAILURE)],
)
def test_rolls_that_differ_are_plain_together(faces: list[int], edge: Color) -> None:
    rolls = dicewright.roll("2x 1d20", dice=dicewright.scripted(faces)).rolls
    assert roll_color(rolls) == edge
