"""Chances in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright.probability.target import Target
from dicewright.rendering.chances import decimal, one_in, percent, range_words, target_words, whole


@pytest.mark.parametrize(
    ("chance", "percentage", "ratio"),
    [
        (Fraction(0), "0%", "never"),
        (Fraction(1), "100%", "always"),
        (Fraction(11, 20), "55%", "1 in 1.8"),
        (Fraction(169, 1296), "13%", "1 in 7.7"),
        (Fraction(1, 1296), "0.077%", "1 in 1,296"),
        (Fraction(1295, 1296), "99.923%", "all but 1 in 1,296"),
        (Fraction(19, 20), "95%", "all but 1 in 20"),
        (Fraction(1, 10**20), "almost 0%", "1 in more than 10^15"),
        (1 - Fraction(1, 10**20), "almost 100%", "all but 1 in more than 10^15"),
        (0.031, "3.1%", "1 in 32"),
    ],
)
def test_chances(chance: Fraction | float, percentage: str, ratio: str) -> None:
    assert (percent(chance), one_in(chance)) == (percentage, ratio)


@given(st.fractions(0, 1, max_denominator=10**9))
def test_only_what_is_certain_looks_so_and_a_percentage_is_near_the_truth(chance: Fraction) -> None:
    shown = percent(chance)
    assert (shown in ("0%", "100%")) == (chance in (0, 1))
    assert abs(float(shown.removesuffix("%")) - 100 * float(chance)) <= 0.05 + 1e-9


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(15), "at least 15"),
        (Target(None, -2), "at most -2"),
        (Target(7, 7), "exactly 7"),
        (Target(Fraction(5, 2), 9), "from 2.5 to 9"),
        (Target(), "any total"),
    ],
)
def test_targets(target: Target, words: str) -> None:
    assert target_words(target) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2d6", "from 2 to 12"),
        ("7", "always 7"),
        ("1d6!", "1 or more"),
        ("1d6/4", "from 0.25 to 1.5"),
    ],
)
def test_ranges(text: str, words: str) -> None:
    assert range_words(dicewright.odds(text)) == words


def test_numbers() -> None:
    assert [decimal(value) for value in (7, Fraction(31, 3), 12345.678, 10**40, -0.5)] == [
        "7",
        "10.33",
        "12,345.68",
        "1e+40",
        "-0.5",
    ]
    assert [whole(value) for value in (7, Fraction(1, 3), -(10**20))] == ["7", "0.333…", "-1e+20"]
