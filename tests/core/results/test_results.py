"""Dice know when and for which pool they were thrown."""

from __future__ import annotations

import pytest

import dicewright


@pytest.mark.parametrize(
    ("text", "faces", "dice"),
    [
        ("1d6 + 2d8", [1, 2, 3], [(0, 0), (1, 1), (2, 1)]),
        ("(1d4)d6", [2, 5, 6], [(0, 0), (1, 1), (2, 1)]),
        ("2x 1d6", [1, 2], [(0, 0), (1, 0)]),
        ("1d6; 1d8", [1, 2], [(0, 0), (1, 0)]),
        ("2d6!", [6, 1, 2], [(0, 0), (2, 0), (1, 0)]),
        ("if(1d6 vs 1, 1d8, 0)", [1, 2], [(0, 0), (1, 1)]),
    ],
)
def test_dice_know_their_number_and_pool(text, faces, dice):
    result = dicewright.roll(text, dice=dicewright.scripted(faces))
    assert [(die.number, die.term) for die in result.dice] == dice
