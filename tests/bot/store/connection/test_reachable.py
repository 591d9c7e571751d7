"""Whether the database answers, on both kinds, and after it went away."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot.store.connection.reachable import is_reachable
from tests.support.databases import opened
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    import pytest

    from bot.store.connection.database import Database
    from tests.support.databases import PostgreSQL


async def test_it_answers(database: Database) -> None:
    assert await is_reachable(database)
    assert not database.away


async def test_it_goes_and_comes_back(postgresql: PostgreSQL, postgresql_address: str) -> None:
    async with opened(postgresql_address, clock=time.monotonic) as database:
        await asyncio.to_thread(postgresql.stop)
        try:
            assert not await is_reachable(database)
            assert (database.away, database.failures) == (True, 1)
        finally:
            await asyncio.to_thread(postgresql.start)
        async with asyncio.timeout(PATIENCE):
            while not await is_reachable(database):  # noqa: ASYNC110 - nothing else says so
                await asyncio.sleep(0.05)
        assert not database.away


async def test_one_that_others_keep_busy_is_not_away(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr("bot.store.connection.reachable._SECONDS", 0.01)
    # Every turn is taken.
    while not database._turns.locked():
        await database._turns.acquire()
    assert await is_reachable(database)
    assert not database.away
