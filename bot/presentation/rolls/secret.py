"""Rolls that not everyone can see: what each person is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.presentation.colors import Color
from bot.presentation.dice.emojis import NO_PICTURES, Pictures
from bot.presentation.discord_limits import EMBED_DESCRIPTION, cut
from bot.presentation.mentions import mention
from bot.presentation.replies import embed_reply, own_notes, what_was_rolled
from bot.presentation.rolls.called import called_words
from bot.presentation.rolls.reply import headline, note_line
from bot.store.called import UNCALLED, Called
from bot.store.visibility import Visibility
from bot.texts import N_, _
from dicewright import Result, format_number, parse_number

if TYPE_CHECKING:
    from bot.services.rolls.rolling import Rolled
    from bot.store.rolls import RecordedRoll

_FOR_GM = {
    Visibility.BLIND: N_("Only the GM can see the result."),
    Visibility.ME_AND_GM: N_("Only the player and the GM can see the result."),
}
_SECRET_COLOUR = 0x4E5058


def public_line(
    result: Rolled,
    visibility: Visibility,
    *,
    player: str,
    avatar_url: str | None,
    note: str,
    called: Called = UNCALLED,
) -> discord.Embed:
    """Return what everyone sees of a roll for the GM: that it was made, but not its result."""
    lines = [*note_line(note, *own_notes(result)), _(_FOR_GM[visibility])]
    embed = discord.Embed(description="\n".join(lines), color=_SECRET_COLOUR)
    what = called_words(called) or what_was_rolled(result)
    embed.set_author(name=headline(player, what, for_gm=True), icon_url=avatar_url)
    return embed


def gm_line(roll: RecordedRoll, *, channel_id: int | None = None) -> str:
    """Return the line above a result that is for the GM: whose it is, and whether they saw it.

    It also says where that was, if it is not shown in that very channel, which is `channel_id`.
    """
    player = mention(roll.player_id)
    blind = roll.visibility is Visibility.BLIND
    if roll.revealed_at is not None:
        text = (
            N_("Blind roll by {player}, already revealed") if blind else N_("By {player}, already revealed")
        )
        return "-# " + _(text, player=player)
    line = (
        _("Blind roll by {player}", player=player) if blind else _("For {player} and the GM", player=player)
    )
    place = [] if roll.channel_id in (None, channel_id) else [_place(roll)]
    return "-# " + " \N{MIDDLE DOT} ".join([line, *place])


def revealed_line(roll: RecordedRoll, gm_id: int) -> str:
    """Return the line above a hidden roll that is now shown to all."""
    blind = roll.visibility is Visibility.BLIND
    text = N_("Blind roll by {player}, revealed by {gm}") if blind else N_("By {player}, revealed by {gm}")
    return "-# " + _(text, player=mention(roll.player_id), gm=mention(gm_id))


def revealed_note(link: str | None) -> str:
    """Return the line for the GM who has revealed a roll; `link` is where all can see it, or "" for here."""
    if link is None:
        return "-# " + _("Revealed.")
    return "-# " + (_("Revealed: {link}", link=link) if link else _("Revealed below."))


def copy_line(roll: RecordedRoll) -> str:
    """Return the line above a copy of a public result in the results channel."""
    return f"-# {_place(roll)}"


def revealed_roll(
    roll: RecordedRoll, result: Rolled | None, *, player: str = "", pictures: Pictures = NO_PICTURES
) -> discord.Embed:
    """Return a roll with its result; `result` is None if its dice are no longer known.

    Without a `player`, it says only what was rolled.
    """
    if result is not None:
        called = Called(roll.notation) if isinstance(result, Result) else UNCALLED
        return embed_reply(result, player=player, note=roll.note, called=called, pictures=pictures)
    total = format_number(parse_number(roll.total or "0"))
    embed = discord.Embed(
        description=cut("\n".join([*note_line(roll.note), f"# {total}"]), EMBED_DESCRIPTION),
        color=Color.PLAIN,
    )
    embed.set_author(name=headline(player, cut(roll.notation, 80)))
    return embed


def _place(roll: RecordedRoll) -> str:
    # Discord shows the address of a message as the name of its channel.
    if roll.message_id is None or roll.server_id is None:
        return f"<#{roll.channel_id}>"
    return roll.link
