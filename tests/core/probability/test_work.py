"""Odds that are too large are refused: by what they cost, before it is spent, and with the place."""

from __future__ import annotations

import pytest

from dicewright import DEFAULT_LIMITS, LimitError, Limits, OddsTooLarge, estimate, odds, parse

TOO_LARGE = [
    ("3000d1000kh1500", "3000d1000kh1500"),
    ("1 + 5000d1000!", "5000d1000!"),
    ("100d1000 * 100d1000", "100d1000 * 100d1000"),
    ("{100d100 + 100d98}km50", "{100d100 + 100d98}km50"),
    ("2d6 + 900d100000u", "900d100000u"),
    ("(1000d20)d20kh10", "(1000d20)d20kh10"),
    ("1d6 + 37d1000!kh18", "37d1000!kh18"),
    ("100d[1..1000000]kh50", "100d[1..1000000]kh50"),
]


@pytest.mark.parametrize(("text", "part"), TOO_LARGE)
def test_it_says_which_part_and_how_large(text, part):
    with pytest.raises(OddsTooLarge) as caught:
        odds(text)
    error = caught.value
    assert isinstance(error, LimitError)
    assert error.code == "odds-too-large"
    assert error.allowed == getattr(DEFAULT_LIMITS, error.limit)
    assert error.span is not None
    assert error.span.of(error.text) == part
    assert error.message == "These odds are too large to compute exactly."
    assert error.hint == "Roll fewer dice, or estimate the odds instead."


def test_what_is_too_large_can_still_be_rolled():
    assert estimate("100d100 * 100d100", rolls=2, seed="s").rolls == 2


def test_the_budget_is_the_callers():
    assert parse("100d6kh50").odds().maximum == 300
    with pytest.raises(OddsTooLarge):
        odds("100d6kh50", limits=Limits(work=1_000))


@pytest.mark.parametrize("text", ["20d20kh10", "10d10!", "{4d6kh3, 3d6}kh1", "(1d6)d6", "6d6u"])
def test_the_same_text_costs_the_same_each_time(text):
    def least_work() -> int:
        refused, granted = 0, DEFAULT_LIMITS.work
        while granted - refused > 1:
            middle = (refused + granted) // 2
            try:
                odds(text, limits=Limits(work=middle))
                granted = middle
            except OddsTooLarge:
                refused = middle
        return granted

    assert least_work() == least_work() > 0
