"""Restoring a backup: new tables are filled and checked before they replace the old ones."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import text
from sqlalchemy.util import greenlet_spawn

from bot.store import fair, migrations
from bot.store.backup import renamed_tables, sqlite_file
from bot.store.backup.format import read_backup
from bot.store.backup.rows import load
from bot.store.connection.engine import WRITES, build_engine
from bot.store.connection.failures import connected

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

    from bot.store.backup.format import BackupReader


async def restore(url: URL, stream: BinaryIO, *, stamp: str) -> tuple[BackupReader, str]:
    """Replace the contents of a database with a backup; return the backup, and where the old data is now.

    `stamp` becomes part of the names under which the old data is kept. Raises StartupError if the backup
    or the database cannot be used, or a bot is using the database, and the errors of the driver. If it
    raises, the database is unchanged.
    """
    backup = read_backup(stream, newest=migrations.newest())
    if url.get_backend_name() == "sqlite":
        return backup, await _restore_file(url, backup, stamp)
    return backup, await _with_engine(url, lambda engine: _restore_tables(engine, backup, stamp))


async def _restore_file(url: URL, backup: BackupReader, stamp: str) -> str:
    path = Path(str(url.database))
    with sqlite_file.replacement(path, stamp=stamp) as (new, aside):
        await _with_engine(url.set(database=str(new)), lambda engine: _fill_file(engine, backup))
    return str(aside) if aside.exists() else ""


async def _with_engine(url: URL, work: Callable[[Engine], str]) -> str:
    engine = build_engine(url)
    try:
        return await greenlet_spawn(work, engine)
    finally:
        with suppress(OSError):
            await greenlet_spawn(engine.dispose)


def _fill_file(engine: Engine, backup: BackupReader) -> str:
    with connected(engine) as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            _fill(connection, backup)
        sqlite_file.see_it_sound(connection.connection.driver_connection)
    return ""


def _restore_tables(engine: Engine, backup: BackupReader, stamp: str) -> str:
    with connected(engine) as connection, connection.begin():
        # A bot that holds a lock for longer than this is stuck; don't get stuck with it.
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))
        migrations.keep_others_out(connection)
        aside = renamed_tables.set_aside(connection, stamp)
        _fill(connection, backup)
        return aside


def _fill(connection: Connection, backup: BackupReader) -> None:
    migrations.upgrade(connection, backup.revision)
    load(connection, backup)
    migrations.upgrade(connection)
    # Rolls made since the backup are lost, and the same secret would produce the same numbers again.
    fair.end_soon(connection)
