"""Numbers along an axis: round, even, few enough, and within it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presentation.charts.scale import ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "whole", "found"),
    [
        (0, 0.14, 5, False, [0, 0.05, 0.1]),
        (0, 0.106, 5, False, [0, 0.05, 0.1]),
        (0, 1.06, 5, False, [0, 0.5, 1]),
        (2.5, 18.5, 12, True, [4, 6, 8, 10, 12, 14, 16, 18]),
        (0.5, 2.5, 12, True, [1, 2]),
        (0.5, 1.5, 12, True, [1]),
        (-4.5, 4.5, 12, True, [-4, -3, -2, -1, 0, 1, 2, 3, 4]),
        (0, 100, 12, True, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
        (0, 1e12, 4, True, [0, 500_000_000_000, 1_000_000_000_000]),
        (0.25, 0.75, 1, True, [0.25]),
    ],
)
def test_ticks(low: float, high: float, most: int, whole: bool, found: list[float]) -> None:
    assert ticks(low, high, most=most, whole=whole) == pytest.approx(found)


@given(
    low=st.floats(-1e9, 1e9),
    span=st.floats(1e-3, 1e9),
    most=st.integers(1, 12),
    whole=st.booleans(),
)
def test_all_are_within_in_even_steps_and_not_too_many(
    low: float, span: float, most: int, whole: bool
) -> None:
    found = ticks(low, low + span, most=most, whole=whole)
    slack = 1e-6 * (abs(low) + span)
    assert 1 <= len(found) <= most + 1
    assert all(low - slack <= tick <= low + span + slack for tick in found)
    steps = [after - before for before, after in pairwise(found)]
    assert all(step == pytest.approx(steps[0], abs=slack) for step in steps)
    if whole and len(found) > 1:
        assert all(isinstance(tick, int) for tick in found)
