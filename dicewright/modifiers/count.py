"""Counting successes: the value of the dice becomes how many match."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.modifiers import Count
    from dicewright.results import Die
    from dicewright.results.thrower import Thrower


def count(modifier: Count, dice: list[Die], thrower: Thrower) -> list[Die]:
    """Give each kept die the successes it is worth, or takes away."""
    return [_counted(modifier, die) if die.kept else die for die in dice]


def _counted(modifier: Count, die: Die) -> Die:
    matches = int(modifier.match.matches(die.value))
    match modifier.kind:
        case "success":
            return die.replace(successes=matches)
        case "double":
            return die.replace(successes=(die.successes or 0) + matches) if matches else die
        case "failure":
            return die.replace(failures=die.failures + matches) if matches else die
