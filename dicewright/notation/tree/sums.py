"""Dice that are simply added up: only from these can dice be picked from the outside."""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.modifiers import Count
from dicewright.phrases import Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    from dicewright.errors import NotationError, RollError
    from dicewright.notation.tree.nodes import Expression
    from dicewright.source import Span

    Refusal = TypeVar("Refusal", NotationError, RollError)


def not_summed(node: Expression) -> Span | None:
    """Return the place of a part whose dice cannot be picked from the outside, or None."""
    match node:
        case nodes.Number() | nodes.Name() | nodes.Pool():
            return None
        case nodes.Group() if node.modifiers and (len(node.rolls) > 1 or _counted(node)):
            return node.span
        case nodes.Arithmetic() | nodes.Negative() | nodes.Labelled() | nodes.Named() | nodes.Group():
            places = (not_summed(child) for child in children(node))
            return next((place for place in places if place is not None), None)
        case _:
            return node.span


def _counted(group: nodes.Group) -> bool:
    return any(isinstance(modifier, Count) for modifier in group.modifiers)


def not_added_up(span: Span, error: type[Refusal]) -> Refusal:
    """Return the error for a group of one whose dice are not simply added up."""
    return error(
        Phrase("Modifiers after a group with one roll apply to its dice, which must simply be added up."),
        code="group-of-one",
        hint=Phrase("Write only dice, numbers and arithmetic in it, or several rolls separated by commas."),
        span=span,
    )


def not_a_pool(name: str, span: Span, error: type[Refusal]) -> Refusal:
    """Return the error for a function of dice whose argument is no pool."""
    return error(
        Phrase('"{name}" needs dice that are simply added up.', name=name),
        code="not-a-pool",
        hint=Phrase("For example, sets(5d10), or sets({{3d6 + 2d8}}out=1)."),
        span=span,
    )
