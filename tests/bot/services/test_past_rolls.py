"""Reading the history: every roll once, in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.services.past_rolls import PastRolls
from bot.store import rolls
from bot.store.rolls import own_rolls
from tests.support.rolls import ANN, a_roll

if TYPE_CHECKING:
    from bot.store.database import Database

MINE = own_rolls(ANN)


@pytest.mark.parametrize(
    ("made", "most", "yielded"),
    [
        (0, None, 0),
        (1, None, 1),
        (2_000, None, 2_000),
        (2_001, None, 2_001),
        (2_001, 1_500, 1_500),
        (3, 10, 3),
        (3, 0, 0),
    ],
)
async def test_each_roll_once(database: Database, made: int, most: int | None, yielded: int) -> None:
    await database.write(rolls.record, [a_roll(number) for number in range(made)])
    past = PastRolls(database)
    found = [roll.interaction_id async for roll in past.each(MINE, most=most)]
    assert found == list(range(made))[::-1][:yielded]
    assert await past.count(MINE) == made


async def test_pages(database: Database) -> None:
    await database.write(rolls.record, [a_roll(number, text=f"d{number}") for number in range(1, 6)])
    past = PastRolls(database)
    first = await past.page(MINE, limit=2)
    second = await past.page(MINE, limit=2, before=first[-1].key)
    assert [roll.interaction_id for roll in first + second] == [5, 4, 3, 2]
    assert await past.recent_texts(ANN, limit=2) == ("d5", "d4")
