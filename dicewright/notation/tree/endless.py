"""Dice that would be thrown again and again, whatever they show."""

from __future__ import annotations

from dicewright.errors import LimitError
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.modifiers import Explode, Reroll
from dicewright.phrases import Phrase
from dicewright.source import excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Modifier


def refuse_endless(modifier: Modifier, die: DieKind, limits: Limits) -> None:
    """Raise LimitError if a modifier throws a die again whatever it shows, and so forever."""
    match modifier:
        case Explode(kind="each" | "compound" | "penetrate" | "compound-penetrate") | Reroll(kind="until"):
            match = modifier.match or Comparison("=", die.highest)
        case _:
            return
    if die.must(match):
        raise LimitError(
            Phrase(
                '"{modifier}" matches every face of a {die}, so the roll would never end.',
                modifier=str(modifier),
                die=excerpt("d" + str(die)),
            ),
            limit="dice",
            allowed=limits.dice,
            code="endless",
            hint=Phrase("Leave out at least one face."),
            span=modifier.span,
        )
