"""The reply to whatever was rolled: dice notation, or a call of a game system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.dice.emojis import NO_PICTURES, Pictures
from bot.presentation.rolls.compact import compact_reply
from bot.presentation.rolls.reply import roll_reply, rolled_dice
from bot.presentation.systems.reply import called, game_compact_reply, game_reply
from bot.store.called import UNCALLED, Called
from dicewright import Result

if TYPE_CHECKING:
    import discord

    from bot.services.rolls.rolling import Rolled


def embed_reply(
    rolled: Rolled,
    *,
    player: str = "",
    avatar_url: str | None = None,
    note: str = "",
    luck: str = "",
    called: Called = UNCALLED,
    pictures: Pictures = NO_PICTURES,
) -> discord.Embed:
    """Return the reply as an embed; see `roll_reply`."""
    if isinstance(rolled, Result):
        return roll_reply(
            rolled,
            player=player,
            avatar_url=avatar_url,
            note=note,
            luck=luck,
            called=called,
            pictures=pictures,
        )
    return game_reply(rolled, player=player, avatar_url=avatar_url, note=note, luck=luck, pictures=pictures)


def short_reply(
    rolled: Rolled,
    *,
    player: str,
    note: str = "",
    luck: str = "",
    called: Called = UNCALLED,
) -> str:
    """Return the reply as lines of chat; see `compact_reply`."""
    if isinstance(rolled, Result):
        return compact_reply(rolled, player=player, note=note, luck=luck, called=called)
    return game_compact_reply(rolled, player=player, note=note, luck=luck)


def what_was_rolled(rolled: Rolled) -> str:
    """Return in short what was rolled, as the line above a reply says it."""
    return rolled_dice(rolled) if isinstance(rolled, Result) else called(rolled)


def own_notes(rolled: Rolled) -> list[str]:
    """Return the notes that were typed with the dice."""
    return [group[0].note for group in rolled.groups] if isinstance(rolled, Result) else [rolled.note]
