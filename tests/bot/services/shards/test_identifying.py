"""Turns at identifying: one at a time in each bucket, whichever process asks."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from bot.services.shards.identifying import IdentifyTurns
from bot.store.shards import identifies
from tests.support.databases import opened
from tests.support.hosts.pgbouncer import needs_pgbouncer

BOT, OTHER_BOT = 2**63 - 1, 7


async def test_one_has_the_turn_and_the_others_hear_for_how_long(postgresql_address: str) -> None:
    async with opened(postgresql_address) as database:

        async def turn(bucket: int, *, seconds: float = 30.0, bot: int = BOT) -> float:
            return await database.write(identifies.take_turn, bot, bucket, seconds=seconds)

        assert await turn(0) == 0.0
        assert 20.0 < await turn(0) <= 30.0
        assert await turn(0, bot=OTHER_BOT) == await turn(1) == 0.0
        assert await turn(2, seconds=0.0) == 0.0
        assert await turn(2) == 0.0
        turns = sorted(await asyncio.gather(*(turn(3) for _ in range(5))))
        assert turns[0] == 0.0
        assert turns[1] > 20.0


async def test_nobody_waits_for_a_turn_of_before_the_clock_was_set_back(postgresql_address: str) -> None:
    later = text("UPDATE shard_identifies SET free_at = free_at + make_interval(hours => 1)")
    async with opened(postgresql_address) as database:
        assert await database.write(identifies.take_turn, BOT, 0, seconds=30.0) == 0.0
        await database.write(lambda connection: connection.execute(later).close())
        assert await database.write(identifies.take_turn, BOT, 0, seconds=30.0) == 0.0
        assert await database.write(identifies.take_turn, BOT, 0, seconds=30.0) > 20.0


async def each_waits_for_those_before(address: str) -> None:
    loop = asyncio.get_running_loop()
    async with opened(address) as one, opened(address) as other:
        begun = loop.time()
        taken: list[float] = []

        async def take(turns: IdentifyTurns) -> None:
            await turns.take(BOT, 0)
            taken.append(loop.time() - begun)

        processes = [IdentifyTurns(each, seconds=0.2) for each in (one, other)]
        await asyncio.gather(*(take(turns) for turns in processes for _ in range(2)))
    # Nobody is asked how much longer a busy machine takes.
    assert [seconds >= 0.19 * number for number, seconds in enumerate(sorted(taken))] == [True] * 4


async def test_processes_wait_for_one_another(postgresql_address: str) -> None:
    await each_waits_for_those_before(postgresql_address)


@needs_pgbouncer
async def test_they_do_through_a_pooler(pooled: str) -> None:
    await each_waits_for_those_before(pooled)
