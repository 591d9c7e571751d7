"""What an expression contains."""

from __future__ import annotations

from dicewright.notation.nodes import Name, Named, Pool, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright.notation.nodes import Expression


def pools(node: Expression) -> Iterator[Pool]:
    """Yield the pools in an expression, in reading order."""
    if isinstance(node, Pool):
        yield node
    for inside in children(node):
        yield from pools(inside)


def pending(node: Expression) -> bool:
    """Return whether an expression holds a name that is not looked up yet."""
    return isinstance(node, Name) or any(map(pending, children(node)))


def supplied(node: Expression | None) -> bool:
    """Return whether a name has a part in a number, which may then be any."""
    return node is not None and (isinstance(node, Name | Named) or any(map(supplied, children(node))))
