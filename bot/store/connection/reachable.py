"""Checking whether the database answers, even when nobody is using it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.store.connection.database import Database

# Longer than a read may take; anything beyond this is waiting for a turn.
_SECONDS = 2.5


async def is_reachable(database: Database) -> bool:
    """Return whether the database answers a read, or answers others if they keep it busy."""
    with suppress(StoreUnavailable, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            await database.read(_read_something)
    return not database.away


def _read_something(connection: Connection) -> None:
    # A row, because SQLite doesn't open its file to return a constant.
    connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
