"""What operators, functions and tests make of totals, for rolls and for odds."""

from __future__ import annotations

from dicewright import numbers
from dicewright.errors import RollError, unreachable
from dicewright.notation.tree import nodes, sums
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.operators import DICE_FUNCTIONS
from dicewright.phrases import Numeral, Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number

_OPERATORS: dict[str, Callable[[Number, Number], Number]] = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "//": numbers.floor_divide,
    "%": numbers.modulo,
}
_FUNCTIONS: dict[str, Callable[..., Number]] = {
    "floor": lambda value: value // 1,
    "ceil": lambda value: -(-value // 1),
    "round": numbers.round_half_away,
    "abs": numbers.magnitude,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    # Of numbers, which hold no dice.
    "twice": lambda total: total,
    **dict.fromkeys(DICE_FUNCTIONS, lambda _total: 0),
}


def combined(node: Expression, totals: Sequence[Number], limits: Limits) -> Number:
    """Return what a node without dice of its own makes of the totals of its parts.

    Raises RollError or LimitError that points at the operation.
    """
    match node:
        case nodes.Arithmetic():
            value = totals[0]
            for operation, operand in zip(node.rest, totals[1:], strict=True):
                value = operate(operation, value, operand, limits)
            return value
        case nodes.Power():
            return numbers.power(totals[0], totals[1], limits, node.span)
        case nodes.Negative():
            return -totals[0]
        case nodes.Function():
            return _FUNCTIONS[node.name](*totals)
        case nodes.Group():
            return numbers.bounded(numbers.simplest(sum(totals)), limits, node.span)
        case nodes.Labelled() | nodes.Named():
            return totals[0]
        case nodes.Logic():
            return int(all(totals) if node.operator == "and" else any(totals))
        case nodes.Not():
            return int(not totals[0])
        case (
            nodes.Number()
            | nodes.Name()
            | nodes.Pool()
            | nodes.Conditional()
            | nodes.Test()
            | nodes.Let()
            | nodes.Bound()
        ):
            raise AssertionError(f"{node} is not a combination of totals")
        case _:
            unreachable(node)


def operate(operation: nodes.Operation, left: Number, right: Number, limits: Limits) -> Number:
    """Return what one step of a chain makes of the value so far.

    Raises RollError or LimitError that points at the operation.
    """
    try:
        value = _OPERATORS[operation.operator](left, right)
    except RollError as error:
        error.span = operation.span
        raise
    if value.__class__ is int and value.bit_length() <= limits.digits:
        return value  # no number has more digits than bits
    return numbers.bounded(value, limits, operation.span)


def margin(operator: str, total: Number, target: Number) -> Number:
    """Return by how much a test is passed (positive) or failed (negative).

    >>> margin(">=", 17, 15), margin("<=", 50, 45)
    (2, -5)
    """
    match operator:
        case ">=" | ">":
            return numbers.subtract(total, target)
        case "<=" | "<":
            return numbers.subtract(target, total)
        case "=":
            return -numbers.magnitude(numbers.subtract(total, target))
        case _:
            return numbers.magnitude(numbers.subtract(total, target))


def dice_count(value: Number, node: nodes.Pool) -> int:
    """Return how many dice a computed count asks for; RollError if it is no whole number of them."""
    if value < 0 or value.denominator != 1:
        raise RollError(
            Phrase("This would roll {number} dice.", number=Numeral(numbers.grouped(value))),
            code="dice-count",
            hint=Phrase("The number of dice must be whole and not negative. Round it or add to it."),
            span=node.count.span,
        )
    return int(value)


def computed_die(value: Number, sides: nodes.Sides, limits: Limits) -> Numbered:
    """Return the die with a computed number of sides; RollError if no die has this many."""
    if value < 1 or value.denominator != 1 or value > limits.faces:
        raise RollError(
            Phrase("This would be a die with {number} sides.", number=Numeral(numbers.grouped(value))),
            code="die-sides",
            hint=Phrase("A die has a whole number of sides, from 1 to {most}.", most=limits.faces),
            span=sides.span,
        )
    return Numbered(int(value))


def refuse_unsummed(node: nodes.Group | nodes.Function) -> None:
    """Raise RollError if the dice of a group of one, or of a function, are not simply added up."""
    (inside,) = node.rolls if isinstance(node, nodes.Group) else node.arguments
    if (place := sums.not_summed(inside)) is not None:
        span = node.span if isinstance(inside, nodes.Named) else place
        if isinstance(node, nodes.Function):
            raise sums.not_a_pool(node.name, span, RollError)
        raise sums.not_added_up(span, RollError)


def passes(operator: str, margin: Number) -> int:
    """Return 1 if a test with this margin is passed, else 0.

    >>> passes(">=", 0), passes("<", 0), passes("<>", 3)
    (1, 0, 1)
    """
    match operator:
        case ">=" | "<=":
            return int(margin >= 0)
        case ">" | "<" | "<>":
            return int(margin > 0)
        case _:
            return int(margin == 0)
