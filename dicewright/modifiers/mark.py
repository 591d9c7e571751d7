"""What is shown without changing a value: critical marks, and the order of the dice."""

from __future__ import annotations

from dicewright.notation.tree.dice import Numbered
from dicewright.notation.tree.modifiers import Mark
from dicewright.results import natural_mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.notation.tree.modifiers import Modifier, Sort
    from dicewright.results import Die, Marking
    from dicewright.results.thrower import Thrower


def mark(modifier: Mark, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Mark the kept dice that match."""
    return [
        die.replace(mark=modifier.kind) if die.kept and modifier.match.matches(die.value) else die
        for die in dice
    ]


def sort(modifier: Sort, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Put the dice in order of what they count."""
    return sorted(dice, key=lambda die: die.value, reverse=modifier.descending)


def natural(modifiers: Sequence[Modifier], dice: list[Die]) -> list[Die]:
    """Mark a natural 20 and 1 on a d20, unless the player says what is critical."""
    if not any(_is_d20(die) for die in dice):
        return dice
    chosen = {modifier.kind for modifier in modifiers if isinstance(modifier, Mark)}
    return [_naturally_marked(die, chosen) for die in dice]


def _naturally_marked(die: Die, chosen: set[Marking]) -> Die:
    if _is_d20(die) and die.kept and die.mark is None:
        mark = natural_mark(die.face, die.successes)
        if mark is not None and mark not in chosen:
            return die.replace(mark=mark)
    return die


def _is_d20(die: Die) -> bool:
    return die.kind.sides == 20 and isinstance(die.kind, Numbered)
