"""Positional dice: in a d66 each digit is a die, so that it shows 36 numbers and none in between."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

import dicewright
from dicewright import LimitError, Limits, NotationError, nodes
from dicewright.notation.tree.dice import Numbered, Positional

# What is written, the faces of the single dice in the order thrown, and what it shows.
ROLLS = [
    ("d66", [3, 5], "1d66 (35) = 35"),
    ("1d66", [6, 6], "1d66 (66) = 66"),
    ("D66", [1, 1], "1d66 (11) = 11"),
    ("w66", [4, 2], "1d66 (42) = 42"),
    ("d666", [1, 2, 3], "1d666 (123) = 123"),
    ("d6666", [6, 1, 1, 6], "1d6666 (6116) = 6,116"),
    ("d88", [8, 1], "1d88 (81) = 81"),
    ("d22", [2, 1], "1d22 (21) = 21"),
    ("d99", [9, 9], "1d99 (99) = 99"),
    ("2d66", [1, 2, 3, 4], "2d66 (12, 34) = 46"),
    ("(1d2)d66", [2, 1, 2, 3, 4], "1d2 (2) = 2 → (1d2)d66 (12, 34) = 46"),
    ("2d66kh1", [1, 6, 2, 1], "2d66kh1 (~16~, 21) = 21"),
    ("1d66adv", [5, 1, 4, 6], "1d66adv (51, ~46~) = 51"),
    ("1d66!", [6, 6, 1, 2], "1d66! (66!, 12) = 78"),
    ("1d66r<=13", [1, 3, 2, 6], "1d66r<=13 (~13~, 26) = 26"),
    ("2d66u", [1, 3, 1, 3, 1, 4], "2d66u (13, ~13~, 14) = 27"),
    ("3d66>=61", [6, 1, 1, 6, 6, 6], "3d66>=61 (61*, 16, 66*) = 2: 2 successes"),
    ("d66 vs 35", [3, 5], "1d66 (35) vs 35 = 35: success"),
    ("d66 vs <=34", [3, 5], "1d66 (35) vs <=34 = 35: failure by 1"),
    ("{1d66 + 1d6}kh1", [1, 2, 6], "{1d66 (12) + 1d6 (~6~)}kh1 = 12"),
    ("d(66)", [36], "1d(66) (36) = 36"),
    ("2d(66)kh1", [66, 1], "2d(66)kh1 (66, ~1~) = 66"),
    ("1d(11)", [11], "1d(11) (11) = 11"),
]


@pytest.mark.parametrize(("text", "faces", "shown"), ROLLS)
def test_each_digit_is_a_die(text, faces, shown):
    result = dicewright.roll(text, dice=dicewright.scripted(faces))

    assert (str(result), result.faces) == (shown, tuple(faces))
    assert str(dicewright.Result.from_dict(result.to_dict())) == shown
    again = dicewright.parse(result.notation)
    assert again.tree == result.tree


@pytest.mark.parametrize(
    ("text", "digit", "length"), [("d66", 6, 2), ("d666", 6, 3), ("d88", 8, 2), ("d22", 2, 2)]
)
def test_odds_are_those_of_its_digits(text, digit, length):
    numbers = [int("".join(map(str, faces))) for faces in product(range(1, digit + 1), repeat=length)]
    odds = dicewright.odds(text)

    assert list(odds.values) == numbers
    assert set(map(odds.__getitem__, numbers)) == {Fraction(1, len(numbers))}
    assert [Positional(digit, length).face(place).value for place in range(1, len(numbers) + 1)] == numbers


@pytest.mark.parametrize(
    ("text", "operator", "value", "chance"),
    [
        ("d66", ">=", 35, Fraction(20, 36)),
        ("d66", "<=", 10, Fraction(0)),
        ("2d66kh1", ">=", 66, 1 - Fraction(35, 36) ** 2),
        ("d66r<=13", ">=", 14, Fraction(1)),
        ("3d66>=61", "=", 3, Fraction(1, 216)),
        ("d66!o", ">", 66, Fraction(1, 36)),
        ("d(66)", "<=", 10, Fraction(10, 66)),
    ],
)
def test_chances(text, operator, value, chance):
    assert dicewright.odds(text).probability(operator, value) == chance


@pytest.mark.parametrize(
    ("text", "code", "marked", "fix"),
    [
        ("d11", "one-number", "11", "d(11)"),
        ("2d11 + 3", "one-number", "11", "2d(11) + 3"),
        ("d111kh1", "one-number", "111", None),
        ("(1d4)d11", "one-number", "11", "(1d4)d(11)"),
        ("d66=17", "never-counts", "=17", None),
        ("d66>=67", "never-counts", ">=67", None),
        ("d66r70", "never-counts", "r70", None),
    ],
)
def test_what_no_digits_can_show(text, code, marked, fix):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)

    assert (caught.value.code, caught.value.marked) == (code, marked)
    assert fix is None or caught.value.fix == fix


@pytest.mark.parametrize(
    ("text", "limits", "limit"),
    [
        ("d99999999", Limits(), "faces"),
        ("d66", Limits(faces=35), "faces"),
        ("9999d66", Limits(), "dice"),
        ("5001d66", Limits(), "dice"),
        ("3d66!", Limits(dice=5), "dice"),
        ("2d66", Limits(dice=3), "dice"),
    ],
)
def test_limits(text, limits, limit):
    with pytest.raises(LimitError) as caught:
        dicewright.roll(text, limits=limits, dice=lambda count, sides: [sides] * count)

    assert caught.value.limit == limit


@pytest.mark.parametrize("sides", ["6", "10", "12", "20", "67", "100", "1000", "06"])
def test_other_sides_are_no_digits(sides):
    (roll,) = dicewright.parse(f"d{sides}").tree.rolls

    assert isinstance(roll.expression, nodes.Pool)
    assert roll.expression.die == Numbered(int(sides))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2d60.0", "2d60"),
        ("d66.0", "1d66"),
        ("d(66.0)", "1d(66)"),
        ("2 d00", "2d100"),
        ("(1d2)d00", "(1d2)d100"),
    ],
)
def test_other_spellings_of_the_sides(text, canonical):
    assert str(dicewright.parse(text)) == canonical


def test_a_name_gives_a_number_of_sides():
    notation = dicewright.parse("1d@trait", names={"trait": 66})

    assert notation.roll(dice=dicewright.scripted([66])).total == 66
    assert (
        dicewright.parse("1d@trait", names={"trait": "d66"}).roll(dice=dicewright.scripted([6, 1])).total
        == 61
    )


def test_a_seed_throws_the_digits_in_order():
    tens, ones = dicewright.roll("2d6", seed="x").faces

    assert dicewright.roll("d66", seed="x").total == 10 * tens + ones
