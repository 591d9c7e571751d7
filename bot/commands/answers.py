"""Answers that only the person who used a command sees."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.presentation.errors import refusal_text
from bot.services.refusals import Refused
from bot.store.availability import StoreUnavailable
from dicewright import DiceError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = structlog.stdlib.get_logger(__name__)


@asynccontextmanager
async def refusals_answered(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Answer what is no failure of ours: bad notation, a refusal, or a database that is away."""
    try:
        yield
    except (DiceError, Refused, StoreUnavailable) as refusal:
        await answer_privately(interaction, refusal_text(refusal))


async def answer_privately(interaction: discord.Interaction[Any], text: str) -> None:
    """Send a text that only the person sees, whatever was answered before; failing to is only logged."""
    response = interaction.response
    try:
        if not response.is_done():
            await response.send_message(text, ephemeral=True)
            return
        if response.type is discord.InteractionResponseType.deferred_channel_message:
            # A first follow-up would take the place of the public "thinking" message and be public too.
            await interaction.delete_original_response()
        await interaction.followup.send(text, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        log.warning("private answer not delivered", reason=str(failure), **whereabouts(interaction))


def whereabouts(interaction: discord.Interaction[Any]) -> dict[str, object]:
    """Return which command was used where, for the log; nothing of what was typed."""
    command = interaction.command
    return {
        "command": command.qualified_name if command else None,
        "interaction": interaction.id,
        "guild": interaction.guild_id,
    }
