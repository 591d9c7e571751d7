"""What a roll costs at least, read off the tree before the first die is thrown."""

from __future__ import annotations

from dicewright.notation import nodes
from dicewright.notation.modifiers import Advantage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.nodes import Expression


def least_dice(tree: nodes.Rolls) -> int:
    """Return the number of dice that a text throws whatever they show.

    >>> from dicewright.notation.parser import parse
    >>> least_dice(parse("3x 4d6adv + (1d4)d6"))
    18
    """
    return sum((part.repeat or 1) * _least(part.expression) for part in tree.rolls)


def _least(node: Expression) -> int:
    match node:
        case nodes.Number():
            return 0
        case nodes.Pool(nodes.Number(value=count)):
            more = (
                sum(modifier.number for modifier in node.modifiers if isinstance(modifier, Advantage))
                if count
                else 0
            )
            return int(count) + more + sum(map(_least, nodes.children(node)))
        case nodes.Conditional():
            return _least(node.test) + min(_least(node.then), _least(node.otherwise))
        case _:
            return sum(map(_least, nodes.children(node)))
