"""How each modifier rolls: a function from the dice of a pool to the dice after it, one family a file."""

from __future__ import annotations

from dicewright.modifiers import clamp, count, explode, keep, mark, reroll
from dicewright.notation.tree import modifiers as written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.results import Die
    from dicewright.results.thrower import Thrower

_APPLY: dict[type, Callable[[Any, list[Die], Thrower], list[Die]]] = {
    written.Keep: keep.keep,
    written.Drop: keep.drop,
    written.Exclude: keep.exclude,
    written.Advantage: keep.advantage,
    written.Explode: explode.explode,
    written.Reroll: reroll.reroll,
    written.Unique: reroll.unique,
    written.Clamp: clamp.clamp,
    written.Count: count.count,
    written.Mark: mark.mark,
    written.Sort: mark.sort,
}


def apply(modifiers: Sequence[Modifier], dice: list[Die], thrower: Thrower) -> list[Die]:
    """Return the dice after these modifiers, applied in the order written, each to the dice still kept.

    Raises LimitError if the dice or the work pass a limit, RollError if dice cannot do it.
    """
    for modifier in modifiers:
        thrower.budget.spend_steps(len(dice), modifier.span)
        dice = _APPLY[type(modifier)](modifier, dice, thrower)
    return dice
