"""What the last dice show, only as finely as the tests on it tell apart.

If nothing is asked of a number but whether it passes what is known already, as in `a >= pain`, then two
numbers that pass the same of these are one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction

from dicewright.systems.odds.folded.ordering import linear
from dicewright.systems.odds.sums import summed
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.probability.walking import Vector
    from dicewright.probability.work import Work

    # The factor of a number in a test, and what else is in the sum that is tested.
    Tests = list[tuple[Number, Formula]]

_NUMBER = 6


def coarsened(
    vectors: Mapping[Vector, int],
    adding: Set[int],
    states: Mapping[Vector, int],
    formulas: Sequence[Formula],
    limits: Limits,
    work: Work,
) -> dict[Vector, int]:
    """Return the vectors of the last dice with one in place of several that the formulas cannot tell apart.

    They are added to the states at the places `adding`, and the formulas are over what comes of that.
    """
    levels: dict[int, list[Fraction]] = {}
    for place, tests in _tests(formulas, adding).items():
        found: set[Fraction] = set()
        work.spend(_NUMBER * len(states) * len(tests))
        for factor, others in tests:
            rest = compiled(others, limits)
            found |= {-Fraction(rest(state)) / factor - state[place] for state in states}  # type: ignore[arg-type]  # it only looks things up
        levels[place] = sorted(found)
    if not levels:
        return dict(vectors)
    work.spend(_NUMBER * len(vectors) * (1 + 2 * len(levels)))
    classes: dict[Vector, Vector] = {}
    whole: dict[Vector, int] = {}
    for vector, weight in vectors.items():
        key = list(vector)
        for place, bounds in levels.items():
            # On a bound, or between two.
            key[place] = bisect_left(bounds, vector[place]) + bisect_right(bounds, vector[place])
        shown = classes.setdefault(tuple(key), vector)
        whole[shown] = whole.get(shown, 0) + weight
    return whole


def _tests(formulas: Sequence[Formula], adding: Set[int]) -> dict[int, Tests]:
    """Return the tests of each of these places of which nothing else is asked."""
    found: dict[int, Tests] = {}
    asked: set[int] = set()

    def look(formula: Formula) -> None:
        if formula.operation == "test":
            terms, rest = linear(Formula("-", formula.parts))
            mine = [term for term in terms if term[0].operation == "slot" and term[0].data in adding]
            others = [term for term in terms if term not in mine]
            if len(mine) == 1 and not any(_reads(term, adding) for term, _ in others):
                ((slot, factor),) = mine
                found.setdefault(slot.data, []).append((factor, summed(others, rest)))
                return
        if formula.operation == "slot":
            asked.add(formula.data)
        for part in formula.parts:
            look(part)

    for formula in formulas:
        look(formula)
    return {place: tests for place, tests in found.items() if place not in asked}


def _reads(formula: Formula, places: Set[int]) -> bool:
    return any(one.operation == "slot" and one.data in places for one in formula.walk())
