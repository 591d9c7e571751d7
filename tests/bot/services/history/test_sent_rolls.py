"""Rolls that are sent before their answers: whatever happens to the answer, the history has the right one."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.history.writer import HistoryWriter
from bot.store import blind_rolls, rolls
from bot.store.rolls import own_rolls
from bot.store.visibility import Visibility
from tests.support.databases import opened
from tests.support.rolls import ANN, START, a_roll
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.connection.database import Database
    from bot.store.rolls import RecordedRoll
    from tests.support.databases import PostgreSQL

PRIVATE = a_roll(2, visibility=Visibility.ONLY_ME)
FOR_GM = a_roll(3, visibility=Visibility.ME_AND_GM, blind_token="token3")
# What another process has rolled for the same interaction.
OTHERS = a_roll(1, rolled_at=START.replace(microsecond=1), total="4", faces=(1, 2))


@asynccontextmanager
async def at_work(address: str) -> AsyncIterator[tuple[Database, HistoryWriter]]:
    async with opened(address, clock=time.monotonic, shortest_pause=0.05) as database:
        sender = database.sender(rolls.sent_first)
        assert sender is not None
        async with HistoryWriter(database, sender=sender, pause=0.01) as history:
            await until(lambda: sender.ready)
            yield database, history


async def kept(database: Database) -> list[RecordedRoll]:
    return (await database.read(rolls.page, own_rolls(ANN), limit=1_000))[::-1]


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("roll", [a_roll(1), PRIVATE, FOR_GM])
@pytest.mark.parametrize("message_id", [None, 99])
async def test_an_answered_roll_is_kept_with_its_message(
    postgresql_address: str, roll: RecordedRoll, message_id: int | None, settled: bool
) -> None:
    async with at_work(postgresql_address) as (database, history):
        sent = await history.send(roll)
        assert sent is not None
        if settled:
            await until(lambda: sent.inserted)
        answered = replace(roll, message_id=message_id)
        history.record(answered, sent)
        await until(lambda: history.waiting == 0)
        assert await kept(database) == [answered]
        assert (history.written, history.dropped) == (1, 0)


async def test_many_at_once(postgresql_address: str) -> None:
    async with at_work(postgresql_address) as (database, history):

        async def answer(number: int) -> None:
            sent = await history.send(a_roll(number))
            await asyncio.sleep(0.001 * (number % 7))
            history.record(a_roll(number, message_id=number), sent)

        await asyncio.gather(*map(answer, range(1, 301)))
        await until(lambda: history.waiting == 0)
        assert await kept(database) == [a_roll(number, message_id=number) for number in range(1, 301)]
        assert (history.written, history.dropped) == (300, 0)


async def test_a_message_that_comes_later_is_added(postgresql_address: str) -> None:
    async with at_work(postgresql_address) as (database, history):
        sent = await history.send(FOR_GM)
        history.record(FOR_GM, sent)
        assert await history.keep_now(FOR_GM)
        history.record(replace(FOR_GM, message_id=99))
        await history.flush()
        assert await kept(database) == [replace(FOR_GM, message_id=99)]


@pytest.mark.parametrize(
    "changes", [{"interaction_id": 2**70}, {"rolled_at": START.replace(tzinfo=None)}, {"blind_token": "?"}]
)
async def test_a_roll_that_the_database_does_not_take_keeps_no_other_out(
    postgresql_address: str, changes: dict[str, Any]
) -> None:
    async with at_work(postgresql_address) as (database, history):
        for roll in (a_roll(1), replace(a_roll(2), **changes), a_roll(3)):
            history.record(roll, await history.send(roll))
        await until(lambda: history.waiting == 0)
        assert await kept(database) == [a_roll(1), a_roll(3)]
        assert (history.written, history.dropped) == (2, 1)


async def test_a_refused_roll_is_withdrawn(postgresql_address: str) -> None:
    async with at_work(postgresql_address) as (database, history):
        for roll in (a_roll(1), PRIVATE, FOR_GM):
            await history.send(roll)
            await history.withdraw(roll)
        assert await kept(database) == []


@pytest.mark.parametrize("first", ["mine", "others"])
@pytest.mark.parametrize("taken", ["mine", "others"])
@pytest.mark.parametrize("recorded_first", [True, False])
async def test_of_two_processes_the_one_that_discord_takes_the_answer_of_keeps_its_roll(
    postgresql_address: str, first: str, taken: str, recorded_first: bool
) -> None:
    mine = a_roll(1)
    async with at_work(postgresql_address) as (database, here), at_work(postgresql_address) as (_, there):
        both = [("mine", here, mine), ("others", there, OTHERS)]
        sent = {}
        for name, history, roll in sorted(both, key=lambda each: each[0] != first):
            sent[name] = await history.send(roll)
            await until(lambda name=name: name != first or sent[name].inserted)
        for name, history, roll in sorted(both, key=lambda each: (each[0] == taken) != recorded_first):
            if name == taken:
                history.record(replace(roll, message_id=99), sent[name])
                await until(lambda history=history: history.waiting == 0)
            else:
                await history.withdraw(roll)
        expected = replace(mine if taken == "mine" else OTHERS, message_id=99)
        assert await kept(database) == [expected]


async def test_what_was_sent_is_forgotten_with_the_rest(postgresql_address: str) -> None:
    async with at_work(postgresql_address) as (database, history):
        sent = await history.send(a_roll(1))
        history.record(a_roll(1, message_id=99), sent)
        await history.forget(ANN)
        await history.flush()
        assert [roll.message_id for roll in await kept(database)] == [None], "the caller removes the rows"


async def test_a_roll_for_the_gm_is_found_by_its_token_as_soon_as_it_is_recorded(
    postgresql_address: str,
) -> None:
    async with at_work(postgresql_address) as (database, history):
        sent = await history.send(FOR_GM)
        history.record(FOR_GM, sent)
        assert (history.blind("token3") or await database.read(blind_rolls.look, "token3")) == FOR_GM


async def test_while_the_database_is_away_rolls_wait_as_they_would_without_sending(
    postgresql: PostgreSQL, postgresql_address: str
) -> None:
    async with at_work(postgresql_address) as (database, history):
        before = await history.send(a_roll(1))
        postgresql.stop()
        try:
            for number in range(2, 12):
                sent = await history.send(a_roll(number))
                history.record(a_roll(number, message_id=number), sent)
                await asyncio.sleep(0.01)
            history.record(a_roll(1, message_id=1), before)
            assert history.waiting == 11
        finally:
            postgresql.start()
        await until(lambda: history.waiting == 0)
        assert await kept(database) == [a_roll(number, message_id=number) for number in range(1, 12)]
        assert history.dropped == 0


async def test_leaving_writes_what_waits(postgresql_address: str) -> None:
    async with at_work(postgresql_address) as (_, history):
        for number in range(1, 6):
            history.record(a_roll(number, message_id=number), await history.send(a_roll(number)))
    async with opened(postgresql_address) as database:
        assert [roll.message_id for roll in await kept(database)] == [1, 2, 3, 4, 5]
