"""A game system's roll as a reply: the outcome leads, in the system's words and its tone's color."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.presentation.colors import Color
from bot.presentation.dice.emojis import NO_PICTURES, Pictures
from bot.presentation.dice.line import beside, pools_pictured
from bot.presentation.discord_limits import EMBED_DESCRIPTION, MESSAGE_CONTENT, cut
from bot.presentation.rolls.reply import headline, more_rolls, note_line
from bot.presentation.systems.tones import COLORS
from bot.presentation.systems.words import dice_words, heading, notes_words, number_words, tally
from bot.texts import N_, _
from dicewright.rendering import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.systems.played import Played, PlayedRoll

_CALL_LENGTH = 80
_PLAYER_LENGTH = 80
# Enough for a hundred dice, as with plain rolls.
_LONGEST_DICE = 350
_SHORTEST_DICE = 24
_LONGEST_HEADING = 60
# Beyond these, a line has no room for more than the outcome.
_MOST_COMPACT = 100
_SEPARATOR = " · "


def game_reply(
    played: Played,
    *,
    player: str = "",
    avatar_url: str | None = None,
    note: str = "",
    luck: str = "",
    pictures: Pictures = NO_PICTURES,
) -> discord.Embed:
    """Return the reply to a call; the arguments are those of `roll_reply`.

    The embed stays within Discord's limits, and outcome and number are always there.
    """
    lines = note_line(note, played.note)
    pictured = pools_pictured(played.rolls, pictures)
    if len(played.rolls) == 1 and not played.verdict:
        lines += _lines(played.rolls[0], pictured[0])
    else:
        room = EMBED_DESCRIPTION - 400 - sum(len(line) + 1 for line in lines)
        lines += _repeated(played, room, pictured)
    lines += _after(played)
    embed = discord.Embed(description=cut("\n".join(lines), EMBED_DESCRIPTION), color=color(played))
    embed.set_author(name=headline(player, called(played)), icon_url=avatar_url)
    return embed.set_footer(text=luck) if luck else embed


def game_compact_reply(played: Played, *, player: str, note: str = "", luck: str = "") -> str:
    """Return the reply in one line for each roll, as `compact_reply` does."""
    small = f"\n-# {escape_markdown(luck)}" if luck else ""
    room = MESSAGE_CONTENT - len(small)
    who = f"**{escape_markdown(cut(player, _PLAYER_LENGTH))}**"
    opening = _SEPARATOR.join([who, *note_line(note, played.note)])
    if len(played.rolls) == 1 and not played.verdict:
        return f"{opening}{_SEPARATOR}{_line(played.rolls[0], room - len(opening) - 3)}{small}"
    shown = played.rolls[:_MOST_COMPACT]
    share = (room - len(opening) - 300) // len(shown) - 1
    lines = [opening, *(_line(roll, share) for roll in shown)]
    if left := len(played.rolls) - len(shown):
        lines.append(more_rolls(left))
    if counted := escape_markdown(played.verdict) or tally(played.rolls):
        lines.append(cut(counted, 200))
    return "\n".join(lines) + small


def called(played: Played) -> str:
    """Return in short what was rolled, as the line above a reply says it."""
    return cut(played.asked, _CALL_LENGTH)


def color(played: Played) -> Color:
    """Return the color of a reply; rolls that come out differently get the plain one."""
    if played.verdict:
        return Color.PLAIN
    tones = {roll.tone for roll in played.rolls}
    return COLORS.get(tones.pop(), Color.PLAIN) if len(tones) == 1 else Color.PLAIN


def _lines(roll: PlayedRoll, pictured: str) -> list[str]:
    head = heading(roll)
    large = [f"# {head}" if len(head) <= _LONGEST_HEADING else f"**{head}**"] if head else []
    number = number_words(roll)
    return [
        *(beside(large[0], pictured) if large else filter(None, [pictured])),
        *([f"**{number}**"] if number else []),
        *filter(None, [dice_words(roll, _LONGEST_DICE), notes_words(roll), _next(roll)]),
    ]


def _after(played: Played) -> list[str]:
    lines = []
    if link := played.first_link:
        said = (
            N_("Follows [this roll]({link})")
            if played.answers is None
            else N_("Answer to [this roll]({link})")
        )
        lines.append(_(said, link=link))
    if played.older:
        lines.append(_("From an older version of this game's file. Type the roll again to use the new one."))
    return lines


def _next(roll: PlayedRoll) -> str:
    calls = _SEPARATOR.join(f"`{each.call.replace('`', '')}`" for each in roll.follow_ups)
    return _("Next: {calls}", calls=calls) if calls else ""


def _repeated(played: Played, room: int, pictured: Sequence[str]) -> list[str]:
    """Return a short line for each roll, and how often each outcome came."""
    if played.verdict:
        said = escape_markdown(cut(played.verdict, _LONGEST_HEADING * 2))
        sides = zip(played.rolls, pictured, strict=True)
        return [f"# {said}", *(_line(roll, room // 2 - 200, dice) for roll, dice in sides)]
    counted = tally(played.rolls)
    ending = [f"### {cut(counted, 300)}"] if counted else []
    left = room - sum(len(line) + 1 for line in ending)
    share = left // len(played.rolls) - 1
    lines: list[str] = []
    for place, roll in enumerate(played.rolls):
        line = _line(roll, share, pictured[place])
        more = more_rolls(len(played.rolls) - place)
        reserved = len(more) + 1 if place + 1 < len(played.rolls) else 0
        if len(line) + 1 + reserved > left:
            return [*lines, more, *ending]
        lines.append(line)
        left -= len(line) + 1
    return [*lines, *ending]


def _line(roll: PlayedRoll, room: int, pictured: str = "") -> str:
    """Return a roll as one line of at most `room` characters; with little room, the outcome alone."""
    said = f"**{heading(roll)}**"
    if roll.label:
        said = f"`{cut(roll.label, _LONGEST_HEADING).replace('`', '')}` {said}"
    if len(said) > room:
        return f"**{heading(roll, max(1, room // 2 - 8))}**"
    if pictured and len(said) + len(pictured) < room:
        said += f" {pictured}"
    for more in (number_words(roll), notes_words(roll)):
        if more and len(said) + len(_SEPARATOR) + len(more) <= room:
            said += _SEPARATOR + more
    left = min(room - len(said) - len(_SEPARATOR), _LONGEST_DICE)
    dice = dice_words(roll, left) if left >= _SHORTEST_DICE else ""
    return _SEPARATOR.join(filter(None, [said, dice]))
