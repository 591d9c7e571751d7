"""Every way in which a text can be rolled, found by rolling it: the roller is asked, not a formula.

A draw that writes its own script steps through all faces of the last die, then of the one before, and
so on, as an odometer does. Dice that may go on forever are followed until a roll gets unlikely; the
chance of all rolls that are not followed is returned as `cut`.
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
    """The roll has become too unlikely to follow it."""


class TooMany(Exception):
    """There are more ways to roll a text than are looked at."""


class Outcomes(NamedTuple):
    """The chance of each thing that can come of a text, and of all that was not followed."""

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
    """Return the chance of everything that `observe` can see in the rolls of a tree.

    Args:
        tree: what is rolled.
        observe: what to look at in the rolls.
        least: the chance below which a roll is followed no further.
        alike: dice thrown together only differ by their faces, so that 8d10 is looked at in 24,310
            ways and not in 100,000,000. Right for rolls in which the order of dice means nothing.
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
    # What is left to try of each throw, and which one lies on the table now.
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
    """Yield every way in which dice thrown in one go can fall."""
    share = Fraction(1, sides**count)
    for number in range(sides**count):
        yield share, [number // sides**place % sides + 1 for place in range(count)]


def _alike(count: int, sides: int) -> Iterator[tuple[Fraction, Sequence[int]]]:
    """Yield every way in which dice thrown in one go can fall, whichever of them shows which face."""
    for faces in combinations_with_replacement(range(1, sides + 1), count):
        ways = factorial(count) // prod(factorial(faces.count(face)) for face in set(faces))
        yield Fraction(ways, sides**count), faces
