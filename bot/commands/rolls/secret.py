"""Look and Reveal: how a GM sees a roll that was made for them, and shows it to all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.discord_api.components import Component
from bot.discord_api.contexts import is_game_master_here
from bot.presentation.dice.emojis import NO_PICTURES
from bot.presentation.fair_messages import fair_mark
from bot.presentation.rolls.buttons import LOOK, REVEAL, reveal_button
from bot.presentation.rolls.secret import gm_line, revealed_line, revealed_note, revealed_roll
from bot.services.history.recording import anything_replayed
from bot.services.rolls.gm import not_game_master
from bot.services.rolls.rolling import MANY_DICE
from bot.services.user_error import UserError
from bot.texts import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.discord_api.channels import ChannelPosts
    from bot.presentation.dice.emojis import DiceEmojis
    from bot.services.fair.receipts import Receipts
    from bot.services.rolls.blind_rolls import BlindRolls
    from bot.services.settings.preferences import Preferences
    from bot.store.rolls import RecordedRoll

_WHICH = r":(?P<token>[\w-]+)"
_GONE = N_("This roll has been deleted from the history.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretRolls:
    """Shows rolls to GMs. What these methods raise is a refusal, or that the database is away."""

    blind_rolls: BlindRolls
    receipts: Receipts
    preferences: Preferences
    channels: ChannelPosts
    emojis: DiceEmojis

    def components(self) -> Iterator[Component]:
        """Yield what happens when the buttons are pressed."""
        yield Component(LOOK + _WHICH, self.look)
        yield Component(REVEAL + _WHICH, self.reveal)

    async def look(self, interaction: discord.Interaction[Any], token: str) -> None:
        """Show a roll to the GM who pressed, alone. What is revealed already, anybody may look at."""
        roll = await self.blind_rolls.look(token)
        if roll is None or roll.revealed_at is None:
            await self._check_game_master(interaction)
        if roll is None or roll.server_id != interaction.guild_id:
            raise UserError(_(_GONE))
        line = gm_line(roll, channel_id=interaction.channel_id)
        message: dict[str, Any] = {"content": line, "embed": await self._shown(roll)}
        if roll.revealed_at is None:
            message["view"] = reveal_button(token)
        await interaction.response.send_message(**message, ephemeral=True)

    async def reveal(self, interaction: discord.Interaction[Any], token: str) -> None:
        """Show a roll to all, once: in place of the line that said it was made, or below it."""
        await self._check_game_master(interaction)
        found = await self.blind_rolls.look(token)
        if found is None or found.server_id != interaction.guild_id:
            raise UserError(_(_GONE))
        roll = await self.blind_rolls.reveal(token)
        if roll is None:
            raise UserError(_("This roll has already been revealed."))
        # Editing and posting may wait for longer than an answer may.
        await interaction.response.defer()
        shown = await self._shown(roll, player=await _name_of(interaction, roll.player_id))
        message: dict[str, Any] = {"content": revealed_line(roll, interaction.user.id), "embed": shown}
        link = await self._show_all(interaction, roll, message)
        # The button has done its work, and what it was under says where the roll is now.
        await interaction.edit_original_response(content=revealed_note(link), view=None)
        if link is None:
            raise UserError(
                _(
                    "The roll is revealed, but the bot can't post in its channel. "
                    "Everyone there can now see it with Look."
                )
            )

    async def _show_all(
        self, interaction: discord.Interaction[Any], roll: RecordedRoll, message: dict[str, Any]
    ) -> str | None:
        """Show a revealed roll where it was made; return its link, "" for right here, or None for nowhere."""
        channel_id = roll.channel_id or interaction.channel_id
        if channel_id is None:
            return None
        if roll.message_id is not None:
            # Its buttons and menu are for a roll that is hidden.
            changes = {**message, "view": None}
            if await self.channels.edit(interaction.client, channel_id, roll.message_id, changes):
                return roll.link
        if channel_id == interaction.channel_id:
            await interaction.followup.send(**message)
            return ""
        posted = await self.channels.post(interaction.client, channel_id, message)
        return replace(roll, message_id=None).link if posted else None

    async def _check_game_master(self, interaction: discord.Interaction[Any]) -> None:
        settings = await self.preferences.server(interaction.guild_id)
        if not is_game_master_here(interaction, settings):
            raise not_game_master()

    async def _shown(self, roll: RecordedRoll, *, player: str = "") -> discord.Embed:
        if len(roll.faces or ()) > MANY_DICE:
            result = await asyncio.to_thread(anything_replayed, roll)
        else:
            result = anything_replayed(roll)
        settings = await self.preferences.server(roll.server_id)
        pictures = self.emojis.pictures if settings.pictures else NO_PICTURES
        embed = revealed_roll(roll, result, player=player, pictures=pictures)
        entry = await self.receipts.of_interaction(roll.interaction_id)
        return embed.set_footer(text=fair_mark(entry.number, entry.link)) if entry else embed


async def _name_of(interaction: discord.Interaction[Any], player_id: int) -> str:
    """Return how a member of the server is called there; "" if that cannot be found out."""
    if interaction.guild is None:
        return ""
    try:
        return (await interaction.guild.fetch_member(player_id)).display_name
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        # The line above the roll has them as a mention.
        return ""
