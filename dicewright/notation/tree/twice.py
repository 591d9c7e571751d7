"""`twice(@damage)`: every pool is rolled twice and added up, every number counts once."""

from __future__ import annotations

from dicewright.errors import NotationError
from dicewright.notation.tree import nodes, operators
from dicewright.notation.tree.rebuilding import rebuilt
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.nodes import Expression

NAME = "twice"


def doubled(node: Expression) -> Expression:
    """Return the expression with each of its pools, and each group with modifiers, there twice.

    Raises NotationError if it holds a test, or is to be doubled again.

    >>> from dicewright.notation.parsing.common import parse
    >>> str(doubled(parse("2d6kh1 + 3").rolls[0].expression))
    '2d6kh1 + 2d6kh1 + 3'
    """
    match node:
        case nodes.Pool():
            return _chain(node, (nodes.Operation("+", node, node.begin, node.end),), node)
        case nodes.Group() if node.modifiers:
            return _chain(node, (nodes.Operation("+", node, node.begin, node.end),), node)
        case nodes.Arithmetic() if node.precedence == operators.SUM:
            return _sum(node)
        case nodes.Conditional():
            return node.replace(then=doubled(node.then), otherwise=doubled(node.otherwise))
        case nodes.Test() | nodes.Logic() | nodes.Not():
            raise NotationError(
                Phrase("A test cannot be rolled twice."),
                code="twice-test",
                hint=Phrase("Write only the damage, as in twice(2d6 + 3)."),
                span=node.span,
            )
        case nodes.Function(name="twice"):
            raise NotationError(
                Phrase("These dice are already doubled."),
                code="twice-twice",
                hint=Phrase("For four times 2d6, write 8d6."),
                span=node.span,
            )
        case nodes.Named():
            try:
                return rebuilt(node, doubled)
            except NotationError as error:
                # The error's place is in the text that the name stands for.
                raise error.found_in_name(node.name, node.text) from None
        case _:
            return rebuilt(node, doubled)


def _sum(node: nodes.Arithmetic) -> nodes.Arithmetic:
    """Return a sum with its pools twice, as one chain."""
    first, rest = _taken_apart(doubled(node.first))
    chain = list(rest)
    for step in node.rest:
        operand, more = _taken_apart(doubled(step.operand))
        chain.append(step.replace(operand=operand))
        # Only what was one pool is taken apart, so all of it has the sign of that pool.
        chain += [other.replace(operator=step.operator) for other in more]
    return _chain(first, tuple(chain), node)


def _taken_apart(node: Expression) -> tuple[Expression, tuple[nodes.Operation, ...]]:
    if isinstance(node, nodes.Arithmetic) and isinstance(node.first, nodes.Pool | nodes.Group):
        (other, *others) = node.rest
        if not others and other.operator == "+" and other.operand is node.first:
            return node.first, (other,)
    return node, ()


def _chain(first: Expression, rest: tuple[nodes.Operation, ...], around: Expression) -> nodes.Arithmetic:
    return nodes.Arithmetic(first, rest, around.begin, around.end)
