"""Reporting a command that failed through no fault of the player."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
from discord import app_commands

from bot.discord_api.answers import answer_privately, is_refusal, whereabouts
from bot.discord_api.refusals import (
    ALREADY_ACKNOWLEDGED,
    ORDINARY,
    UNKNOWN_INTERACTION,
    described,
    is_outage,
    reason_of,
)
from bot.presentation.errors import outdated_command_text, refusal_text, unexpected_error_text
from bot.texts import speak

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.metrics import Metrics

log = structlog.stdlib.get_logger(__name__)


class CommandTree(app_commands.CommandTree[discord.Client]):
    """The commands, and the one place where their errors end up."""

    def __init__(self, client: discord.Client, *, new_error_id: Callable[[], str], metrics: Metrics) -> None:
        super().__init__(client)
        self._new_error_id = new_error_id
        self._metrics = metrics

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Answer a command, or suggest completions, in the language of the person who uses it."""
        speak(interaction.locale.value)
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Log the error once, and tell the player its id in the log."""
        await self.report(
            interaction, error.original if isinstance(error, app_commands.CommandInvokeError) else error
        )

    async def report(self, interaction: discord.Interaction[Any], cause: Exception) -> None:
        """Do the same for an error in a component or a form."""
        if isinstance(cause, discord.InteractionResponded) or _code(cause) == ALREADY_ACKNOWLEDGED:
            # During a deployment, each interaction goes to both the old and the new process.
            self._metrics.failed("answered_elsewhere")
            log.info("answered by another process", **whereabouts(interaction))
        elif _code(cause) == UNKNOWN_INTERACTION:
            # Nobody is waiting for this answer any more, and Discord would refuse another one.
            self._metrics.failed("interaction_gone")
            log.warning("interaction gone", reason=reason_of(cause), **whereabouts(interaction))
        elif _code(cause) in ORDINARY:
            self._metrics.failed("refused_by_discord")
            log.info("refused by Discord", reason=reason_of(cause), **whereabouts(interaction))
        elif isinstance(cause, discord.HTTPException | discord.RateLimited | aiohttp.ClientError | OSError):
            # It isn't our failure, so a traceback wouldn't help.
            self._metrics.failed("discord_unavailable" if is_outage(cause) else "refused_by_discord")
            log.warning(
                "answer not accepted by Discord",
                **described(cause),
                **whereabouts(interaction),
            )
        elif isinstance(cause, RuntimeError) and interaction.client.is_closed():
            # It took longer than the bot waits for answers when it stops, and its connections are closed.
            self._metrics.failed("interaction_gone")
            log.warning("not answered before the stop", **whereabouts(interaction))
        elif is_refusal(cause):
            await answer_privately(interaction, refusal_text(cause))
        elif isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            self._metrics.failed("outdated_command")
            log.warning("command outdated", reason=str(cause), **whereabouts(interaction))
            await answer_privately(interaction, outdated_command_text())
        else:
            self._metrics.failed("unexpected")
            error_id = self._new_error_id()
            log.error("command failed", error_id=error_id, exc_info=cause, **whereabouts(interaction))
            await answer_privately(interaction, unexpected_error_text(error_id))


def _code(error: BaseException) -> int | None:
    return error.code if isinstance(error, discord.HTTPException) else None
