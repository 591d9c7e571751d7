"""Removing what is older than it should be."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.store import retention, shares

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.store.database import Database

# Between two batches others get their turn: SQLite has one writer at a time.
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRules:
    """For how many days what is kept. A server can say otherwise for its rolls."""

    history_days: int = 365
    pad_days: int = 7
    button_days: int = 180


class Retention:
    """Removes what is old, `batch` rows at a time. Meant to run every hour or so, in any one process."""

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
        removed += await self._remove(retention.remove_other_rolls, rules.history_days)
        removed += await self._remove(retention.remove_pads, rules.pad_days)
        removed += await self._remove(retention.remove_button_states, rules.button_days)
        return removed

    async def _remove(self, remove: Callable[..., int], days: int) -> int:
        before = self._now() - timedelta(days=days)
        total = 0
        while removed := await self._database.write(remove, before=before, limit=self._batch):
            total += removed
            await asyncio.sleep(_PAUSE_SECONDS)
        return total
