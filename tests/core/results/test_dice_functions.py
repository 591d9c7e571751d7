"""What functions say of dice: sets of equal ones, and the largest die."""

from __future__ import annotations

from fractions import Fraction
from math import perm

import pytest

import dicewright
from dicewright import DiceError, Result, scripted
from dicewright.results.dice_functions import matching_sets

NAMES = {"pool": "5d10", "best": "max(1d6, 1d8)", "tn": 8}


@pytest.mark.parametrize(
    ("text", "faces", "total"),
    [
        ("sets(6d10)", [7, 7, 7, 4, 4, 9], 2),
        ("widest(6d10)", [7, 7, 7, 4, 4, 9], 3),
        ("tallest(6d10)", [4, 7, 7, 4, 4, 9], 7),
        ("sets(4d6)", [1, 2, 3, 4], 0),
        ("widest(4d6)", [1, 2, 3, 4], 0),
        ("tallest(4d6)", [1, 2, 3, 4], 0),
        ("tallest(4dF)", [1, 1, 2, 3], -1),
        ("sets(6d10out<5)", [7, 7, 7, 4, 4, 9], 1),
        ("sets(4d6kh2)", [5, 5, 1, 1], 1),
        ("widest(3d6 + 1d20)", [5, 5, 1, 5], 3),
        ("widest({3d6 + 1d20}out=1)", [1, 1, 1, 5], 0),
        ("sets(2d6!)", [6, 6, 1, 2], 1),
        ("sets(@pool)", [1, 1, 2, 2, 3], 2),
        ("sets((1d4)d6)", [2, 2, 1], 0),  # the die that said how many is no part of the pool
        ("sets(5)", [], 0),
        ("sides(1d6 + 1d10)", [6, 1], 10),
        ("sides({1d6 + 1d8 + 1d10}out=1dh2)", [3, 7, 5], 6),
        ("sides({1d6 + 1d8}out<9)", [3, 7], 0),
        ("sides(2d[1,1,2])", [1, 2], 3),
        ("max(4, sides(0d6))", [], 4),
        ("sets(3d6[fire]) * 2", [3, 3, 1], 2),
    ],
)
def test_value(text, faces, total):
    result = dicewright.roll(text, names=NAMES, dice=scripted(faces))
    assert (result.total, list(result.faces)) == (total, faces)
    assert Result.from_dict(result.to_dict()) == result


@pytest.mark.parametrize(
    ("text", "faces", "shown"),
    [
        ("sets(6d10)", [7, 7, 7, 4, 4, 9], "sets(6d10 (7, 7, 7, 4, 4, 9): 3×7, 2×4) = 2"),
        ("widest(3d6)", [1, 2, 3], "widest(3d6 (1, 2, 3)) = 0"),
        ("tallest(3d6out=6)", [6, 6, 3], "tallest(3d6out=6 (~6~, ~6~, 3)) = 0"),
        ("sides(2d6)", [3, 3], "sides(2d6 (3, 3)) = 6"),
    ],
)
def test_the_breakdown_lists_the_sets(text, faces, shown):
    assert str(dicewright.roll(text, dice=scripted(faces))) == shown


def test_sets_are_listed_from_the_widest():
    assert matching_sets([1, 2, 2, 9, 9, 5, 5, 5]) == [(3, 5), (2, 9), (2, 2)]


@pytest.mark.parametrize("dice", range(2, 12))
def test_no_set_in_the_one_roll_engine(dice):
    # Published for Reign and Wild Talents: all dice differ.
    chance = dicewright.odds(f"sets({dice}d10)").probability("=", 0)
    assert chance == Fraction(perm(10, dice), 10**dice)


def test_poker_dice():
    # The well-known odds of five dice: 1 in 1296 for five of a kind, and so on.
    widest = dicewright.odds("widest(5d6)")
    assert [widest.probability("=", width) for width in (0, 3, 4, 5)] == [
        Fraction(720, 7776),
        Fraction(1500, 7776),
        Fraction(150, 7776),
        Fraction(6, 7776),
    ]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("sets(max(1d6, 1d8))", "not-a-pool", "max(1d6, 1d8)"),
        ("sets({1d6, 1d8}kh1)", "not-a-pool", "{1d6, 1d8}kh1"),
        ("sides(1d6 vs 3)", "not-a-pool", "1d6 vs 3"),
        ("widest(sets(2d6))", "not-a-pool", "sets(2d6)"),
        ("sets(@best)", "not-a-pool", "sets(@best)"),
        ("sets()", "unexpected", ")"),
        ("sets(1d6, 1d6)", "argument-count", "sets(1d6, 1d6)"),
        ("sets", "missing-arguments", "sets"),
    ],
)
def test_errors_point_at_what_is_no_pool(text, code, where):
    for attempt in (dicewright.roll, dicewright.odds):
        with pytest.raises(DiceError) as caught:
            attempt(text, names=NAMES)
        assert (caught.value.code, caught.value.span.of(text)) == (code, where)


@pytest.mark.parametrize(
    "text", ["sets(9999d6)", "widest(500d1000)", "tallest(9000d1000000)", "sets(40d6kh20)"]
)
def test_what_is_too_large_is_refused(text):
    with pytest.raises(dicewright.OddsTooLarge):
        dicewright.odds(text)
