"""Whether several rolls of one text are added up: a sum that means nothing is not shown."""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children, innermost
from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.modifiers import Advantage, Keep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.rolls import Roll, Rolls

# One of these dice decides something by itself: an attack, a save, a row of a table.
_DECIDING = (20, 100)


def has_one_total(rolls: Rolls) -> bool:
    """Return whether a text has one total that means something: that of its roll, or of all its repeats.

    >>> import dicewright
    >>> texts = ("2d6", "3x 1d4+1", "1d20+5; 2d6+3", "20x 1d20+5 vs 15", "10x 1d20+5")
    >>> [has_one_total(dicewright.parse(text).tree) for text in texts]
    [True, True, False, False, False]
    """
    if len(rolls.rolls) > 1:
        return False
    (only,) = rolls.rolls
    return (only.repeat or 1) == 1 or sum_is_meant(only)


def sum_is_meant(roll: Roll) -> bool:
    """Return whether the repeats of a roll are added up: not those of a test, or of one d20 or d100.

    >>> import dicewright
    >>> [sum_is_meant(dicewright.parse(text).tree.rolls[0]) for text in ("6x 4d6kh3", "3x 2d20kh1 + 5")]
    [True, False]
    """
    node = innermost(roll.expression)
    return not (isinstance(node, (nodes.Test, nodes.Logic, nodes.Not)) or _decides(node))


def _decides(node: nodes.Expression) -> bool:
    if isinstance(node, nodes.Pool) and isinstance(node.die, Numbered) and node.die.sides in _DECIDING:
        alone = isinstance(node.count, nodes.Number) and node.count.value == 1
        return alone or any(_keeps_one(modifier) for modifier in node.modifiers)
    return any(map(_decides, children(node)))


def _keeps_one(modifier: object) -> bool:
    return isinstance(modifier, Advantage) or (isinstance(modifier, Keep) and modifier.number == 1)
