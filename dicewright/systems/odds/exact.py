"""The exact odds of a roll: stage by stage where its readings can be walked, else throw by throw."""

from __future__ import annotations

from fractions import Fraction

from dicewright.errors import DiceError
from dicewright.numbers import simplest
from dicewright.probability.totals import Totals
from dicewright.probability.work import Work
from dicewright.systems.odds.components import NotJoint
from dicewright.systems.odds.enumeration import every_throw, found_by, throws
from dicewright.systems.odds.finals import Finals
from dicewright.systems.odds.outcome_odds import Tally
from dicewright.systems.odds.stages import states_of
from dicewright.systems.rules.compiling import compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.systems.odds.finals import Found
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.model import Description


def odds(
    program: Program, description: Description, given: Mapping[str, Any], work: Work | None = None
) -> OutcomeOdds:
    """Return the odds of a roll with these parameters; `work` is a budget shared with others.

    Raises OddsTooLarge where they take too much work, and the errors of a roll where some throws fail.
    """
    work = work or Work(description.limits)
    tally = Tally(program, description)
    try:
        totals = Totals(description.limits, work)
        finals = Finals(program.kind, description, given)
        try:
            states, denominator = states_of(finals, totals)
        except NotJoint:
            return every_throw(program, given, tally, work)
        for found, _, weight in finals.found(states, work):
            tally.add(found, weight)
    except DiceError as error:
        raise error.found_in(f"{description.command} {program.kind.usage}".strip()) from None
    keep = program.kind.keep
    return tally.odds(denominator, "" if keep is None else keep.policy)


def found_with(
    program: Program,
    description: Description,
    given: Mapping[str, Any],
    besides: Sequence[Formula],
    work: Work,
    pushes: int = 0,
) -> Iterator[tuple[Found, tuple[Number, ...], Fraction]]:
    """Yield each way in which a roll can end, the numbers that more formulas then give, and its chance.

    `pushes` is how many pushes came before.
    """
    finals = Finals(program.kind, description, given, besides, pushes)
    try:
        states, denominator = states_of(finals, Totals(program.limits, work))
    except NotJoint:
        formulas = [compiled(formula, program.limits) for formula in besides]
        for chance, rolled in throws(program, given, work, pushes):
            asked = tuple([simplest(formula(rolled.known)) for formula in formulas])
            yield found_by(program, rolled), asked, chance
        return
    for found, asked, weight in finals.found(states, work):
        yield found, asked, Fraction(weight, denominator)
