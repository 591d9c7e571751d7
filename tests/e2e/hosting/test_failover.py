"""A PostgreSQL that fails over: rolls go on while it can only be read, and the history catches up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.store import rolls
from tests.support.databases import opened
from tests.support.fake_discord.payloads import PLAYER_ID, Person
from tests.support.process import bot_process
from tests.support.waiting import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.support.databases import PostgreSQL
    from tests.support.fake_discord import FakeDiscord

ROLLS = 12


async def test_rolls_go_on_and_the_history_catches_up(
    discord: FakeDiscord, tmp_path: Path, postgresql: PostgreSQL, postgresql_address: str
) -> None:
    async def roll(first: int) -> None:
        for number in range(first, first + ROLLS):
            by = Person(PLAYER_ID + number, "guest")
            shown = await (await discord.slash("roll", dice="1d20", by=by)).first_message()
            assert shown["embeds"]

    async with bot_process({**discord.environment(), "DATABASE_URL": postgresql_address}, tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await roll(0)
        await asyncio.to_thread(postgresql.become_standby)
        try:
            await roll(ROLLS)
            await bot.line_with("read-only transaction")
            await roll(2 * ROLLS)
        finally:
            await postgresql.promote()
        await roll(3 * ROLLS)
        async with opened(postgresql_address) as database, asyncio.timeout(PATIENCE):
            while await database.read(recorded) < 4 * ROLLS:  # noqa: ASYNC110 - only the table tells
                await asyncio.sleep(0.05)
    assert "Traceback" not in bot.output
    assert "rolls lost" not in bot.output


def recorded(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(rolls.rolls)).scalar_one()
