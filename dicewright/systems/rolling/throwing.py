"""Throwing: from plans to the dice of each pool. Most are thrown at once, the rest is interpreted."""

from __future__ import annotations

from dicewright.arithmetic import dice_count
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.dice import Numbered, Positional
from dicewright.systems.rolling.exploding import explodes, exploding
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.plans import as_node, die_with_sides, no_row
from dicewright.systems.rules.readings import PoolDice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.results import Die, Rolled
    from dicewright.source import Span
    from dicewright.systems.rolling.hand import Hand, Throw
    from dicewright.systems.rules.formulas import Formula, Known
    from dicewright.systems.rules.plans import Plan, WorkOut

# The values of a die with more faces are not listed beforehand.
_LISTED = 1_000


def thrower(plan: Plan, limits: Limits) -> Throw:
    """Return the function that throws a plan, given what a roll knows so far."""
    match plan.kind:
        case "number":
            return _number(plan, limits)
        case "dice" if plan.plain_dice and not isinstance(plan.die, Positional):
            return _plain_dice(plan, limits)
        case "dice" if explodes(plan):
            return exploding(plan, limits, _interpreted(plan, limits))
        case "branch":
            return _branch(plan, limits)
        case "given":
            return _given(plan, limits)
        case "row":
            return _of_row(plan, limits)
        case _:
            return _interpreted(plan, limits)


def _number(plan: Plan, limits: Limits) -> Throw:
    assert plan.formula is not None
    formula = compiled(plan.formula, limits)
    return lambda known, _hand: PoolDice(formula(known), (), (), ())


def _plain_dice(plan: Plan, limits: Limits) -> Throw:
    """Return the thrower of dice without modifiers: nearly all pools are that."""
    node = plan.node
    assert isinstance(node, nodes.Pool)
    assert plan.formula is not None
    span = node.span
    count = compiled(plan.formula, limits)
    sides = None if plan.sides is None else compiled(plan.sides, limits)
    fixed = plan.die
    if fixed is None:

        def throw_computed(known: Known, hand: Hand) -> PoolDice:
            number = dice_count(count(known), node)
            kind = die_with_sides(plan, sides(known), limits)  # type: ignore[misc]  # computed, because there is no fixed die
            drawn = hand.throw(number, kind.sides, span)
            return PoolDice(sum(drawn), drawn, kind, drawn)

        return throw_computed
    pool_dice = pool_dice_of(fixed)
    faces = fixed.sides

    def throw(known: Known, hand: Hand) -> PoolDice:
        number = count(known)
        if number.__class__ is not int or number < 0:
            number = dice_count(number, node)
        return pool_dice(hand.throw(number, faces, span))

    return throw


def pool_dice_of(kind: DieKind) -> Callable[[Sequence[int]], PoolDice]:
    """Return the function that makes a pool of dice of one kind from the faces that are up."""
    if isinstance(kind, Numbered):
        return lambda drawn: PoolDice(sum(drawn), drawn, kind, drawn)
    if kind.sides > _LISTED:
        return lambda drawn: _looked_up(kind, drawn)
    values = (0, *kind.values())

    def with_values(drawn: Sequence[int]) -> PoolDice:
        shown = [values[position] for position in drawn]
        return PoolDice(sum(shown), shown, kind, drawn)

    return with_values


def _looked_up(kind: DieKind, drawn: Sequence[int]) -> PoolDice:
    shown = [kind.face(position).value for position in drawn]
    return PoolDice(sum(shown), shown, kind, drawn)


def _given(plan: Plan, limits: Limits) -> Throw:
    """Return the thrower of dice that were typed: plain ones are thrown kind by kind."""
    interpreted = _interpreted(plan, limits)

    def throw(known: Known, hand: Hand) -> PoolDice:
        pools = plain_pools(known[plan.place])
        if pools is None:
            return interpreted(known, hand)
        total: Number = 0
        values: list[Number] = []
        kinds: list[DieKind] = []
        positions: list[int] = []
        for count, kind, span in pools:
            thrown = pool_dice_of(kind)(hand.throw(count, kind.sides, span))
            total += thrown.total
            values += thrown.values
            kinds += [kind] * count
            positions += thrown.positions
        return PoolDice(total, values, kinds, positions)

    return throw


def plain_pools(node: Expression) -> list[tuple[int, DieKind, Span]] | None:
    """Return the pools of a sum of plain dice; None if it is more than that."""
    if isinstance(node, nodes.Arithmetic):
        parts = children(node) if all(step.operator == "+" for step in node.rest) else ()
    else:
        parts = (node,)
    found: list[tuple[int, DieKind, Span]] = []
    for part in parts:
        if not (
            isinstance(part, nodes.Pool)
            and not part.modifiers
            and isinstance(part.count, nodes.Number)
            and not isinstance(part.die, nodes.Sides | Positional)
        ):
            return None
        found.append((int(part.count.value), part.die, part.span))
    return found or None


def _branch(plan: Plan, limits: Limits) -> Throw:
    assert plan.formula is not None
    test = compiled(plan.formula, limits)
    then, otherwise = (thrower(part, limits) for part in plan.parts)
    return lambda known, hand: then(known, hand) if test(known) else otherwise(known, hand)


def _of_row(plan: Plan, limits: Limits) -> Throw:
    assert plan.formula is not None
    assert plan.table is not None
    number = compiled(plan.formula, limits)
    throws = [None if row.dice is None else thrower(row.dice, limits) for row in plan.table.rows]

    def throw(known: Known, hand: Hand) -> PoolDice:
        assert plan.table is not None
        place = plan.table.index(number(known))
        found = None if place is None else throws[place]
        if found is None:
            raise no_row(plan.table, number(known), plan.node.span)
        return found(known, hand)

    return throw


def _interpreted(plan: Plan, limits: Limits) -> Throw:
    """Return the thrower of whatever the interpreter knows better: modifiers, groups, arithmetic."""
    worked_out = Formulas(limits)

    def throw(known: Known, hand: Hand) -> PoolDice:
        rolled, faces = hand.roll(as_node(plan, worked_out.with_known(known), known, limits))
        return pool_dice_in(rolled, faces)

    return throw


class Formulas:
    """Compiles formulas when they are first needed, and keeps them."""

    __slots__ = ("_compiled", "_limits")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._compiled: dict[int, Callable[[Known], Number]] = {}

    def with_known(self, known: Known) -> WorkOut:
        """Return the function that works out any formula with this knowledge."""

        def work_out(formula: Formula) -> Number:
            if id(formula) not in self._compiled:
                self._compiled[id(formula)] = compiled(formula, self._limits)
            return self._compiled[id(formula)](known)

        return work_out


def pool_dice_in(rolled: Rolled, faces: Sequence[int]) -> PoolDice:
    """Return the pool that a rolled tree makes: its total and the dice that count in it."""
    dice = counting_dice(rolled)
    return PoolDice(
        rolled.total,
        [die.value for die in dice],
        [die.kind for die in dice],
        [faces[die.number] for die in dice],
    )


def counting_dice(rolled: Rolled) -> list[Die]:
    """Return the dice that count in a total, in reading order: not those that only decided something."""
    node = rolled.node
    match node:
        case nodes.Pool():
            return [die for die in rolled.dice if die.kept]
        case nodes.Conditional():
            return counting_dice(rolled.parts[1])
        case nodes.Group() if rolled.kept:
            parts = [part for part, kept in zip(rolled.parts, rolled.kept, strict=True) if kept]
        case _:
            parts = list(rolled.parts)
    return [die for part in parts for die in counting_dice(part)]
