"""Removing what is old, no more than asked for at a time, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.store import pads, preferences, retention, rolls
from bot.store.preferences import ServerSettings
from bot.store.rolls import own_rolls
from tests.support.rolls import ANN, DUNGEON, START, TAVERN, a_roll

if TYPE_CHECKING:
    from bot.store.connection.database import Database

# Rolls 1 to 4 were made before this.
CUT = START + timedelta(minutes=4, seconds=30)


async def left(database: Database) -> list[int]:
    page = await database.read(rolls.page, own_rolls(ANN), limit=99)
    return sorted(roll.interaction_id for roll in page)


async def test_old_rolls_go_a_few_at_a_time(database: Database) -> None:
    await database.write(rolls.record, [a_roll(number) for number in range(1, 9)])
    removed = [await database.write(retention.remove_other_rolls, before=CUT, limit=3) for _ in range(3)]
    assert removed == [3, 1, 0]
    assert await left(database) == [5, 6, 7, 8]


async def test_a_server_that_says_for_how_long_is_left_to_its_word(database: Database) -> None:
    await database.write(preferences.set_server, DUNGEON, ServerSettings(history_days=9))
    await database.write(preferences.set_server, TAVERN, ServerSettings(compact=True))
    await database.write(
        rolls.record,
        [a_roll(1), a_roll(2, server_id=DUNGEON), a_roll(3, server_id=None), a_roll(6, server_id=DUNGEON)],
    )
    assert await database.read(retention.servers_with_own_days) == {DUNGEON: 9}
    await database.write(retention.remove_other_rolls, before=CUT, limit=9)
    assert await left(database) == [2, 6]
    assert await database.write(retention.remove_rolls_of, DUNGEON, before=CUT, limit=9) == 1
    assert await left(database) == [6]


async def test_pads_that_nobody_touches_go(database: Database) -> None:
    await database.write(pads.set_text, 1, ANN, "1d6", now=START)
    await database.write(pads.set_text, 2, ANN, "1d8", now=START)
    await database.write(pads.set_text, 2, ANN, "2d8", now=CUT)
    assert await database.write(retention.remove_pads, before=CUT, limit=9) == 1
    assert await database.read(pads.text_of, 1, ANN) == ""
    assert await database.read(pads.text_of, 2, ANN) == "2d8"
