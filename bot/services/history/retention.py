"""Removing what is older than it should be."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.background import in_background
from bot.services.saved.sharing import SHARE_DAYS
from bot.store import retention, shares
from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from bot.store.connection.database import Database

log = structlog.stdlib.get_logger(__name__)

# The first time comes when the bot has long been answering, and a bot that keeps crashing never gets there.
_FIRST_AFTER_SECONDS = 300.0
_EVERY_SECONDS = 3_600.0
# Between two batches others get their turn: SQLite has one writer at a time.
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """For how many days what is kept. A server can say otherwise for its rolls."""

    history_days: int = 365
    pad_days: int = 7
    button_days: int = 180
    share_days: int = SHARE_DAYS
    """Only stated here: each code carries when it ends."""


class Retention:
    """Removes what is old, `batch` rows at a time. Several processes may do so at the same time."""

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime],
        rules: RetentionRules | None = None,
        batch: int = 500,
    ) -> None:
        self._database = database
        self._now = now
        self._rules = rules or RetentionRules()
        self._batch = batch

    async def run(self) -> int:
        """Remove all that is too old now; return how many rows that were. Raises StoreUnavailable."""
        rules = self._rules
        removed = await self._database.write(shares.remove_expired, now=self._now())
        days_of_servers = await self._database.read(retention.servers_with_own_days)
        for server_id, days in days_of_servers.items():
            removed += await self._remove(partial(retention.remove_rolls_of, server_id=server_id), days)
            removed += await self._remove(partial(retention.remove_sessions_of, server_id=server_id), days)
        removed += await self._remove(retention.remove_other_rolls, rules.history_days)
        removed += await self._remove(retention.remove_other_sessions, rules.history_days)
        removed += await self._remove(retention.remove_pads, rules.pad_days)
        removed += await self._remove(retention.remove_button_states, rules.button_days)
        return removed

    def regularly(
        self, *, first_after: float = _FIRST_AFTER_SECONDS, every: float = _EVERY_SECONDS
    ) -> AbstractAsyncContextManager[None]:
        """Run every this many seconds until the block is left. What fails is logged, and tried again."""
        return in_background(self._run_regularly(first_after, every), name="retention")

    async def _run_regularly(self, first_after: float, every: float) -> None:
        await asyncio.sleep(first_after)
        while True:
            try:
                if removed := await self.run():
                    log.info("old rows removed", rows=removed)
            except StoreUnavailable:
                # The store has logged why, and what is old waits.
                log.warning("old rows not removed", reason="the database is unreachable")
            except Exception:
                log.exception("old rows not removed")
            await asyncio.sleep(every)

    async def _remove(self, remove: Callable[..., int], days: int) -> int:
        before = self._now() - timedelta(days=days)
        total = 0
        while removed := await self._database.write(remove, before=before, limit=self._batch):
            total += removed
            await asyncio.sleep(_PAUSE_SECONDS)
        return total
