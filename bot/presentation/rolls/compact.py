"""A result as plain lines of chat, for servers where an embed for each roll is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.discord_limits import MESSAGE_CONTENT, cut
from bot.presentation.rolls.called import called_words
from bot.presentation.rolls.reply import (
    dice_line,
    more_rolls,
    note_line,
    successes_line,
    sum_line,
    totals_line,
)
from bot.store.called import UNCALLED
from dicewright import format_number
from dicewright.rendering import escape_markdown, isolate_words, sum_is_meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.called import Called
    from dicewright import Number, Result, RollResult

_MOST_LINES = 20
_PLAYER_LENGTH = 80
# Longer numbers do without separators, so that ten lines of them fit.
_LONG_NUMBER = 40


def compact_reply(
    result: Result, *, player: str, note: str = "", luck: str = "", called: Called = UNCALLED
) -> str:
    """Return a reply in one line for one roll; of several rolls, all of them.

    It is within Discord's limits, and the total is always there. `luck` is the small line, or "".
    """
    small = f"\n-# {escape_markdown(luck)}" if luck else ""
    who = [f"**{escape_markdown(cut(player, _PLAYER_LENGTH))}**"]
    if called.name:
        who.append(escape_markdown(isolate_words(called_words(called))))
    return _reply(result, " \N{MIDDLE DOT} ".join(who), note, MESSAGE_CONTENT - len(small)) + small


def _reply(result: Result, who: str, note: str, most: int) -> str:
    groups = result.groups
    # The notes stand in one place, beside the name, unless each of several rolls has its own.
    notes = note_line(note, groups[0][0].note) if len(groups) == 1 else note_line(note)
    opening = " \N{MIDDLE DOT} ".join([who, *notes])
    if len(result.rolls) == 1:
        (roll,) = result.rolls
        return f"{opening} \N{MIDDLE DOT} {_line(roll, most - len(opening) - 3)}"
    if len(groups) == 1:
        return _repeated(groups[0], most, f"{opening} \N{MIDDLE DOT} ")
    lines = [opening]
    room = most - len(opening)
    for group in groups:
        # Each roll has the same share, so the first cannot crowd out the last.
        share = room * len(group) // len(result.rolls) - 1
        (said,) = note_line(group[0].note) or [""]
        before = f"{said} \N{MIDDLE DOT} " if said and len(said) < share // 2 else ""
        if len(group) == 1:
            lines.append(before + _line(group[0], share - len(before)))
        else:
            lines.append(_repeated(group, share, before))
    return "\n".join(lines)


def _repeated(group: Sequence[RollResult], room: int, before: str) -> str:
    """Return what all repeats of a roll amount to, and each with its dice if that fits.

    `before` is what stands before it in the first line.
    """
    succeeding, totals = successes_line(group), totals_line(group)
    summed = [sum_line(group)] if sum_is_meant(group[0].roll) else []
    first = f"{before}**{succeeding or totals}**"
    whole = [first, *[_line(roll, room) for roll in group[:_MOST_LINES]], *summed]
    if len(group) <= _MOST_LINES and sum(map(len, whole)) + len(whole) <= room:
        return "\n".join(whole)
    first = f"{before}**{succeeding}**\n" if succeeding else before
    ending = "".join(f" \N{MIDDLE DOT} {each}" for each in summed)
    left = room - len(first) - len(ending)
    return first + (totals if len(totals) <= left else _some_totals(group, left)) + ending


def _some_totals(group: Sequence[RollResult], room: int) -> str:
    """Return the first totals in at most `room` characters, and how many there are besides."""
    said = ""
    for place, roll in enumerate(group):
        piece = ", " * bool(said) + _number(roll.total)
        more = " " + more_rolls(len(group) - place)
        if len(said) + len(piece) + len(more) > room:
            return (said + more).lstrip()
        said += piece
    return said


def _number(value: Number) -> str:
    text = format_number(value)
    return text if len(text) <= _LONG_NUMBER else text.replace(",", "")


def _line(roll: RollResult, room: int) -> str:
    # The total stands first, where the eye looks for it down the lines.
    total = f"**{_number(roll.total)}** \N{LEFTWARDS ARROW} "
    return total + dice_line(roll, room - len(total))
