"""The exact distribution of a number: whole weights over exact values, and one denominator."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, sqrt
from operator import eq, mul

from dicewright.notation.modifiers import COMPARISONS
from dicewright.numbers import simplest, written
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from dicewright.numbers import Number


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

    def __repr__(self) -> str:
        return (
            f"<Distribution of {len(self.values):,} values from {written(self.minimum)}"
            f" to {written(self.maximum)}, mean {float(self.mean):.6g}>"
        )

    def __add__(self, other: Distribution | Number) -> Distribution:
        """Return the distribution of the sum, the two being independent."""
        from dicewright.limits import DEFAULT_LIMITS
        from dicewright.probability.sums import add, constant
        from dicewright.probability.work import Work

        right = other if isinstance(other, Distribution) else constant(other)
        return add(self, right, Work(DEFAULT_LIMITS))

    __radd__ = __add__

    def items(self) -> Iterator[tuple[Number, int]]:
        """Yield each value with its weight, from the lowest value up."""
        return zip(self.values, self.weights, strict=True)

    @property
    def mass(self) -> int:
        """The sum of all weights: the denominator, less what is missing."""
        return sum(self.weights)

    @property
    def missing(self) -> Fraction:
        """The chance of all outcomes that were cut off: 0 unless dice explode without end."""
        return Fraction(self.denominator - self.mass, self.denominator)

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
        return simplest(Fraction(sum(map(mul, self.values, self.weights)), self.mass))

    @property
    def variance(self) -> Number:
        """The expected square of the distance from the mean, taken over the outcomes not missing."""
        mass = self.mass
        total = sum(map(mul, self.values, self.weights))
        squares = sum(value * value * weight for value, weight in self.items())
        return simplest(Fraction(squares * mass - total * total, mass * mass))

    @property
    def deviation(self) -> float:
        """The standard deviation: the root of the variance."""
        return sqrt(self.variance)

    @property
    def mode(self) -> Number:
        """The likeliest value; the lowest of them where several are."""
        return self.values[self.weights.index(max(self.weights))]

    def probability(self, operator: str, value: Number) -> Fraction:
        """Return the chance that an outcome stands in a relation to a value.

        The operators are those of the notation: >= <= > < = <>. Another raises ValueError. Missing
        outcomes are in no chance, so the truth is at most `missing` more.

        >>> from dicewright import odds
        >>> odds("1d20 + 5").probability(">=", 15)
        Fraction(11, 20)
        """
        if operator not in COMPARISONS:
            raise ValueError(f"{operator!r} is no comparison: use one of {' '.join(COMPARISONS)}")
        holds = COMPARISONS[operator]
        weight = sum(weight for outcome, weight in self.items() if holds(outcome, value))
        return Fraction(weight, self.denominator)

    def percentile(self, value: Number) -> Fraction:
        """Return the share of outcomes below a value, plus half the share of those equal to it.

        This mid-percentile is 1/2 on average whatever the dice, so rolls of different dice can be
        compared and averaged.
        """
        below, equal = self.probability("<", value), self.probability("=", value)
        return (below + equal / 2) * Fraction(self.denominator, self.mass)

    def quantile(self, probability: Number | float) -> Number:
        """Return the lowest value that at least this share of the outcomes does not pass.

        A probability outside 0 to 1 raises ValueError.

        >>> from dicewright import odds
        >>> odds("3d6").quantile(0.5)
        10
        """
        if not 0 <= probability <= 1:
            raise ValueError(f"a probability lies between 0 and 1, not at {probability}")
        wanted = Fraction(probability) * self.mass
        reached = 0
        for value, weight in self.items():
            reached += weight
            if reached >= wanted:
                return value
        return self.maximum

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can carry. Weights and fractions are text: they may pass any machine number.

        Values are written as in a result's `to_dict`: 3, "3.5", "10/3".
        """
        return {
            "denominator": str(self.denominator),
            "outcomes": [
                {"value": value if isinstance(value, int) else written(value), "weight": str(weight)}
                for value, weight in self.items()
            ],
            "missing": str(self.missing),
            "mean": float(self.mean),
            "deviation": self.deviation,
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
    """Return a range where whole values are evenly spaced, else a tuple."""
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
