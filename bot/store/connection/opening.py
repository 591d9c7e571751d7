"""Opening the store when the bot starts: waiting for the database, and bringing its tables up to date."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from bot.startup import StartupError
from bot.store import button_states, migrations
from bot.store.connection.address import database_address
from bot.store.connection.availability import CircuitBreaker, StoreUnavailable
from bot.store.connection.database import Database
from bot.store.connection.engine import build_engine
from bot.store.connection.failures import is_final, unusable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Connection
    from sqlalchemy.engine import URL

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")

_PROJECT = Path(__file__).parents[3]
_DISK_SECONDS = 60.0


async def open_store(
    address: str, data_folder: Path, *, clock: Callable[[], float], patience: float = 30.0
) -> Database:
    """Return the database at an address, up to date and writable; "" means a file in `data_folder`.

    `clock` is monotonic, in seconds. A database that starts at the same time as the bot has `patience`
    seconds to answer. Raises StartupError.
    """
    url = database_address(address, data_folder)
    database = Database(build_engine(url), CircuitBreaker(clock))
    give_up_at = clock() + patience
    # No player is waiting yet. A file answers as soon as its disk does; a silent server may be down.
    starting = database.within(_DISK_SECONDS) if url.get_backend_name() == "sqlite" else database
    try:
        revision = await _patiently(
            lambda: starting.read(migrations.current), url, give_up_at=give_up_at, clock=clock
        )
        if revision > migrations.newest():
            raise StartupError(
                f"The database {url!r} was last used by a newer version of the bot "
                f"(its tables are at {revision}). Update the bot, or use another database.",
                exit_status=2,
            )
        if revision != migrations.newest():
            await _migrate_apart(url)
            log.info("tables up to date", revision=migrations.newest())
        await _patiently(lambda: _try_writing(starting), url, give_up_at=give_up_at, clock=clock)
    except BaseException:
        await database.close()
        raise
    return database


async def _patiently(
    ask: Callable[[], Awaitable[T]], url: URL, *, give_up_at: float, clock: Callable[[], float]
) -> T:
    """Return what the database answers. Ask again as long as it is unreachable and waiting may help."""
    reason: BaseException | None = None
    while True:
        try:
            return await ask()
        except StoreUnavailable as unavailable:
            # A call that the circuit breaker refused has no cause of its own.
            reason = unavailable.__cause__ or reason
            if is_final(reason) or clock() + unavailable.retry_after > give_up_at:
                raise unusable(url, reason) from unavailable
            await asyncio.sleep(unavailable.retry_after)
        except DBAPIError as refused:
            raise unusable(url, refused) from refused


class _WrittenError(Exception):
    """Rolls a trial write back."""


async def _try_writing(database: Database) -> None:
    """Write a row and roll it back: the only way to notice a read-only file or standby."""

    def write_and_undo(connection: Connection) -> None:
        button_states.keep(connection, "", now=datetime.now(UTC))
        raise _WrittenError

    with suppress(_WrittenError):
        await database.write(write_and_undo)


async def _migrate_apart(url: URL) -> None:
    """Migrate in a separate process: Alembic would stay in the bot's memory and take 10 MB."""
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
