"""Dice answer from their ends what trying every face would answer."""

from __future__ import annotations

import pytest
from hypothesis import given

from dicewright.notation.tree.dice import Face, FaceRange, Fate, Listed, Numbered
from tests.support.dice.die_strategies import comparisons, dice


@given(dice(), comparisons())
def test_can_and_must(die, match):
    values = list(die.values())

    assert die.can(match) == any(map(match.matches, values))
    assert die.must(match) == all(map(match.matches, values))
    assert die.shows(match.value) == (match.value in values)


@given(dice())
def test_faces(die):
    values = [die.face(position).value for position in range(1, die.sides + 1)]

    assert values == list(die.values())
    assert (die.lowest, die.highest) == (min(values), max(values))


@pytest.mark.parametrize(
    ("die", "written", "sides"),
    [
        (Numbered(6), "6", 6),
        (Fate(), "F", 3),
        (Listed((Face(1), Face(1), Face(2))), "[1, 1, 2]", 3),
        (Listed((FaceRange(-2, 9), Face(0, "blank"), Face(2, "crit"))), "[-2..9, blank, crit:2]", 14),
        (Listed((FaceRange(0, 10**30),)), f"[0..{10**30}]", 10**30 + 1),
    ],
)
def test_written(die, written, sides):
    assert (str(die), die.sides) == (written, sides)
