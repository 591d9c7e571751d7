"""Retention: each kind of thing goes when its days are over, and not before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.services.retention import Retention, RetentionRules
from bot.store import button_states, pads, preferences, rolls, shares
from bot.store.preferences import ServerSettings
from bot.store.rolls import own_rolls
from bot.store.shares import Share
from tests.support.clock import Clock
from tests.support.rolls import ANN, DUNGEON, a_roll

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.store.database import Database

RULES = RetentionRules(history_days=100, pad_days=7, button_days=50)


def fill(connection: Connection, clock: Clock) -> None:
    now = clock.now()
    preferences.set_server(connection, DUNGEON, ServerSettings(history_days=30))
    rolls.record(connection, [a_roll(number, rolled_at=now) for number in range(7)])
    rolls.record(connection, [a_roll(number, rolled_at=now, server_id=DUNGEON) for number in range(10, 15)])
    pads.set_text(connection, 1, ANN, "1d6", now=now)
    button_states.keep(connection, "1d6", now=now)
    share = Share(code="CODE", player_id=ANN, rolls={}, created_at=now, expires_at=now + timedelta(days=20))
    shares.add(connection, share)


@pytest.mark.parametrize(
    ("days", "removed"),
    [(6, 0), (8, 1), (19, 1), (21, 2), (31, 7), (51, 8), (99, 8), (101, 15)],
)
async def test_what_goes_after_how_many_days(database: Database, days: int, removed: int) -> None:
    clock = Clock()
    await database.write(fill, clock)
    clock.advance(days=days)
    retention = Retention(database, now=clock.now, rules=RULES, batch=3)
    assert await retention.run() == removed
    assert await retention.run() == 0


async def test_new_rolls_stay(database: Database) -> None:
    clock = Clock()
    await database.write(fill, clock)
    clock.advance(days=101)
    await database.write(rolls.record, [a_roll(99, rolled_at=clock.now())])
    await Retention(database, now=clock.now, rules=RULES).run()
    (left,) = await database.read(rolls.page, own_rolls(ANN), limit=9)
    assert left.interaction_id == 99
