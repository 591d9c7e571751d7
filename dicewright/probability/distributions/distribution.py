"""The exact distribution of a number: whole weights over exact values, and one denominator."""

from __future__ import annotations

import os
from fractions import Fraction
from functools import partial
from math import gcd, isfinite, sqrt
from operator import eq, mul

from dicewright.errors import ArgumentError, quoted
from dicewright.limits import DEFAULT_LIMITS
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.numbers import (
    as_float,
    brief,
    check_number,
    digits,
    jsonable,
    multiply,
    ratio,
    simplest,
    written,
)
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import ModuleType
    from typing import Any, ClassVar

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.probability.work import Work
    from dicewright.randomness import Seed


# How Python spells two of the comparisons.
_SPELLINGS = {"==": "=", "!=": "<>"}


class Distribution(Value):
    """How likely each value is: `weights[i] / denominator` for `values[i]`, always in lowest terms.

    `values` ascend, no weight is 0, and equal distributions are equal objects. The weights add up
    to the denominator, except where endless explosions had to be cut, or a sum of very many dice was
    worked out to a dozen digits: what is missing then is `missing`, and no weight is above the truth.

    >>> from dicewright import odds
    >>> chances = odds("2d6")
    >>> chances.mean, chances.probability(">=", 10), chances.mode
    (7, Fraction(1, 6), 7)
    """

    values: Sequence[Number]
    weights: Sequence[int]
    denominator: int
    limits: Limits = DEFAULT_LIMITS
    """How much work its sums and products may take: as much as its caller allowed it."""

    if TYPE_CHECKING:
        # The module of sums, which makes distributions and so is above this one; the package puts it here.
        _sums: ClassVar[ModuleType]

    def __repr__(self) -> str:
        return (
            f"<Distribution of {len(self.values):,} values from {written(self.minimum)}"
            f" to {written(self.maximum)}, mean {brief(self.mean)}>"
        )

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self.values)

    def __iter__(self) -> Iterator[Number]:
        """Yield the values, from the lowest up."""
        return iter(self.values)

    def __contains__(self, value: object) -> bool:
        """Return whether a value can come up."""
        return value in self.values

    def __getitem__(self, value: Number) -> Fraction:
        """Return the chance of a value: 0 for one that cannot come up.

        >>> from dicewright import odds
        >>> odds("2d6")[7], odds("2d6")[13]
        (Fraction(1, 6), Fraction(0, 1))
        """
        return self.probability("=", value)

    def __add__(self, other: Distribution | Number) -> Distribution:
        """Return the distribution of the sum of two independent values, or of one and a number.

        All arithmetic is that of the notation: `2 * d` is the double of one value, and `d + d` is the
        sum of two. Values that take more work than `limits.work` raise OddsTooLarge.

        >>> from dicewright import odds
        >>> d6 = odds("1d6")
        >>> d6 + d6 == odds("2d6"), 2 * d6 == odds("2 * 1d6"), (d6 - d6).mean
        (True, True, 0)
        """
        return self._with(other, self._sums.add)

    def __sub__(self, other: Distribution | Number) -> Distribution:
        return self._with(other, lambda left, right, work: self._sums.add(left, -right, work))

    def __rsub__(self, other: Number) -> Distribution:
        return -self + other

    def __mul__(self, other: Distribution | Number) -> Distribution:
        """Return the distribution of the product of two independent values, or of one and a number."""
        if isinstance(other, int | Fraction):
            return self._with(
                0, lambda left, _, work: self._sums.mapped(partial(multiply, other), left, work)
            )
        return self._with(other, partial(self._sums.combine, multiply))

    def __neg__(self) -> Distribution:
        turned = reduced([-value for value in reversed(self.values)], self.weights[::-1], self.denominator)
        return turned if self.limits is DEFAULT_LIMITS else turned.replace(limits=self.limits)

    __radd__ = __add__
    __rmul__ = __mul__

    def _with(
        self,
        other: Distribution | Number,
        operation: Callable[[Distribution, Distribution, Work], Distribution],
    ) -> Distribution:
        """Return what an operation makes of this and another value, within the limits of the caller."""
        if isinstance(other, Distribution):
            limits, right = other.limits if self.limits is DEFAULT_LIMITS else self.limits, other
        elif isinstance(other, int | Fraction):
            limits, right = self.limits, self._sums.constant(simplest(other))
        else:
            return NotImplemented
        from dicewright.probability.work import Work

        found = operation(self, right, Work(limits))
        return found if limits is DEFAULT_LIMITS else found.replace(limits=limits)

    def items(self) -> Iterator[tuple[Number, int]]:
        """Yield each value with its weight, from the lowest value up."""
        return zip(self.values, self.weights, strict=True)

    @property
    def total_weight(self) -> int:
        """The sum of all weights: the denominator, less what is missing."""
        return sum(self.weights)

    @property
    def missing(self) -> Fraction:
        """The chance of all outcomes that were cut off: 0 unless dice explode without end."""
        return Fraction(self.denominator - self.total_weight, self.denominator)

    @property
    def minimum(self) -> Number:
        """The lowest value."""
        return self.values[0]

    @property
    def maximum(self) -> Number:
        """The highest value."""
        return self.values[-1]

    @property
    def mean(self) -> Number:
        """The expected value, taken over the outcomes that are not missing."""
        return simplest(Fraction(sum(map(mul, self.values, self.weights)), self.total_weight))

    @property
    def variance(self) -> Number:
        """The expected square of the distance from the mean, taken over the outcomes not missing."""
        whole = self.total_weight
        total = sum(map(mul, self.values, self.weights))
        squares = sum(value * value * weight for value, weight in self.items())
        return simplest(Fraction(squares * whole - total * total, whole * whole))

    @property
    def standard_deviation(self) -> float:
        """The root of the variance, in the units of the values; infinite if no float is so large."""
        return sqrt(as_float(self.variance))

    @property
    def deviation(self) -> float:
        """The standard deviation under its old name. Deprecated: use `standard_deviation`."""
        import warnings

        warnings.warn(
            "Distribution.deviation is deprecated: use standard_deviation", DeprecationWarning, stacklevel=2
        )
        return self.standard_deviation

    @property
    def mode(self) -> Number:
        """The likeliest value; the lowest one if several are equally likely."""
        return self.values[self.weights.index(max(self.weights))]

    @property
    def median(self) -> Number:
        """The lowest value that at least half of the outcomes do not pass, as `quantile(0.5)`."""
        return self.quantile(Fraction(1, 2))

    def probability(self, operator: str, value: Number | float) -> Fraction:
        """Return the chance that an outcome stands in a relation to a value.

        The operators are those of the notation, >= <= > < = <>, and == and != as in Python; another,
        or a value that is no number, raises ArgumentError. Missing outcomes are in no chance, so the
        truth is at most `missing` more.

        >>> from dicewright import odds
        >>> odds("1d20 + 5").probability(">=", 15), odds("1d4").probability("!=", 1)
        (Fraction(11, 20), Fraction(3, 4))
        """
        spelled = _SPELLINGS.get(operator, operator) if isinstance(operator, str) else ""
        if spelled not in COMPARISONS:
            raise ArgumentError(
                f"{quoted(operator)} is not a comparison.",
                code="comparison",
                hint=f"Use one of {' '.join([*COMPARISONS, *_SPELLINGS])}.",
            )
        check_number(value)
        holds = COMPARISONS[spelled]
        # A float is compared exactly, as every number of Python is.
        asked: Any = value
        weight = sum(weight for outcome, weight in self.items() if holds(outcome, asked))
        return Fraction(weight, self.denominator)

    def sample(self, *, seed: Seed | None = None) -> Number:
        """Return one random value, drawn by its chance, with the operating system's randomness.

        A seed, as of `dicewright.seeded`, makes it reproducible. What is missing never comes up.

        >>> from dicewright import odds
        >>> odds("2d6").sample(seed="example") in range(2, 13)
        True
        """
        from bisect import bisect_left
        from itertools import accumulate

        from dicewright.randomness import from_bytes, seeded

        draw = from_bytes(os.urandom) if seed is None else seeded(seed)
        place = draw(1, self.total_weight)[0]
        return self.values[bisect_left(list(accumulate(self.weights)), place)]

    def percentile(self, value: Number) -> Fraction:
        """Return the share of outcomes below a value, plus half the share of those equal to it.

        This mid-percentile is 1/2 on average whatever the dice, so rolls of different dice can be
        compared and averaged.
        """
        below, equal = self.probability("<", value), self.probability("=", value)
        return (below + equal / 2) * Fraction(self.denominator, self.total_weight)

    def quantile(self, probability: Number | float) -> Number:
        """Return the lowest value that at least this share of the outcomes does not pass.

        A probability outside 0 to 1, or none at all, raises ArgumentError.

        >>> from dicewright import odds
        >>> odds("3d6").quantile(0.5)
        10
        """
        check_number(probability)
        if not 0 <= probability <= 1:
            raise ArgumentError(
                f"A probability must be a number from 0 to 1, not {quoted(probability)}.", code="probability"
            )
        wanted = Fraction(probability) * self.total_weight
        reached = 0
        for value, weight in self.items():
            reached += weight
            if reached >= wanted:
                return value
        return self.maximum

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can carry. Weights and fractions are text: they may pass any machine number.

        Values are written as in a result's `to_dict`: 3, "3.5", "10/3". The mean and the deviation are
        floats, and None if they are larger than any.
        """
        mean, deviation = as_float(self.mean), self.standard_deviation
        return {
            "denominator": digits(self.denominator),
            "outcomes": [
                {"value": jsonable(value), "weight": digits(weight)} for value, weight in self.items()
            ],
            "missing": ratio(self.missing),
            "mean": mean if isfinite(mean) else None,
            "deviation": deviation if isfinite(deviation) else None,
        }


def from_weights(weights: Mapping[Number, int], denominator: int | None = None) -> Distribution:
    """Return the distribution with these weights; the denominator is their sum unless given.

    >>> from_weights({1: 2, 2: 2}) == from_weights({2: 5, 1: 5})
    True
    """
    values = sorted(value for value, weight in weights.items() if weight)
    return reduced(values, [weights[value] for value in values], denominator)


def from_grid(start: Number, step: Number, weights: Sequence[int], denominator: int) -> Distribution:
    """Return the distribution that gives `start + i * step` the weight `weights[i]`; the step is positive."""
    if isinstance(start, int) and isinstance(step, int):
        values: Sequence[Number] = range(start, start + step * len(weights), step)
    else:
        values = [simplest(start + step * i) for i in range(len(weights))]
    if not all(weights):
        values = [value for value, weight in zip(values, weights, strict=True) if weight]
        weights = [weight for weight in weights if weight]
    return reduced(values, weights, denominator)


def reduced(values: Sequence[Number], weights: Sequence[int], denominator: int | None = None) -> Distribution:
    """Return the distribution in its one form, from ascending values and weights that are not 0."""
    denominator = denominator or sum(weights)
    common = gcd(denominator, *weights)
    if common > 1:
        weights = [weight // common for weight in weights]
        denominator //= common
    return Distribution(as_range(values), tuple(weights), denominator)


def as_range(values: Sequence[Number]) -> Sequence[Number]:
    """Return a range if whole values are evenly spaced, else a tuple."""
    if isinstance(values, range):
        return values if len(values) > 1 else range(values[0], values[0] + 1)
    first, last = values[0], values[-1]
    if isinstance(first, int):
        if len(values) == 1:
            return range(first, first + 1)
        step = values[1] - first
        if isinstance(step, int) and last - first == step * (len(values) - 1):
            steps = range(first, first + step * len(values), step)
            if all(map(eq, steps, values)):
                return steps
    return tuple(values)
