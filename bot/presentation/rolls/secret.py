"""What is said, and to whom, of rolls that not everybody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.presentation.discord_limits import EMBED_DESCRIPTION, cut
from bot.presentation.mentions import mention
from bot.presentation.rolls.highlight import Colour
from bot.presentation.rolls.reply import asked, headline, note_line, roll_reply
from bot.store.visibility import Visibility
from dicewright import format_number, parse_number

if TYPE_CHECKING:
    from bot.store.rolls import RecordedRoll
    from dicewright import Result

_FOR_GM = {
    Visibility.BLIND: "Only the GM sees what it came to.",
    Visibility.ME_AND_GM: "Only they and the GM see what it came to.",
}
_SECRET_COLOUR = 0x4E5058


def public_line(
    result: Result, visibility: Visibility, *, player: str, avatar_url: str | None, note: str
) -> discord.Embed:
    """Return what all see of a roll for the GM: that it was made, and nothing of what it came to."""
    lines = [*note_line(note, *(group[0].note for group in result.groups)), _FOR_GM[visibility]]
    embed = discord.Embed(description="\n".join(lines), colour=_SECRET_COLOUR)
    embed.set_author(name=headline(player, f"{asked(result)} for the GM"), icon_url=avatar_url)
    return embed


def gm_line(roll: RecordedRoll, *, channel_id: int | None = None) -> str:
    """Return the line above a result that is for the GM: whose it is, and whether they saw it.

    It also says where that was, if it is not shown in that very channel, which is `channel_id`.
    """
    player = mention(roll.player_id)
    if roll.revealed_at is not None:
        return f"-# Rolled blind by {player}, and revealed since"
    seen = "has not seen it" if roll.visibility is Visibility.BLIND else "has seen it, too"
    place = "" if roll.channel_id in (None, channel_id) else f" \N{MIDDLE DOT} {_place(roll)}"
    return f"-# For the GM \N{MIDDLE DOT} rolled by {player}, who {seen}{place}"


def revealed_line(roll: RecordedRoll, gm_id: int) -> str:
    """Return the line above a blind roll that is shown to all."""
    return f"-# Revealed by {mention(gm_id)} \N{MIDDLE DOT} rolled blind by {mention(roll.player_id)}"


def copy_line(roll: RecordedRoll) -> str:
    """Return the line above a copy of a public result in the results channel."""
    return f"-# {_place(roll)}"


def looked_at(roll: RecordedRoll, result: Result | None) -> discord.Embed:
    """Return a roll as it came to; `result` is None where its dice cannot be told any more."""
    if result is not None:
        return roll_reply(result, note=roll.note)
    total = format_number(parse_number(roll.total or "0"))
    embed = discord.Embed(
        description=cut("\n".join([*note_line(roll.note), f"# {total}"]), EMBED_DESCRIPTION),
        colour=Colour.PLAIN,
    )
    embed.set_author(name=headline("", cut(roll.notation, 80)))
    return embed


def _place(roll: RecordedRoll) -> str:
    # Discord shows the address of a message as the name of its channel.
    if roll.message_id is None or roll.server_id is None:
        return f"<#{roll.channel_id}>"
    return roll.link
