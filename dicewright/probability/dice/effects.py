"""What each modifier does to the odds of its dice."""

from __future__ import annotations

from dicewright.modifiers.keep import mixed_dice
from dicewright.notation.tree.modifiers import (
    Advantage,
    Clamp,
    Count,
    Drop,
    Exclude,
    Explode,
    Keep,
    Mark,
    Reroll,
    Sort,
    Unique,
)
from dicewright.probability.dice import layout, pools
from dicewright.probability.dice.exclusions import exclude
from dicewright.probability.dice.explosions import explode
from dicewright.probability.dice.pools import Table
from dicewright.probability.dice.rerolls import different_ones, reroll, unique
from dicewright.probability.distributions.narrow import NEGLIGIBLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.probability.dice.pools import Case, Outcome
    from dicewright.probability.work import Work


def apply(
    modifiers: Sequence[Modifier], table: Table, limits: Limits, work: Work, *, told_apart: bool = False
) -> Table:
    """Return the table after these modifiers, in the order written, each on the dice still kept.

    `told_apart` says whether dice that count the same can be worth different totals.

    Raises:
        LimitError: the dice would explode or be rerolled forever.
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


def settled(table: Table, limits: Limits, work: Work) -> Table:
    """Return the table with nothing still to be done to its dice."""
    if table.picks and isinstance(table.picks[0], Unique):
        different = unique(table.picks[0], Table(table.cases, table.denominator), work)
        table = Table(different.cases, different.denominator, table.picks[1:], table.later)
    if table.picks:
        fallen = layout.fallen(table, work)
        table = Table(fallen.cases, fallen.denominator, (), table.later)
    later, table = table.later, Table(table.cases, table.denominator)
    for modifier in later:
        table = now(modifier, table, limits, work)
    return table


def now(modifier: Modifier, table: Table, limits: Limits, work: Work, bound: int = NEGLIGIBLE) -> Table:
    """Return a table without picks after a modifier that needs to know of no other dice, or of few.

    Endless explosions are cut if they are less likely than one in `bound`.
    """
    _charge(table, work)
    match modifier:
        case Count():
            return pools.changed(table, lambda die: die.mapped(lambda outcome: _counted(modifier, outcome)))
        case Clamp():
            limit = max if modifier.bound == "minimum" else min
            return pools.changed(
                table, lambda die: die.mapped(lambda shown: (limit(shown[0], modifier.value), *shown[1:]))
            )
        case Exclude():
            return exclude(modifier, table, work)
        case Explode():
            return explode(modifier, table, limits, work, bound)
        case Reroll():
            return reroll(modifier, table, limits, work)
        case Mark() | Sort():
            return table
        case _:
            raise AssertionError(f"{modifier} looks at other dice")


def _one_by_one(modifier: Modifier, table: Table, limits: Limits, work: Work) -> Table:
    """Apply a modifier to dice that are laid out, and lay out those that it adds."""
    match modifier:
        case Keep() | Drop():
            _charge(table, work)
            return layout.picked(modifier, table)
        case Advantage():
            more = layout.laid_out(_with_advantage(modifier, table), work)
            return layout.picked(_dropping(modifier), more)
        case Sort():
            _charge(table, work)
            return layout.in_order(modifier, table)
        case Unique():
            return layout.laid_out(unique(modifier, layout.separated(table), work), work)
        case _:
            return layout.laid_out(now(modifier, layout.separated(table), limits, work), work)


def _together(modifier: Modifier, table: Table, limits: Limits, work: Work) -> Table:
    """Apply a modifier to dice in no particular order, or leave it for later."""
    _charge(table, work)
    match modifier:
        case Keep() | Drop():
            if table.later:
                table = settled(table, limits, work)
            return Table(table.cases, table.denominator, (*table.picks, modifier))
        case Count() if not table.later:
            # What a die is worth does not change its rank, so earlier picks can go on waiting.
            return pools.changed(table, lambda die: die.mapped(lambda outcome: _counted(modifier, outcome)))
        case Exclude():
            return exclude(modifier, settled(table, limits, work), work)
        case Advantage():
            more = _with_advantage(modifier, settled(table, limits, work))
            return Table(more.cases, more.denominator, (_dropping(modifier),))
        case Unique():
            table = settled(table, limits, work)
            return different_ones(modifier, table) or unique(modifier, table, work)
        case Mark() | Sort():
            return table
        case Reroll(kind="add") if table.picks or table.later or not _is_one_large_pool(table):
            return now(modifier, settled(table, limits, work), limits, work)
        case Explode() | Reroll(kind="add"):
            return _waiting(modifier, table)
        case _:
            # One die at a time, and never more of them: at once, unless something else is to come first.
            waits = table.picks or table.later
            return _waiting(modifier, table) if waits else now(modifier, table, limits, work)


def _charge(table: Table, work: Work) -> None:
    """Count what it takes to look at all cases of a table and to write them down again."""
    if len(table.cases) > _FEW:
        work.spend(sum(16 * len(case) + 32 for case in table.cases))
        work.need(2 * pools.CASE_BYTES * len(table.cases))


def _waiting(modifier: Modifier, table: Table) -> Table:
    return Table(table.cases, table.denominator, table.picks, (*table.later, modifier))


def _is_one_large_pool(table: Table) -> bool:
    return len(table.cases) == 1 and all(len(case) == 1 and case[0][1] > _FEW for case in table.cases)


# Up to this many dice, every way to add one is looked at separately.
_FEW = 12


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
