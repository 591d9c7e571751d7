"""The two tests that judge dice: how likely it is that fair dice are at least as uneven as these."""

from __future__ import annotations

import sys
from math import erfc, exp, lgamma, log, sqrt

# Chance alone can do anything: a tail beyond what floats can hold is still not impossible.
_LEAST = sys.float_info.min


def normal_p_value(deviations: float) -> float:
    """Return the chance that a normal value is at least this many standard deviations off, either way.

    This is erfc(z / sqrt(2)); see the NIST Digital Library of Mathematical Functions, 7.2.2.

    >>> round(normal_p_value(-1.96), 3)
    0.05
    """
    return max(_LEAST, erfc(abs(deviations) / sqrt(2)))


def chi_squared_p_value(statistic: float, degrees: int) -> float:
    """Return the chance that chi-squared with this many degrees of freedom is at least `statistic`.

    It is the incomplete gamma function Q(degrees / 2, statistic / 2), and for whole degrees a finite
    sum: Q(1/2, x) = erfc(sqrt(x)) and Q(1, x) = exp(-x) (NIST Digital Library of Mathematical Functions,
    8.4.6 and 8.4.8), and from there Q(a + 1, x) = Q(a, x) + x**a exp(-x) / gamma(a + 1) (8.8.6).

    Raises ValueError for less than one degree or a negative statistic.

    >>> round(chi_squared_p_value(11.07, 5), 3)
    0.05
    """
    if degrees < 1 or statistic < 0:
        raise ValueError(f"no chi-squared of {statistic} has {degrees} degrees of freedom")
    half = statistic / 2
    if half == 0:
        return 1.0
    order, tail = (0.5, erfc(sqrt(half))) if degrees % 2 else (1.0, exp(-half))
    while order < degrees / 2:
        # As a logarithm, because the powers and factorials by themselves are too large for a float.
        tail += exp(order * log(half) - half - lgamma(order + 1))
        order += 1
    return max(_LEAST, min(tail, 1.0))


def chi_squared(counts: list[int]) -> float:
    """Return Pearson's statistic: how far counts are from being even.

    It is the sum of (observed - expected)**2 / expected, and needs at least one count above 0.

    >>> chi_squared([8, 12])
    0.8
    """
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 for count in counts) / expected
