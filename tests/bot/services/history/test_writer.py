"""The history writer: off the player's path, exactly once, through outages, shutdown and SIGKILL."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import text

from bot.services.history.writer import HistoryWriter
from bot.store import rolls
from bot.store.connection.availability import StoreUnavailable
from bot.store.rolls import own_rolls
from tests.support.databases import opened
from tests.support.rolls import ANN, BOB, a_blind_roll, a_roll
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from sqlalchemy import Connection

    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll
    from tests.support.databases import PostgreSQL

MINE = own_rolls(ANN)


class Batches:
    """A stand-in for the database that notes what is written, and fails as the test says."""

    def __init__(self, *failures: Exception | None) -> None:
        self.written: list[list[int]] = []
        self._failures = list(failures)
        self.go_on = asyncio.Event()
        self.go_on.set()

    def in_background(self) -> Batches:
        return self

    async def write(self, _record: Callable[..., None], batch: Iterable[RecordedRoll]) -> None:
        numbers = [roll.interaction_id for roll in batch]
        await self.go_on.wait()
        if self._failures and (failure := self._failures.pop(0)):
            raise failure
        self.written.append(numbers)


def writer(database: Any, **options: Any) -> HistoryWriter:
    return HistoryWriter(database, **{"pause": 0.01, **options})


async def test_what_is_recorded_gets_written(database: Database) -> None:
    async with writer(database) as history:
        for number in range(1, 501):
            history.record(a_roll(number))
        await until(lambda: history.waiting == 0)
        assert await database.read(rolls.count, MINE) == 500
        assert (history.written, history.dropped) == (500, 0)


async def test_recording_does_not_wait_for_anything(database: Database) -> None:
    history = writer(database)
    history.record(a_roll(1))
    assert history.waiting == 1


async def test_the_first_roll_is_written_at_once_and_those_meanwhile_together() -> None:
    batches = Batches()
    async with writer(batches, batch=3, pause=0.05) as history:
        history.record(a_roll(1))
        await until(lambda: history.written == 1)
        for number in range(2, 9):
            history.record(a_roll(number))
        await until(lambda: history.written == 8)
    assert batches.written == [[1], [2, 3, 4], [5, 6, 7], [8]]


async def test_what_comes_while_a_batch_is_written_waits_for_the_next() -> None:
    batches = Batches()
    batches.go_on.clear()
    async with writer(batches, pause=60.0) as history:
        history.record(a_roll(1))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        history.record(a_roll(2))
        batches.go_on.set()
        await until(lambda: history.written == 1)
        await asyncio.sleep(0.02)
        assert batches.written == [[1]]
        history.record(a_roll(3))
    assert batches.written == [[1], [2, 3]]


async def test_leaving_writes_what_waits(database: Database) -> None:
    async with writer(database, pause=60.0) as history:
        history.record(a_roll(1))
        await until(lambda: history.waiting == 0)
        history.record(a_roll(2))
    assert await database.read(rolls.count, MINE) == 2


async def test_leaving_while_a_write_is_under_way_loses_nothing_and_doubles_nothing() -> None:
    batches = Batches()
    batches.go_on.clear()
    async with writer(batches) as history:
        history.record(a_roll(1))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        history.record(a_roll(2))
        asyncio.get_running_loop().call_later(0.05, batches.go_on.set)
    assert batches.written == [[1, 2]]
    assert history.dropped == 0


async def test_leaving_ends_at_the_deadline_and_says_what_was_lost() -> None:
    async with opened("postgres://127.0.0.1:1/dice") as away:
        with structlog.testing.capture_logs() as logs:
            async with writer(away, deadline=0.1) as history:
                history.record(a_roll(1))
                history.record(a_roll(2))
    assert history.dropped == 2
    assert {
        "event": "rolls lost from the history",
        "why": "shutdown",
        "lost": 2,
        "log_level": "warning",
    } in logs


async def test_while_the_database_is_away_rolls_wait_and_then_catch_up() -> None:
    failures = [StoreUnavailable(0.01), StoreUnavailable(0.01), None]
    batches = Batches(*failures)
    async with writer(batches) as history:
        for number in range(1, 4):
            history.record(a_roll(number))
        await until(lambda: history.waiting == 0)
    assert batches.written == [[1, 2, 3]]


async def test_a_server_that_goes_away_and_comes_back(
    postgresql: PostgreSQL, postgresql_address: str
) -> None:
    async with (
        opened(postgresql_address, clock=time.monotonic, shortest_pause=0.05) as database,
        writer(database) as history,
    ):
        history.record(a_roll(1))
        await until(lambda: history.waiting == 0)
        postgresql.stop()
        try:
            for number in range(2, 102):
                history.record(a_roll(number))
                await asyncio.sleep(0.001)
            assert history.waiting == 100
        finally:
            postgresql.start()
        await until(lambda: history.waiting == 0)
        page = await database.read(rolls.page, MINE, limit=1_000)
        assert sorted(roll.interaction_id for roll in page) == list(range(1, 102))
        assert history.dropped == 0


async def test_a_limited_number_waits_and_the_oldest_are_dropped_first() -> None:
    batches = Batches()
    batches.go_on.clear()
    with structlog.testing.capture_logs() as logs:
        async with writer(batches, capacity=3) as history:
            for number in range(1, 13):
                history.record(a_roll(number))
            assert history.waiting == 3
            batches.go_on.set()
    assert batches.written == [[10, 11, 12]]
    assert history.dropped == 9
    assert [entry["lost"] for entry in logs] == [1], "a line for each would fill the disk"


async def test_a_roll_that_the_database_does_not_take_keeps_no_other_out(database: Database) -> None:
    impossible = replace(a_roll(2), interaction_id=2**70)
    with structlog.testing.capture_logs() as logs:
        async with writer(database) as history:
            for roll in (a_roll(1), impossible, a_roll(3)):
                history.record(roll)
            await until(lambda: history.waiting == 0)
            assert await database.read(rolls.count, MINE) == 2
    assert (history.written, history.dropped) == (2, 1)
    assert [entry["event"] for entry in logs] == ["roll not recorded", "rolls lost from the history"]


async def test_a_message_id_that_comes_while_the_roll_is_written_is_written_too() -> None:
    batches = Batches()
    batches.go_on.clear()
    async with writer(batches) as history:
        history.record(a_roll(1))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        history.record(a_roll(1, message_id=99))
        batches.go_on.set()
        await until(lambda: history.waiting == 0)
    assert batches.written == [[1], [1]]


async def test_a_blind_roll_is_known_by_its_token_while_it_waits(database: Database) -> None:
    history = writer(database)
    history.record(a_roll(1))
    history.record(a_blind_roll(2))
    assert history.blind("token2") == a_blind_roll(2)
    assert history.blind("token1") is None
    await history.flush()
    assert history.blind("token2") is None


async def test_writing_now(database: Database) -> None:
    history = writer(database)
    assert await history.keep_now(a_roll(1)) is True
    assert await database.read(rolls.count, MINE) == 1
    assert history.waiting == 0


async def test_writing_now_while_the_database_is_away_is_writing_later() -> None:
    async with opened("postgres://127.0.0.1:1/dice") as away:
        history = writer(away)
        assert await history.keep_now(a_roll(1)) is False
        assert history.waiting == 1


async def test_writing_now_what_is_being_written_does_not_write_it_at_the_same_time() -> None:
    batches = Batches()
    batches.go_on.clear()
    async with writer(batches) as history:
        roll = a_blind_roll(1)
        history.record(roll)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        same, other = (asyncio.create_task(history.keep_now(each)) for each in (roll, a_blind_roll(2)))
        await asyncio.sleep(0.02)
        batches.go_on.set()
        assert await same
        assert await other
    assert sorted(batches.written) == [[1], [2]]


async def test_writing_now_what_waits_is_enough() -> None:
    batches = Batches()
    history = writer(batches)
    history.record(roll := a_blind_roll(1))
    assert await history.keep_now(roll)
    assert (batches.written, history.waiting) == ([[1]], 0)


async def test_forgetting_a_player_lets_go_of_what_waits(database: Database) -> None:
    history = writer(database)
    history.record(a_roll(1))
    history.record(a_roll(2, player_id=BOB))
    await history.forget(ANN)
    await history.flush()
    assert await database.read(rolls.count, MINE) == 0
    assert await database.read(rolls.count, own_rolls(BOB)) == 1


async def test_forgetting_waits_for_what_is_being_written() -> None:
    batches = Batches()
    batches.go_on.clear()
    async with writer(batches) as history:
        history.record(a_roll(1))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        forgetting = asyncio.create_task(history.forget(ANN))
        await asyncio.sleep(0.02)
        assert not forgetting.done(), "a write under way would put the rolls back after they were removed"
        batches.go_on.set()
        await forgetting


async def test_a_killed_process_loses_no_more_than_the_stated_window(address: str) -> None:
    written: list[int] = []
    with subprocess.Popen(  # noqa: ASYNC220 - reading its lines is all this test does meanwhile
        [sys.executable, "-m", "tests.support.hosts.rolling_process", address],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            written.append(int(line))
            # At 400, unless a slow disk has not had three batches by then.
            if len(written) >= 400 and len(set(written)) > 3:
                process.kill()
    async with opened(address) as database:
        page = await database.read(rolls.page, MINE, limit=10_000)
        if address.startswith("sqlite"):
            assert await database.read(sound) == "ok"
    kept = [roll.interaction_id for roll in page][::-1]
    assert kept == list(range(1, len(kept) + 1)), "something is missing in the middle, or doubled"
    assert len(kept) >= written[-1], "lost what the database had taken"
    *_, before_last, last = sorted(set(written))
    # A batch takes all that waits, as far as there is room, and begins after the one before it was written.
    assert last - before_last == 200 or last >= written.index(before_last), "left out of a batch"


def sound(connection: Connection) -> object:
    return connection.execute(text("PRAGMA integrity_check")).scalar()
