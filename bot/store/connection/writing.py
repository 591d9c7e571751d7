"""The one turn at writing that an SQLite file has, and a write that the disk keeps from ending.

Mostly a write leaves the disk to work later. But the first one after the log was moved into the file waits
for the disk, and that of a new log twice: SQLite syncs the log's header then. On a busy disk this has taken
seconds. Reads go on meanwhile.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger(__name__)

# Until it is worth asking again.
_RETRY_SECONDS = 0.5


class WritingTurn:
    """Lets one write through at a time, and refuses others while that one takes too long."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._begun = 0.0
        self._waiting = 0
        self.slow = False
        """Whether the write under way has made another one give up."""

    async def take(self, seconds: float) -> None:
        """Wait for the turn. Raises StoreUnavailable if one write takes longer than `seconds`.

        However many wait, as long as each is quick, nobody is refused.
        """
        now = asyncio.get_running_loop().time
        if self._waiting or self._lock.locked():
            self._waiting += 1
            try:
                await self._wait(now, seconds)
            finally:
                self._waiting -= 1
        else:
            await self._lock.acquire()
        self._begun = now()

    async def _wait(self, now: Callable[[], float], seconds: float) -> None:
        while True:
            left = self._begun + seconds - now() if self._lock.locked() else seconds
            try:
                async with asyncio.timeout(max(left, 0.0)):
                    await self._lock.acquire()
                return
            except TimeoutError:
                if self._lock.locked() and now() >= self._begun + seconds:
                    raise self._refusal() from None

    def give(self) -> None:
        """Let the next write through."""
        self.slow = False
        self._lock.release()

    def _refusal(self) -> StoreUnavailable:
        if not self.slow:
            self.slow = True
            log.warning("database slow", cause="a write waits for the disk, or for another process")
        return StoreUnavailable(_RETRY_SECONDS)
