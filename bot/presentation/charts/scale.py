"""Where the numbers along an axis stand."""

from __future__ import annotations

import math

_STEPS = (1, 2, 5, 10)
# A step as wide as what is left of a division is meant to fit.
_ROUNDING = 1e-9


def ticks(low: float, high: float, *, most: int, whole: bool = False) -> list[float]:
    """Return round numbers from `low` to `high`, at most this many, in even steps; at least one.

    `high` must be above `low`. `whole` leaves out fractions.

    >>> ticks(0, 18.5, most=5), ticks(0, 3, most=9, whole=True)
    ([0, 5, 10, 15], [0, 1, 2, 3])
    """
    at_least = (high - low) / most
    power = 10.0 ** math.floor(math.log10(at_least))
    step = next(each * power for each in _STEPS if each * power >= at_least * (1 - _ROUNDING))
    if whole:
        step = max(1.0, step)
    first = math.ceil(low / step - _ROUNDING)
    last = math.floor(high / step + _ROUNDING)
    # Whole steps are counted, or each tick would add to the error of the one before.
    found = [_simple(number * step) for number in range(first, last + 1)]
    return found or [_simple(low)]


def _simple(value: float) -> float:
    """Return a whole number as an int, which is written without a point."""
    return int(value) if value == int(value) else value
