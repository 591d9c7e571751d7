"""Sending files of rolls, which take a while and much memory to make."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.errors import refusal_text
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.services.history.roll_file import RollFile

_MOST_BYTES = 9_500_000
"""A little less than what Discord takes everywhere, 10 MB; more would be much to hold in memory, too."""
# For the rest of the request that carries a file.
_ENVELOPE = 10_000


class RollFiles:
    """Makes one file after another, so that however many ask, only one is in memory."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting: set[int] = set()

    @asynccontextmanager
    async def making(self, interaction: discord.Interaction[Any]) -> AsyncIterator[int]:
        """Show "thinking" to the person alone, wait for a turn, and yield how many bytes the file may have.

        A refusal within the block takes the place of "thinking". Raises UserError if a file of the same
        person is being made already.
        """
        player_id = interaction.user.id
        if player_id in self._waiting:
            raise UserError(_("Your last file isn't ready yet. Please wait for it."))
        self._waiting.add(player_id)
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            async with self._turn:
                yield min(_MOST_BYTES, interaction.filesize_limit - _ENVELOPE)
        except (UserError, StoreUnavailable) as refusal:
            await interaction.edit_original_response(content=refusal_text(refusal))
        finally:
            self._waiting.discard(player_id)

    @staticmethod
    async def send(
        interaction: discord.Interaction[Any], file: RollFile, text: str, view: discord.ui.View
    ) -> None:
        """Answer with a file."""
        attachments = [discord.File(BytesIO(file.content), file.name)]
        await interaction.edit_original_response(content=text, attachments=attachments, view=view)
