"""The database, away for a while: as its players would have it, and not pretended within the bot."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.store.connection.address import database_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.support.databases import PostgreSQL

    Outage = Callable[[], AbstractAsyncContextManager[None]]


def sqlite_is_locked(address: str, folder: Path) -> Outage:
    """Return what locks the file: another connection writes in a transaction that does not end.

    A file cannot be stopped as a server can, and one that is moved away stays open in the bot. A tool that
    locks it is what takes it away from a bot in practice; then nothing can be written.
    """
    path = database_address(address, folder).database

    @asynccontextmanager
    async def locked() -> AsyncIterator[None]:
        connection = sqlite3.connect(str(path), isolation_level=None, timeout=20.0, check_same_thread=False)
        await asyncio.to_thread(connection.execute, "BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
            connection.close()

    return locked


def postgresql_is_stopped(server: PostgreSQL) -> Outage:
    """Return what stops the server itself, as an update or a restart of its machine does."""

    @asynccontextmanager
    async def stopped() -> AsyncIterator[None]:
        await asyncio.to_thread(server.stop)
        try:
            yield
        finally:
            await asyncio.to_thread(server.start)

    return stopped
