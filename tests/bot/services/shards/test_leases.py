"""Leases of several processes in a real PostgreSQL: each shard is one process's at a time."""

from __future__ import annotations

import asyncio
import io
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING
from unittest.mock import ANY

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.services.shards.leases import Beat, Leases
from bot.services.shards.sealing import GatewaySession, Seal
from bot.store.backup.making import back_up
from bot.store.backup.restoring import restore
from bot.store.connection.availability import StoreUnavailable
from bot.store.migrations import migrate
from bot.store.shards import leases as store
from bot.store.shards.leases import SESSION_SECONDS, Tenant
from tests.support.clock import Clock
from tests.support.databases import opened, url_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

    from bot.store.connection.database import Database
    from tests.support.databases import PostgreSQL

BOT, OTHER_BOT = 2**63 - 1, 7
SHARDS = 5
# By the database's clock, which nobody can stop: longer than any of these tests may take.
LEASE_SECONDS = 120.0


def session(shard: int, *, sequence: int = 1, shards: int = SHARDS) -> GatewaySession:
    return GatewaySession(
        shard=shard,
        shards=shards,
        session_id=f"session of {shard}",
        sequence=sequence,
        address="wss://gateway-us-east1-b.discord.gg",
    )


def pass_time(connection: Connection, seconds: float) -> None:
    """Have all moments in the tables be this much longer ago."""
    ago = {"seconds": seconds}
    for table in ("shard_processes", "shard_leases"):
        statement = f"UPDATE {table} SET expires_at = expires_at - make_interval(secs => :seconds)"  # noqa: S608 - a name of ours
        connection.execute(text(statement), ago)
    statement = "UPDATE shard_leases SET saved_at = saved_at - make_interval(secs => :seconds)"
    connection.execute(text(statement), ago)


def stored_session(connection: Connection) -> str | None:
    return connection.execute(text("SELECT session FROM shard_leases WHERE shard = 0")).scalar_one()


def beat_of(processes: int) -> Beat:
    """Return what a beat finds where nothing has changed; when the next is due depends on the clock."""
    return Beat(processes=processes, next_seconds=ANY)


class Processes:
    """Processes on one database, with clocks that stand still."""

    def __init__(self, database: Database, address: str, clock: Clock) -> None:
        self.database = database
        self.address = address
        self.clock = clock

    def new(self, name: str, *, token: str = "token", database: Database | None = None) -> Leases:
        return Leases(
            database or self.database,
            Seal(token),
            clock=self.clock,
            process=name,
            seconds=LEASE_SECONDS,
            beat_seconds=LEASE_SECONDS,
        )

    async def joined(self, name: str, *, token: str = "token") -> Leases:
        process = self.new(name, token=token)
        assert await process.join(BOT, SHARDS) == SHARDS
        return process

    async def elapse(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)
        await self.database.write(pass_time, seconds)


@pytest_asyncio.fixture
async def processes(postgresql_address: str) -> AsyncIterator[Processes]:
    clock = Clock()
    async with opened(postgresql_address, clock=clock) as database:
        yield Processes(database, postgresql_address, clock)


async def test_one_alone_has_all_and_keeps_them(processes: Processes) -> None:
    one = await processes.joined("one")
    assert (await one.beat()).gained == dict.fromkeys(range(SHARDS))
    assert await one.beat() == beat_of(1)
    assert one.held == set(range(SHARDS))
    assert not await one.any_free()


async def test_who_joins_gets_a_part_and_the_sessions_with_it(processes: Processes) -> None:
    one = await processes.joined("one")
    await one.beat()
    two = await processes.joined("two")
    assert (await two.beat()).gained == {}
    beat = await one.beat()
    assert (beat.surplus, beat.processes) == (2, 2)
    await one.hand_over({4: session(4), 3: None})
    assert await two.any_free()
    assert (await two.beat()).gained == {4: session(4), 3: None}
    assert (one.held, two.held) == ({0, 1, 2}, {3, 4})
    assert [await one.beat(), await two.beat()] == [beat_of(2)] * 2


async def test_who_leaves_hands_over_everything(processes: Processes) -> None:
    one, two = await processes.joined("one"), await processes.joined("two")
    await one.beat()
    await two.beat()
    await one.leave([session(shard, sequence=9) for shard in one.held])
    gained = (await two.beat()).gained
    assert gained == {shard: session(shard, sequence=9) for shard in (0, 1, 2)}
    assert (await two.beat()).processes == 1


async def test_what_a_dead_process_had_is_taken_when_its_lease_ends(processes: Processes) -> None:
    one, two = await processes.joined("one"), await processes.joined("two")
    await one.beat()
    await one.beat([session(shard, sequence=3) for shard in (0, 1)])
    await two.beat()
    await processes.elapse(LEASE_SECONDS - 60.0)
    beat = await two.beat()
    assert beat.gained == {}
    assert 0.0 < beat.next_seconds <= 60.1, "it looks again when the lease of the other ends"
    await processes.elapse(61.0)
    assert (await two.beat()).gained == {0: session(0, sequence=3), 1: session(1, sequence=3), 2: None}


async def test_a_clock_that_was_set_back_leaves_no_shard_with_a_dead_process(processes: Processes) -> None:
    one, two = await processes.joined("one"), await processes.joined("two")
    await one.beat([session(0)])
    await two.beat()
    await processes.database.write(pass_time, -3_600.0)
    assert await two.any_free()
    assert (await two.beat()).gained.keys() == {0, 1, 2}
    assert (await one.beat()).lost == {0, 1, 2}, "if it lives after all"
    assert (await two.beat()).surplus == 3


async def test_a_clock_that_was_set_back_does_not_keep_the_number_of_shards(processes: Processes) -> None:
    await (await processes.joined("one")).beat()
    await processes.database.write(pass_time, -3_600.0)
    assert await processes.new("two").join(BOT, SHARDS + 1) == SHARDS + 1


async def test_who_wakes_up_late_knows_it_at_once_and_gets_back_what_nobody_took(
    processes: Processes,
) -> None:
    one = await processes.joined("one")
    await one.beat()
    assert one.answers(0)
    assert one.holds(0)
    await processes.elapse(2 * LEASE_SECONDS)
    assert not one.answers(0)
    assert not one.holds(0)
    assert await one.beat() == beat_of(1)
    assert one.holds(0)


async def test_who_wakes_up_late_loses_what_others_took(processes: Processes) -> None:
    one = await processes.joined("one")
    await one.beat()
    await processes.elapse(2 * LEASE_SECONDS)
    two = await processes.joined("two")
    assert (await two.beat()).gained.keys() == set(range(SHARDS))
    beat = await one.beat()
    assert beat.lost == set(range(SHARDS))
    assert one.held == set()
    assert not one.answers(0)
    assert (await two.beat()).surplus == 3


@pytest.fixture
def own_address(postgresql: PostgreSQL) -> str:
    address = postgresql.new_database()
    asyncio.run(migrate(url_of(address)))
    return address


async def test_after_a_backup_was_restored_they_begin_again(own_address: str) -> None:
    async with opened(own_address) as database:
        one = await Processes(database, own_address, Clock()).joined("one")
        await one.beat()
        made = io.BytesIO()
        numbers = await back_up(url_of(own_address), made, made_at="2026-03-01T12:00:00+00:00")
        assert not [table for table in numbers if table.startswith("shard_")]
        made.seek(0)
        await restore(url_of(own_address), made, stamp="20260301120000")
        beat = await one.beat()
        assert (beat.lost, beat.gained) == (set(range(SHARDS)), dict.fromkeys(range(SHARDS)))
        assert await one.beat() == beat_of(1)


async def test_two_bots_in_one_database_do_not_share(processes: Processes) -> None:
    one = await processes.joined("one")
    await one.beat()
    other = processes.new("other")
    assert await other.join(OTHER_BOT, 2) == 2
    assert (await other.beat()).gained.keys() == {0, 1}
    assert (await one.beat()) == beat_of(1)


async def test_all_who_live_have_the_same_number_of_shards(processes: Processes) -> None:
    one = await processes.joined("one")
    await one.beat()
    two = processes.new("two")
    assert await two.join(BOT, 8) == SHARDS
    await one.leave([session(0)])
    await two.leave([])
    three = processes.new("three")
    assert await three.join(BOT, 8) == 8
    assert (await three.beat()).gained == dict.fromkeys(range(8)), "a session of five is for other servers"


@pytest.mark.parametrize(
    ("age", "expected"), [(SESSION_SECONDS - 120, session(0)), (SESSION_SECONDS + 9, None)]
)
async def test_a_session_is_kept_only_as_long_as_discord_may_have_it(
    processes: Processes, age: float, expected: GatewaySession | None
) -> None:
    one = await processes.joined("one")
    await one.beat()
    await one.leave([session(0)])
    await processes.elapse(age)
    two = await processes.joined("two")
    assert (await two.beat()).gained[0] == expected
    stored = await processes.database.read(stored_session)
    assert (stored is None) == (expected is None)


async def test_a_session_on_which_nothing_happens_is_kept_as_long_as_its_lease(processes: Processes) -> None:
    one = await processes.joined("one")
    await one.beat()
    for _ in range(4):
        await one.beat([session(0)])
        await processes.elapse(SESSION_SECONDS / 3)
    await one.beat([session(0)])
    two = await processes.joined("two")
    await processes.elapse(LEASE_SECONDS + 1.0)
    await two.join(BOT, SHARDS)
    assert (await two.beat()).gained[0] == session(0)


async def test_a_session_is_stored_sealed_and_only_the_token_opens_it(processes: Processes) -> None:
    one = await processes.joined("one")
    await one.beat()
    await one.leave([session(0)])
    stored = await processes.database.read(stored_session)
    assert "session of" not in str(stored)
    two = await processes.joined("two", token="another token")
    assert (await two.beat()).gained[0] is None


async def test_many_at_once_never_hold_the_same(processes: Processes) -> None:
    async with AsyncExitStack() as stack:
        databases = [await stack.enter_async_context(opened(processes.address)) for _ in range(6)]
        all_of_them = [processes.new(str(number), database=each) for number, each in enumerate(databases)]
        await asyncio.gather(*(each.join(BOT, 32) for each in all_of_them))
        for _ in range(3):
            beats = await asyncio.gather(*(each.beat() for each in all_of_them))
            for process, beat in zip(all_of_them, beats, strict=True):
                given_up = sorted(process.held)[: beat.surplus]
                await process.hand_over(dict.fromkeys(given_up))
            held = [shard for each in all_of_them for shard in each.held]
            assert len(held) == len(set(held))
        assert sorted(len(each.held) for each in all_of_them) == [5, 5, 5, 5, 6, 6]


@pytest.mark.parametrize("fails_over", [False, True])
async def test_while_the_database_is_away_it_answers_and_opens_no_connection(
    processes: Processes, postgresql: PostgreSQL, fails_over: bool
) -> None:
    one = await processes.joined("one")
    await one.beat()
    await asyncio.to_thread(postgresql.become_standby if fails_over else postgresql.stop)
    try:
        for _ in range(4):
            processes.clock.advance(seconds=LEASE_SECONDS - 0.5)
            with pytest.raises(StoreUnavailable):
                await one.beat()
        assert one.answers(0)
        assert not one.holds(0)
        # Stopped in the meantime, it can't know who has taken over.
        processes.clock.advance(seconds=2 * LEASE_SECONDS)
        assert not one.answers(0)
        with pytest.raises(StoreUnavailable):
            await one.beat()
        assert not one.answers(0)
    finally:
        await (postgresql.promote() if fails_over else asyncio.to_thread(postgresql.start))
    processes.clock.advance(seconds=2 * LEASE_SECONDS)
    await one.beat()
    assert one.holds(0)


async def test_when_the_database_is_back_nobody_takes_what_others_have_not_renewed_yet(
    processes: Processes, postgresql: PostgreSQL
) -> None:
    one, two = await processes.joined("one"), await processes.joined("two")
    await one.beat()
    assert (await two.beat()).gained.keys() == {3, 4}
    await asyncio.to_thread(postgresql.stop)
    for each in (one, two):
        with pytest.raises(StoreUnavailable):
            await each.beat()
    await asyncio.to_thread(postgresql.start)
    await processes.elapse(2 * LEASE_SECONDS)
    assert await one.beat() == beat_of(1)
    assert await two.beat() == beat_of(2)
    # One that is really gone is missed a little later.
    await processes.elapse(3 * LEASE_SECONDS - 1.0)
    assert await one.beat() == beat_of(1)
    await processes.elapse(2.0)
    assert (await one.beat()).gained.keys() == {3, 4}


async def test_a_process_that_is_stopped_within_a_transaction_loses_it_soon(processes: Processes) -> None:
    def limits_of_a_beat(connection: Connection) -> list[str]:
        store.renew(connection, Tenant(BOT, "one", SHARDS, 6.0), {})
        names = ("lock_timeout", "idle_in_transaction_session_timeout")
        return [connection.execute(text(f"SHOW {name}")).scalar_one() for name in names]

    def limits(connection: Connection) -> str:
        return str(connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one())

    assert await processes.database.write(limits_of_a_beat) == ["1s", "2s"]
    assert await processes.database.read(limits) == "0"
