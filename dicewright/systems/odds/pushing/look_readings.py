"""What is asked of dice that lie on the table, as sums to which each die adds for itself."""

from __future__ import annotations

from itertools import islice

from dicewright.numbers import simplest
from dicewright.systems.odds.finals import Finals
from dicewright.systems.odds.sums import Sums
from dicewright.systems.rolling.throwing import pool_dice_of
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.numbers import Number
    from dicewright.probability.walking import Vector
    from dicewright.systems.odds.binding import Binder
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Compiled, Known


class NotSums(Exception):
    """More is read off these dice than sums, or other dice are thrown again than those that pass a test."""


class Look:
    """What is asked of the dice before the push, or after it."""

    def __init__(self, program: Program, given: Mapping[str, Any], made: int) -> None:
        push = program.kind.push
        assert push is not None
        when = Formula("number", (), 1) if push.when is None else push.when
        finals = Finals(program, given, (when,), made)
        self.known: Known = finals.known
        self.binder: Binder = finals.binder
        values, results, tests, shifts, notes = finals.counts
        formulas = iter(finals.formulas)
        self.quantities: list[Formula] = list(islice(formulas, values + results))
        """The values, the result and the notes."""
        self.tests: list[Formula] = list(islice(formulas, tests))
        self.shifts: list[Formula] = list(islice(formulas, shifts))
        self.quantities += islice(formulas, notes)
        self.when: Formula = next(formulas)


class Read:
    """Some of what is asked at one look, over the sums that it takes."""

    def __init__(self, look: Look, tests: Sequence[Formula], wanted: Sequence[int], limits: Limits) -> None:
        sums = Sums(look.binder, _is_sum)

        def over(formula: Formula) -> Compiled:
            found = sums.add(formula)
            if any(one.operation == "reading" for one in found.walk()):
                raise NotSums
            return compiled(found, limits)

        self._tests = list(map(over, tests))
        self._shift = [over(formula) for formula in look.shifts if tests]
        self._when = over(look.when)
        self._wanted = [over(look.quantities[place]) for place in wanted]
        self._known = look.known
        self._sums: list[list[tuple[int, Compiled, Number]]] = [
            [(one.data.pools[0], compiled(one, limits), factor) for one, factor in terms.values()]
            for terms in sums.sums
        ]
        # The parts of each sum: the pool that each one reads, how, and its factor.
        self.width: int = len(self._sums)
        self.size: int = 1 + len(self._tests) + len(self._wanted)

    def of(self, state: Vector) -> tuple[int | None, list[Number]]:
        """Return the place of the outcome, and what is wanted."""
        known: Any = state
        place = next((place for place, holds in enumerate(self._tests) if holds(known)), None)
        if place is not None and self._shift:
            place = min(max(0, place - int(self._shift[0](known))), len(self._tests) - 1)
        return place, [simplest(formula(known)) for formula in self._wanted]

    def allowed(self, state: Vector) -> bool:
        """Return whether the file allows a push."""
        known: Any = state
        return bool(self._when(known))

    def added(self, place: int, kind: DieKind) -> list[Vector]:
        """Return what each face of a die of a pool adds to the sums."""
        dice, known = pool_dice_of(kind), list(self._known)
        found = []
        for face in range(1, kind.sides + 1):
            known[place] = dice((face,))
            found.append(
                tuple(
                    [
                        simplest(
                            sum([factor * worth(known) for pool, worth, factor in terms if pool == place])
                        )
                        for terms in self._sums
                    ]
                )
            )
        return found


def _is_sum(formula: Formula) -> bool:
    """Return whether a formula reads a number off each die of one pool, held against known numbers."""
    return (
        formula.operation == "reading"
        and formula.data.additive
        and len(formula.data.pools) == 1
        and all(part.operation == "number" for part in formula.parts)
    )
