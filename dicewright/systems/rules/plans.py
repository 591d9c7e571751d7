"""Plans: how the dice of a pool are thrown, once the numbers in it are known; tables, whose rows may be dice.

A plan is a notation tree in which everything that throws no dice has been turned into a formula. Plain
dice are thrown straight from it; whatever has modifiers is handed to the interpreter as an ordinary
tree, so that a pool rolls exactly as the same notation does in a plain roll.
"""

from __future__ import annotations

from dicewright.arithmetic import computed_die, dice_count
from dicewright.errors import RollError
from dicewright.notation.tree import formulas, nodes
from dicewright.notation.tree.rebuilding import rebuilt
from dicewright.numbers import shown
from dicewright.phrases import Numeral, Phrase
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.source import Span
    from dicewright.systems.rules.formulas import Formula, Known

    WorkOut = Callable[[Formula], Number]


class Plan(Value):
    """How to throw one part of a pool. The kinds, and what each uses:

    "number" (formula), "dice" (node, formula for the count, die or sides), "branch" (formula and two
    parts), "row" (formula and table), "given" (the place of a parameter that stands for dice), and
    "combined" (node and parts); "written" is notation that is rolled as it stands (node).
    """

    kind: str
    node: Expression
    formula: Formula | None = None
    die: DieKind | None = None
    sides: Formula | None = None
    parts: tuple[Plan, ...] = ()
    table: Table | None = None
    place: int = 0
    operands: tuple[tuple[Expression, Formula], ...] = ()
    """The computed numbers of modifiers, as they are written and as formulas."""

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas that decide how it and its parts are thrown; the rows of a table read no dice."""
        own = (self.formula, self.sides, *[formula for _, formula in self.operands])
        found = [formula for formula in own if formula is not None]
        return (*found, *[formula for part in self.parts for formula in part.formulas])

    @property
    def plain_dice(self) -> bool:
        """Whether it throws dice of one kind that stay as they fall, without modifiers."""
        return self.kind == "dice" and isinstance(self.node, nodes.Pool) and not self.node.modifiers


class Row(Value):
    """One row of a table, for the numbers from `first` to `last`; None for no bound."""

    first: int | None
    last: int | None
    number: Number | None = None
    words: str = ""
    dice: Plan | None = None
    then: str = ""
    rolls: tuple[Plan, ...] = ()
    """The rolls in double brackets among the words, in order."""

    def holds(self, number: Number) -> bool:
        """Return whether the row is for this number."""
        return (self.first is None or number >= self.first) and (self.last is None or number <= self.last)


class Table(Value):
    """A table from numbers to words, numbers or dice."""

    name: str
    holds: Literal["words", "numbers", "dice"]
    rows: tuple[Row, ...]

    def index(self, number: Number) -> int | None:
        """Return the place of the row for a number, or None if there is none."""
        for place, row in enumerate(self.rows):
            if row.holds(number):
                return place
        return None


def no_row(table: Table, number: Number, span: Span) -> RollError:
    """Return the error for a number that a table has no row for."""
    return RollError(
        Phrase("The table {table} has no row for {number}.", table=table.name, number=Numeral(shown(number))),
        code="no-row",
        hint=Phrase('Give its first row "..N" and its last row "N.." so that every number has one.'),
        span=span,
    )


def as_node(plan: Plan, work_out: WorkOut, known: Known, limits: Limits) -> Expression:
    """Return a plan as a tree of plain notation, with its formulas worked out."""
    node = plan.node
    match plan.kind:
        case "number":
            return written_number(_worked_out(plan.formula, work_out), node)
        case "dice":
            return _pool(plan, work_out, limits)
        case "branch":
            test = _worked_out(plan.formula, work_out)
            return as_node(plan.parts[0 if test else 1], work_out, known, limits)
        case "row":
            return as_node(_row(plan, _worked_out(plan.formula, work_out)), work_out, known, limits)
        case "written":
            return node
        case "given":
            given: Expression = known[plan.place]
            return given
        case _:
            parts = iter([as_node(part, work_out, known, limits) for part in plan.parts])
            whole = rebuilt(node, lambda _inside: next(parts))
            if isinstance(whole, nodes.Group) and plan.operands:
                return whole.replace(modifiers=_settled(plan, whole.modifiers, work_out, limits))
            return whole


def _pool(plan: Plan, work_out: WorkOut, limits: Limits) -> nodes.Pool:
    node = plan.node
    assert isinstance(node, nodes.Pool)
    count = nodes.Number(dice_count(_worked_out(plan.formula, work_out), node), node.begin, node.begin)
    die = plan.die or die_with_sides(plan, _worked_out(plan.sides, work_out), limits)
    if not plan.operands:
        return nodes.Pool(count, die, node.modifiers, node.begin, node.end, node.named)
    modifiers = _settled(plan, node.modifiers, work_out, limits)
    return nodes.Pool(count, die, modifiers, node.begin, node.end, node.named)


def _settled(
    plan: Plan, modifiers: tuple[Modifier, ...], work_out: WorkOut, limits: Limits
) -> tuple[Modifier, ...]:
    """Return modifiers with the plan's operands worked out."""
    values = {id(written): formula for written, formula in plan.operands}
    return formulas.settled(
        modifiers, lambda written: written_number(work_out(values[id(written)]), written), limits
    )


def die_with_sides(plan: Plan, sides: Number, limits: Limits) -> DieKind:
    """Return the die of a plan whose number of sides is computed. Raises RollError if there is none."""
    node = plan.node
    assert isinstance(node, nodes.Pool)
    assert isinstance(node.die, nodes.Sides)
    return computed_die(sides, node.die, limits)


def _worked_out(formula: Formula | None, work_out: WorkOut) -> Number:
    assert formula is not None
    return work_out(formula)


def written_number(value: Number, node: Expression) -> Expression:
    """Return the tree of a number that stands where a node stood; a negative one has a sign."""
    number = nodes.Number(-value if value < 0 else value, node.begin, node.end)
    return nodes.Negative(number, node.begin, node.end) if value < 0 else number


def _row(plan: Plan, number: Number) -> Plan:
    assert plan.table is not None
    place = plan.table.index(number)
    if place is None:
        raise no_row(plan.table, number, plan.node.span)
    dice = plan.table.rows[place].dice
    assert dice is not None
    return dice
