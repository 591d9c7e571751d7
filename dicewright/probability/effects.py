"""What each modifier does to the odds of the dice it is written behind."""

from __future__ import annotations

from dicewright.errors import unreachable
from dicewright.modifiers.keep import mixed_dice
from dicewright.notation.modifiers import (
    Advantage,
    Clamp,
    Count,
    Drop,
    Explode,
    Keep,
    Mark,
    Reroll,
    Sort,
    Unique,
)
from dicewright.probability import layout, pools
from dicewright.probability.explosions import explode
from dicewright.probability.pools import Table
from dicewright.probability.rerolls import reroll, unique

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.limits import Limits
    from dicewright.notation.modifiers import Modifier
    from dicewright.probability.pools import Case, Outcome
    from dicewright.probability.work import Work


def apply(
    modifiers: Sequence[Modifier], table: Table, limits: Limits, work: Work, *, told_apart: bool = False
) -> Table:
    """Return the table after these modifiers, in the order written, each on the dice still kept.

    `told_apart` says whether dice that count the same can be worth different totals.

    Raises:
        LimitError: the dice would explode or be rerolled for ever.
        RollError: they may fall so that a modifier cannot be applied.
        OddsTooLarge: the dice can fall in too many ways.
    """
    one_by_one = layout.order_matters(modifiers, table, told_apart=told_apart)
    if one_by_one:
        table = layout.laid_out(table, work)
    for modifier in modifiers:
        step = _one_by_one if one_by_one else _together
        table = step(modifier, table, limits, work)
    return table


def _one_by_one(modifier: Modifier, table: Table, limits: Limits, work: Work) -> Table:
    """Apply a modifier to dice that are laid out, and lay out those that it adds."""
    match modifier:
        case Keep() | Drop():
            return layout.picked(modifier, table)
        case Advantage():
            more = layout.laid_out(_with_advantage(modifier, table), work)
            return layout.picked(_dropping(modifier), more)
        case Sort():
            return layout.in_order(modifier, table)
        case _:
            after = _together(modifier, layout.separated(table), limits, work)
            return layout.laid_out(after, work)


def _together(modifier: Modifier, table: Table, limits: Limits, work: Work) -> Table:
    match modifier:
        case Keep() | Drop():
            return Table(table.cases, table.denominator, (*table.picks, modifier))
        case Count():
            # What a die is worth does not change its rank, so the picks before can go on waiting.
            return pools.changed(table, lambda die: die.mapped(lambda outcome: _counted(modifier, outcome)))
        case Clamp():
            bound = max if modifier.bound == "minimum" else min
            return pools.changed(
                pools.settled(table, work),
                lambda die: die.mapped(lambda shown: (bound(shown[0], modifier.value), *shown[1:])),
            )
        case Advantage():
            more = _with_advantage(modifier, pools.settled(table, work))
            return Table(more.cases, more.denominator, (_dropping(modifier),))
        case Explode():
            return explode(modifier, pools.settled(table, work), limits, work)
        case Reroll():
            return reroll(modifier, pools.settled(table, work), limits)
        case Unique():
            return unique(modifier, pools.settled(table, work), work)
        case Mark() | Sort():
            return table
        case _:
            unreachable(modifier)


def _counted(modifier: Count, outcome: Outcome) -> Outcome:
    value, successes, failures, tally = outcome
    matches = int(modifier.match.matches(value))
    match modifier.kind:
        case "success":
            return value, matches, failures, tally
        case "double":
            return value, (successes or 0) + matches, failures, tally
        case "failure":
            return value, successes, failures + matches, tally


def _with_advantage(modifier: Advantage, table: Table) -> Table:
    """Throw more dice like the kept ones."""

    def more(case: Case) -> Case:
        if not case:
            return case
        if any(die.kind != case[0][0].kind for die, _ in case):
            raise mixed_dice(modifier)
        return (*case, (case[0][0].again, modifier.number))

    return pools.rearranged(table, more)


def _dropping(modifier: Advantage) -> Drop:
    return Drop(modifier.drop, modifier.number, modifier.begin, modifier.end)
