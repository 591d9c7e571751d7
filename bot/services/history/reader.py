"""Reading the history: pages, counts, and all of a view for statistics and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store import rolls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

    from bot.store.connection.database import Database
    from bot.store.rolls import RecentRoll, RecordedRoll, View

# Reading as many takes about ten milliseconds, in which nobody else is answered.
_BATCH = 250
# Counting all that a great server has rolled would take longer than a page may.
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some rolls of a view, the newest first, and how many are newer and older: `COUNTED` at most."""

    rolls: tuple[RecordedRoll, ...]
    newer: int
    older: int


class PastRolls:
    """Rolls of a view (see `bot.store.rolls.View`), the newest first. All methods raise StoreUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, view: View, *, limit: int, before: tuple[int, int] | None = None
    ) -> tuple[RecordedRoll, ...]:
        """Return up to `limit` rolls; `before` is the key of the last one already shown."""
        return tuple(await self._database.read(rolls.page, view, limit=limit, before=before))

    async def excerpt(
        self,
        view: View,
        *,
        limit: int,
        before: tuple[int, int] | None = None,
        after: tuple[int, int] | None = None,
    ) -> Excerpt:
        """Return the rolls next to a key, as `bot.store.rolls.page` does, or the newest of all.

        If a whole page is not left after the key, or nothing before it, the newest are returned.
        """
        return await self._database.read(_excerpt, view, limit, before, after)

    async def whole(self, interaction_id: int) -> RecordedRoll | None:
        """Return a roll with its result, even a hidden one: for a second look at it, never to be shown."""
        return await self._database.read(rolls.find_whole, interaction_id)

    async def has_second_look(self, interaction_id: int) -> bool:
        """Return whether there is a second look at a roll."""
        return await self._database.read(rolls.has_second_look, interaction_id)

    async def count(self, view: View) -> int:
        """Return how many rolls there are."""
        return await self._database.read(rolls.count, view)

    async def each(self, view: View, *, most: int | None = None) -> AsyncIterator[RecordedRoll]:
        """Yield every roll, or the `most` latest, reading some at a time."""
        async for batch in self.batches(view, most=most):
            for roll in batch:
                yield roll

    async def batches(
        self, view: View, *, most: int | None = None, before: tuple[int, int] | None = None
    ) -> AsyncIterator[tuple[RecordedRoll, ...]]:
        """Yield the same rolls as they are read, some at a time; only those before a key, if any."""
        left = most
        while left is None or left > 0:
            limit = _BATCH if left is None else min(_BATCH, left)
            page = await self.page(view, limit=limit, before=before)
            if page:
                yield page
            if len(page) < limit:
                return
            before = page[-1].key
            left = None if left is None else left - limit

    async def recent(self, player_id: int, *, limit: int = 25) -> tuple[RecentRoll, ...]:
        """Return different rolls that a player made, the latest first."""
        return tuple(await self._database.read(rolls.recent, player_id, limit=limit))


def _excerpt(
    connection: Connection,
    view: View,
    limit: int,
    before: tuple[int, int] | None,
    after: tuple[int, int] | None,
) -> Excerpt:
    found = rolls.page(connection, view, limit=limit, before=before, after=after)
    if len(found) < limit and (after is not None or (before is not None and not found)):
        found = rolls.page(connection, view, limit=limit)
    if not found:
        return Excerpt((), 0, 0)
    newer = rolls.count(connection, view, after=found[0].key, most=COUNTED)
    older = rolls.count(connection, view, before=found[-1].key, most=COUNTED)
    return Excerpt(tuple(found), newer, older)
