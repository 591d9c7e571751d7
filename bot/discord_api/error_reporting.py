"""What happens when a command fails by no fault of the player's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.discord_api.answers import answer_privately, whereabouts
from bot.discord_api.delivery import ALREADY_ACKNOWLEDGED
from bot.presentation.errors import outdated_command_text, refusal_text, unexpected_error_text
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from dicewright import DiceError

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger(__name__)

_UNKNOWN_INTERACTION = 10062


class CommandTree(app_commands.CommandTree[discord.Client]):
    """The commands, and the one place where their errors end."""

    def __init__(self, client: discord.Client, *, new_error_id: Callable[[], str]) -> None:
        super().__init__(client)
        self._new_error_id = new_error_id

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Log the error once, and tell the player, with an id under which it is in the log."""
        await self.report(
            interaction, error.original if isinstance(error, app_commands.CommandInvokeError) else error
        )

    async def report(self, interaction: discord.Interaction[Any], cause: Exception) -> None:
        """Do the same for an error of a component or a form."""
        if _is_too_late(cause):
            # Nobody waits for this answer any more, and Discord would refuse another.
            log.warning("interaction gone", reason=str(cause), **whereabouts(interaction))
        elif isinstance(cause, DiceError | UserError | StoreUnavailable):
            await answer_privately(interaction, refusal_text(cause))
        elif isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.warning("command outdated", reason=str(cause), **whereabouts(interaction))
            await answer_privately(interaction, outdated_command_text())
        else:
            error_id = self._new_error_id()
            log.error("command failed", error_id=error_id, exc_info=cause, **whereabouts(interaction))
            await answer_privately(interaction, unexpected_error_text(error_id))


def _is_too_late(error: BaseException) -> bool:
    return isinstance(error, discord.InteractionResponded) or (
        isinstance(error, discord.HTTPException)
        and error.code in (_UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED)
    )
