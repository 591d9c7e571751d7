"""Rerolled dice: until they match no more, once, one of them as an addition, and until all differ."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from itertools import accumulate, combinations
from math import comb, lcm

from dicewright.modifiers.reroll import not_unique
from dicewright.notation.tree.endless import refuse_endless
from dicewright.probability.dice import pools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from dicewright.limits import Limits
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Reroll, Unique
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Die, Outcome, Table
    from dicewright.probability.work import Work


def reroll(modifier: Reroll, table: Table, limits: Limits, work: Work) -> Table:
    """Return the table after the dice that match have been rolled again, or one of them once more."""
    if modifier.kind == "add":
        return _added(modifier.match, table, work)
    return pools.changed(table, lambda die: _rerolled(modifier, die, limits, work))


def _rerolled(modifier: Reroll, die: Die, limits: Limits, work: Work) -> Die:
    """Return the die with the chance of what is rolled again handed on to what may come instead."""
    work.spend(8 * (len(die.outcomes) + len(die.again.outcomes)))
    matching, other = pools.split(die, modifier.match)
    if not matching.outcomes:
        return die
    refuse_endless(modifier, pools.kind(die), limits)
    if modifier.kind == "better":
        return _better(die, matching, other)
    again = pools.split(die.again, modifier.match)[1] if modifier.kind == "until" else die.again
    mass, handed_on = again.mass, matching.mass
    weights = {outcome: weight * mass for outcome, weight in zip(other.outcomes, other.weights, strict=True)}
    for outcome, weight in zip(again.outcomes, again.weights, strict=True):
        weights[outcome] = weights.get(outcome, 0) + weight * handed_on
    return die.replaced(weights, die.denominator * mass)


def _better(die: Die, matching: Die, other: Die) -> Die:
    """Return the die with the better of two throws if the first one matches."""
    new = sorted(zip(die.again.outcomes, die.again.weights, strict=True), key=_value_first)
    old = sorted(zip(matching.outcomes, matching.weights, strict=True), key=_value_first)
    new_values, old_values = ([outcome[0] for outcome, _ in throws] for throws in (new, old))
    new_below, old_below = ([0, *accumulate(weight for _, weight in throws)] for throws in (new, old))
    weights = {
        outcome: weight * die.again.denominator
        for outcome, weight in zip(other.outcomes, other.weights, strict=True)
    }
    # The old die stays if the new one is no better.
    for outcome, weight in old:
        ways = weight * new_below[bisect_right(new_values, outcome[0])]
        weights[outcome] = weights.get(outcome, 0) + ways
    for outcome, weight in new:
        ways = weight * old_below[bisect_left(old_values, outcome[0])]
        weights[outcome] = weights.get(outcome, 0) + ways
    found = {outcome: weight for outcome, weight in weights.items() if weight}
    return die.replaced(found, die.denominator * die.again.denominator)


def _value_first(throw: tuple[Outcome, int]) -> Number:
    return throw[0][0]


def _added(match: Match, table: Table, work: Work) -> Table:
    """Roll the first die that matches once more, beside the old one."""
    cases: dict[Case, int] = {}
    for case, weight in table.cases.items():
        others: tuple[tuple[Die, int], ...] = ()
        for place, (die, count) in enumerate(case):
            bits = weight.bit_length() + count
            work.spend(count * (64 + len(case) + (bits >> 9)) + 4 * len(die.outcomes))
            work.need((len(cases) + count) * pools.CASE_BYTES + count * (bits >> 3))
            matching, other = pools.split(die, match)
            ways = weight
            for number in range(1, count + 1):
                # In this many ways that many of the dice match: count choose number.
                ways = ways * (count - number + 1) // number
                entry = ((other, count - number), (matching, number), (die.again, 1))
                pools.collect(cases, (*others, *entry, *case[place + 1 :]), ways)
            others = (*others, (other, count))
        pools.collect(cases, others, weight)
    return pools.Table(cases, table.denominator)


def different_ones(modifier: Unique, table: Table) -> Table | None:
    """Return the table of fair dice of one kind with the pick of different ones still to be made.

    None if there are other dice on it. Raises RollError if they have too few different faces.
    """
    if len(table.cases) != 1:
        return None
    (case,) = table.cases
    if len(case) != 1 or not _is_fair(case[0][0]):
        return None
    if case[0][1] > len(case[0][0].outcomes):
        raise not_unique(modifier, pools.kind(case[0][0]))
    return pools.Table(table.cases, table.denominator, (modifier,))


def unique(modifier: Unique, table: Table, work: Work) -> Table:
    """Return the table after each die was rerolled until it differs from those before it.

    Raises RollError if the dice may have too few different faces.
    """
    rows = [(_different(modifier, case, work), weight) for case, weight in table.cases.items()]
    common = lcm(*(denominator for (_, denominator), _ in rows))
    cases: dict[Case, int] = {}
    for (different, denominator), weight in rows:
        for row, ways in different.items():
            cases[row] = cases.get(row, 0) + ways * weight * (common // denominator)
    return pools.Table(cases, table.denominator * common)


def _different(modifier: Unique, case: Case, work: Work) -> tuple[Mapping[Case, int], int]:
    """Return every row of different dice with its weight, and the denominator of the weights."""
    if len(case) == 1 and _is_fair(case[0][0]):
        return _subsets(modifier, *case[0], work)
    rows: dict[Case, Fraction] = {(): Fraction(1)}
    for die in pools.one_by_one(case):
        longer: dict[Case, Fraction] = {}
        for row, chance in rows.items():
            work.spend((160 + 4 * len(row)) * len(die.outcomes))
            work.need(pools.CASE_BYTES * (len(rows) + len(longer) + len(die.outcomes)))
            seen = set(map(pools.value, row))
            for outcome, share in _unseen(modifier, die, seen).items():
                # All values differ, so the order in which the dice came tells nothing and can go.
                longer_row = tuple(sorted((*row, (die.showing(outcome), 1)), key=pools.value))
                longer[longer_row] = longer.get(longer_row, Fraction(0)) + chance * share
        rows = longer
    denominator = lcm(*(chance.denominator for chance in rows.values()))
    return {row: int(chance * denominator) for row, chance in rows.items()}, denominator


def _is_fair(die: Die) -> bool:
    """Return whether a die is as it was thrown, and every face of it different and equally likely."""
    return die.fresh is None and len({outcome[0] for outcome in die.outcomes}) == die.denominator


def _subsets(modifier: Unique, die: Die, count: int, work: Work) -> tuple[Mapping[Case, int], int]:
    """Return the rows of different faces of fair dice, which are all equally likely."""
    if count > len(die.outcomes):
        raise not_unique(modifier, pools.kind(die))
    ways = comb(len(die.outcomes), count)
    work.spend(8 * ways * count)
    work.need(pools.CASE_BYTES * ways)
    shown = [(die.showing(outcome), 1) for outcome in sorted(die.outcomes, key=lambda outcome: outcome[0])]
    return dict.fromkeys(combinations(shown, count), 1), ways


def _unseen(modifier: Unique, die: Die, seen: set[Number]) -> dict[Outcome, Fraction]:
    """Return the chance of each outcome with a value not seen before, once the die has come to rest."""
    chances: dict[Outcome, Fraction] = {}
    repeats = 0
    for outcome, weight in zip(die.outcomes, die.weights, strict=True):
        if outcome[0] in seen:
            repeats += weight
        else:
            chances[outcome] = Fraction(weight, die.denominator)
    if repeats:
        again = die.again.only(lambda value: value not in seen)
        if not again.outcomes:
            raise not_unique(modifier, pools.kind(die))
        share = Fraction(repeats, die.denominator * again.mass)
        for outcome, weight in zip(again.outcomes, again.weights, strict=True):
            chances[outcome] = chances.get(outcome, Fraction(0)) + share * weight
    return chances
