"""What happens when a command fails: the player is told, and only the player."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.presentation.errors import dice_error_text, outdated_command_text, unexpected_error_text
from dicewright import DiceError

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060


class CommandTree(app_commands.CommandTree[discord.Client]):
    """The commands, and the one place where their errors end."""

    def __init__(self, client: discord.Client, *, new_error_id: Callable[[], str]) -> None:
        super().__init__(client)
        self._new_error_id = new_error_id

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Answer with what went wrong; log it unless it is the player's to mend."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, DiceError):
            await _answer_privately(interaction, dice_error_text(cause))
        elif _is_too_late(cause):
            # Nobody waits for this answer any more, and Discord would refuse another.
            log.warning("interaction gone", reason=str(cause), **_whereabouts(interaction))
        elif isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("command outdated", reason=str(cause), **_whereabouts(interaction))
            await _answer_privately(interaction, outdated_command_text())
        else:
            error_id = self._new_error_id()
            log.error("command failed", error_id=error_id, exc_info=cause, **_whereabouts(interaction))
            await _answer_privately(interaction, unexpected_error_text(error_id))


def _is_too_late(error: BaseException) -> bool:
    return isinstance(error, discord.InteractionResponded) or (
        isinstance(error, discord.HTTPException)
        and error.code in (_UNKNOWN_INTERACTION, _ALREADY_ACKNOWLEDGED)
    )


def _whereabouts(interaction: discord.Interaction[Any]) -> dict[str, object]:
    command = interaction.command
    return {
        "command": command.qualified_name if command else None,
        "interaction": interaction.id,
        "guild": interaction.guild_id,
    }


async def _answer_privately(interaction: discord.Interaction[Any], text: str) -> None:
    response = interaction.response
    try:
        if not response.is_done():
            await response.send_message(text, ephemeral=True)
            return
        if response.type is discord.InteractionResponseType.deferred_channel_message:
            # A first follow-up would take the place of the public "thinking" message and be public too.
            await interaction.delete_original_response()
        await interaction.followup.send(text, ephemeral=True)
    except discord.HTTPException as failure:
        log.warning("error reply not delivered", reason=str(failure), **_whereabouts(interaction))
