"""A tree with some of its parts changed: nodes are frozen, so all nodes around a change are rebuilt."""

from __future__ import annotations

from dicewright.errors import unreachable
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number


def rebuilt(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the node with `change` made to each expression directly inside it.

    >>> from dicewright.notation.parsing.common import parse
    >>> str(rebuilt(parse("2d6 + 3").rolls[0].expression, lambda part: parse("1d4").rolls[0].expression))
    '1d4 + 1d4'
    """
    match node:
        case nodes.Number() | nodes.Name() | nodes.Bound():
            return node
        case nodes.Pool(count, nodes.Sides() as die):
            return node.replace(count=change(count), die=die.replace(expression=change(die.expression)))
        case nodes.Pool():
            return node.replace(count=change(node.count))
        case nodes.Group():
            return node.replace(rolls=tuple(map(change, node.rolls)))
        case nodes.Function():
            return node.replace(arguments=tuple(map(change, node.arguments)))
        case nodes.Arithmetic():
            first, *operands = map(change, children(node))
            steps = zip(node.rest, operands, strict=True)
            return node.replace(
                first=first, rest=tuple([step.replace(operand=operand) for step, operand in steps])
            )
        case nodes.Power():
            return node.replace(base=change(node.base), exponent=change(node.exponent))
        case nodes.Negative():
            return node.replace(operand=change(node.operand))
        case nodes.Conditional(test, then, otherwise):
            return node.replace(test=change(test), then=change(then), otherwise=change(otherwise))
        case nodes.Labelled():
            return node.replace(term=change(node.term))
        case nodes.Test():
            return node.replace(roll=change(node.roll), target=change(node.target))
        case nodes.Logic():
            return node.replace(tests=tuple(map(change, node.tests)))
        case nodes.Not():
            return node.replace(test=change(node.test))
        case nodes.Named():
            return node.replace(expression=change(node.expression))
        case nodes.Let():
            return node.replace(value=change(node.value), body=change(node.body))
        case _:
            unreachable(node)


def given(node: Expression, name: str, value: Number) -> Expression:
    """Return what comes after `in`, with the total that its name stands for.

    >>> from dicewright.notation.parsing.common import parse
    >>> let = parse("let x = 2d6 in @x + 1").rolls[0].expression
    >>> given(let.body, "x", 7).first
    Bound(name='x', value=7)
    """
    match node:
        case nodes.Bound() if node.name == name:
            return node.replace(value=value)
        case nodes.Let() if node.name == name:
            # After its own "in", the name stands for another total.
            return node.replace(value=given(node.value, name, value))
        case _:
            return rebuilt(node, lambda inside: given(inside, name, value))
