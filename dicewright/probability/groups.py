"""The odds of groups of one, such as {4d6 + 3d8}kh4: modifiers pick among all dice of a sum."""

from __future__ import annotations

from dicewright import arithmetic
from dicewright.notation import nodes
from dicewright.probability import effects, pools, sums
from dicewright.probability.throws import counts, for_every_throw, successes, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.pools import Die, Outcome, Table, Worth
    from dicewright.probability.throws import Inside, Throw
    from dicewright.probability.totals import Totals


def group_of_one(node: nodes.Group, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of a group whose modifiers work on all the dice in it.

    Raises RollError where its dice are not simply added up.
    """
    arithmetic.refuse_unsummed(node)
    (expression,) = node.rolls
    signs = _signs(expression, 1)
    if signs is None:
        # Before the modifiers everything is added up once; that it can be is all that matters here.
        inside(expression)
    pools_inside = tuple(_pools(expression))
    return for_every_throw(pools_inside, totals, inside, lambda thrown: _group(node, thrown, signs, totals))


def _group(
    node: nodes.Group, thrown: Sequence[Throw], signs: Sequence[int] | None, totals: Totals
) -> Distribution:
    (expression,) = node.rolls
    counting = counts(node.modifiers)
    counted = [counts(throw.pool.modifiers) for throw in thrown]
    # A die that joins counted ones later is not counted with them.
    told_apart = (
        any(counted)
        or not (counting or (signs is not None and len({*signs}) <= 1))
        or any(totals.tells_apart(throw.kind) for throw in thrown)
    )
    dice = effects.apply(
        node.modifiers,
        _all_dice(expression, iter(enumerate(thrown)), totals),
        totals.limits,
        totals.work,
        told_apart=told_apart,
    )

    def worth(die: Die, outcome: Outcome) -> Number:
        return successes(die, outcome) if counting or counted[die.term] else outcome[0]

    if signs is None:
        return _added_up_anew(expression, len(thrown), dice, worth, totals, counting=counting)
    if counting:
        return totals.of_dice(dice, worth)
    besides = _added_up(expression, iter([0] * len(thrown)), totals.limits)
    summed = totals.of_dice(dice, lambda die, outcome: signs[die.term] * worth(die, outcome))
    return totals.added(summed, totals.certain(besides))


def _added_up_anew(
    expression: Expression, terms: int, dice: Table, worth: Worth, totals: Totals, *, counting: bool
) -> Distribution:
    """Return the distribution of an expression that does more than add, from every row it may keep."""
    rows = pools.fallen(effects.settled(dice, totals.limits, totals.work), totals.work)
    parts = []
    totals.work.spend(64 * terms * len(rows.cases))
    for row, weight in rows.cases.items():
        by_term: list[Number] = [0] * terms
        tally = 0
        for die, count in row:
            by_term[die.term] += count * worth(die, die.outcomes[0])
            tally += count * die.outcomes[0][3]
        total = _added_up(expression, iter(by_term), totals.limits)
        parts.append((weight, totals.certain(sum(by_term) if counting else total, tally)))
    return sums.mixture(parts, rows.denominator, totals.work)


def _all_dice(node: Expression, thrown: Iterator[tuple[int, Throw]], totals: Totals) -> Table:
    """Return all dice of an expression on one table, in reading order."""
    if isinstance(node, nodes.Pool):
        term, throw = next(thrown)
        return effects.settled(table(throw, term, totals), totals.limits, totals.work)
    dice = pools.Table({(): 1})
    for child in nodes.children(node):
        dice = pools.side_by_side(dice, _all_dice(child, thrown, totals), totals.work)
    if isinstance(node, nodes.Group) and node.modifiers:
        after = effects.apply(node.modifiers, dice, totals.limits, totals.work, told_apart=True)
        return effects.settled(after, totals.limits, totals.work)
    return dice


def _pools(node: Expression) -> Iterator[nodes.Pool]:
    """Yield the pools that add up to a total, in reading order."""
    if isinstance(node, nodes.Pool):
        yield node
    else:
        for child in nodes.children(node):
            yield from _pools(child)


def _signs(node: Expression, sign: int) -> list[int] | None:
    """Return for each pool whether it is added or taken away; None where more is done with one."""
    if isinstance(node, nodes.Pool):
        return [sign]
    if isinstance(node, nodes.Negative):
        return _signs(node.operand, -sign)
    signs = [sign] * len(nodes.children(node))
    if isinstance(node, nodes.Arithmetic):
        if any(step.operator not in "+-" for step in node.rest):
            return None
        signs[1:] = [sign if step.operator == "+" else -sign for step in node.rest]
    found: list[int] = []
    for child, own in zip(nodes.children(node), signs, strict=True):
        inside = _signs(child, own)
        if inside is None:
            return None
        found += inside
    return found


def _added_up(node: Expression, terms: Iterator[Number], limits: Limits) -> Number:
    """Return what an expression comes to with these totals for its pools."""
    match node:
        case nodes.Pool():
            return next(terms)
        case nodes.Number():
            return node.value
        case _:
            parts = [_added_up(child, terms, limits) for child in nodes.children(node)]
            return arithmetic.combined(node, parts, limits)
