"""Revealing the secrets of verifiable rolls automatically when they are due."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.presentation.fair_messages import revealed_text
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from bot.discord_api.channels import ChannelPosts
    from bot.services.fair.ledger import Ended, FairLedger
    from bot.services.fair.receipts import Receipts

log = structlog.stdlib.get_logger(__name__)

_EVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FairReveals:
    """Looks every minute for sessions that should have ended. Several processes may do so."""

    ledger: FairLedger
    receipts: Receipts
    channels: ChannelPosts

    async def run(self, client: discord.Client) -> None:
        """Look until cancelled. What fails is logged, and tried again."""
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            try:
                await self.reveal_due(client)
            except StoreUnavailable:
                log.warning("secrets not revealed", reason="the database is unreachable")
            except Exception:
                log.exception("secrets not revealed")

    async def reveal_due(self, client: discord.Client) -> None:
        """End the sessions that are due, and post each where it was begun. Raises StoreUnavailable."""
        for server_id in await self.ledger.due_servers():
            # A server whose secret cannot be read must not keep the others waiting.
            with suppress(UserError):
                if ended := await self.ledger.end_due(server_id):
                    await self._post(client, server_id, ended)

    async def _post(self, client: discord.Client, server_id: int, ended: Ended) -> None:
        """Say that a secret is revealed; if the bot cannot, the next roll on that server does."""
        following = ended.following
        if following is None or following.channel_id is None:
            return
        file = await self.receipts.session_file(await self.receipts.ended(server_id, ended.session))
        message: dict[str, Any] = {
            "content": revealed_text(ended),
            "file": discord.File(BytesIO(file.content), file.name),
        }
        if await self.channels.post(client, following.channel_id, message):
            await self.ledger.announced(following)
