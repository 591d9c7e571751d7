"""Retention: each kind of thing goes when its days are over, and not before."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.services.container import running_services
from bot.services.fair.ledger import FairLedger
from bot.services.history.reader import PastRolls
from bot.services.history.retention import Retention, RetentionRules
from bot.store import button_states, fair, pads, preferences, rolls, shares
from bot.store.connection.availability import CircuitBreaker
from bot.store.preferences import ServerSettings
from bot.store.rolls import own_rolls
from bot.store.shares import Share
from bot.store.visibility import Visibility
from dicewright.verification import Call
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.hosts.workers import at_once
from tests.support.rolls import ANN, DUNGEON, TAVERN, a_roll
from tests.support.waiting import until

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.connection.database import Database

RULES = RetentionRules(history_days=100, pad_days=7, button_days=50)


def fill(connection: Connection, clock: Clock) -> None:
    now = clock.now()
    preferences.set_server(connection, DUNGEON, ServerSettings(history_days=30))
    rolls.record(connection, [a_roll(number, rolled_at=now) for number in range(7)])
    rolls.record(connection, [a_roll(number, rolled_at=now, server_id=DUNGEON) for number in range(10, 15)])
    pads.set_text(connection, 1, ANN, "1d6", now=now)
    button_states.keep(connection, "1d6", now=now)
    share = Share(code="CODE", player_id=ANN, rolls={}, created_at=now, expires_at=now + timedelta(days=20))
    shares.add(connection, share)


@pytest.mark.parametrize(
    ("days", "removed"),
    [(6, 0), (8, 1), (19, 1), (21, 2), (31, 7), (51, 8), (99, 8), (101, 15)],
)
async def test_what_goes_after_how_many_days(database: Database, days: int, removed: int) -> None:
    clock = Clock()
    await database.write(fill, clock)
    clock.advance(days=days)
    retention = Retention(database, now=clock.now, rules=RULES, batch=3)
    assert await retention.run() == removed
    assert await retention.run() == 0


async def test_new_rolls_stay(database: Database) -> None:
    clock = Clock()
    await database.write(fill, clock)
    clock.advance(days=101)
    await database.write(rolls.record, [a_roll(99, rolled_at=clock.now())])
    await Retention(database, now=clock.now, rules=RULES).run()
    (left,) = await database.read(rolls.page, own_rolls(ANN), limit=9)
    assert left.interaction_id == 99


OFTEN = {"first_after": 0.0, "every": 0.01}


async def test_it_runs_again_and_again_until_it_is_left(database: Database) -> None:
    clock = Clock()
    await database.write(fill, clock)
    with capture_logs() as logs:
        async with Retention(database, now=clock.now, rules=RULES).regularly(**OFTEN):
            for days, removed in ((31, [7]), (70, [7, 8])):
                clock.advance(days=days)
                await until(lambda: [entry["rows"] for entry in logs] == removed)  # noqa: B023
    assert "retention" not in {task.get_name() for task in asyncio.all_tasks()}
    assert await PastRolls(database).count(own_rolls(ANN)) == 0


async def test_it_runs_for_as_long_as_the_bot_does(database: Database) -> None:
    def running() -> list[str]:
        return [task.get_name() for task in asyncio.all_tasks() if task.get_name() == "retention"]

    async with running_services(database, run=at_once, rules=RULES) as services:
        assert (running(), services.rules) == (["retention"], RULES)
    assert running() == []


async def test_it_does_not_begin_before_its_time(database: Database) -> None:
    clock = Clock()
    await database.write(fill, clock)
    clock.advance(days=101)
    async with Retention(database, now=clock.now, rules=RULES).regularly():
        await asyncio.sleep(0.05)
        assert await PastRolls(database).count(own_rolls(ANN)) == 12


async def test_it_outlives_a_database_that_is_away_and_errors_of_any_kind(address: str) -> None:
    clock = Clock()
    async with opened(address, breaker=CircuitBreaker(clock)) as database:
        breaker = CircuitBreaker(clock)
        async with opened(address, breaker=breaker) as away:
            await database.write(fill, clock)
            clock.advance(days=101)
            breaker.failed()
            broken = [True]

            def now() -> datetime:
                if broken:
                    raise RuntimeError("no time")
                return clock.now()

            with capture_logs() as logs:
                async with Retention(away, now=now, rules=RULES).regularly(**OFTEN):
                    await until(lambda: bool(logs))
                    broken.clear()
                    await until(lambda: any(entry.get("reason") for entry in logs))
                    clock.advance(seconds=11)
                    await until(lambda: logs[-1]["event"] == "old rows removed")
            assert logs[0]["event"] == "old rows not removed"
            assert logs[-1]["rows"] == 15
            assert await PastRolls(database).count(own_rolls(ANN)) == 0


async def test_sessions_of_verifiable_rolls_go_as_rolls_do_but_for_the_latest(database: Database) -> None:
    clock = Clock()
    ledger = FairLedger(database, now=clock.now)

    async def roll(server_id: int, interaction_id: int) -> None:
        await ledger.take(
            Call("1d20", {}, "1d20"),
            server_id=server_id,
            player_id=ANN,
            interaction_id=interaction_id,
            visibility=Visibility.EVERYONE,
        )

    await database.write(preferences.set_server, DUNGEON, ServerSettings(history_days=30))
    for server_id in (TAVERN, DUNGEON):
        await ledger.begin(server_id=server_id, channel_id=None, hours=None)
        for number in range(4):
            await roll(server_id, server_id * 10 + number)
        await ledger.end(server_id=server_id, renew=True)
        await ledger.end(server_id=server_id, renew=False)
    retention = Retention(database, now=clock.now, rules=RULES, batch=3)
    clock.advance(days=29)
    assert await retention.run() == 0
    # Four rolls, the end, and the session itself; the second session is the latest.
    clock.advance(days=2)
    assert await retention.run() == 6
    assert [each.session for each in await database.read(fair.sessions, DUNGEON, limit=9)] == [2]
    assert len(await database.read(fair.entries, TAVERN, 1)) == 5
    clock.advance(days=70)
    assert await retention.run() == 6
    await ledger.begin(server_id=TAVERN, channel_id=None, hours=None)
    assert await retention.run() == 2
    assert [each.session for each in await database.read(fair.sessions, TAVERN, limit=9)] == [3]
    clock.advance(days=1_000)
    assert await retention.run() == 0, "what is under way stays"
