"""What came of a game system's roll, as Markdown: the outcome, the number, the dice by pool, the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.discord_limits import cut
from bot.presentation.systems.tones import signed
from bot.texts import ngettext
from dicewright.rendering import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.systems.played import PlayedRoll
    from dicewright.rendering import ShownDie

_LONGEST_OUTCOME = 120
# A row of a table is the whole answer.
_LONGEST_ROW = 1_500
_LONGEST_MESSAGE = 400
_LONGEST_NOTES = 200
# Where this much is left, it need not be known how long the count of what is left out would be.
_ROOM_FOR_MORE = 100
# What stands before and after a die; a line through it would make a 1 hard to read.
_MARKS = {
    "dropped": ("", "\N{BALLOT X}"),
    "critical": ("**", "**"),
    "failure": ("__", "__"),
    "success": ("**", "**"),
}


def heading(roll: PlayedRoll, longest: int = _LONGEST_ROW) -> str:
    """Return what matters most: the outcome, or without one the message; at most twice as long for signs."""
    text = roll.outcome or roll.message or roll.shown_number
    most = min(longest, _LONGEST_OUTCOME) if roll.outcome else longest
    return signed(roll.tone, escape_markdown(cut(_capital(text), most)))


def number_words(roll: PlayedRoll) -> str:
    """Return what the message says besides the outcome, such as "4 against 3", or else the number alone.

    >>> from bot.services.systems.played import PlayedRoll
    >>> number_words(PlayedRoll(message="4 against 3: win", outcome="win", digest="", faces=(), sides=()))
    '4 against 3'
    """
    return escape_markdown(cut(_besides(roll), _LONGEST_MESSAGE))


def dice_words(roll: PlayedRoll, room: int) -> str:
    """Return the dice of each pool after its name, in at most `room` characters."""
    return fitting([(_pool_name(name), dice) for name, dice in roll.pools], room)


def notes_words(roll: PlayedRoll) -> str:
    """Return the notes that join the outcome."""
    notes = [f"**{escape_markdown(cut(_capital(note), _LONGEST_OUTCOME))}**" for note in roll.notes]
    while len(" · ".join(notes)) > _LONGEST_NOTES and len(notes) > 1:
        notes.pop()
    return " · ".join(notes)


def tally(rolls: Sequence[PlayedRoll]) -> str:
    """Return how often each outcome came: "2 × win, 1 × failure"; "" if there are none."""
    counts: dict[str, int] = {}
    for roll in rolls:
        if roll.outcome:
            counts[roll.outcome] = counts.get(roll.outcome, 0) + 1
    ordered = sorted(counts, key=lambda outcome: -counts[outcome])
    return ", ".join(f"{counts[outcome]} × {escape_markdown(outcome)}" for outcome in ordered)


def fitting(pools: Sequence[tuple[str, Sequence[ShownDie]]], room: int) -> str:
    """Return the dice of pools in at most `room` characters; what is left out is counted."""
    left = sum(len(dice) for _name, dice in pools)
    said = " · ".join([f"{name} {', '.join(map(_die, dice))}" for name, dice in pools if dice])
    if len(said) + _ROOM_FOR_MORE <= room or len(said) + len(more_dice(left)) <= room:
        return said
    said = ""
    for name, dice in pools:
        for place, die in enumerate(dice):
            before = f"{' · ' * bool(said)}{name} " if place == 0 else ", "
            piece = before + _die(die)
            if len(said) + len(piece) + len(more_dice(left)) > room:
                return (said + more_dice(left)).lstrip()
            said += piece
            left -= 1
    return said


def more_dice(count: int) -> str:
    """Return that dice are left out of a list."""
    return ngettext(" … and {count} more die", " … and {count} more dice", count)


def _besides(roll: PlayedRoll) -> str:
    message, outcome = roll.message, roll.outcome
    if not outcome:
        # Without an outcome the message is the heading already.
        return roll.shown_number if message and roll.shown_number not in message else ""
    for sign in (": ", ", ", " - ", " – ", " "):
        if message.endswith(f"{sign}{outcome}"):
            return message.removesuffix(f"{sign}{outcome}")
    if f": {outcome}, " in message:
        return message.replace(f": {outcome}, ", ", ", 1)
    for sign in (": ", ", "):
        if message.startswith(f"{outcome}{sign}"):
            return message.removeprefix(f"{outcome}{sign}")
    return roll.shown_number if message in ("", outcome) else message


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pool_name(name: str) -> str:
    return escape_markdown(name.replace("_", " "))


def _die(die: ShownDie) -> str:
    before, after = _MARKS.get(die.mark, ("", ""))
    return f"{before}{escape_markdown(die.text)}{after}"
