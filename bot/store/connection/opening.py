"""Opening the store when the bot starts: wait for the database, and bring its tables up to date."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.startup import StartupError
from bot.store import migrations
from bot.store.connection.address import database_address
from bot.store.connection.availability import CircuitBreaker, StoreUnavailable
from bot.store.connection.database import Database
from bot.store.connection.engine import build_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import URL

log = structlog.stdlib.get_logger(__name__)

_PROJECT = Path(__file__).parents[3]


async def open_store(
    address: str, data_folder: Path, *, clock: Callable[[], float], patience: float = 30.0
) -> Database:
    """Return the database at an address, reached and up to date; an empty one is a file in `data_folder`.

    `clock` gives seconds that only grow. A database that starts at the same time as the bot gets
    `patience` seconds to answer. Raises StartupError.
    """
    url = database_address(address, data_folder)
    database = Database(build_engine(url), CircuitBreaker(clock))
    try:
        revision = await _answer(database, url, give_up_at=clock() + patience, clock=clock)
        if revision > migrations.newest():
            raise StartupError(
                f"The database {url!r} was last used by a newer version of the bot "
                f"(its tables are at {revision}). Update the bot, or use another database.",
                exit_status=2,
            )
        if revision != migrations.newest():
            await _migrate_apart(url)
            log.info("tables up to date", revision=migrations.newest())
    except BaseException:
        await database.close()
        raise
    return database


async def _answer(database: Database, url: URL, *, give_up_at: float, clock: Callable[[], float]) -> str:
    reason: BaseException | None = None
    while True:
        try:
            return await database.read(migrations.current)
        except StoreUnavailable as unavailable:
            # One that the breaker refused has no cause of its own.
            reason = unavailable.__cause__ or reason
            if clock() + unavailable.retry_after > give_up_at:
                raise StartupError(
                    f"The database {url!r} cannot be used: {reason}. "
                    "Check DATABASE_URL and that the database is running.",
                    exit_status=1,
                ) from unavailable
            await asyncio.sleep(unavailable.retry_after)


async def _migrate_apart(url: URL) -> None:
    """Migrate in a process of its own: Alembic would stay in the bot's memory, 10 MB for ever."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        migrations.__name__,
        cwd=_PROJECT,
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    address = url.render_as_string(hide_password=False)
    _, errors = await process.communicate(address.encode())
    if process.returncode:
        output = errors.decode(errors="replace").strip()
        last_line = output.rpartition("\n")[2]
        log.error("migration failed", output=output)
        raise StartupError(
            f"The tables of {url!r} could not be brought up to date: {last_line}", exit_status=1
        )
