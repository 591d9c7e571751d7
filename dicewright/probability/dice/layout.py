"""Dice laid out, with a case for every way in which they can fall, for the few rolls that need it.

Those are rolls in which modifiers after a pick look at all dice kept, or in which it matters which of two
equal dice is which.

Equal dice can be distinguished if they belong to different terms, such as those that are taken away
in {2d6 - 2d6}kh2, if a name on them is tallied, or if they are dice of different kinds. Of equal
dice the one thrown first is kept; so once a pick is followed by more modifiers, the order of the dice
has to be kept too, and every way they can fall is written down.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm, prod

from dicewright.modifiers.keep import chosen
from dicewright.notation.tree.modifiers import (
    Advantage,
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
from dicewright.probability.dice import pools
from dicewright.probability.dice.order import kept_dice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.probability.dice.pools import Case, Die, Table
    from dicewright.probability.work import Work


def order_matters(modifiers: Sequence[Modifier], table: Table, *, told_apart: bool) -> bool:
    """Return whether the order of equal dice can change what these modifiers lead to.

    `told_apart` says whether dice that count the same can be worth different totals.
    """
    acting = [modifier for modifier in modifiers if not isinstance(modifier, Count | Mark | Exclude)]
    if told_apart:
        picking = any(isinstance(m, Keep | Drop | Advantage | Unique | Sort) for m in acting)
        return picking and len(acting) > 1
    kinds = {die.kind for case in table.cases for die, _ in case}
    picks = [place for place, m in enumerate(acting) if isinstance(m, Keep | Drop | Sort)]
    return (
        len(kinds) > 1
        and bool(picks)
        and any(isinstance(m, Explode | Reroll | Unique) for m in acting[picks[0] :])
    )


def laid_out(table: Table, work: Work) -> Table:
    """Return the table with a case for every way in which its dice can fall, in order."""
    chances: dict[Case, Fraction] = {}
    for case, weight in table.cases.items():
        rows: dict[Case, Fraction] = {(): Fraction(weight)}
        for die in pools.one_by_one(case):
            work.spend(64 * len(rows) * len(die.outcomes))
            work.need(pools.CASE_BYTES * (len(rows) * len(die.outcomes) + len(chances)))
            shown = [
                ((die.showing(outcome), 1), Fraction(share, die.denominator))
                for outcome, share in zip(die.outcomes, die.weights, strict=True)
            ]
            rows = {(*row, entry): chance * share for row, chance in rows.items() for entry, share in shown}
        for row, chance in rows.items():
            chances[row] = chances.get(row, Fraction(0)) + chance
    return pools.from_chances(chances, table.denominator)


def fallen(table: Table, work: Work) -> Table:
    """Return the table with its picks made and a case for every row of dice that can be kept."""
    rows = []
    for case, weight in table.cases.items():
        first, last = pools.kept_ranks(table.picks, pools.size(case))
        denominator = prod(die.denominator**count for die, count in case)
        kept = kept_dice(case, first, last, work, earliest_first=pools.earliest_first(table.picks))
        rows.append((kept, weight, denominator))
    common = lcm(*(denominator for _, _, denominator in rows))
    cases: dict[Case, int] = {}
    for kept, weight, denominator in rows:
        work.spend(32 * len(kept))
        work.need(pools.CASE_BYTES * (len(kept) + len(cases)))
        for row, ways in kept.items():
            pools.collect(cases, row, weight * ways * (common // denominator))
    return pools.Table(cases, table.denominator * common)


def separated(table: Table) -> Table:
    """Return the table with equal neighbors distinguished, for what is added after each of them."""
    cases = {
        tuple((die, 1) for die in pools.one_by_one(case)): weight for case, weight in table.cases.items()
    }
    return pools.Table(cases, table.denominator, table.picks)


def picked(pick: Keep | Drop, table: Table) -> Table:
    """Return a table that is laid out with the dice picked."""

    def kept(case: Case) -> Iterator[tuple[Die, int]]:
        dice = list(pools.one_by_one(case))
        places = chosen([pools.value((die, 1)) for die in dice], pick.which, pick.number)
        return ((die, 1) for place, die in enumerate(dice) if (place in places) == isinstance(pick, Keep))

    return pools.rearranged(table, kept)


def in_order(modifier: Sort, table: Table) -> Table:
    """Return a table that is laid out with the dice put in order."""
    return pools.rearranged(
        table,
        lambda case: sorted(case, key=lambda entry: entry[0].outcomes[0][0], reverse=modifier.descending),
    )
