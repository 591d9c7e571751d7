"""Notices of changes: heard by all who listen, after the commit, and again after a connection broke."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.store import saved_rolls
from bot.store.connection import notices
from bot.store.connection.notices import Listener, Topic, announce
from bot.store.saved_rolls import Owner
from tests.support.databases import opened
from tests.support.hosts.pgbouncer import needs_pgbouncer
from tests.support.hosts.quiet_line import quiet_line
from tests.support.waiting import until

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.store.connection.database import Database

BREAK_ALL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'"
)


def heard_by(listener: Listener, *topics: Topic) -> list[str]:
    heard: list[str] = []
    for topic in topics:
        listener.subscribe(topic, heard.append)
    return heard


async def test_all_who_listen_hear_of_what_was_committed(postgresql_address: str) -> None:
    def undone(connection: Connection) -> None:
        announce(connection, Topic.SERVER_SETTINGS, 0)
        raise RuntimeError

    async with opened(postgresql_address) as one, opened(postgresql_address) as other:
        first, second = one.listener(), other.listener()
        heard = [heard_by(first, Topic.SERVER_SETTINGS), heard_by(second, Topic.SERVER_SETTINGS)]
        elsewhere = heard_by(second, Topic.SYSTEM_FILES)
        async with first.running(), second.running():
            await until(lambda: first.listening and second.listening)
            with pytest.raises(RuntimeError):
                await one.write(undone)
            for number in (1, 2):
                await one.write(announce, Topic.SERVER_SETTINGS, number)
            await until(lambda: [len(each) for each in heard] == [2, 2])
        assert heard == [["1", "2"], ["1", "2"]]
        assert elsewhere == []
        assert not first.listening


async def test_who_listens_again_looks_for_what_was_missed(postgresql_address: str) -> None:
    gaps: list[None] = []
    async with opened(postgresql_address) as database:
        listener = database.listener()
        heard = heard_by(listener, Topic.SHARDS)
        listener.subscribe_to_gaps(lambda: gaps.append(None))
        async with listener.running():
            await until(lambda: len(gaps) == 1)
            await database.read(lambda connection: connection.execute(BREAK_ALL).all())
            await until(lambda: len(gaps) == 2)
            await database.write(announce, Topic.SHARDS)
            await until(lambda: heard == [""])


async def test_a_line_that_has_fallen_silent_is_noticed_without_anybody_closing_it(
    postgresql_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(notices, "_ANSWER_SECONDS", 0.2)
    gaps: list[None] = []
    async with quiet_line(postgresql_address) as line, opened(line.address) as database:
        listener = database.listener()
        heard = heard_by(listener, Topic.SHARDS)
        listener.subscribe_to_gaps(lambda: gaps.append(None))
        async with listener.running():
            await until(lambda: listener.listening)
            line.fall_silent()
            async with opened(postgresql_address) as other:
                await other.write(announce, Topic.SHARDS)
                await until(lambda: not listener.listening)
                await until(lambda: len(gaps) == 2)
                assert heard == [], "what was missed is what the gap stands for"
                await other.write(announce, Topic.SHARDS)
                await until(lambda: heard == [""])


async def test_listening_takes_no_connection_from_the_pool(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database:
        listener = database.listener()
        async with listener.running():
            await until(lambda: listener.listening)
            together = asyncio.Barrier(5)
            sleeps = [asyncio.create_task(_hold(database, together)) for _ in range(5)]
            await asyncio.gather(*sleeps)


async def _hold(database: Database, together: asyncio.Barrier) -> None:
    await database.read(lambda connection: connection.execute(text("SELECT pg_sleep(0.05)")).all())
    await together.wait()


async def test_on_sqlite_there_is_nobody_to_hear(sqlite_address: str) -> None:
    async with opened(sqlite_address) as database:
        listener = database.listener()
        heard = heard_by(listener, Topic.SAVED_ROLLS)
        async with listener.running():
            await database.write(saved_rolls.remove, Owner.player(1), "attack")
            await database.write(announce, Topic.SAVED_ROLLS, Owner.player(1))
        assert (heard, listener.listening) == ([], False)


@needs_pgbouncer
async def test_behind_a_pooler_nobody_listens_and_changes_are_made(pooled: str) -> None:
    with capture_logs() as logged:
        async with opened(pooled) as database:
            listener = database.listener()
            async with listener.running():
                await until(lambda: bool(logged))
                await database.write(announce, Topic.SAVED_ROLLS, Owner.server(1))
                assert not listener.listening
    assert [each["event"] for each in logged] == ["polling for changes by other processes"]
