"""Making a backup, even while a bot is using the database."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import text
from sqlalchemy.util import greenlet_spawn

from bot.startup import StartupError
from bot.store import migrations
from bot.store.backup.format import BackupWriter
from bot.store.backup.rows import dump
from bot.store.connection.engine import build_engine
from bot.store.connection.failures import connected
from bot.store.connection.file_access import prepare_file
from bot.store.fair_journal.taking_over import take_over_journal

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL


async def back_up(url: URL, stream: BinaryIO, *, made_at: str) -> dict[str, int]:
    """Write a backup to a stream; return the number of rows in each table.

    It is a snapshot of one moment, and doesn't block writers. Raises StartupError if there is no database,
    or if it is damaged or belongs to another version of the bot, and the errors of the driver and the stream.
    """
    _see_it_exists(url)
    engine = build_engine(url)
    try:
        return await greenlet_spawn(_back_up, engine, stream, made_at)
    finally:
        with suppress(OSError):
            await greenlet_spawn(engine.dispose)


def _see_it_exists(url: URL) -> None:
    if url.get_backend_name() != "sqlite":
        return
    path = Path(str(url.database))
    if os.path.lexists(path.parent):
        prepare_file(path)
    # Connecting would create an empty file.
    if not os.path.lexists(path):
        raise StartupError(f"There is no database {url.database} to back up.", exit_status=2)


def _back_up(engine: Engine, stream: BinaryIO, made_at: str) -> dict[str, int]:
    if engine.dialect.name == "sqlite":
        with connected(engine) as connection, connection.begin():
            _see_it_sound(connection)
            _see_it_current(connection)
        take_over_journal(engine)
    with connected(engine) as connection, connection.begin():
        if connection.dialect.name != "sqlite":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        revision = _see_it_current(connection)
        writer = BackupWriter(stream, revision=revision, made_at=made_at)
        dump(connection, writer)
        return writer.close()


def _see_it_current(connection: Connection) -> str:
    revision = migrations.current(connection)
    if revision != migrations.newest():
        raise StartupError(
            f"The tables are at {revision or 'no revision'}, but this version of the bot backs up "
            f"{migrations.newest()}. Make the backup with the version that last used them.",
            exit_status=2,
        )
    return revision


def _see_it_sound(connection: Connection) -> None:
    found = connection.execute(text("PRAGMA quick_check(1)")).scalar()
    if found != "ok":
        raise StartupError(
            f"The database is damaged, so a backup of it would be damaged as well: {found}", exit_status=1
        )
