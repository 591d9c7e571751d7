"""Every throw of a roll, for the few rolls whose readings depend on one another too closely to be walked."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement
from math import factorial, lcm, prod

from dicewright.probability.distributions.narrow import NEGLIGIBLE
from dicewright.systems.rolling.throwing import Hand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from dicewright.probability.work import Work
    from dicewright.systems.odds.outcome_odds import OutcomeOdds, Tally
    from dicewright.systems.rolling.program import Program, Rolled

_THROW = 600


class _Unlikely(Exception):
    """The roll has become too unlikely to follow it."""


def every_throw(program: Program, given: Mapping[str, Any], tally: Tally, work: Work) -> OutcomeOdds:
    """Return the odds from all throws, dice of one throw being told apart by their faces alone.

    Raises OddsTooLarge where there are too many.
    """
    found: list[tuple[Fraction, Rolled]] = []
    for chance, rolled in throws(program, given, work):
        found.append((chance, rolled))
    denominator = lcm(*(chance.denominator for chance, _ in found))
    places = [program.kind.places[value.name] for value in program.kind.values]
    for chance, rolled in found:
        weight = int(chance * denominator)
        values = [rolled.known[place] for place in places]
        tally.add(values, rolled.result, rolled.outcome, rolled.notes, weight)
    return tally.odds(denominator)


def throws(program: Program, given: Mapping[str, Any], work: Work) -> Iterator[tuple[Fraction, Rolled]]:
    """Yield every way to roll with its chance; those less likely than NEGLIGIBLE are left out."""
    ahead: list[Iterator[tuple[Fraction, Sequence[int]]]] = []
    now: list[tuple[Fraction, Sequence[int]]] = []
    while True:
        chance, position = Fraction(1), 0

        def draw(count: int, sides: int) -> Sequence[int]:
            nonlocal chance, position
            if chance * NEGLIGIBLE < 1:
                raise _Unlikely
            if position == len(now):
                ahead.append(_alike(count, sides))
                now.append(next(ahead[-1]))
            share, faces = now[position]
            chance *= share
            position += 1
            return faces

        work.spend(_THROW)
        try:
            rolled = program.roll(Hand(draw, program.limits), program.start(dict(given)), in_words=False)
        except _Unlikely:
            pass
        else:
            yield chance, rolled
        while ahead:
            following = next(ahead[-1], None)
            if following is not None:
                now[-1] = following
                break
            ahead.pop()
            now.pop()
        else:
            return


def _alike(count: int, sides: int) -> Iterator[tuple[Fraction, Sequence[int]]]:
    """Yield every way in which dice thrown in one go can fall, whichever of them shows which face."""
    whole = sides**count
    for faces in combinations_with_replacement(range(1, sides + 1), count):
        ways = factorial(count) // prod(factorial(faces.count(face)) for face in set(faces))
        yield Fraction(ways, whole), faces
