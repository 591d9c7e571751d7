"""What is remarkable about a roll: in words, and as a colour."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from bot.presentation.discord_limits import cut
from bot.presentation.rolls.outcome import outcome_words
from bot.texts import _
from dicewright.rendering import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dicewright import Die, RollResult

_OUTCOME_LENGTH = 300


class Colour(IntEnum):
    """The colour at the edge of a reply. Never the only sign of anything: words say the same."""

    PLAIN = 0x5B6EE1
    CRITICAL = 0xE8B923
    SUCCESS = 0x3BA55D
    MIXED = 0xE67E22
    FAILURE = 0xC0392B
    DISASTER = 0x7D1F6B


def highlight(roll: RollResult, *, longest: int = _OUTCOME_LENGTH) -> str:
    """Return what stands out in a roll, as Markdown: "**Natural 20**", "**Success by 2**", or "".

    Its result in words is cut to `longest` characters.
    """
    die = _marked(roll.dice)
    said = [_name(die)] if die else []
    if came := outcome_words(roll):
        said.append(came[:1].upper() + came[1:])
    return " · ".join(f"**{escape_markdown(cut(text, longest))}**" for text in said)


def colour(rolls: Sequence[RollResult]) -> Colour:
    """Return the colour of a reply; rolls that come out differently get the plain one."""
    colours = {_colour(roll) for roll in rolls}
    return colours.pop() if len(colours) == 1 else Colour.PLAIN


def _colour(roll: RollResult) -> Colour:
    success, dice = roll.success, roll.dice
    if success is not None:
        return Colour.SUCCESS if success else Colour.FAILURE
    die = _marked(dice)
    if die is None:
        return Colour.PLAIN
    return Colour.CRITICAL if die.mark == "critical" else Colour.FAILURE


def _marked(dice: Iterable[Die]) -> Die | None:
    """Return the marked die that counts, if it is the only one: among many, none stands out."""
    marked = [die for die in dice if die.kept and die.mark]
    return marked[0] if len(marked) == 1 else None


def _name(die: Die) -> str:
    if die.sides == 20 and die.face in (1, 20):
        return _("Natural {face}", face=die.face)
    return _("Critical") if die.mark == "critical" else _("Critical failure")
