"""The chance of a range of totals, and of two rolls against each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction

from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import innermost
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution


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


def tested(node: Expression) -> Target | None:
    """Return the totals that pass the test of a roll; None if it has no test, or none against a number.

    >>> from dicewright.notation.parsing.common import parse
    >>> tested(parse("1d20 + 5 vs 15").rolls[0].expression)
    Target(low=15, high=None)
    """
    match innermost(node):
        case nodes.Test(_, ">=", nodes.Number(value)):
            return Target(low=value)
        case nodes.Test(_, "<=", nodes.Number(value)):
            return Target(high=value)
        case nodes.Test(_, "=", nodes.Number(value)):
            return Target(value, value)
        case _:
            return None


class Duel(Value):
    """How often each of two rolls comes out higher.

    >>> import dicewright
    >>> dicewright.duel(dicewright.odds("1d6"), dicewright.odds("1d6"))
    Duel(first=Fraction(5, 12), equal=Fraction(1, 6), second=Fraction(5, 12))
    """

    first: Fraction
    equal: Fraction
    second: Fraction


def duel(first: Distribution, second: Distribution) -> Duel:
    """Return how often each of two independent rolls comes out higher.

    >>> from dicewright import odds
    >>> duel(odds("1d6"), odds("1d6")).equal
    Fraction(1, 6)
    """
    higher = equal = below = place = 0
    for value, weight in first.items():
        while place < len(second.values) and second.values[place] < value:
            below += second.weights[place]
            place += 1
        higher += weight * below
        if place < len(second.values) and second.values[place] == value:
            equal += weight * second.weights[place]
    pairs = first.total_weight * second.total_weight
    return Duel(Fraction(higher, pairs), Fraction(equal, pairs), Fraction(pairs - higher - equal, pairs))
