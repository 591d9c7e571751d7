"""The terms of a roll that throw dice: pools, groups of several rolls, and groups of one.

The number and the kind of the dice in a pool may have to be rolled first. In a group of one, such as
{4d6 + 3d8}kh4, modifiers pick among all dice of a sum.
"""

from __future__ import annotations

from functools import partial

from dicewright import arithmetic
from dicewright.limits import too_many_dice
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.modifiers import Count, Drop, Exclude, Keep, Mark, Sort
from dicewright.probability.dice import effects, layout, pools
from dicewright.probability.distributions import sums
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Die, Outcome, Table, Worth
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.totals import Totals

    # Gives the distribution of an expression inside a term.
    Inside = Callable[[Expression], Distribution]

# Tuples, because a union such as Mark | Sort is rebuilt each time it is evaluated.
_SHOWN = (Mark, Sort)
_PICKS = (Keep, Drop)


class Throw(Value):
    """A pool whose number and kind of dice are settled."""

    pool: nodes.Pool
    count: int
    kind: DieKind


def for_every_throw(
    written: Sequence[nodes.Pool],
    totals: Totals,
    inside: Inside,
    then: Callable[[tuple[Throw, ...]], Distribution],
    thrown: tuple[Throw, ...] = (),
) -> Distribution:
    """Return what follows from these pools, over all numbers and kinds of dice that they may turn out to be.

    Raises RollError or LimitError if some of these dice cannot be thrown.
    """
    if not written:
        return then(thrown)
    pool, *others = written

    def following(throw: Throw) -> Distribution:
        return for_every_throw(others, totals, inside, then, (*thrown, throw))

    def with_count(value: Number) -> Distribution:
        count, sides = _count(value, pool, totals.limits), pool.die
        if not isinstance(sides, nodes.Sides):
            return following(Throw(pool, count, sides))
        return totals.chosen(
            inside(sides.expression),
            lambda number: following(
                Throw(pool, count, arithmetic.computed_die(number, sides, totals.limits))
            ),
        )

    if (throw := fixed(pool, totals.limits)) is not None:
        return following(throw)
    return totals.chosen(inside(pool.count), with_count)


def fixed(pool: nodes.Pool, limits: Limits) -> Throw | None:
    """Return the throw of a pool that writes out its number and kind of dice; None if they are computed.

    Raises LimitError if it asks for too many dice.
    """
    if not isinstance(pool.count, nodes.Number) or isinstance(pool.die, nodes.Sides):
        return None
    return Throw(pool, _count(pool.count.value, pool, limits), pool.die)


def _count(value: Number, pool: nodes.Pool, limits: Limits) -> int:
    count = arithmetic.dice_count(value, pool)
    if count > limits.dice:
        raise too_many_dice(count, limits, pool.span)
    return count


def table(throw: Throw, term: int, totals: Totals) -> Table:
    """Return the dice of a pool after its modifiers, as dice of this term."""
    return effects.apply(
        throw.pool.modifiers,
        pools.thrown(totals.die(throw.kind, term), throw.count),
        totals.limits,
        totals.work,
        told_apart=totals.tells_apart(throw.kind),
    )


def counts(modifiers: Sequence[Modifier]) -> bool:
    """Return whether dice with these modifiers are worth successes, and not what they show."""
    return any(isinstance(modifier, Count) for modifier in modifiers)


def successes(_die: Die, outcome: Outcome) -> Number:
    """Return what a die is worth that is counted."""
    return (outcome[1] or 0) - outcome[2]


def pool(node: nodes.Pool, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of the result of a pool."""
    if (throw := fixed(node, totals.limits)) is not None:
        return _pool(throw, totals)
    return for_every_throw((node,), totals, inside, lambda thrown: _pool(thrown[0], totals))


def _pool(throw: Throw, totals: Totals) -> Distribution:
    modifiers = [modifier for modifier in throw.pool.modifiers if not isinstance(modifier, _SHOWN)]
    if not modifiers:
        return totals.of_plain_dice(throw.kind, throw.count)
    picks = tuple([modifier for modifier in modifiers if isinstance(modifier, _PICKS)])
    if len(picks) == len(modifiers):
        return totals.of_picked_dice(throw.kind, throw.count, picks)
    counting = [(each.worth, *each.match.test) for each in modifiers if isinstance(each, Count)]
    if len(counting) == len(modifiers):
        # Nothing picks among these dice or changes them: each has a worth of its own.
        return totals.of_plain_dice(throw.kind, throw.count, partial(_score, counting))
    excluding = [each.match for each in modifiers if isinstance(each, Exclude)]
    if len(counting) + len(excluding) == len(modifiers) and not totals.tells_apart(throw.kind):
        # A die that is taken out adds nothing, and does not affect the others.
        worth = partial(_worth_unless, excluding, partial(_score, counting) if counting else None)
        return totals.of_plain_dice(throw.kind, throw.count, worth)
    return totals.of_dice(table(throw, 0, totals), successes if counting else pools.shown)


def _worth_unless(excluding: Sequence[Match], score: Callable[[Number], int] | None, face: Number) -> Number:
    if any(match.matches(face) for match in excluding):
        return 0
    return face if score is None else score(face)


def _score(counting: Sequence[tuple[int, Callable[[Number, Number], bool], Number]], face: Number) -> int:
    score = 0
    for worth, holds, number in counting:
        if holds(face, number):
            score += worth
    return score


def group(node: nodes.Group, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of a group of several rolls, whose modifiers work on their totals."""
    rolled = [inside(roll) for roll in node.rolls]
    told_apart = totals.tells_apart(None)
    picks = [modifier for modifier in node.modifiers if isinstance(modifier, _PICKS)]
    others = [modifier for modifier in node.modifiers if not isinstance(modifier, (*_PICKS, *_SHOWN))]
    if not told_apart and not others:
        first, last = pools.kept_ranks(picks, len(rolled))
        if last - first == 1 and (first == 0 or last == len(rolled)):
            return totals.extreme(rolled, highest=first == 0)
    cases: dict[Case, int] = {}
    pools.collect(cases, [(totals.as_die(each), 1) for each in rolled], 1)
    after = effects.apply(
        node.modifiers, pools.Table(cases), totals.limits, totals.work, told_apart=told_apart
    )
    return totals.of_dice(after, successes if counts(node.modifiers) else pools.shown)


def group_of_one(node: nodes.Group, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of a group whose modifiers work on all the dice in it.

    Raises RollError if its dice are not simply added up.
    """
    arithmetic.refuse_unsummed(node)
    (expression,) = node.rolls
    signs = _signs(expression, 1)
    if signs is None:
        # Before the modifiers everything is added up once; that it can be is all that matters here.
        inside(expression)
    pools_inside = tuple(summed_pools(expression))
    return for_every_throw(
        pools_inside, totals, inside, lambda thrown: _group_of_one(node, thrown, signs, totals)
    )


def _group_of_one(
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
        all_dice(expression, iter(enumerate(thrown)), totals),
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
    rows = layout.fallen(effects.settled(dice, totals.limits, totals.work), totals.work)
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


def all_dice(node: Expression, thrown: Iterator[tuple[int, Throw]], totals: Totals) -> Table:
    """Return all dice of an expression on one table, in reading order."""
    dice = unsettled_dice(node, thrown, totals, told_apart=True)
    return effects.settled(dice, totals.limits, totals.work)


def unsettled_dice(
    node: Expression, thrown: Iterator[tuple[int, Throw]], totals: Totals, *, told_apart: bool
) -> Table:
    """Return all dice of an expression, with the picks and changes of a single pool still waiting."""
    if isinstance(node, nodes.Pool):
        term, throw = next(thrown)
        return table(throw, term, totals)
    inside = children(node)
    modifiers = node.modifiers if isinstance(node, nodes.Group) else ()
    if len(inside) == 1 and not modifiers:
        return unsettled_dice(inside[0], thrown, totals, told_apart=told_apart)
    dice = pools.Table({(): 1})
    for child in inside:
        dice = pools.side_by_side(dice, all_dice(child, thrown, totals), totals.work)
    return effects.apply(modifiers, dice, totals.limits, totals.work, told_apart=told_apart)


def summed_pools(node: Expression) -> Iterator[nodes.Pool]:
    """Yield the pools that add up to a total, in reading order."""
    if isinstance(node, nodes.Pool):
        yield node
    else:
        for child in children(node):
            yield from summed_pools(child)


def _signs(node: Expression, sign: int) -> list[int] | None:
    """Return for each pool whether it is added or taken away; None if more is done with one."""
    if isinstance(node, nodes.Pool):
        return [sign]
    if isinstance(node, nodes.Negative):
        return _signs(node.operand, -sign)
    signs = [sign] * len(children(node))
    if isinstance(node, nodes.Arithmetic):
        if any(step.operator not in "+-" for step in node.rest):
            return None
        signs[1:] = [sign if step.operator == "+" else -sign for step in node.rest]
    found: list[int] = []
    for child, own in zip(children(node), signs, strict=True):
        inside = _signs(child, own)
        if inside is None:
            return None
        found += inside
    return found


def _added_up(node: Expression, terms: Iterator[Number], limits: Limits) -> Number:
    """Return the result of an expression with these totals for its pools."""
    match node:
        case nodes.Pool():
            return next(terms)
        case nodes.Number():
            return node.value
        case _:
            parts = [_added_up(child, terms, limits) for child in children(node)]
            return arithmetic.combined(node, parts, limits)
