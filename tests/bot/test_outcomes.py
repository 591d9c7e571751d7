"""What a roll says beside its total is what the library says, in English."""

from __future__ import annotations

import pytest

import dicewright
from bot.outcomes import outcome_words
from dicewright import rendering


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("1d20", [20]),
        ("1d20 vs 15", [15]),
        ("1d20 vs 15", [18]),
        ("1d20 vs 15", [3]),
        ("1d20 / 2 vs 5", [5]),
        ("1d20 * 1000 vs 15", [18]),
        ("1d20 vs 15 and 1d6 vs 3", [18, 2]),
        ("3d10>=8", [1, 2, 3]),
        ("3d10>=8", [8, 2, 3]),
        ("3d10>=8", [8, 9, 3]),
        ("3d10>=8f1", [8, 9, 1]),
        ("3d10>=8f1", [1, 1, 1]),
        ("3d10>=8f1", [1, 2, 2]),
        ("3d10>=8f1 vs 1", [8, 9, 10]),
        ("2d[hit:1, blank]", [1, 2]),
        ("1d6[fire] + 1d6[cold]", [3, 4]),
        ("1d6[fire] + 1d6[fire]", [3, 4]),
        ("1d6*1000[fire] + 1d6[cold]", [3, 4]),
    ],
)
def test_outcome(text: str, faces: list[int]) -> None:
    (roll,) = dicewright.roll(text, dice=dicewright.scripted(faces)).rolls
    assert outcome_words(roll) == rendering.outcome_words(roll)
