"""Distributions as a few bars that leave nothing out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicewright import odds
from dicewright.numbers import simplest
from dicewright.probability.distributions.distribution import from_weights
from dicewright.probability.target import Target
from dicewright.rendering.histogram import histogram, side_by_side

VALUES = st.integers(-200, 200) | st.fractions(-9, 9, max_denominator=4).map(simplest)
DISTRIBUTIONS = st.dictionaries(VALUES, st.integers(1, 10**6), min_size=1, max_size=60).map(from_weights)


def test_a_bar_for_each_total():
    found = histogram(odds("2d4"), most=20, target=Target(low=7))
    assert [(bar.low, bar.high, bar.chance, bar.marked) for bar in found.bins] == [
        (total, total, Fraction(4 - abs(5 - total), 16), total >= 7) for total in range(2, 9)
    ]
    assert (found.width, found.outside) == (1, 0)


def test_totals_that_share_a_bar():
    found = histogram(odds("1d100"), most=20)
    assert [(bar.start, bar.low, bar.high) for bar in found.bins[:2]] == [(1, 1, 5), (6, 6, 10)]
    assert {bar.chance for bar in found.bins} == {Fraction(1, 20)}


def test_gaps_have_no_bars():
    found = histogram(odds("1d3*10"), most=30)
    assert [(bar.start, bar.chance) for bar in found.bins] == [
        (total, Fraction(1, 3)) for total in (10, 20, 30)
    ]


def test_the_rarest_ends_are_left_out_of_many():
    found = histogram(odds("100d6"), most=40)
    assert 0 < found.outside < Fraction(1, 1000)
    assert 100 < found.bins[0].low < 300 < found.bins[-1].high < 600


def test_bars_of_two_rolls_stand_at_the_same_totals():
    first, second = side_by_side([odds("10d10"), odds("20d4")], most=20)
    assert first.width == second.width
    starts = [bar.start for found in (first, second) for bar in found.bins]
    assert {(start - starts[0]) % first.width for start in starts} == {0}


@given(DISTRIBUTIONS, st.integers(1, 50))
def test_every_total_is_in_one_bar_or_outside(distribution, most):
    found = histogram(distribution, most=most)
    assert len(found.bins) <= most
    assert sum(bar.chance for bar in found.bins) + found.outside == 1
    for bar, following in zip(found.bins, found.bins[1:], strict=False):
        assert bar.start <= bar.low <= bar.high < following.low
        assert bar.high < bar.start + found.width


@pytest.mark.parametrize("text", ["7", "1d1"])
def test_what_is_certain_is_one_bar(text):
    (bar,) = histogram(odds(text), most=5).bins
    assert bar.chance == 1
