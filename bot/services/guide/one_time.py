"""Hints that each player is shown once, whichever process answers and whenever it was started."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.services.cache import PATIENCE_SECONDS
from bot.services.guide.silent import silent_differences
from bot.store import preferences
from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from bot.store.connection.database import Database

_MOST_REMEMBERED = 10_000


class OneTimeHints:
    """Picks hints that a player has not seen. It never fails, and no roll waits long for it."""

    def __init__(self, database: Database, *, patience: float = PATIENCE_SECONDS) -> None:
        self._database = database
        self._patience = patience
        self._seen: LRUCache[tuple[int, str], None] = LRUCache(_MOST_REMEMBERED)

    async def about(self, text: str, player_id: int) -> str:
        """Return a hint about what a player typed, of a kind that is new to them; "" if there is none.

        It counts as seen from now on. While the database is away, or slow, there are no hints: nobody
        could know which of them are new.
        """
        for hint in silent_differences(text):
            if (player_id, hint.kind) in self._seen:
                continue
            adding = asyncio.ensure_future(self._add(player_id, hint.kind))
            # It goes on when patience ends.
            await asyncio.wait([adding], timeout=self._patience)
            if not adding.done():
                return ""
            if adding.result():
                return hint.text
        return ""

    def forget_player(self, player_id: int) -> None:
        """Let a player whose data was removed see all hints anew."""
        for key in [key for key in self._seen if key[0] == player_id]:
            del self._seen[key]

    async def _add(self, player_id: int, kind: str) -> bool:
        try:
            new = await self._database.write(preferences.add_hint, player_id, kind)
        except StoreUnavailable:
            return False
        self._seen[player_id, kind] = None
        return new
