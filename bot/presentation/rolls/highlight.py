"""What is remarkable about a roll: in words, and as a color."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.outcomes import outcome_words
from bot.presentation.colors import Color
from bot.presentation.discord_limits import cut
from bot.texts import _
from dicewright.rendering import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dicewright import Die, RollResult

_OUTCOME_LENGTH = 300


def highlight(roll: RollResult, *, longest: int = _OUTCOME_LENGTH) -> str:
    """Return what stands out in a roll, as Markdown: "**Natural 20**", "**Success by 2**", or "".

    Its result in words is cut to `longest` characters.
    """
    die = _marked(roll.dice)
    said = [_name(die)] if die else []
    if came := outcome_words(roll):
        said.append(came[:1].upper() + came[1:])
    return " · ".join(f"**{escape_markdown(cut(text, longest))}**" for text in said)


def roll_color(rolls: Sequence[RollResult]) -> Color:
    """Return the color of a reply; rolls that come out differently get the plain one."""
    colors = {_color(roll) for roll in rolls}
    return colors.pop() if len(colors) == 1 else Color.PLAIN


def _color(roll: RollResult) -> Color:
    success, dice = roll.success, roll.dice
    if success is not None:
        return Color.SUCCESS if success else Color.FAILURE
    die = _marked(dice)
    if die is None:
        return Color.PLAIN
    return Color.CRITICAL if die.mark == "critical" else Color.FAILURE


def _marked(dice: Iterable[Die]) -> Die | None:
    """Return the marked die that counts, if it is the only one: among many, none stands out."""
    marked = [die for die in dice if die.kept and die.mark]
    return marked[0] if len(marked) == 1 else None


def _name(die: Die) -> str:
    if die.sides == 20 and die.face in (1, 20):
        return _("Natural {face}", face=die.face)
    return _("Critical") if die.mark == "critical" else _("Critical failure")
