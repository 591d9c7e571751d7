"""The exact odds of a roll: stage by stage where its readings can be walked, else throw by throw."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from dicewright.errors import DiceError, OddsTooLarge
from dicewright.numbers import simplest
from dicewright.probability.totals import Totals
from dicewright.probability.work import Work
from dicewright.source import Span
from dicewright.systems.odds import direct
from dicewright.systems.odds.enumeration import every_throw, found_by, throws
from dicewright.systems.odds.finals import Finals
from dicewright.systems.odds.laying import NotJoint
from dicewright.systems.odds.outcome_odds import Tally, together
from dicewright.systems.odds.stages import states_of
from dicewright.systems.rules.compiling import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.systems.odds.outcome_odds import Found, OutcomeOdds
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.model import RollKind

# In units of work, what it takes to fill the parameters into one operation of a formula.
_OPERATION = 70
# How much work it may take to find the throw that fails.
_LOOKING = 500_000


def odds(program: Program, given: Mapping[str, Any], work: Work) -> OutcomeOdds:
    """Return the odds of a roll with these parameters; `work` is a budget shared with others.

    Raises OddsTooLarge where they take too much work, and the errors of a roll where some throws fail.
    """
    totals = Totals(program.limits, work)
    tally = Tally(program)
    try:
        return tally.odds(direct.tallied(program, given, totals, tally))
    except (direct.NotDirect, DiceError):
        # What is wrong with a roll is found by the walk, which knows the places of its errors.
        return walked(program, given, totals)


def walked(program: Program, given: Mapping[str, Any], totals: Totals) -> OutcomeOdds:
    """Return the odds of any roll, stage by stage, or throw by throw where it has no stages.

    Where values, outcomes and notes are too large to be found together, each is found alone. The errors
    are those of `odds`.
    """
    try:
        try:
            spent = totals.work.spent
            try:
                return _staged(program, given, totals)
            except OddsTooLarge:
                # What comes of nothing is not counted, so that all in all it may take twice the work.
                totals.work.spent = spent
                return in_parts(program, given, totals)
        except NotJoint:
            return every_throw(program, given, Tally(program), totals.work)
    except DiceError as error:
        usage = f"{program.description.command} {program.kind.usage}".strip()
        placed = _in_its_place(error, program, given, Tally(program))
        raise placed.found_in(usage, Span(0, len(usage))) from None


def _staged(
    program: Program, given: Mapping[str, Any], totals: Totals, asked: RollKind | None = None
) -> OutcomeOdds:
    """Return the odds of a roll, or of a part of it. Raises NotJoint where it has no stages."""
    finals = Finals(program, given, asked=asked)
    states, denominator = states_of(finals, totals, folded=asked is not None)
    return finals.tallied(states, totals.work, partial(Tally, program, asked)).odds(denominator)


def in_parts(program: Program, given: Mapping[str, Any], totals: Totals) -> OutcomeOdds:
    """Return the odds of a roll, of which each part is found alone. Raises NotJoint like `_staged`."""
    size = sum(1 for formula in program.kind.formulas for _ in formula.walk())
    found = []
    for part in _parts(program.kind):
        # The parameters are filled in anew for each part.
        totals.work.spend(_OPERATION * size)
        found.append(_staged(program, given, totals, part))
    return together(found)


def _parts(kind: RollKind) -> list[RollKind]:
    """Return the parts of a roll that can be asked about alone: its outcome, each note, and each value."""
    nothing = kind.replace(values=(), notes=(), outcomes=(), shift=None, result=None)
    found = [nothing.replace(outcomes=kind.outcomes, shift=kind.shift)] if kind.outcomes else []
    found += [nothing.replace(notes=(note,)) for note in kind.notes]
    found += [nothing.replace(values=(value,)) for value in kind.values]
    found += [nothing.replace(result=kind.result)] if kind.result is not None else []
    return found or [nothing]


def _in_its_place(error: DiceError, program: Program, given: Mapping[str, Any], tally: Tally) -> DiceError:
    """Return an error with the string of the file that it points into.

    The walk may have taken the string apart, so a throw that fails is looked for, as far as that is quick.
    """
    if error.text or isinstance(error, OddsTooLarge):
        return error
    try:
        every_throw(program, given, tally, Work(program.limits.replace(work=_LOOKING)))
    except OddsTooLarge:
        pass
    except DiceError as found:
        return found
    error.span = None
    return error


def found_with(
    program: Program,
    given: Mapping[str, Any],
    besides: Sequence[Formula],
    work: Work,
    pushes: int = 0,
) -> Iterator[tuple[Found, tuple[Number, ...], Fraction]]:
    """Yield each way in which a roll can end, the numbers that more formulas then give, and its chance.

    `pushes` is how many pushes came before.
    """
    try:
        finals = Finals(program, given, besides, pushes)
        states, denominator = states_of(finals, Totals(program.limits, work))
    except NotJoint:
        formulas = [compiled(formula, program.limits) for formula in besides]
        for chance, rolled in throws(program, given, work, pushes):
            asked = tuple([simplest(formula(rolled.known)) for formula in formulas])
            yield found_by(program, rolled), asked, chance
        return
    for found, asked, weight in finals.found(states, work):
        yield found, asked, Fraction(weight, denominator)
