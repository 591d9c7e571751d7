"""Minimum and maximum: a die below or above counts as if it showed them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.modifiers import Clamp
    from dicewright.results import Die
    from dicewright.results.thrower import Thrower


def clamp(modifier: Clamp, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Raise kept dice to the minimum, or lower them to the maximum."""
    bound = max if modifier.bound == "minimum" else min
    return [
        die.replace(value=value)
        if die.kept and (value := bound(die.value, modifier.value)) != die.value
        else die
        for die in dice
    ]
