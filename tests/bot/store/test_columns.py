"""Moments go in and come out as the same moment in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import StatementError

from bot.store import pads, rolls
from tests.support.rolls import a_roll

if TYPE_CHECKING:
    from bot.store.database import Database


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
    with pytest.raises(StatementError, match="has no time zone"):
        await database.write(pads.set_text, 1, 2, "d6", now=datetime(2026, 3, 14, 20, 0))
