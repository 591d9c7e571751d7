"""Waiting for the turn to start a session, among all processes of a bot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.store.connection.availability import StoreUnavailable
from bot.store.shards import identifies

if TYPE_CHECKING:
    from bot.store.connection.database import Database

# Discord takes one in each bucket every five seconds, by its own clock.
TURN_SECONDS = 5.25


class IdentifyTurns:
    """The turns of processes that share a PostgreSQL, one every `seconds` in each of Discord's buckets."""

    def __init__(self, database: Database, *, seconds: float = TURN_SECONDS) -> None:
        self._database = database
        self._seconds = seconds

    async def take(self, application_id: int, bucket: int) -> None:
        """Wait for a turn, which begins when this returns.

        While the database is away, that is after as long as a turn: Discord then refuses those that
        collide, and they are started again.
        """
        while True:
            try:
                left = await self._database.write(
                    identifies.take_turn, application_id, bucket, seconds=self._seconds
                )
            except StoreUnavailable:
                await asyncio.sleep(self._seconds)
                return
            if not left:
                return
            await asyncio.sleep(left)
