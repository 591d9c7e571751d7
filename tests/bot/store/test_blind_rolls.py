"""Blind rolls by their token: looked at, and revealed exactly once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.store import blind_rolls, rolls
from bot.store.rolls import public_rolls
from tests.support.databases import opened
from tests.support.rolls import START, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    from bot.store.connection.database import Database

LATER = START + timedelta(days=30)


async def test_a_look_shows_all_of_it_and_changes_nothing(database: Database) -> None:
    await database.write(rolls.record, [a_roll(1), a_blind_roll(2)])
    assert await database.read(blind_rolls.look, "token2") == a_blind_roll(2)
    assert await database.read(blind_rolls.look, "token2") == a_blind_roll(2)
    assert await database.read(rolls.count, public_rolls(TAVERN)) == 1


async def test_a_token_that_nobody_has(database: Database) -> None:
    assert await database.read(blind_rolls.look, "token2") is None
    assert await database.write(blind_rolls.reveal, "token2", at=LATER) is None


async def test_a_revealed_roll_is_public(database: Database) -> None:
    await database.write(rolls.record, [a_blind_roll(2), a_blind_roll(3)])
    revealed = a_blind_roll(2, revealed_at=LATER)
    assert await database.write(blind_rolls.reveal, "token2", at=LATER) == revealed
    assert await database.read(rolls.page, public_rolls(TAVERN), limit=9) == [revealed]


async def test_of_many_who_reveal_at_once_one_does(address: str) -> None:
    async with opened(address) as here, opened(address) as elsewhere:
        await here.write(rolls.record, [a_blind_roll(2)])
        revealed = await asyncio.gather(
            *(
                database.write(blind_rolls.reveal, "token2", at=LATER + timedelta(seconds=number))
                for number in range(10)
                for database in (here, elsewhere)
            )
        )
        assert len([roll for roll in revealed if roll]) == 1
