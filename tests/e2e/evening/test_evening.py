"""A scripted evening that nothing breaks: the shipped process over sockets, six players and a GM.

What goes wrong on it: the gateway drops, resumes and ends sessions, Discord answers 429 and 503, the bot is
killed twice, and the database is away. `make evening` holds the whole one.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.store.rolls import from_row
from bot.store.tables import rolls
from tests.e2e.evening.evening import Scale, hold_evening
from tests.e2e.evening.figures import figures
from tests.e2e.evening.outages import postgresql_is_stopped, sqlite_is_locked
from tests.support.databases import opened

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from bot.store.rolls import RecordedRoll
    from tests.e2e.evening.outages import Outage
    from tests.support.databases import PostgreSQL

WHOLE = Scale(rolls=2_000, first=100, away_seconds=10.0)
SHORT = Scale(rolls=120, first=12, away_seconds=2.0, whole=False)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the process is looked at in /proc")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Outage]:
    """The address of a new database, and what takes it away."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'evening.db'}"
        return address, sqlite_is_locked(address, tmp_path)
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.new_database(), postgresql_is_stopped(postgresql)


@pytest.mark.parametrize(
    "scale", [SHORT, pytest.param(WHOLE, marks=pytest.mark.evening)], ids=["short", "whole"]
)
async def test_an_evening(
    scale: Scale, database: tuple[str, Outage], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, away = database

    async def recorded() -> list[RecordedRoll]:
        async with opened(address) as database:
            return await database.read(_all)

    evening = await hold_evening(scale, address, away, recorded, tmp_path)
    found = figures(evening, await recorded())
    with capsys.disabled():
        if scale is WHOLE or os.environ.get("EVENING_FIGURES"):
            print(f"\nThe evening on {address.partition(':')[0]}\n{found}")
    assert not found.wrong, str(found)


def _all(connection: Connection) -> list[RecordedRoll]:
    return [from_row(row) for row in connection.execute(select(rolls))]
