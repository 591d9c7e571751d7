"""The odds of pools and groups: dice thrown, modified, and added up or counted."""

from __future__ import annotations

from dicewright import arithmetic
from dicewright.limits import too_many_dice
from dicewright.notation import nodes
from dicewright.notation.modifiers import Count, Mark, Sort
from dicewright.probability import effects, pools, sums
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.dice import DieKind
    from dicewright.notation.modifiers import Modifier
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.pools import Case, Die, Outcome, Table
    from dicewright.probability.totals import Totals

    Inside = Callable[[Expression], Distribution]


class _Thrown(Value):
    """A pool whose number and kind of dice are settled."""

    node: nodes.Pool
    count: int
    kind: DieKind


def pool(node: nodes.Pool, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of what a pool comes to."""
    return _thrown((node,), (), totals, inside, lambda thrown: _pool(thrown[0], totals))


def group(node: nodes.Group, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of a group of several rolls, whose modifiers work on their totals."""
    cases: dict[Case, int] = {}
    pools.collect(cases, [(totals.as_die(inside(roll)), 1) for roll in node.rolls], 1)
    after = effects.apply(
        node.modifiers, pools.Table(cases), totals.limits, totals.work, told_apart=totals.tells_apart(None)
    )
    return totals.of_dice(after, _successes if _counts(node.modifiers) else _value)


def group_of_one(node: nodes.Group, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of a group whose modifiers work on all the dice in it.

    Raises RollError where its dice are not simply added up.
    """
    arithmetic.refuse_unsummed(node)
    written = tuple(_pools(node.rolls[0]))
    return _thrown(written, (), totals, inside, lambda thrown: _group_of_one(node, thrown, totals))


def _thrown(
    written: Sequence[nodes.Pool],
    thrown: tuple[_Thrown, ...],
    totals: Totals,
    inside: Inside,
    then: Callable[[tuple[_Thrown, ...]], Distribution],
) -> Distribution:
    """Return what follows from these pools, for every number and kind of dice that they may come to."""
    if not written:
        return then(thrown)
    node, *others = written

    def with_count(value: Number) -> Distribution:
        count = arithmetic.dice_count(value, node)
        if count > totals.limits.dice:
            raise too_many_dice(count, totals.limits, node.span)
        sides = node.die
        if not isinstance(sides, nodes.Sides):
            return with_kind(count, sides)
        return totals.chosen(
            inside(sides.expression),
            lambda number: with_kind(count, arithmetic.computed_die(number, sides, totals.limits)),
        )

    def with_kind(count: int, kind: DieKind) -> Distribution:
        return _thrown(others, (*thrown, _Thrown(node, count, kind)), totals, inside, then)

    if isinstance(node.count, nodes.Number):
        return with_count(node.count.value)
    return totals.chosen(inside(node.count), with_count)


def _pool(thrown: _Thrown, totals: Totals) -> Distribution:
    modifiers = thrown.node.modifiers
    if all(isinstance(modifier, Mark | Sort) for modifier in modifiers):
        return totals.of_plain_dice(thrown.kind, thrown.count)
    return totals.of_dice(_table(thrown, 0, totals), _successes if _counts(modifiers) else _value)


def _table(thrown: _Thrown, term: int, totals: Totals) -> Table:
    """Return the dice of a pool after its modifiers."""
    return effects.apply(
        thrown.node.modifiers,
        pools.thrown(totals.die(thrown.kind, term), thrown.count),
        totals.limits,
        totals.work,
        told_apart=totals.tells_apart(thrown.kind),
    )


def _group_of_one(node: nodes.Group, thrown: tuple[_Thrown, ...], totals: Totals) -> Distribution:
    inside = node.rolls[0]
    table = _tables(inside, iter(enumerate(thrown)), totals)
    counted = [_counts(term.node.modifiers) for term in thrown]
    counting = _counts(node.modifiers)
    signs = _signs(inside, 1)
    alike = counting or (signs is not None and len({*zip(signs, counted, strict=True)}) <= 1)
    told_apart = not alike or any(totals.tells_apart(term.kind) for term in thrown)
    after = effects.apply(node.modifiers, table, totals.limits, totals.work, told_apart=told_apart)
    if counting:
        return totals.of_dice(after, _successes)

    def worth(die: Die, outcome: Outcome) -> Number:
        return _successes(die, outcome) if counted[die.term] else outcome[0]

    if signs is not None:
        besides = _added_up(inside, iter([0] * len(thrown)), totals.limits)
        dice = totals.of_dice(after, lambda die, outcome: signs[die.term] * worth(die, outcome))
        return totals.added(dice, totals.certain(besides))
    fallen = pools.fallen(after, totals.work)
    parts = []
    for case, weight in fallen.cases.items():
        terms: list[Number] = [0] * len(thrown)
        tally = 0
        for die, count in case:
            terms[die.term] += count * worth(die, die.outcomes[0])
            tally += count * die.outcomes[0][3]
        total = _added_up(inside, iter(terms), totals.limits)
        parts.append((weight, totals.certain(total, tally)))
    return sums.mixture(parts, fallen.denominator, totals.work)


def _tables(node: Expression, thrown: Iterator[tuple[int, _Thrown]], totals: Totals) -> Table:
    """Return all dice of an expression on one table, in reading order."""
    if isinstance(node, nodes.Pool):
        term, pool = next(thrown)
        return pools.settled(_table(pool, term, totals), totals.work)
    table = pools.Table({(): 1})
    for child in nodes.children(node):
        table = pools.side_by_side(table, _tables(child, thrown, totals), totals.work)
    if isinstance(node, nodes.Group) and node.modifiers:
        after = effects.apply(node.modifiers, table, totals.limits, totals.work, told_apart=True)
        return pools.settled(after, totals.work)
    return table


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
            return arithmetic.combined(
                node, [_added_up(child, terms, limits) for child in nodes.children(node)], limits
            )


def _counts(modifiers: Sequence[Modifier]) -> bool:
    return any(isinstance(modifier, Count) for modifier in modifiers)


def _value(_die: Die, outcome: Outcome) -> Number:
    return outcome[0]


def _successes(_die: Die, outcome: Outcome) -> Number:
    return (outcome[1] or 0) - outcome[2]
