"""A write that a disk or another process keeps from ending: reads go on, and what nobody waits for waits."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.services.history.writer import HistoryWriter
from bot.store import rolls
from bot.store.connection.availability import StoreUnavailable
from bot.store.connection.writing import WritingTurn
from tests.support.databases import opened, url_of
from tests.support.rolls import ANN, a_roll
from tests.support.waiting import PATIENCE, until, until_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.connection.database import Database

MINE = rolls.own_rolls(ANN)
# What a player would wait for in these tests.
SECONDS = 0.05


@contextmanager
def another_process_writes(address: str) -> Iterator[None]:
    """Hold the file's one lock for writing, as a write that waits for its disk does."""
    with closing(sqlite3.connect(str(url_of(address).database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def refused(database: Database) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as caught:
        await database.write(rolls.record, [a_roll(99)])
    return caught.value


async def test_a_slow_write_of_the_history_is_no_outage(sqlite_address: str) -> None:
    with capture_logs() as logs:
        async with opened(sqlite_address) as database, HistoryWriter(database) as history:
            hasty = database.within(SECONDS)
            with another_process_writes(sqlite_address):
                history.record(a_roll(1))
                await until(lambda: database._engine.pool.checkedout() > 0)
                assert (await refused(hasty)).retry_after > 0
                assert database.away, "an operator can see it"
                # Many want to write, and none of them keeps the second connection from those who read.
                await asyncio.gather(*(refused(hasty) for _ in range(10)))
                assert await database.read(rolls.count, MINE) == 0
                assert history.waiting == 1
            await until_known(lambda: database.read(rolls.count, MINE), 1)
            assert not database.away
            await hasty.within(PATIENCE).write(rolls.record, [a_roll(2)])
        assert (history.written, history.dropped, database.failures) == (1, 0, 0)
    assert [entry["event"] for entry in logs] == ["database slow"], "once, however many were refused"


async def test_a_write_that_nobody_waits_for_any_longer_keeps_its_turn(sqlite_address: str) -> None:
    async with opened(sqlite_address, seconds=SECONDS) as database:
        with another_process_writes(sqlite_address):
            # It is given up, but its thread still waits for the file.
            assert isinstance((await refused(database)).__cause__, TimeoutError)
            given_up = database.within(PATIENCE)
            database._breaker.succeeded()
            assert await given_up.read(rolls.count, MINE) == 0
            await refused(database)
            assert database._engine.pool.checkedout() == 1, "the second one did not start"
        await until(lambda: database._engine.pool.checkedout() == 0)
        await given_up.write(rolls.record, [a_roll(1)])
        assert await given_up.read(rolls.count, MINE) == 2


async def test_a_server_gets_no_longer_in_the_background(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database:
        assert database.in_background() is database


async def test_waiting_for_many_quick_writes_is_not_waiting_for_a_slow_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop = asyncio.get_running_loop()
    time, later = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: time() + later)
    patience = 2 * PATIENCE
    turn = WritingTurn()
    await turn.take(patience)
    second, third = (asyncio.create_task(turn.take(patience)) for _ in range(2))
    await asyncio.sleep(0)
    later = 0.8 * patience
    turn.give()
    await second
    later = 1.4 * patience
    await asyncio.sleep(0)
    assert not third.done(), "the second write has not taken too long, the first one neither"
    later = 2 * patience
    with capture_logs(), pytest.raises(StoreUnavailable):
        await third
    assert turn.slow
    turn.give()
    assert not turn.slow
    await turn.take(patience)
