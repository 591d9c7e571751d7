"""What the buttons under a roll roll: the same again, or a lone d20 with advantage or disadvantage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dicewright import nodes
from dicewright.nodes import Advantage, Clamp, Keep, Mark, Numbered, Reroll, rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright import Notation
    from dicewright.nodes import Expression, Which


@dataclass(frozen=True, slots=True)
class Again:
    """Texts that roll without saved rolls, so that whoever presses a button rolls what stands above it."""

    text: str
    with_advantage: str = ""
    """The same with advantage; "" where there is not one d20, and only one, to have it."""
    with_disadvantage: str = ""
    saved: bool = True
    """Whether it can be saved under a name."""


def again(notation: Notation) -> Again:
    """Return how a roll can be made again.

    >>> import dicewright
    >>> ways = again(dicewright.parse("@attack + 2", names={"attack": "1d20 + 5"}))
    >>> ways.text, ways.with_advantage
    ('(1d20 + 5) + 2', '(1d20adv + 5) + 2')
    >>> again(dicewright.parse("2d6")).with_advantage
    ''
    """
    tree, text = notation.tree, str(notation)
    if "@" in text:
        tree = _changed(tree, _spelled_out)
        text = str(tree)
    if "1d20" not in text or sum(map(_lone_dice, (roll.expression for roll in tree.rolls))) != 1:
        return Again(text)
    return Again(
        text,
        str(_changed(tree, lambda node: _on_two_dice(node, "lowest"))),
        str(_changed(tree, lambda node: _on_two_dice(node, "highest"))),
    )


def _changed(tree: nodes.Rolls, change: Callable[[Expression], Expression]) -> nodes.Rolls:
    return nodes.Rolls(tuple(roll.replace(expression=change(roll.expression)) for roll in tree.rolls))


def _spelled_out(node: Expression) -> Expression:
    """Return the expression with what each @name stands for in its place."""
    return _spelled_out(node.expression) if isinstance(node, nodes.Named) else rebuilt(node, _spelled_out)


def _lone_dice(node: Expression) -> int:
    return _is_lone(node) + sum(map(_lone_dice, nodes.children(node)))


def _is_lone(node: Expression) -> bool:
    return (
        isinstance(node, nodes.Pool)
        and node.die == Numbered(20)
        and isinstance(node.count, nodes.Number)
        and node.count.value == 1
        and all(_is_of_one_die(modifier) for modifier in node.modifiers)
    )


def _is_of_one_die(modifier: object) -> bool:
    """Whether a modifier means the same for each of two dice as for one."""
    return isinstance(modifier, Clamp | Mark) or (isinstance(modifier, Reroll) and modifier.kind != "add")


def _on_two_dice(node: Expression, drop: Which) -> Expression:
    if not _is_lone(node):
        return rebuilt(node, lambda inside: _on_two_dice(inside, drop))
    assert isinstance(node, nodes.Pool)
    if not node.modifiers:
        return node.replace(modifiers=(Advantage(drop, 1),))
    # Written before the one d20 is chosen, its modifiers hold for both: a halfling rerolls either 1.
    keep = Keep("highest" if drop == "lowest" else "lowest", 1)
    return node.replace(count=nodes.Number(2), modifiers=(*node.modifiers, keep))
