"""The totals that somebody hopes for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction

from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution


class Target(Value):
    """Totals from `low` to `high`, both included; None is no bound.

    >>> import dicewright
    >>> Target(low=16).probability(dicewright.odds("4d6kh3"))
    Fraction(169, 1296)
    >>> 15 in Target(low=16)
    False
    """

    low: Number | None = None
    high: Number | None = None

    def __contains__(self, total: Number) -> bool:
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)

    def probability(self, odds: Distribution) -> Fraction:
        """Return the chance of these totals."""
        first = 0 if self.low is None else bisect_left(odds.values, self.low)
        last = len(odds.values) if self.high is None else bisect_right(odds.values, self.high)
        return Fraction(sum(odds.weights[first:last]), odds.denominator)
