"""Enumerating every way in which a text can be rolled, by rolling it and not by a formula.

A scripted draw steps through all faces of the last die, then of the one before, and so on, like an odometer.
Endless rolls are followed until they become unlikely; the chance of all rolls that are not followed is
returned as `cut`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement
from math import factorial, prod
from typing import TYPE_CHECKING, NamedTuple

from dicewright.interpreter import roll
from dicewright.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dicewright.notation.tree.rolls import Rolls
    from dicewright.results.roll import RollResult


class _Unlikely(Exception):
    """The roll has become too unlikely to follow."""


class TooMany(Exception):
    """There are too many ways to roll a text."""


class Outcomes(NamedTuple):
    """The chance of each outcome of a text, and of everything that was not followed."""

    chances: dict[object, Fraction]
    cut: Fraction


def enumerate_rolls(
    tree: Rolls,
    observe: Callable[[tuple[RollResult, ...]], object],
    *,
    least: Fraction = Fraction(0),
    alike: bool = False,
    most: int | None = None,
) -> Outcomes:
    """Return the chance of each value that `observe` returns for the rolls of a tree.

    Args:
        tree: what is rolled.
        observe: returns the value of interest for a roll.
        least: the chance below which a roll is not followed any further.
        alike: dice thrown together differ only in their faces, so that 8d10 falls in 24,310 ways and not in
            100,000,000. Correct for rolls in which the order of dice doesn't matter.
        most: the number of rolls after which TooMany is raised.
    """
    chances: dict[object, Fraction] = {}
    cut = Fraction(0)
    for number, (chance, rolls) in enumerate(_every_roll(tree, least, _alike if alike else _each)):
        if number == most:
            raise TooMany
        if rolls is None:
            cut += chance
        else:
            seen = observe(rolls)
            chances[seen] = chances.get(seen, Fraction(0)) + chance
    return Outcomes(chances, cut)


def _every_roll(
    tree: Rolls, least: Fraction, throws: Callable[[int, int], Iterator[tuple[Fraction, Sequence[int]]]]
) -> Iterator[tuple[Fraction, tuple[RollResult, ...] | None]]:
    # The ways left to try for each throw, and the current one.
    ahead: list[Iterator[tuple[Fraction, Sequence[int]]]] = []
    now: list[tuple[Fraction, Sequence[int]]] = []
    while True:
        chance, position = Fraction(1), 0

        def draw(count: int, sides: int) -> Sequence[int]:
            nonlocal chance, position
            if chance < least:
                raise _Unlikely
            if position == len(now):
                ahead.append(throws(count, sides))
                now.append(next(ahead[-1]))
            share, faces = now[position]
            chance *= share
            position += 1
            return faces

        try:
            rolls = roll(tree, draw, DEFAULT_LIMITS)[0]
        except _Unlikely:
            rolls = None
        yield chance, rolls
        while ahead:
            following = next(ahead[-1], None)
            if following is not None:
                now[-1] = following
                break
            ahead.pop()
            now.pop()
        else:
            return


def _each(count: int, sides: int) -> Iterator[tuple[Fraction, Sequence[int]]]:
    """Yield every way in which dice thrown together can fall."""
    share = Fraction(1, sides**count)
    for number in range(sides**count):
        yield share, [number // sides**place % sides + 1 for place in range(count)]


def _alike(count: int, sides: int) -> Iterator[tuple[Fraction, Sequence[int]]]:
    """Yield every way in which dice thrown together can fall, no matter which die shows which face."""
    for faces in combinations_with_replacement(range(1, sides + 1), count):
        ways = factorial(count) // prod(factorial(faces.count(face)) for face in set(faces))
        yield Fraction(ways, sides**count), faces
