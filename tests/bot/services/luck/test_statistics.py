"""P-values against published tables, and against what dice themselves do."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from bot.services.luck.statistics import chi_squared, chi_squared_p_value, normal_p_value
from dicewright.rendering import one_in


# Critical values of the NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.4.
@pytest.mark.parametrize(
    ("degrees", "upper_tail", "critical"),
    [
        (1, 0.10, 2.706),
        (1, 0.05, 3.841),
        (1, 0.001, 10.828),
        (2, 0.05, 5.991),
        (3, 0.01, 11.345),
        (5, 0.05, 11.070),
        (7, 0.10, 12.017),
        (19, 0.05, 30.144),
        (20, 0.01, 37.566),
        (50, 0.001, 86.661),
        (99, 0.05, 123.225),
        (100, 0.01, 135.807),
    ],
)
def test_chi_squared_meets_the_critical_values(degrees: int, upper_tail: float, critical: float) -> None:
    assert chi_squared_p_value(critical, degrees) == pytest.approx(upper_tail, rel=1e-3)


@pytest.mark.parametrize(
    ("deviations", "two_sided"),
    [(0, 1.0), (1, 0.3173105), (1.959964, 0.05), (-2.575829, 0.01), (8, 1.2442e-15)],
)
def test_normal_meets_its_table(deviations: float, two_sided: float) -> None:
    assert normal_p_value(deviations) == pytest.approx(two_sided, rel=1e-4)


@pytest.mark.parametrize("degrees", [1, 2, 3, 8, 999, 1_000])
def test_chi_squared_falls_from_one_to_nothing(degrees: int) -> None:
    chances = [chi_squared_p_value(statistic, degrees) for statistic in range(0, 12 * degrees + 100, degrees)]
    assert chances[0] == 1
    assert all(0 <= after <= before <= 1 for before, after in pairwise(chances))
    assert chances[-1] < 1e-5


@pytest.mark.parametrize(
    "p_value",
    [normal_p_value(40), normal_p_value(-1e6), chi_squared_p_value(2e3, 5), chi_squared_p_value(1e9, 2)],
)
def test_nothing_is_impossible(p_value: float) -> None:
    assert 0 < p_value < 1e-300
    assert one_in(p_value) == "1 in more than 10^15"


@pytest.mark.parametrize(("statistic", "degrees"), [(1.0, 0), (-0.1, 5)])
def test_what_is_no_chi_squared_is_refused(statistic: float, degrees: int) -> None:
    with pytest.raises(ValueError, match="no chi-squared"):
        chi_squared_p_value(statistic, degrees)


@pytest.mark.parametrize("sides", [2, 6, 20])
def test_of_fair_dice_a_twentieth_falls_below_a_twentieth(sides: int) -> None:
    generator = random.Random(20)  # noqa: S311 - a test wants the same dice each time
    below = 0
    for _ in range(2_000):
        counts = [0] * sides
        for _ in range(10 * sides):
            counts[generator.randrange(sides)] += 1
        below += chi_squared_p_value(chi_squared(counts), sides - 1) < 0.05
    # 100 are expected, with a deviation of 10; counts of few dice are coarse.
    assert 60 <= below <= 140


def test_pearsons_own_statistic() -> None:
    # (25 + 4 + 1 + 4 + 0 + 100) / 10
    assert chi_squared([5, 8, 9, 8, 10, 20]) == pytest.approx(13.4)
