"""The exact odds of a roll: stage by stage where its readings can be walked, else throw by throw."""

from __future__ import annotations

from dicewright.errors import DiceError
from dicewright.probability.totals import Totals
from dicewright.probability.work import Work
from dicewright.systems.odds.components import NotJoint
from dicewright.systems.odds.enumeration import every_throw
from dicewright.systems.odds.finals import Finals
from dicewright.systems.odds.outcome_odds import Tally
from dicewright.systems.odds.stages import states_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.rolling.program import Program
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
