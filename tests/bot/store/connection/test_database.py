"""Transactions that hold or do not, and a database that is away: refused, slow, stopped, read only."""

from __future__ import annotations

import asyncio
import logging
import socket
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.store import rolls
from bot.store.connection.availability import CircuitBreaker, StoreUnavailable
from bot.store.connection.database import Database
from bot.store.connection.engine import build_engine
from tests.support.databases import opened, url_of
from tests.support.rolls import ANN, a_roll
from tests.support.waiting import NEVER, PATIENCE, until

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.support.databases import PostgreSQL

MINE = rolls.own_rolls(ANN)


def record_and_fail(connection: Connection) -> None:
    rolls.record(connection, [a_roll(1)])
    raise ValueError("my own")


async def test_what_work_wrote_is_kept_when_it_ends(address: str) -> None:
    async with opened(address) as database:
        await database.write(rolls.record, [a_roll(1)])
    async with opened(address) as database:
        assert await database.read(rolls.count, MINE) == 1


async def test_what_work_wrote_is_gone_when_it_raises(database: Database) -> None:
    with pytest.raises(ValueError, match="my own"):
        await database.write(record_and_fail)
    assert await database.read(rolls.count, MINE) == 0


async def test_errors_of_the_work_do_not_count_as_being_away(database: Database) -> None:
    with pytest.raises(ValueError, match="my own"):
        await database.write(record_and_fail)
    with pytest.raises(IntegrityError):
        await database.write(
            lambda connection: connection.execute(rolls.rolls.insert(), {"interaction_id": 1, "part": 0})
        )
    assert await database.read(rolls.count, MINE) == 0


async def test_writers_wait_for_each_other(database: Database) -> None:
    def read_then_write(connection: Connection, number: int) -> None:
        rolls.count(connection, MINE)
        rolls.record(connection, [a_roll(number)])

    await asyncio.gather(*(database.write(read_then_write, number) for number in range(20)))
    assert await database.read(rolls.count, MINE) == 20


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 1500),
        ("wal_autocheckpoint", 16000),
    ],
)
async def test_sqlite_is_set_up(sqlite_address: str, setting: str, value: object) -> None:
    async with opened(sqlite_address) as database:
        found = await database.read(lambda connection: connection.execute(text(f"PRAGMA {setting}")).scalar())
    assert found == value


async def test_a_port_where_nobody_listens_is_refused_at_once_and_then_not_asked() -> None:
    connections = 0
    engine = build_engine(url_of("postgres://ann:hunter2@127.0.0.1:1/dice"))
    database = Database(engine, CircuitBreaker(lambda: 0.0, shortest=0.5))

    def never(_connection: Connection) -> None:
        nonlocal connections
        connections += 1

    with structlog.testing.capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(StoreUnavailable) as caught:
                await database.read(never)
            assert caught.value.retry_after == 0.5
    assert connections == 0
    assert [entry["event"] for entry in logs] == ["database unreachable"], (
        "asked again while known to be away"
    )
    assert "Connect call failed" in logs[0]["cause"]
    assert "hunter2" not in f"{logs} {caught.value!r} {caught.value.__cause__!r}"


async def test_a_server_that_does_not_answer_costs_one_wait_and_no_more() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        async with opened(f"postgres://127.0.0.1:{port}/dice?ssl=disable", seconds=0.5) as database:
            for _ in range(100):
                with pytest.raises(StoreUnavailable):
                    await database.read(rolls.count, MINE)
        silent.setblocking(False)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()


async def test_a_server_that_stops_and_starts_again(postgresql: PostgreSQL, postgresql_address: str) -> None:
    now = 0.0
    async with opened(postgresql_address, clock=lambda: now) as database:
        await database.write(rolls.record, [a_roll(1)])
        postgresql.stop()
        try:
            with pytest.raises(StoreUnavailable):
                await database.read(rolls.count, MINE)
        finally:
            postgresql.start()
        with pytest.raises(StoreUnavailable):
            await database.read(rolls.count, MINE)
        now += 60
        assert await database.read(rolls.count, MINE) == 1


async def test_a_connection_that_the_server_ended_is_not_noticed_by_anyone(
    postgresql: PostgreSQL, postgresql_address: str
) -> None:
    async with opened(postgresql_address) as database:
        await database.write(rolls.record, [a_roll(1)])
        postgresql.stop()
        postgresql.start()
        assert await database.read(rolls.count, MINE) == 1


async def test_a_standby_refuses_writes_until_it_takes_over(
    postgresql: PostgreSQL, postgresql_address: str
) -> None:
    now = 0.0
    async with opened(postgresql_address, clock=lambda: now) as database:
        await database.write(rolls.record, [a_roll(1)])
        postgresql.become_standby()
        try:
            with pytest.raises(StoreUnavailable) as caught:
                await database.write(rolls.record, [a_roll(2)])
            assert "read-only transaction" in str(caught.value.__cause__)
            now += 60
            assert await database.read(rolls.count, MINE) == 1, "a standby can be read"
        finally:
            await postgresql.promote()
        now += 60
        await database.write(rolls.record, [a_roll(2)])
        assert await database.read(rolls.count, MINE) == 2


async def test_after_a_failover_no_connection_to_the_old_server_is_used(
    postgresql: PostgreSQL, postgresql_address: str
) -> None:
    """The address leads to a server for writing again, while open connections are still for reading only."""
    name = url_of(postgresql_address).database
    now = 0.0

    async def change(statement: str) -> None:
        async with opened(postgresql.address()) as server:
            await server.write(lambda connection: connection.execute(text(statement)))

    await change(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with opened(postgresql_address, clock=lambda: now) as database:
        await asyncio.gather(*(database.read(rolls.count, MINE) for _ in range(5)))
        await change(f"ALTER DATABASE {name} RESET default_transaction_read_only")
        with pytest.raises(StoreUnavailable):
            await database.write(rolls.record, [a_roll(1)])
        now += 60
        for number in range(10):
            await database.write(rolls.record, [a_roll(number)])


async def test_a_query_that_takes_too_long_is_ended(postgresql_address: str) -> None:
    now = 0.0
    async with opened(postgresql_address, clock=lambda: now, seconds=0.3) as database:
        with pytest.raises(StoreUnavailable):
            await database.read(lambda connection: connection.execute(text(f"SELECT pg_sleep({NEVER})")))
        now += 60
        database._seconds = PATIENCE
        assert await database.read(rolls.count, MINE) == 0


async def test_a_file_that_another_process_locks(sqlite_address: str) -> None:
    async with opened(sqlite_address) as other:
        held, release = asyncio.Event(), threading.Event()
        loop = asyncio.get_running_loop()
        engine = build_engine(url_of(sqlite_address), lock_seconds=0.1)
        database = Database(engine, CircuitBreaker(lambda: 0.0))

        def hold(connection: Connection) -> None:
            rolls.record(connection, [a_roll(1)])
            loop.call_soon_threadsafe(held.set)
            release.wait(PATIENCE)

        holding = asyncio.create_task(other.write(hold))
        await held.wait()
        assert await database.read(rolls.count, MINE) == 0, "readers do not wait for a writer"
        with pytest.raises(StoreUnavailable):
            await database.write(rolls.record, [a_roll(2)])
        release.set()
        await holding
        await database.close()


async def test_a_crowd_waits_for_its_turn_and_not_for_a_database_that_is_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    time, later = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: time() + later)
    turns = database._turns
    taken = turns._value
    for _ in range(taken):
        await turns.acquire()
    crowd = [asyncio.create_task(database.read(rolls.count, MINE)) for _ in range(30)]
    await asyncio.sleep(0)
    # By now each has waited for longer than a database may take.
    later = 2 * PATIENCE
    await asyncio.sleep(0)
    for _ in range(taken):
        turns.release()
    assert await asyncio.gather(*crowd) == [0] * 30


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("Once upon a time there was a file. " * 100)
    async with opened(f"sqlite:///{tmp_path / 'notes.db'}") as database:
        with pytest.raises(StoreUnavailable) as caught:
            await database.read(rolls.count, MINE)
    assert "file is not a database" in str(caught.value.__cause__)


async def test_a_player_who_leaves_midway_takes_no_connection_along(database: Database) -> None:
    for _ in range(12):
        task = asyncio.create_task(database.write(rolls.record, [a_roll(1)]))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    assert await database.read(rolls.count, rolls.own_rolls(2)) == 0


async def test_no_parameter_of_a_failed_statement_is_shown(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sqlalchemy.engine")
    with pytest.raises(IntegrityError) as caught:
        await database.write(
            lambda connection: connection.execute(
                rolls.rolls.insert(), {"interaction_id": 424_242, "part": 0}
            )
        )
    assert "424242" not in str(caught.value).split("DETAIL")[0]
    assert "424242" not in caplog.text


async def test_reading_does_not_wait_for_those_who_wait_to_write(sqlite_address: str) -> None:
    engine = build_engine(url_of(sqlite_address), lock_seconds=PATIENCE)
    database = Database(engine, CircuitBreaker(lambda: 0.0), seconds=PATIENCE)
    other = sqlite3.connect(str(url_of(sqlite_address).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writers = [asyncio.create_task(database.write(rolls.record, [a_roll(number)])) for number in range(3)]
    await until(lambda: engine.pool.checkedout() > 0)
    assert await database.read(rolls.count, MINE) == 0
    assert not any(writer.done() for writer in writers), "the read came after a writer had given up"
    other.execute("ROLLBACK")
    await asyncio.gather(*writers)
    assert await database.read(rolls.count, MINE) == 3
    other.close()
    await database.close()


async def test_of_those_who_wait_to_write_only_the_first_tries_a_locked_file(sqlite_address: str) -> None:
    engine = build_engine(url_of(sqlite_address), lock_seconds=0.1)
    database = Database(engine, CircuitBreaker(lambda: 0.0))
    other = sqlite3.connect(str(url_of(sqlite_address).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with structlog.testing.capture_logs() as logs:
        writers = (database.write(rolls.record, [a_roll(number)]) for number in range(5))
        outcomes = await asyncio.gather(*writers, return_exceptions=True)
    assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes)
    assert len(logs) == 1, "the others would be answered one wait later each"
    other.close()
    await database.close()


async def test_closing_waits_for_what_is_under_way(postgresql_address: str) -> None:
    begun = asyncio.Event()

    def slow(connection: Connection) -> bool:
        begun.set()
        connection.execute(text("SELECT pg_sleep(0.2)"))
        return True

    async with opened(postgresql_address) as database:
        under_way = asyncio.create_task(database.read(slow))
        await begun.wait()
    # Its connection would stay open if the others had been closed meanwhile.
    assert under_way.done()
    assert under_way.result()
