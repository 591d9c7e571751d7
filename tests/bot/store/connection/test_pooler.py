"""A PgBouncer in transaction mode: the bot starts, migrates and works, and leaves nothing to others."""

from __future__ import annotations

import asyncio
import io
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.store import migrations, rolls
from bot.store.backup.making import back_up
from bot.store.backup.restoring import restore
from bot.store.connection.opening import open_store
from bot.store.migrations import migrate
from tests.support.databases import opened, url_of
from tests.support.hosts.pgbouncer import SERVER_CONNECTIONS, needs_pgbouncer, pgbouncer
from tests.support.rolls import ANN, a_roll

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.support.databases import PostgreSQL

pytestmark = needs_pgbouncer
MINE = rolls.own_rolls(ANN)


@pytest.fixture
def direct(postgresql: PostgreSQL) -> str:
    return postgresql.new_database()


@pytest.fixture
def pooled(direct: str) -> Iterator[str]:
    with pgbouncer(direct) as address:
        yield address


def prepared(connection: Connection) -> int:
    return connection.execute(
        text("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''")
    ).scalar_one()


def process_and_rolls(connection: Connection) -> tuple[int, int]:
    count = rolls.count(connection, MINE)
    return connection.execute(text("SELECT pg_backend_pid()")).scalar_one(), count


async def test_it_starts_on_an_empty_database_and_again(pooled: str, tmp_path: Path) -> None:
    for _ in range(2):
        database = await open_store(pooled, tmp_path, clock=time.monotonic)
        assert await database.read(migrations.current) == migrations.newest()
        await database.close()


async def test_several_who_migrate_at_the_same_time(pooled: str) -> None:
    await asyncio.gather(*(migrate(url_of(pooled)) for _ in range(SERVER_CONNECTIONS)))
    async with opened(pooled) as database:
        assert await database.read(migrations.current) == migrations.newest()


async def test_several_bots_share_few_connections(pooled: str) -> None:
    """Each asks the same again and again, as cached statements would have it, and gets other connections."""
    await migrate(url_of(pooled))
    async with AsyncExitStack() as running:
        bots = [await running.enter_async_context(opened(pooled)) for _ in range(3)]

        async def evening(index: int) -> set[int]:
            processes = set()
            for number in range(40):
                bot = bots[index % len(bots)]
                await bot.write(rolls.record, [a_roll(1_000 * index + number)])
                process, _ = await bot.read(process_and_rolls)
                processes.add(process)
            return processes

        processes = await asyncio.gather(*(evening(index) for index in range(9)))
        assert len(set().union(*processes)) == SERVER_CONNECTIONS
        assert await bots[0].read(rolls.count, MINE) == 9 * 40
        for _ in range(10):
            assert await bots[0].read(prepared) == 0


async def test_without_a_pooler_statements_stay_prepared(direct: str) -> None:
    await migrate(url_of(direct))
    async with opened(direct) as database:
        for _ in range(3):
            await database.read(rolls.count, MINE)
        assert await database.read(prepared) > 0


async def test_a_backup_goes_through_it_both_ways(pooled: str) -> None:
    await migrate(url_of(pooled))
    async with opened(pooled) as database:
        await database.write(rolls.record, [a_roll(number) for number in range(3_000)])
    made = io.BytesIO()
    await back_up(url_of(pooled), made, made_at="2026-03-01T12:00:00+00:00")
    made.seek(0)
    await restore(url_of(pooled), made, stamp="20260301120000")
    async with opened(pooled) as database:
        assert await database.read(rolls.count, MINE) == 3_000
