"""Picking dice by rank: keep, drop and middle, without looking at every way the dice can fall.

The faces are walked from the highest down. At each it is decided how many of the dice not yet placed
show it (a binomial coefficient says in how many ways), so a state is no more than the number of dice
still to be placed, and with it goes a polynomial of what the kept ones add up to. 100d6kh50 has six
faces and at most 101 states at each, and nobody meets its 6 ** 100 outcomes. Once every kept place is
filled, the dice below may fall as they like.
"""

from __future__ import annotations

from functools import reduce
from math import comb, prod
from operator import add

from dicewright.numbers import simplest
from dicewright.probability.distribution import Distribution, from_grid, from_weights
from dicewright.probability.polynomials import Scattered, packing_width, unpack
from dicewright.probability.sums import grid, is_scattered, uniform
from dicewright.probability.work import multiplication

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Protocol, Self, TypeVar

    from dicewright.numbers import Number
    from dicewright.probability.pools import Case, Die, Outcome, Worth
    from dicewright.probability.work import Work

    class Polynomial(Protocol):
        """A packed polynomial, which is a whole number, or a scattered one."""

        def __lshift__(self, by: Any, /) -> Self: ...
        def __add__(self, other: Self, /) -> Self: ...
        def __mul__(self, factor: int, /) -> Self: ...
        def bit_length(self) -> int: ...

    P = TypeVar("P", bound=Polynomial)
    # Which entry of the case shows a value, and the exponents that stand for it with their weights.
    _Step = tuple[int, list[tuple[Any, int]]]


def kept_total(
    case: Case, first: int, last: int, worth: Worth, work: Work, *, earliest_first: bool
) -> Distribution:
    """Return the distribution of what the dice kept are worth together.

    The dice are ranked from the highest down; those from rank `first` up to, not including, `last`
    are kept. Of equal dice the one that lies first in the case ranks highest, or else lowest.
    """
    denominator = prod(die.denominator**count for die, count in case)
    worths = {worth(die, outcome) for die, _ in case for outcome in die.outcomes}
    start, step, (span,) = grid((uniform(worths, work),))
    if is_scattered(span, len(worths), last - first):
        steps = _steps(case, worth, earliest_first=earliest_first)
        sums = _walk(case, steps, first, last, Scattered({0: 1}), work)
        return from_weights({simplest(total): ways for total, ways in sums.weights.items()}, denominator)
    width = packing_width(denominator.bit_length())
    shifts = {value: width * int((value - start) // step) for value in worths}
    steps = _steps(case, lambda die, outcome: shifts[worth(die, outcome)], earliest_first=earliest_first)
    packed = _walk(case, steps, first, last, 1, work)
    length = span * (last - first) + 1
    return from_grid(start * (last - first), step, unpack(packed, width, length), denominator)


def kept_dice(case: Case, first: int, last: int, work: Work, *, earliest_first: bool) -> Mapping[Case, int]:
    """Return every row of dice that can be kept, as dice that show what they show, each with its weight.

    The weights are out of the product of all denominators of the dice; ranks as for `kept_total`.
    """
    steps = _steps(case, lambda die, outcome: ((die.showing(outcome), 1),), earliest_first=earliest_first)
    return _walk(case, steps, first, last, Scattered({(): 1}), work).weights


def _steps(case: Case, exponent: Callable[[Die, Outcome], Any], *, earliest_first: bool) -> list[_Step]:
    """Return the faces in the order in which they are walked."""
    places = range(len(case)) if earliest_first else range(len(case) - 1, -1, -1)
    faces: dict[Number, dict[int, list[tuple[Any, int]]]] = {}
    for place in places:
        die = case[place][0]
        for outcome, weight in zip(die.outcomes, die.weights, strict=True):
            shown = faces.setdefault(outcome[0], {}).setdefault(place, [])
            shown.append((exponent(die, outcome), weight))
    return [step for value in sorted(faces, reverse=True) for step in faces[value].items()]


def _walk(case: Case, steps: Sequence[_Step], first: int, last: int, one: P, work: Work) -> P:
    """Return the polynomial of what the dice kept add up to."""
    if first == last:
        anyhow: int = prod(die.mass**count for die, count in case)
        return one * anyhow
    everyone = sum(count for _, count in case)
    below = [die.mass for die, _ in case]
    states = {tuple(count for _, count in case): one}
    found = one * 0
    for place, shown in steps:
        weight = sum(weight for _, weight in shown)
        below[place] -= weight
        reached: dict[tuple[int, ...], P] = {}
        for left, polynomial in states.items():
            count, placed = left[place], everyone - sum(left)
            work.spend(
                (count + 1) * (4 + multiplication(polynomial.bit_length(), count * weight.bit_length()))
            )
            before, behind = left[:place], left[place + 1 :]
            # Ways in which the last rank is filled here; whatever is left falls anywhere below.
            filled = 0
            for showing in range(count + 1) if below[place] else (count,):
                kept = max(0, min(placed + showing, last) - max(placed, first))
                ways = comb(count, showing) * weight ** (showing - kept)
                if placed + showing >= last:
                    filled += ways * below[place] ** (count - showing)
                    continue
                term = _extended(polynomial, shown, kept, ways)
                state = (*before, count - showing, *behind)
                reached[state] = reached[state] + term if state in reached else term
            if filled:
                for other, rest in zip(below, (*before, 0, *behind), strict=True):
                    filled *= other**rest
                work.spend(found.bit_length() >> 12)
                found += _extended(polynomial, shown, last - max(placed, first), filled)
        states = reached
    return found


def _extended(polynomial: P, shown: Sequence[tuple[Any, int]], kept: int, ways: int) -> P:
    """Return the polynomial with so many more dice kept that show one value."""
    if not kept:
        return polynomial * ways
    if len(shown) == 1:
        exponent, weight = shown[0]
        factor: int = ways * weight**kept
        extended: P = polynomial * factor << exponent * kept
        return extended
    extended = polynomial * ways
    for _ in range(kept):
        extended = reduce(add, [extended * weight << exponent for exponent, weight in shown])
    return extended
