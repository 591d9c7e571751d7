"""What can be asked of a distribution: exact figures in lowest terms."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicewright import DiceError, Limits, OddsTooLarge, odds, parse
from dicewright.numbers import simplest
from dicewright.probability.distributions.distribution import from_weights

VALUES = st.integers(-50, 50) | st.fractions(-50, 50, max_denominator=6).map(simplest)
DISTRIBUTIONS = st.dictionaries(VALUES, st.integers(1, 10**30), min_size=1, max_size=8).map(from_weights)
COIN = odds("1d2")


def moment(distribution, power, about=0):
    shares = [Fraction(weight, distribution.total_weight) for weight in distribution.weights]
    away = [(value - about) ** power for value in distribution.values]
    return sum(share * distance for share, distance in zip(shares, away, strict=True))


@pytest.mark.parametrize(
    ("text", "mean", "variance", "mode", "minimum", "maximum"),
    [
        ("1d20", Fraction(21, 2), Fraction(133, 4), 1, 1, 20),
        ("3d6", Fraction(21, 2), Fraction(35, 4), 10, 3, 18),
        ("4dF", 0, Fraction(8, 3), 0, -4, 4),
        ("7", 7, 0, 7, 7, 7),
        ("1d6/2", Fraction(7, 4), Fraction(35, 48), Fraction(1, 2), Fraction(1, 2), 3),
    ],
)
def test_figures(text, mean, variance, mode, minimum, maximum):
    found = odds(text)
    assert (found.mean, found.variance, found.mode) == (mean, variance, mode)
    assert (found.minimum, found.maximum, found.missing) == (minimum, maximum, 0)
    assert found.standard_deviation == sqrt(variance)


@given(DISTRIBUTIONS)
def test_moments_are_exact(distribution):
    assert distribution.mean == moment(distribution, 1)
    assert distribution.variance == moment(distribution, 2, distribution.mean)


@given(DISTRIBUTIONS, VALUES)
def test_probabilities_add_up(distribution, value):
    below, equal, above = (distribution.probability(sign, value) for sign in ("<", "=", ">"))
    assert below + equal + above == 1
    assert distribution.probability("<=", value) == below + equal
    assert distribution.probability(">=", value) == above + equal
    assert distribution.probability("<>", value) == 1 - equal
    assert distribution.percentile(value) == below + equal / 2


@given(DISTRIBUTIONS, st.fractions(0, 1))
def test_a_quantile_is_the_lowest_value_with_that_share_up_to_it(distribution, share):
    found = distribution.quantile(share)
    assert found in distribution.values
    assert distribution.probability("<=", found) >= share
    assert distribution.probability("<", found) < share or found == distribution.minimum


@given(DISTRIBUTIONS, DISTRIBUTIONS)
def test_a_sum_is_that_of_independent_values(left, right):
    weights: dict[object, int] = {}
    for value, weight in left.items():
        for other, times in right.items():
            total = simplest(value + other)
            weights[total] = weights.get(total, 0) + weight * times
    assert left + right == from_weights(weights) == right + left


@given(DISTRIBUTIONS)
def test_percentiles_of_its_own_values_are_one_half_on_average(distribution):
    shares = [Fraction(weight, distribution.total_weight) for weight in distribution.weights]
    percentiles = map(distribution.percentile, distribution.values)
    assert sum(share * each for share, each in zip(shares, percentiles, strict=True)) == Fraction(1, 2)


@given(DISTRIBUTIONS)
def test_it_can_be_stored(distribution):
    assert pickle.loads(pickle.dumps(distribution)) == distribution
    plain = json.loads(json.dumps(distribution.to_dict()))
    weights = {simplest(Fraction(each["value"])): int(each["weight"]) for each in plain["outcomes"]}
    assert from_weights(weights, int(plain["denominator"])) == distribution
    assert Fraction(plain["missing"]) == distribution.missing


def test_sums_with_numbers_and_of_many():
    assert odds("2d6") + 3 == odds("2d6+3") == 3 + odds("2d6")
    assert sum([odds("1d6")] * 3) == odds("3d6")


def test_equal_chances_are_equal_objects():
    assert odds("1d6>=4") == odds("1d2-1") == from_weights({0: 5, 1: 5})
    assert hash(odds("2d6kh1")) == hash(odds("{1d6,1d6}kh1"))


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match=r"'=>' is not a comparison"):
        COIN.probability("=>", 2)
    with pytest.raises(ValueError, match="from 0 to 1, not 2"):
        COIN.quantile(2)


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        # A die that explodes on its highest face adds a whole new die in 1 of s cases, and so on:
        # mean = (s + 1) / 2 / (1 - 1 / s).
        *((f"1d{sides}!", Fraction((sides + 1) * sides, 2 * (sides - 1))) for sides in (2, 4, 6, 10, 20)),
        ("3d6!", Fraction(63, 5)),
        # Once: (s + 1) / 2 * (1 + 1 / s).
        ("1d6!o", Fraction(49, 12)),
        ("1d6!!", Fraction(21, 5)),
        # Each extra die counts one less: the mean is that of a plain one, less 1 / s for each chain link.
        ("1d6!p", Fraction(21, 5) - Fraction(1, 5)),
    ],
)
def test_the_mean_of_exploding_dice_is_met_within_what_is_missing(text, mean):
    found = odds(text)
    assert found.missing < Fraction(1, 10**12)
    # The totals left out are no more than a hundred times as high as the mean.
    assert abs(found.mean - mean) <= found.missing * 100 * mean


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (lambda d: 2 * d, "2 * (2d4)"),
        (lambda d: d * 2, "(2d4) * 2"),
        (lambda d: d * Fraction(1, 2), "(2d4) / 2"),
        (lambda d: -d, "-2d4"),
        (lambda d: -d * 3, "-3 * (2d4)"),
        (lambda d: d - d, "2d4 - 2d4"),
        (lambda d: d - 3, "2d4 - 3"),
        (lambda d: 3 - d, "3 - 2d4"),
        (lambda d: Fraction(1, 2) - d, "1/2 - 2d4"),
        (lambda d: d * d, "(2d4) * (2d4)"),
        (lambda d: 0 * d, "0"),
        (lambda d: d + d + 1, "4d4 + 1"),
    ],
)
def test_arithmetic_is_that_of_the_notation(made, written):
    assert made(odds("2d4")) == odds(written)


@pytest.mark.parametrize("other", ["3", None, 2.5, [1], object()])
def test_arithmetic_with_anything_else_is_a_type_error(other):
    for made in (lambda: COIN + other, lambda: other - COIN, lambda: COIN * other):
        with pytest.raises(TypeError):
            made()


def test_arithmetic_keeps_the_limits_of_the_caller():
    little = Limits(work=4_000)
    small, (roll,) = odds("40d6", limits=little), parse("40d6", limits=little).odds_by_roll()
    for each in (small, roll.total, -small, small + 3, 2 * small, 3 - small):
        assert each.limits == little
        for made in (lambda d: d * d, lambda d: d * odds("40d6"), lambda d: odds("40d6") * d):
            with pytest.raises(OddsTooLarge) as caught:
                made(each)
            assert caught.value.allowed == 4_000
    assert (odds("40d6") * odds("40d6")).limits == Limits()
    assert small == odds("40d6")
    assert pickle.loads(pickle.dumps(small)).limits == little


@given(DISTRIBUTIONS)
def test_it_is_read_by_its_values(distribution):
    assert len(distribution) == len(list(distribution)) == len(distribution.values)
    assert list(distribution) == sorted(distribution)
    assert sum(distribution[value] for value in distribution) == 1
    assert all(value in distribution for value in distribution.values)
    assert (10**6 in distribution, distribution[10**6]) == (False, 0)
    assert distribution.median == distribution.quantile(0.5) in distribution


@given(DISTRIBUTIONS, VALUES)
def test_comparisons_may_be_spelled_as_in_python(distribution, value):
    assert distribution.probability("==", value) == distribution.probability("=", value)
    assert distribution.probability("!=", value) == distribution.probability("<>", value)
    assert distribution.probability(">=", float(value)) <= 1


@pytest.mark.parametrize("operator", ["=>", "", "is", None, 3, [">="], "≥"])
def test_other_comparisons_are_refused(operator):
    with pytest.raises(DiceError, match="is not a comparison"):
        COIN.probability(operator, 2)


@pytest.mark.parametrize("value", ["15", None, True, float("nan"), [1], 2j])
def test_other_values_are_refused(value):
    for ask in (
        lambda: COIN.probability(">=", value),
        lambda: COIN[value],
        lambda: COIN.percentile(value),
        lambda: COIN.quantile(value),
    ):
        with pytest.raises(DiceError):
            ask()


@pytest.mark.parametrize("share", [-0.1, 1.5, 2, -1])
def test_quantiles_lie_between_0_and_1(share):
    with pytest.raises(DiceError, match="from 0 to 1"):
        COIN.quantile(share)


@pytest.mark.parametrize("text", ["2d6", "1d[1, 1, 1, 9]", "1d6!", "7", "1d2/3", "300d6"])
def test_samples_come_up_as_often_as_they_are_likely(text):
    found = odds(text)
    assert found.sample() in found
    assert found.sample(seed="a") == found.sample(seed="a")
    drawn = [found.sample(seed=seed) for seed in range(300)]
    mean = Fraction(sum(drawn), len(drawn))
    assert abs(mean - found.mean) <= 4 * found.standard_deviation / sqrt(len(drawn))


def test_the_old_name_of_the_standard_deviation_still_works():
    with pytest.warns(DeprecationWarning, match="use standard_deviation"):
        assert odds("3d6").deviation == odds("3d6").standard_deviation
