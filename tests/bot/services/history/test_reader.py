"""Reading the history: every roll once, in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.services.history.reader import Excerpt, PastRolls
from bot.store import rolls
from bot.store.rolls import own_rolls
from tests.support.rolls import ANN, a_roll

if TYPE_CHECKING:
    from bot.store.connection.database import Database

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
    assert [roll.text for roll in await past.recent(ANN, limit=2)] == ["d5", "d4"]


@pytest.mark.parametrize(
    ("around", "shown", "newer", "older"),
    [
        ({}, [9, 8, 7], 0, 6),
        ({"before": (7, 0)}, [6, 5, 4], 3, 3),
        ({"before": (3, 0)}, [2, 1], 7, 0),
        ({"before": (1, 0)}, [9, 8, 7], 0, 6),
        ({"after": (3, 0)}, [6, 5, 4], 3, 3),
        ({"after": (7, 0)}, [9, 8, 7], 0, 6),
        ({"after": (9, 0)}, [9, 8, 7], 0, 6),
    ],
)
async def test_an_excerpt_knows_where_it_lies(
    database: Database, around: dict[str, tuple[int, int]], shown: list[int], newer: int, older: int
) -> None:
    await database.write(rolls.record, [a_roll(number) for number in range(1, 10)])
    found = await PastRolls(database).excerpt(MINE, limit=3, **around)
    assert [roll.interaction_id for roll in found.rolls] == shown
    assert (found.newer, found.older) == (newer, older)


async def test_an_excerpt_of_nothing(database: Database) -> None:
    assert await PastRolls(database).excerpt(MINE, limit=3, before=(5, 0)) == Excerpt((), 0, 0)


async def test_batches_from_a_roll_on(database: Database) -> None:
    await database.write(rolls.record, [a_roll(number) for number in range(2_500)])
    batches = [batch async for batch in PastRolls(database).batches(MINE, before=(1_500, 0))]
    assert [len(batch) for batch in batches] == [250] * 6
    assert batches[0][0].interaction_id == 1_499
