"""Distributions as a few bars: one for each total, or one for neighbors if there are many totals."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from dicewright.numbers import simplest
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.target import Target

# If there are many totals, the rarest at either end would only make the others thin.
_CUT_OFF = Fraction(1, 2_000)


class Bin(Value):
    """Totals that share a bar: from `low` to `high`, both of which can come up.

    >>> import dicewright
    >>> histogram(dicewright.odds("1d4"), most=2).bins[0]
    Bin(start=1, low=1, high=2, chance=Fraction(1, 2), marked=False)
    """

    start: Number
    """Where the bar begins: a whole number of widths above the first."""
    low: Number
    high: Number
    chance: Fraction
    marked: bool
    """Whether most of it is what is asked about."""


class Histogram(Value):
    """The bars of one distribution, from the lowest total up; what cannot come up has none.

    >>> import dicewright
    >>> len(histogram(dicewright.odds("3d6"), most=40).bins)
    16
    """

    bins: tuple[Bin, ...]
    width: Number
    """The distance between the lowest totals of two neighbors."""
    outside: Fraction
    """The chance of the totals at either end that have no bar."""


def histogram(odds: Distribution, *, most: int, target: Target | None = None) -> Histogram:
    """Return the bars of one distribution, at most this many; those of the target are marked.

    >>> import dicewright
    >>> [(str(bar.low), str(bar.chance)) for bar in histogram(dicewright.odds("1d4"), most=10).bins]
    [('1', '1/4'), ('2', '1/4'), ('3', '1/4'), ('4', '1/4')]
    """
    (only,) = side_by_side([odds], most=most, target=target)
    return only


def side_by_side(
    all_odds: Sequence[Distribution], *, most: int, target: Target | None = None
) -> tuple[Histogram, ...]:
    """Return the bars of several distributions, which begin at the same totals so that they compare.

    >>> import dicewright
    >>> one, other = side_by_side([dicewright.odds("1d4"), dicewright.odds("1d6")], most=10)
    >>> len(one.bins), len(other.bins)
    (4, 6)
    """
    low, high = _range(all_odds, most)
    width = _width(all_odds, low, high, most)
    return tuple(_histogram(odds, low, high, width, target) for odds in all_odds)


def _range(all_odds: Sequence[Distribution], most: int) -> tuple[Number, Number]:
    """Return the totals between which there are bars."""
    low = min(odds.minimum for odds in all_odds)
    high = max(odds.maximum for odds in all_odds)
    if all(len(odds.values) <= most for odds in all_odds) and high - low <= most:
        return low, high
    return (
        min(odds.quantile(_CUT_OFF) for odds in all_odds),
        max(odds.quantile(1 - _CUT_OFF) for odds in all_odds),
    )


def _width(all_odds: Sequence[Distribution], low: Number, high: Number, most: int) -> Number:
    """Return the width of a bar: the least distance of two totals, or enough for several together."""
    narrowest = min(_least_distance(odds.values) for odds in all_odds)
    bars = (high - low) / narrowest + 1
    return simplest(narrowest * int(-(-bars // most)))


def _least_distance(values: Sequence[Number]) -> Number:
    if isinstance(values, range):
        return values.step
    return min((after - before for before, after in pairwise(values)), default=1)


def _histogram(
    odds: Distribution, low: Number, high: Number, width: Number, target: Target | None
) -> Histogram:
    ends: dict[int, tuple[Number, Number]] = {}
    weights: dict[int, int] = {}
    marked: dict[int, int] = {}
    outside = 0
    for value, weight in odds.items():
        if not low <= value <= high:
            outside += weight
            continue
        place = int((value - low) // width)
        ends[place] = (ends[place][0] if place in ends else value), value
        weights[place] = weights.get(place, 0) + weight
        if target is not None and value in target:
            marked[place] = marked.get(place, 0) + weight
    bins = [
        Bin(
            simplest(low + place * width),
            lowest,
            highest,
            Fraction(weights[place], odds.denominator),
            2 * marked.get(place, 0) > weights[place],
        )
        for place, (lowest, highest) in ends.items()
    ]
    return Histogram(tuple(bins), width, Fraction(outside, odds.denominator))
