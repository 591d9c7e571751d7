"""Sets among equal dice, by how many dice show the same face, whichever face that is.

Ten d10 fall in 92,378 ways, but they divide into groups of equal faces in only 42: the partitions of
ten. If the tallest set is asked for, the chance that it is of a given face is in proportion to the
number of ways to choose the faces of the other sets below it.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, factorial, perm, prod

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Die
    from dicewright.probability.joint_walkers import Sets
    from dicewright.probability.work import Work

    # Faces in a row that all readings see alike and that are equally likely: the values, the highest
    # first, the weight of one, and which of the readings see them.
    Run = tuple[list[Number], int, tuple[bool, ...]]

# More dice have too many partitions; the walk over the faces is quicker for them.
MOST_DICE = 30
_STEP = 14


def sets_among(
    die: Die, count: int, walkers: Sequence[Sets], work: Work
) -> tuple[dict[tuple[Number, ...], int], int]:
    """Return the weights of what readings of sets find among equal dice, and their denominator."""
    states: dict[Any, int] = {(count, tuple([walker.nothing for walker in walkers])): 1}
    runs = _runs(die, walkers)
    for place, (values, weight, seen) in enumerate(runs):
        found: dict[Any, int] = {}
        tallest = any(walker.is_tallest and sees for walker, sees in zip(walkers, seen, strict=True))
        for (left, state), ways in states.items():
            for here in (left,) if place == len(runs) - 1 else range(left + 1):
                for parts in partitions(here, len(values)):
                    work.spend(_STEP * (len(values) if tallest else 1))
                    number = ways * comb(left, here) * weight**here * _arrangements(parts, len(values))
                    sets = sum([part >= 2 for part in parts])
                    for top, share in _tops(values, sets) if tallest else ((values[0], 1),):
                        after = tuple(
                            [
                                walker.with_sets(one, sets, parts[0], top) if sees and sets else one
                                for walker, one, sees in zip(walkers, state, seen, strict=True)
                            ]
                        )
                        key = left - here, after
                        chance = number * share // comb(len(values), sets) if tallest else number
                        found[key] = found.get(key, 0) + chance
        states = found
    whole = {tuple([one or 0 for one in state]): ways for (_, state), ways in states.items()}
    return whole, die.denominator**count


def _runs(die: Die, walkers: Sequence[Sets]) -> list[Run]:
    weights: dict[Number, int] = {}
    for outcome, weight in zip(die.outcomes, die.weights, strict=True):
        weights[outcome[0]] = weights.get(outcome[0], 0) + weight
    runs: list[Run] = []
    for value in sorted(weights, reverse=True):
        seen = tuple([walker.sees(die, value) for walker in walkers])
        if runs and runs[-1][1:] == (weights[value], seen):
            runs[-1][0].append(value)
        else:
            runs.append(([value], weights[value], seen))
    return runs


@lru_cache(maxsize=512)
def partitions(number: int, most: int) -> tuple[tuple[int, ...], ...]:
    """Return the ways to write a number as a sum of at most `most` parts, the largest first.

    >>> partitions(4, 2)
    ((4,), (3, 1), (2, 2))
    """

    def parts(left: int, largest: int, room: int) -> list[tuple[int, ...]]:
        if not left:
            return [()]
        return [
            (first, *rest)
            for first in range(min(left, largest), 0, -1)
            if first * room >= left
            for rest in parts(left - first, first, room - 1)
        ]

    return tuple(parts(number, number, most))


@lru_cache(maxsize=8_192)
def _arrangements(parts: tuple[int, ...], faces: int) -> int:
    """Return in how many ways dice can fall so that the groups of equal ones have these sizes."""
    dice = factorial(sum(parts)) // prod(map(factorial, parts))
    return dice * perm(faces, len(parts)) // prod([factorial(parts.count(part)) for part in {*parts}])


def _tops(values: Sequence[Number], sets: int) -> list[tuple[Number, int]]:
    """Return the value that the tallest of some sets can have, and how many choices of faces give it."""
    if not sets:
        return [(values[0], 1)]
    faces = len(values)
    return [(values[place], comb(faces - 1 - place, sets - 1)) for place in range(faces - sets + 1)]
