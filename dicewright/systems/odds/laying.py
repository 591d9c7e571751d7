"""The dice of pools on one table, as odds see them, before anything is read off them."""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.modifiers import Clamp, Count, Drop, Explode, Keep, Mark, Reroll, Sort
from dicewright.probability import terms as throws
from dicewright.probability.dice import effects, pools
from dicewright.probability.distributions.narrow import NEGLIGIBLE
from dicewright.probability.exact import distribution
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Table
    from dicewright.probability.totals import Totals

    # What symbols the faces of a kind of die show, by the identity of the kind.
    Faces = dict[int, Sequence[Any]]

# What these do to a die has nothing to do with the other dice.
_OF_ONE_DIE = (Clamp, Count, Explode, Mark, Reroll, Sort)
_MOST_ALONE = 200


class NotJoint(Exception):
    """These readings cannot be found together by a walk; every throw has to be looked at."""


class Term(Value):
    """One pool of dice within a component: which pool it belongs to, and its sign in that pool's total."""

    pool: int
    sign: int
    counts: bool
    symbols: Sequence[Any] | None = None
    """The symbols on each face where outcomes are positions and not values."""
    values: tuple[Number, ...] = ()


class Laid(Value):
    """The dice of pools on one table, and what is added to each pool's total besides."""

    table: Table
    terms: tuple[Term, ...]
    besides: dict[int, Number]
    opaque: frozenset[int]
    """Pools of which only the total is known."""


def laid(
    trees: Sequence[tuple[int, Expression]], faces: Faces, totals: Totals, inside: frozenset[int]
) -> Laid:
    """Return the table with the dice of some pools, each given by its place and its tree.

    `inside` are the pools of which more is read than the total. Of the others, those that pick among
    their dice are looked at as totals: there are far fewer of these than ways the dice can lie.
    """
    table = pools.Table({(): 1})
    terms: list[Term] = []
    besides: dict[int, Number] = {}
    opaque: set[int] = set()
    for pool, tree in trees:
        besides[pool] = 0
        parts = None if pool not in inside and _picks(tree) else _added(tree, 1)
        if parts is None:
            opaque.add(pool)
            die = totals.as_die(distribution(tree, totals)).replace(term=len(terms))
            terms.append(Term(pool, 1, False))
            table = pools.side_by_side(table, pools.Table({((die, 1),): 1}), totals.work)
            continue
        for node, sign in parts:
            if isinstance(node, nodes.Number):
                besides[pool] += sign * node.value
                continue
            term, dice = _thrown(node, pool, sign, len(terms), faces, totals)
            terms.append(term)
            table = pools.side_by_side(table, dice, totals.work)
    return Laid(table, tuple(terms), besides, frozenset(opaque))


def _picks(tree: Expression) -> bool:
    return isinstance(tree, nodes.Pool) and any(isinstance(one, Keep | Drop) for one in tree.modifiers)


def _added(node: Expression, sign: int) -> list[tuple[nodes.Pool | nodes.Number, int]] | None:
    """Return the dice and numbers that a tree adds up, with their signs; None where it does more."""
    match node:
        case nodes.Pool() | nodes.Number():
            return [(node, sign)]
        case nodes.Negative():
            return _added(node.operand, -sign)
        case nodes.Labelled() | nodes.Named() | nodes.Group(modifiers=(), rolls=(_,)):
            return _added(children(node)[0], sign)
        case nodes.Arithmetic() if all(step.operator in "+-" for step in node.rest):
            found = _added(node.first, sign)
            for step in node.rest:
                more = _added(step.operand, sign if step.operator == "+" else -sign)
                found = None if found is None or more is None else found + more
            return found
        case _:
            return None


def _thrown(
    node: nodes.Pool, pool: int, sign: int, term: int, faces: Faces, totals: Totals
) -> tuple[Term, Table]:
    counts = throws.counts(node.modifiers)
    assert isinstance(node.count, nodes.Number)
    assert not isinstance(node.die, nodes.Sides)
    count = int(node.count.value)
    symbols = faces.get(id(node.die))
    if symbols is not None:
        if node.modifiers:
            raise NotJoint
        # What a face shows is more than what it counts, so its position stands for it.
        positions = totals.die(Numbered(node.die.sides), term).replace(kind=node.die)
        values = tuple(node.die.values())
        return Term(pool, sign, False, symbols, values), pools.thrown(positions, count)
    throw = throws.Throw(node, count, node.die)
    table = throws.table(throw, term, totals)
    return Term(pool, sign, counts), effects.settled(table, totals.limits, totals.work)


def laid_alone(tree: Expression, pool: int, faces: Faces, totals: Totals) -> tuple[Laid, int] | None:
    """Return one of equal dice that explode, and how many there are; None for any other dice.

    What a die and those that come of it add to is as independent of the others as a plain die.
    """
    if not isinstance(tree, nodes.Pool) or not isinstance(tree.count, nodes.Number) or id(tree.die) in faces:
        return None
    modifiers, count = tree.modifiers, int(tree.count.value)
    if not 1 < count <= _MOST_ALONE or isinstance(tree.die, nodes.Sides):
        return None
    if not any(isinstance(one, Explode) for one in modifiers) or not all(
        isinstance(one, _OF_ONE_DIE) and getattr(one, "kind", "") != "add" for one in modifiers
    ):
        return None
    table = pools.thrown(totals.die(tree.die, 0), 1)
    for modifier in modifiers:
        # All dice together leave out as little as one alone may.
        table = effects.now(modifier, table, totals.limits, totals.work, NEGLIGIBLE * count)
    return Laid(table, (Term(pool, 1, throws.counts(modifiers)),), {pool: 0}, frozenset()), count
