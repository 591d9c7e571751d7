"""A result as plain lines of chat, for servers where an embed for each roll is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.discord_limits import MESSAGE_CONTENT, cut
from bot.presentation.rolls.reply import dice_line, more_rolls, note_line
from bot.texts import _
from dicewright import format_number
from dicewright.rendering import escape_markdown

if TYPE_CHECKING:
    from dicewright import Number, Result, RollResult

_MOST_LINES = 10
_PLAYER_LENGTH = 80
_NUMBER_LENGTH = 110
# Longer numbers do without separators, so that ten lines of them fit.
_LONG_NUMBER = 40


def compact_reply(result: Result, *, player: str, note: str = "", luck: str = "") -> str:
    """Return a reply in one line for each roll, and one more for the sum of those that repeat.

    It is within Discord's limits, and the total is always there. `luck` is the small line, or "".
    """
    small = f"\n-# {escape_markdown(luck)}" if luck else ""
    return _reply(result, player, note, MESSAGE_CONTENT - len(small)) + small


def _reply(result: Result, player: str, note: str, most: int) -> str:
    who = f"**{escape_markdown(cut(player, _PLAYER_LENGTH))}**"
    if len(result.rolls) == 1:
        (roll,) = result.rolls
        notes = note_line(note, roll.note)
        opening = " \N{MIDDLE DOT} ".join([who, *notes])
        return f"{opening} \N{MIDDLE DOT} {_line(roll, most - len(opening) - 3)}"
    lines = [" \N{MIDDLE DOT} ".join([who, *note_line(note)])]
    share = (most - len(lines[0]) - 3 * _NUMBER_LENGTH) // (_MOST_LINES + 1)
    lines += [_line(roll, share - 1) for roll in result.rolls[:_MOST_LINES]]
    if left := len(result.rolls) - _MOST_LINES:
        lines += [more_rolls(left)] * (left > 0)
    if len(result.groups) == 1:
        lines.append(_("**{total}** in total", total=_number(result.total)))
    return "\n".join(lines)


def _number(value: Number) -> str:
    text = format_number(value)
    return text if len(text) <= _LONG_NUMBER else text.replace(",", "")


def _line(roll: RollResult, room: int) -> str:
    # The total stands first, where the eye looks for it down the lines.
    total = f"**{_number(roll.total)}** \N{LEFTWARDS ARROW} "
    return total + dice_line(roll, room - len(total))
