"""A row that is inserted in a transaction of its own: kept once or refused, and a file that is locked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store.connection.availability import CircuitBreaker, StoreUnavailable
from bot.store.connection.database import Database
from bot.store.connection.engine import build_engine
from bot.store.tables import button_states
from tests.support.databases import opened, url_of


def a_state(key: str, text: str | None = "1d20") -> dict[str, object]:
    return {"key": key, "text": text, "used_at": datetime(2026, 11, 27, tzinfo=UTC)}


async def test_a_row_that_is_inserted_by_itself_is_kept_once(address: str) -> None:
    async with opened(address) as database:
        assert await database.insert(button_states, a_state("a"))
        assert not await database.insert(button_states, a_state("a", "2d6"))
    async with opened(address) as database:
        found = await database.read(lambda connection: connection.execute(button_states.select()).all())
    assert [(row.key, row.text) for row in found] == [("a", "1d20")]


async def test_a_row_that_the_table_does_not_take(database: Database) -> None:
    with pytest.raises((IntegrityError, sqlite3.IntegrityError)):
        await database.insert(button_states, a_state("a", None))
    assert not database.away
    assert await database.insert(button_states, a_state("a"))


async def test_a_row_for_a_file_that_another_process_locks(sqlite_address: str) -> None:
    path = url_of(sqlite_address).database
    assert path is not None
    engine = build_engine(url_of(sqlite_address), lock_seconds=0.1)
    database = Database(engine, CircuitBreaker(lambda: 0.0))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            await database.insert(button_states, a_state("a"))
        other.execute("COMMIT")
        assert other.execute("SELECT count(*) FROM button_states").fetchone() == (0,)
    await database.close()
