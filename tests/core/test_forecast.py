"""Odds by name, and estimates that say how far off they may be."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest

import dicewright
from dicewright import DiceError, Estimate, LimitError, NotationError, RollError, estimate, odds
from dicewright.probability.distributions.distribution import from_weights


def test_odds_know_names_repeats_and_several_rolls():
    assert odds("@attack + 1", names={"attack": "1d20 + @str", "str": 3}) == odds("1d20+4")
    assert odds("3x 1d6; 2") == odds("3d6+2")
    assert odds("1d6[fire] + 1d4[cold] # boom") == odds("1d6+1d4")
    each, check = dicewright.parse("2x 1d6; 1d20 vs 11").odds_by_roll()
    assert (each.total, each.success, check.success) == (odds("1d6"), None, Fraction(1, 2))


@pytest.mark.parametrize(
    ("text", "error", "code"),
    [
        ("4d6kx3", NotationError, "unknown-modifier"),
        ("1/(1d6-1)", RollError, "division-by-zero"),
        ("99999d6", LimitError, "limit-dice"),
        ("1d6!>=1", LimitError, None),
        ("@nobody", NotationError, None),
    ],
)
def test_what_cannot_be_rolled_has_no_odds(text, error, code):
    with pytest.raises(error) as caught:
        odds(text)
    assert code in (None, caught.value.code)
    assert caught.value.text == text


def test_an_estimate_comes_with_its_errors():
    guess = Estimate(from_weights({0: 75, 1: 25}), 100)
    assert guess.mean == 0.25
    assert guess.mean_error == sqrt(0.1875 / 99)
    assert guess.probability("=", 1) == 0.25
    # Agresti and Coull: two of each kind are added, so 27 of 104.
    assert guess.probability_error("=", 1) == guess.error(Fraction(1, 4)) == sqrt(27 / 104 * 77 / 104 / 104)
    assert guess.probability("=", 7) == 0
    assert guess.probability_error("=", 7) > 0


def test_an_estimate_can_be_made_again():
    assert estimate("3d6!", rolls=50, seed="s") == estimate("3d6!", rolls=50, seed="s")
    assert estimate("3d6!", rolls=50, seed="s") != estimate("3d6!", rolls=50, seed="t")


def test_an_estimate_is_near_the_odds():
    exact, guess = odds("4d6kh3"), estimate("4d6kh3", rolls=4_000, seed="estimate")
    assert abs(guess.mean - exact.mean) < 4 * guess.mean_error
    difference = abs(guess.probability(">=", 16) - exact.probability(">=", 16))
    assert difference < 4 * guess.probability_error(">=", 16)


def test_an_estimate_takes_two_rolls_at_least():
    with pytest.raises(ValueError, match="An estimate needs at least 2 rolls, not 1"):
        estimate("1d6", rolls=1)
    with pytest.raises(DiceError):
        estimate("4d6kx3")
