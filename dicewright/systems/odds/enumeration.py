"""Every throw of a roll, for the few rolls whose readings depend on one another too closely to be walked."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import factorial, lcm, prod

from dicewright.probability.distributions.narrow import NEGLIGIBLE
from dicewright.systems.rolling.hand import Hand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeVar

    from dicewright.probability.work import Work
    from dicewright.systems.odds.outcome_odds import Found, OutcomeOdds, Tally
    from dicewright.systems.rolling.program import Program, Rolled

    Ways = Iterator[tuple[Fraction, Sequence[int]]]
    # Takes one of the ways in which some dice can fall.
    Take = Callable[[Callable[[], Ways]], Sequence[int]]
    Thrown = TypeVar("Thrown")

_THROW = 600


class _Unlikely(Exception):
    """The roll has become too unlikely to follow it."""


def every_throw(program: Program, given: Mapping[str, Any], tally: Tally, work: Work) -> OutcomeOdds:
    """Return the odds from all throws, dice of one throw being distinguished by their faces alone.

    Raises OddsTooLarge where there are too many.
    """
    found = [(found_by(program, rolled), chance) for chance, rolled in throws(program, given, work)]
    return tallied(found, tally)


def tallied(found: Iterable[tuple[Found, Fraction]], tally: Tally, policy: str = "") -> OutcomeOdds:
    """Return the odds of the results of rolls, each with its chance."""
    found = list(found)
    denominator = lcm(*(chance.denominator for _, chance in found))
    for one, chance in found:
        tally.add(one, int(chance * denominator))
    return tally.odds(denominator, policy)


def found_by(program: Program, rolled: Rolled) -> Found:
    """Return the values, result, outcome and notes of a roll."""
    places = program.kind.places
    values = tuple([rolled.known[places[value.name]] for value in program.kind.values])
    return values, rolled.result, rolled.outcome, tuple(rolled.notes)


def throws(
    program: Program, given: Mapping[str, Any], work: Work, pushes: int = 0
) -> Iterator[tuple[Fraction, Rolled]]:
    """Yield every way to roll with its chance, but those less likely than NEGLIGIBLE.

    `pushes` is how many pushes came before.
    """

    def roll(take: Take) -> Rolled:
        def draw(count: int, sides: int) -> Sequence[int]:
            return take(lambda: alike(count, sides))

        return program.roll(Hand(draw, program.limits), program.start(dict(given), pushes), in_words=False)

    return every_way(roll, work)


def every_way(attempt: Callable[[Take], Thrown], work: Work) -> Iterator[tuple[Fraction, Thrown]]:
    """Yield what an attempt returns for every way in which the dice that it takes can fall."""
    ahead: list[Ways] = []
    now: list[tuple[Fraction, Sequence[int]]] = []
    while True:
        chance, position = Fraction(1), 0

        def take(ways: Callable[[], Ways]) -> Sequence[int]:
            nonlocal chance, position
            if chance * NEGLIGIBLE < 1:
                raise _Unlikely
            if position == len(now):
                ahead.append(ways())
                now.append(next(ahead[-1]))
            share, faces = now[position]
            chance *= share
            position += 1
            return faces

        work.spend(_THROW)
        try:
            found = attempt(take)
        except _Unlikely:
            pass
        else:
            yield chance, found
        while ahead:
            following = next(ahead[-1], None)
            if following is not None:
                now[-1] = following
                break
            ahead.pop()
            now.pop()
        else:
            return


def alike(count: int, sides: int) -> Ways:
    """Yield every way in which dice thrown in one go can fall, whichever of them shows which face."""
    return in_classes(count, [(face, 1) for face in range(1, sides + 1)])


def in_classes(count: int, classes: Sequence[tuple[int, int]]) -> Ways:
    """Yield every way in which dice can fall, given a face of each class and how many faces it has."""
    whole = sum(size for _, size in classes) ** count
    for chosen in combinations_with_replacement(range(len(classes)), count):
        times = {one: chosen.count(one) for one in set(chosen)}
        ways = factorial(count) // prod(factorial(number) for number in times.values())
        ways *= prod(classes[one][1] ** number for one, number in times.items())
        yield Fraction(ways, whole), [classes[one][0] for one in chosen]


def one_by_one(count: int, classes: Sequence[tuple[int, int]]) -> Ways:
    """Yield every way in which dice can fall where it matters which of them shows what."""
    whole = sum(size for _, size in classes) ** count
    for chosen in product(classes, repeat=count):
        yield Fraction(prod(size for _, size in chosen), whole), [face for face, _ in chosen]
