"""What an expression contains."""

from __future__ import annotations

from dicewright.notation.tree.nodes import (
    Arithmetic,
    Conditional,
    Expression,
    Function,
    Group,
    Labelled,
    Let,
    Logic,
    Name,
    Named,
    Negative,
    Not,
    Pool,
    Power,
    Sides,
    Test,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright.notation.tree.base import Node


def children(node: Node) -> tuple[Expression, ...]:
    """Return the expressions directly inside a node, in the order in which they are rolled.

    >>> from dicewright.notation.parsing.common import parse
    >>> list(map(str, children(parse("2d6 + 3").rolls[0].expression)))
    ['2d6', '3']
    """
    match node:
        case Arithmetic():
            return (node.first, *[operation.operand for operation in node.rest])
        case Pool(count, Sides(sides)):
            return (count, sides)
        case Pool():
            return (node.count,)
        case Group():
            return node.rolls
        case Power():
            return (node.base, node.exponent)
        case Negative():
            return (node.operand,)
        case Function():
            return node.arguments
        case Conditional():
            return (node.test, node.then, node.otherwise)
        case Labelled():
            return (node.term,)
        case Test():
            return (node.roll, node.target)
        case Logic():
            return node.tests
        case Not():
            return (node.test,)
        case Named():
            return (node.expression,)
        case Let():
            return (node.value, node.body)
        case _:
            return ()


def innermost(node: Expression) -> Expression:
    """Return the expression inside all names, labels and `let` around it: a saved test is a test.

    >>> from dicewright.notation.parsing.common import parse
    >>> str(innermost(parse("let x = 2 in 1d20 + @x vs 15").rolls[0].expression))
    '1d20 + @x vs 15'
    """
    while isinstance(node, (Named, Labelled, Let)):
        node = children(node)[-1]
    return node


def as_expression(node: Node) -> Expression:
    """Return the node of a formula as the expression it is: a modifier knows no more of it than `str()`.

    >>> from dicewright.notation.parsing.common import parse
    >>> count = parse("1d20>=(2 + 3)").rolls[0].expression.modifiers[0]
    >>> str(as_expression(count.match.formula))
    '2 + 3'
    """
    assert isinstance(node, Expression), node
    return node


def pools(node: Node) -> Iterator[Pool]:
    """Yield the pools in an expression, in reading order."""
    if isinstance(node, Pool):
        yield node
    for inside in children(node):
        yield from pools(inside)


def pending(node: Node) -> bool:
    """Return whether an expression holds a name that is not looked up yet."""
    return isinstance(node, Name) or any(map(pending, children(node)))


def supplied(node: Node | None) -> bool:
    """Return whether a name has a part in a number, which may then be any."""
    return node is not None and (isinstance(node, Name | Named) or any(map(supplied, children(node))))
