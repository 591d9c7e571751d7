"""Texts and moments come out of each database as they went in, or are refused or repaired before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from bot.store import button_states, pads, rolls
from tests.support.rolls import START, a_roll

if TYPE_CHECKING:
    from bot.store.connection.database import Database


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 14, 20, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 14, 20, 0, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=-8))),
    ],
)
async def test_a_moment_stays_the_same(database: Database, moment: datetime) -> None:
    await database.write(rolls.record, [a_roll(1, rolled_at=moment)])
    roll = await database.read(rolls.find, 1)
    assert roll is not None
    assert roll.rolled_at == moment
    assert roll.rolled_at.utcoffset() == timedelta(0)


async def test_a_time_that_could_mean_anything_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        await database.write(pads.set_text, 1, 2, "d6", now=datetime(2026, 3, 14, 20, 0))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("to hit the “dragon” 🐉\n\tand  run", "to hit the “dragon” 🐉\n\tand  run"),
        ("'; DROP TABLE rolls; --", "'; DROP TABLE rolls; --"),
        ("%s :text $1 ?", "%s :text $1 ?"),
        ("zero \0 and half \ud83c of a die", "zero \N{REPLACEMENT CHARACTER} and half ? of a die"),
    ],
)
async def test_any_text_can_be_stored(database: Database, typed: str, stored: str) -> None:
    await database.write(rolls.record, [a_roll(1, text=typed, notation=typed, note=typed)])
    assert await database.read(rolls.find, 1) == a_roll(1, text=stored, notation=stored, note=stored)
    await database.write(pads.set_text, 1, 2, typed, now=START)
    assert await database.read(pads.text_of, 1, 2) == stored
    key = await database.write(button_states.keep, typed, now=START)
    assert await database.write(button_states.find, key, now=START) == stored
