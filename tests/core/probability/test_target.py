"""What is hoped for: totals from here to there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import DEFAULT_LIMITS, odds
from dicewright.notation.names import resolve
from dicewright.notation.parsing.common import parse
from dicewright.probability import target as targets
from dicewright.probability.target import Target


@pytest.mark.parametrize(
    ("target", "chance"),
    [
        (Target(), Fraction(1)),
        (Target(low=4), Fraction(1, 2)),
        (Target(high=2), Fraction(1, 3)),
        (Target(2, 3), Fraction(1, 3)),
        (Target(3, 3), Fraction(1, 6)),
        (Target(low=Fraction(7, 2)), Fraction(1, 2)),
        (Target(7, 9), Fraction(0)),
        (Target(4, 2), Fraction(0)),
    ],
)
def test_the_chance_of_a_target(target, chance):
    die = odds("1d6")
    assert target.probability(die) == chance
    assert sum(Fraction(1, 6) for total in die.values if total in target) == chance


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("1d20+5 vs 15", Target(low=15)),
        ("1d20+5 >= 15", Target(low=15)),
        ("1d100 vs <=45", Target(high=45)),
        ("2d6 vs =7", Target(7, 7)),
        ("@hit", Target(low=12)),
        ("1d20 vs >15", None),
        ("1d20 vs <>15", None),
        ("1d20 vs 1d20", None),
        ("1d20", None),
    ],
)
def test_the_target_of_a_test(text, target):
    (roll,) = resolve(parse(text), {"hit": "1d20 vs 12"}, DEFAULT_LIMITS).rolls
    assert targets.tested(roll.expression) == target
