"""Dice that match and count no longer: which of them are left, and in how many ways."""

from __future__ import annotations

from math import lcm, prod

from dicewright.probability.dice import pools
from dicewright.probability.work import numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Exclude
    from dicewright.probability.dice.pools import Case, Die, Table
    from dicewright.probability.work import Work


def exclude(modifier: Exclude, table: Table, work: Work) -> Table:
    """Return the table without the dice that match, over every number of them that may."""
    found = [(*_without(modifier.match, case, work), weight) for case, weight in table.cases.items()]
    common = lcm(*(denominator for _, denominator, _ in found))
    cases: dict[Case, int] = {}
    for rows, denominator, weight in found:
        scale = weight * (common // denominator)
        for row, ways in rows.items():
            pools.collect(cases, row, ways * scale)
    return pools.Table(cases, table.denominator * common)


def _without(match: Match, case: Case, work: Work) -> tuple[dict[Case, int], int]:
    """Return what may be left of a case, each with its weight, and the denominator of the weights."""
    rows: dict[Case, int] = {(): 1}
    denominators = []
    for die, count in case:
        left, denominator = _left(match, die, count, work)
        denominators.append(denominator)
        longer: dict[Case, int] = {}
        bits = prod(denominators).bit_length()
        work.spend(len(rows) * len(left) * (32 + (bits >> 8)))
        work.need(len(rows) * len(left) * 100 + numbers_size(len(rows) * len(left), bits))
        for row, ways in rows.items():
            for entry, factor in left:
                pools.collect(longer, (*row, entry), ways * factor)
        rows = longer
    return rows, prod(denominators)


def _left(match: Match, die: Die, count: int, work: Work) -> tuple[list[tuple[tuple[Die, int], int]], int]:
    matching, other = pools.split(die, match)
    if not matching.outcomes:
        return [((die, count), 1)], 1
    if not other.outcomes:
        return [((die, 0), matching.mass**count)], die.denominator**count
    bits = count * die.denominator.bit_length()
    work.spend(count * (4 + (bits >> 6)))
    work.need(numbers_size(2 * count, bits))
    # The dice that are left still have the chances of their own outcomes, out of the same denominator.
    shares = [1]
    for _ in range(count):
        shares.append(shares[-1] * matching.mass)
    scale = ways = 1
    left = []
    for gone in range(count, -1, -1):
        left.append(((other, count - gone), ways * shares[gone] * scale))
        scale *= die.denominator
        # From the number of ways for this many dice to the number for one less.
        ways = ways * gone // (count - gone + 1)
    return left, die.denominator**count
