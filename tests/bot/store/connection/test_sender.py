"""Rolls that PostgreSQL receives before they are answered, through kills, outages and slow servers."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.util import await_only
from structlog.testing import capture_logs

from bot.store import rolls
from bot.store.connection import sender as module
from bot.store.rolls import own_rolls
from tests.support.databases import opened, until_nobody_writes
from tests.support.hosts.pgbouncer import needs_pgbouncer
from tests.support.hosts.quiet_line import quiet_line
from tests.support.rolls import ANN, a_blind_roll, a_roll
from tests.support.waiting import PATIENCE, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

    from bot.store.connection.database import Database
    from bot.store.connection.sender import Sender, SentRow
    from bot.store.rolls import RecordedRoll
    from tests.support.databases import PostgreSQL

MINE = own_rolls(ANN)
BREAK_ALL = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@asynccontextmanager
async def sending(database: Database) -> AsyncIterator[Sender]:
    sender = database.sender(rolls.sent_first)
    assert sender is not None
    async with sender.running():
        await until(lambda: sender.ready)
        yield sender


async def sent(sender: Sender, roll: RecordedRoll) -> SentRow:
    row = await sender.send(roll)
    assert row is not None
    return row


async def kept(database: Database) -> list[RecordedRoll]:
    return (await database.read(rolls.page, MINE, limit=1_000))[::-1]


@asynccontextmanager
async def nobody_can_write(database: Database) -> AsyncIterator[None]:
    """Keep everybody from writing rolls as long as the block runs."""
    locked, done = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    async def until_done() -> None:
        await done.wait()

    def hold(connection: Connection) -> None:
        connection.execute(text("LOCK TABLE rolls IN SHARE MODE"))
        loop.call_soon(locked.set)
        await_only(until_done())

    holding = asyncio.create_task(database.write(hold))
    await locked.wait()
    try:
        yield
    finally:
        done.set()
        await holding


async def test_what_is_sent_is_kept_as_it_is(postgresql_address: str) -> None:
    made = [
        a_roll(1),
        a_roll(2, text="\ud800 d20\0", names={"str": "3"}, note="for the \N{DRAGON}"),
        a_roll(3, system="pbta", total=None, outcome={"call": "pbta 2"}, faces=None),
        a_blind_roll(4),
    ]
    async with opened(postgresql_address) as database, sending(database) as sender:
        rows = await asyncio.gather(*(sent(sender, roll) for roll in made[:3]))
        await sender.settle()
        rows.append(await sent(sender, made[3]))
        await sender.settle()
        assert all(row.inserted for row in rows)
        assert await kept(database) == [
            made[0],
            replace(made[1], text="? d20\N{REPLACEMENT CHARACTER}"),
            made[2],
            rolls.without_result(made[3]),
        ]


async def test_what_is_there_already_stays(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        await database.write(rolls.record, [there := a_roll(2, total="3", faces=(1, 1))])
        rows = await asyncio.gather(*(sent(sender, a_roll(number)) for number in (1, 2, 3)))
        await sender.settle()
        assert [row.inserted for row in rows] == [True, False, True]
        assert await kept(database) == [a_roll(1), there, a_roll(3)]


async def test_message_ids_are_added_together(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        for number in (1, 2, 3):
            await sent(sender, a_roll(number))
        assert await sender.update([1, 3, 4], [0, 0, 0], [11, 13, 14])
        assert [roll.message_id for roll in await kept(database)] == [11, None, 13]


async def test_a_crowd_is_sent_in_groups(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        rows = await asyncio.gather(*(sent(sender, a_roll(number)) for number in range(1, 201)))
        await sender.settle()
        assert all(row.inserted for row in rows)
        assert await database.read(rolls.count, MINE) == 200


async def test_a_player_who_leaves_takes_no_other_roll_along(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        leaving, staying = (asyncio.create_task(sender.send(a_roll(number))) for number in (1, 2))
        await asyncio.sleep(0)
        leaving.cancel()
        row = await staying
        await sender.settle()
        assert row is not None
        assert row.inserted


async def test_a_roll_that_the_database_refuses_costs_no_connection(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        refused = await sent(sender, a_roll(1, blind_token="not blind"))
        await sender.settle()
        following = await sent(sender, a_roll(2))
        await sender.settle()
        assert (refused.inserted, following.inserted) == (False, True)


async def test_while_the_database_is_slow_players_wait_for_a_moment_only(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        async with nobody_can_write(database):
            on_its_way = await sent(sender, a_roll(1))
            assert await sender.send(a_roll(2)) is None
            assert not sender.ready
            assert await sender.send(a_roll(3)) is None, "and nobody waits any more"
        await until(lambda: sender.ready)
        assert on_its_way.inserted
        assert (await sent(sender, a_roll(4))).left.result()
        await sender.settle()
        assert await kept(database) == [a_roll(1), a_roll(4)]


async def test_a_database_that_does_not_respond_gets_another_connection(
    postgresql_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STATEMENT_SECONDS", 0.05)
    async with opened(postgresql_address) as database, sending(database) as sender:
        async with nobody_can_write(database):
            row = await sent(sender, a_roll(1))
            await sender.settle()
            assert not row.inserted
            assert not sender.ready
            assert not await sender.update([1], [0], [11])
        await until(lambda: sender.ready)
        assert (await sent(sender, a_roll(2))).left.result()


async def test_after_a_connection_broke_there_is_another(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        await database.read(lambda connection: connection.execute(BREAK_ALL).all())
        await until(lambda: not sender.ready)
        assert await sender.send(a_roll(1)) is None
        await until(lambda: sender.ready)
        row = await sent(sender, a_roll(2))
        await sender.settle()
        assert row.inserted


async def test_a_line_that_has_fallen_silent_costs_a_moment_and_gets_replaced(
    postgresql_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STATEMENT_SECONDS", 0.5)
    async with (
        quiet_line(postgresql_address) as line,
        opened(line.address) as database,
        sending(database) as sender,
    ):
        line.fall_silent()
        lost = await sent(sender, a_roll(1))
        assert await sender.send(a_roll(2)) is None
        await sender.settle()
        assert not lost.inserted
        await until(lambda: sender.ready)
        row = await sent(sender, a_roll(3))
        await sender.settle()
        assert row.inserted


async def test_after_a_failover_rolls_are_sent_to_the_new_primary(
    postgresql: PostgreSQL, postgresql_address: str
) -> None:
    async with opened(postgresql_address) as database, sending(database) as sender:
        await asyncio.to_thread(postgresql.become_standby)
        try:
            # A standby takes the connection, and refuses the roll.
            await until(lambda: sender.ready)
            refused = await sent(sender, a_roll(1))
            await sender.settle()
            assert not refused.inserted
            assert not sender.ready
        finally:
            await postgresql.promote()
        async with asyncio.timeout(PATIENCE):
            while True:
                row = await sender.send(a_roll(2))
                await sender.settle()
                if row is not None and row.inserted:
                    break
                await asyncio.sleep(0.05)
        assert [roll.interaction_id for roll in await kept(database)] == [2]


@pytest.mark.parametrize("at_once", [1, 7, 40])
async def test_what_a_killed_process_has_sent_is_kept(postgresql_address: str, at_once: int) -> None:
    """The process kills itself as soon as the rolls are sent, which is when they would be answered."""
    command = [sys.executable, "-m", "tests.support.hosts.sending_process", postgresql_address, str(at_once)]
    killed = await asyncio.to_thread(subprocess.run, command, stdout=subprocess.PIPE, text=True, check=False)
    assert killed.returncode == -9
    async with opened(postgresql_address) as database:
        await until_nobody_writes(database)
        found = {roll.interaction_id for roll in await kept(database)}
    answered = [int(number) for number in killed.stdout.split()]
    assert len(answered) >= at_once
    assert found >= set(answered)


async def test_sqlite_needs_no_sender(sqlite_address: str) -> None:
    async with opened(sqlite_address) as database:
        assert database.sender(rolls.sent_first) is None


@needs_pgbouncer
async def test_behind_a_pooler_nothing_is_sent_and_the_log_says_so(pooled: str) -> None:
    with capture_logs() as logged:
        async with opened(pooled) as database:
            sender = database.sender(rolls.sent_first)
            assert sender is not None
            async with sender.running():
                await until(lambda: bool(logged))
                assert await sender.send(a_roll(1)) is None
    assert [each["event"] for each in logged] == ["rolls are written after their answers"]
