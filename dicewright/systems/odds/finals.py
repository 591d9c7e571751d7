"""What odds are asked about: a roll's values, result, outcomes and notes, as formulas over its pools."""

from __future__ import annotations

from itertools import islice

from dicewright.errors import DiceError
from dicewright.numbers import simplest
from dicewright.systems.odds.binding import Binder
from dicewright.systems.odds.laying import NotJoint
from dicewright.systems.odds.sources import TooLong
from dicewright.systems.odds.tallying import Asked, Loop
from dicewright.systems.rules.compiling import compiled, within
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.probability.walking import Vector
    from dicewright.probability.work import Work
    from dicewright.systems.odds.outcome_odds import Found, Tally
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Known
    from dicewright.systems.rules.model import RollKind

# In units of work, worked out one by one and written out; and from how many states on that is worth it.
_UNITS_A_FORMULA, _UNITS_WRITTEN_OUT = 8, 3
_MANY = 300
# Once values stand in place of their names: operations in all, and inside one another.
_LONGEST, _DEEPEST = 20_000, 150


def _no_reading(formula: Formula) -> str:
    raise AssertionError(f"{formula} is a sum by now")


def _refuse_what_grows(kind: RollKind, values: Mapping[int, Formula]) -> None:
    """Raise NotJoint where formulas are too long or deep once values stand in place of their names.

    A value that names the one before it twice is twice as long, and thirty of those are a bomb.
    """
    sizes: dict[int, tuple[int, int]] = {}

    def size_of(formula: Formula) -> tuple[int, int]:
        if formula.operation == "slot":
            return sizes.get(formula.data, (1, 1))
        parts = [size_of(part) for part in formula.parts]
        size = 1 + sum([size for size, _ in parts])
        depth = 1 + max([depth for _, depth in parts], default=0)
        if size > _LONGEST or depth > _DEEPEST:
            raise NotJoint
        return size, depth

    for place, formula in values.items():
        sizes[place] = size_of(formula)
    for formula in kind.formulas:
        size_of(formula)


class Finals:
    """The formulas of a roll with its parameters filled in. Raises NotJoint where they grow too large."""

    def __init__(
        self,
        program: Program,
        given: Mapping[str, Any],
        besides: Iterable[Formula] = (),
        pushes: int = 0,
        asked: RollKind | None = None,
    ) -> None:
        """`asked` is a part of the roll of which alone is asked; `pushes` is how many came before."""
        self.kind: RollKind = program.kind
        self.limits: Limits = program.limits
        kind = program.kind
        places = kind.places
        self.known: Known = program.start(dict(given), pushes)
        """What is known beforehand, as plans look it up: numbers, and dice that were typed."""
        numbers = {place: self.known[place] for place in kind.places_before}
        formulas = {places[value.name]: value.formula for value in kind.values}
        if kind.result is not None:
            formulas[places["result"]] = kind.result
        _refuse_what_grows(kind, formulas)
        self.binder: Binder = Binder(numbers, formulas, self.limits)
        kind = asked or kind
        self._texts = [value.text for value in kind.values]
        bound = [self._bound(value.formula, value.text) for value in kind.values]
        self._result = None if kind.result is None else self._bound(kind.result, "")
        tests = [self._bound(outcome.test_of(places["result"]), "") for outcome in kind.outcomes]
        self._has_shift = kind.shift is not None
        shifts = [] if kind.shift is None else [self._bound(kind.shift, "")]
        notes = [self._bound(note.test, "") for note in kind.notes]
        results = [] if self._result is None else [self._result]
        more = [self._bound(formula, "") for formula in besides]
        self.formulas: list[Formula] = [*bound, *results, *tests, *shifts, *notes, *more]
        """Everything that is asked about, in this order."""
        self.counts: tuple[int, ...] = len(bound), len(results), len(tests), len(shifts), len(notes)
        """How many of these are values, results, tests of outcomes, shifts and notes."""
        self.rewritten: list[Formula] = []
        """The same over the sums that the stages find."""

    def _bound(self, formula: Formula, text: str) -> Formula:
        try:
            return self.binder.bound(formula)
        except DiceError as error:
            raise within(error, text) if text else error from None

    def _after_values(self, size: int) -> list[Formula]:
        """Return what is asked about, with the values that tests repeat as slots after those of a state."""
        values = self.counts[0]
        slots: dict[int, Formula] = {}
        for place, formula in enumerate(self.rewritten[:values]):
            if formula.operation not in ("slot", "number"):
                slots.setdefault(id(formula), Formula("slot", (), size + place))

        def after(formula: Formula) -> Formula:
            if id(formula) in slots:
                return slots[id(formula)]
            if not formula.parts:
                return formula
            return formula.replace(parts=tuple(map(after, formula.parts)))

        return [*self.rewritten[:values], *map(after, self.rewritten[values:])]

    def tallied(self, states: Mapping[Vector, int], work: Work, fresh: Callable[[], Tally]) -> Tally:
        """Return a tally, begun by `fresh`, of what a roll gives in each state."""
        if len(states) > _MANY:
            tally = fresh()
            try:
                loop = self._loop(len(next(iter(states))))
                work.spend(_UNITS_WRITTEN_OUT * len(states) * (1 + len(self.formulas)))
                loop.run([states.items()], (), tally)
            except (TooLong, DiceError):
                pass  # one by one, an error is found where it stands in the file
            else:
                tally.mass += sum(states.values())
                return tally
        tally = fresh()
        for found, _, weight in self.found(states, work):
            tally.add(found, weight)
        return tally

    def _loop(self, size: int) -> Loop:
        formulas = iter(self._after_values(size))
        values, results, tests, shifts, notes = (list(islice(formulas, count)) for count in self.counts)
        asked = Asked(values, results[0] if results else None, tests, shifts[0] if shifts else None, notes)

        def slot(place: int) -> str:
            return f"s{place}" if place < size else f"v{place - size}"

        return Loop(asked, [[f"s{place}" for place in range(size)]], (), self.limits, slot, _no_reading)

    def found(
        self, states: Mapping[Vector, int], work: Work
    ) -> Iterator[tuple[Found, tuple[Number, ...], int]]:
        """Yield what a roll gives in each state, what is asked besides, and the state's weight."""
        values, results, tests, shifts, notes = self.counts
        work_out = iter(
            [compiled(formula, self.limits) for formula in self._after_values(len(next(iter(states), ())))]
        )
        value_of, result_of, test_of, shift_of, note_of = (
            list(islice(work_out, count)) for count in (values, results, tests, shifts, notes)
        )
        besides = list(work_out)
        work.spend(_UNITS_A_FORMULA * len(states) * (1 + len(self.formulas)))
        for state, weight in states.items():
            known: Any = state
            read = []
            for place, value in enumerate(value_of):
                try:
                    number = value(known)
                    read.append(number if number.__class__ is int else simplest(number))
                except DiceError as error:
                    raise within(error, self._texts[place]) from None
            known = (*state, *read)
            result = simplest(result_of[0](known)) if result_of else None
            outcome = None
            for place, holds in enumerate(test_of):
                if holds(known):
                    outcome = place
                    break
            if outcome is not None and shift_of:
                outcome = min(max(0, outcome - int(shift_of[0](known))), tests - 1)
            holding = tuple([place for place, holds in enumerate(note_of) if holds(known)]) if note_of else ()
            asked = tuple([simplest(formula(known)) for formula in besides]) if besides else ()
            yield (tuple(read), result, outcome, holding), asked, weight
