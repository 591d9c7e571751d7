"""Answers that only the person who used a command can see."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

import aiohttp
import discord
import structlog

from bot.discord_api.refusals import described
from bot.presentation.errors import refusal_text
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from dicewright import ArgumentError, DiceError, NotationError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from types import TracebackType

    Instead = Callable[[NotationError], Awaitable[discord.ui.View | None]]

T = TypeVar("T")

log = structlog.stdlib.get_logger(__name__)


def is_refusal(error: BaseException | None) -> TypeGuard[DiceError | UserError | StoreUnavailable]:
    """Return whether an error is meant for the player. Misuse of the library is our own failure."""
    return isinstance(error, DiceError | UserError | StoreUnavailable) and not isinstance(
        error, ArgumentError
    )


class user_errors_answered:
    """Answers errors that are not our failures: bad notation, refusals, and an unreachable database.

    A class, because every roll goes through it, and `asynccontextmanager` takes three times as long.
    """

    __slots__ = ("_instead", "_interaction")

    def __init__(self, interaction: discord.Interaction[Any], instead: Instead | None = None) -> None:
        """`instead` returns the button for what an error shows was meant, or None if nothing is sure to."""
        self._interaction = interaction
        self._instead = instead

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if not is_refusal(error):
            return False
        more: dict[str, Any] = {}
        if (
            self._instead is not None
            and isinstance(error, NotationError)
            and (view := await self._instead(error)) is not None
        ):
            more["view"] = view
        await answer_privately(self._interaction, refusal_text(error), **more)
        return True


async def send(
    interaction: discord.Interaction[Any], *, ephemeral: bool = False, **message: Any
) -> int | None:
    """Answer with a message, replacing "thinking" if that is shown; return the message's id.

    A message that replaces "thinking" is as ephemeral as that was.
    """
    if interaction.response.is_done():
        return (await interaction.edit_original_response(**message)).id
    return (await interaction.response.send_message(ephemeral=ephemeral, **message)).message_id


@asynccontextmanager
async def thinking_privately(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Show "thinking" to the person alone; a refusal within the block replaces it."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        yield
    except Exception as error:
        if not is_refusal(error):
            raise
        await interaction.edit_original_response(content=refusal_text(error))


async def in_time(
    interaction: discord.Interaction[Any], work: Awaitable[T], *, patience: float, ephemeral: bool = False
) -> T:
    """Return the result of the work; if it takes over `patience` seconds, the player sees "thinking"."""
    task = asyncio.ensure_future(work)
    await asyncio.wait([task], timeout=patience)
    if not task.done() and not interaction.response.is_done():
        await interaction.response.defer(ephemeral=ephemeral, thinking=True)
    return await task


async def answer_privately(interaction: discord.Interaction[Any], text: str, **more: Any) -> None:
    """Send a text to the person alone, whatever was answered before. A failure is only logged."""
    response = interaction.response
    try:
        if not response.is_done():
            await response.send_message(text, ephemeral=True, **more)
            return
        if response.type is discord.InteractionResponseType.deferred_channel_message:
            # The first follow-up would replace the public "thinking" message, and be public as well.
            await interaction.delete_original_response()
        await interaction.followup.send(text, ephemeral=True, **more)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as failure:
        log.warning(
            "private answer not delivered",
            **described(failure),
            **whereabouts(interaction),
        )


def whereabouts(interaction: discord.Interaction[Any]) -> dict[str, object]:
    """Return which command was used and where, for the log, without anything that was typed."""
    command = interaction.command
    return {
        "command": command.qualified_name if command else None,
        "interaction": interaction.id,
        "guild": interaction.guild_id,
    }
