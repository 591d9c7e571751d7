"""SQLAlchemy's engine for an address: the pool, and the settings that each connection starts with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import create_engine, event

from bot.store.connection.checkpoints import PAGES_AT_MOST
from bot.store.connection.failures import READ_ONLY
from bot.store.connection.file_access import prepare_file
from bot.store.connection.pooler import CONNECT_ARGUMENTS, adapt_to_poolers

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL
    from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
    from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "dicewright_writes"
"""The execution option of a connection for a transaction that writes."""
LOCK_SECONDS = "dicewright_lock_seconds"
"""The execution option for how long it waits for another process that writes to the same SQLite file, if not
as usual."""
_USUAL_LOCK_SECONDS = "dicewright_usual_lock_seconds"

_CONNECT_SECONDS = 2.0
_SQLITE_CONNECTIONS = 2
_POSTGRESQL_CONNECTIONS = 5
_RECYCLE_SECONDS = 1_800
_SQLITE_SETTINGS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    f"wal_autocheckpoint = {PAGES_AT_MOST}",
    # The log is truncated after it was moved into the file, so its size shows when it is long again.
    "journal_size_limit = 0",
)


def build_engine(url: URL, *, lock_seconds: float = 1.5) -> Engine:
    """Return an engine, which connects when it is first used.

    On SQLite, a transaction waits up to `lock_seconds` for another one that writes. Raises StartupError if
    a file cannot be used.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, lock_seconds)
    engine = create_engine(
        url,
        # Otherwise errors show the parameters, which contain what players rolled.
        hide_parameters=True,
        json_serializer=to_json,
        pool_size=_POSTGRESQL_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_CONNECT_SECONDS,
        pool_recycle=_RECYCLE_SECONDS,
        pool_pre_ping=True,
        pool_use_lifo=True,
        connect_args={
            "timeout": _CONNECT_SECONDS,
            "server_settings": {"application_name": "dicewright", "jit": "off"},
            **CONNECT_ARGUMENTS,
        },
    )
    adapt_to_poolers(engine)

    @event.listens_for(engine, "handle_error")
    def leave_a_standby(context: ExceptionContext) -> None:
        # After a failover, the address may lead to a new server, but open connections lead to the old one.
        if getattr(context.original_exception, "sqlstate", "") == READ_ONLY:
            context.is_disconnect = True

    return engine


def _sqlite(url: URL, lock_seconds: float) -> Engine:
    prepare_file(Path(str(url.database)))
    engine = create_engine(
        url,
        hide_parameters=True,
        json_serializer=to_json,
        pool_size=_SQLITE_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_CONNECT_SECONDS,
        # A connection has to read again from the file what another one has written.
        pool_use_lifo=True,
        # Every transaction has been ended already.
        pool_reset_on_return=None,
        connect_args={
            # Python would begin transactions itself, but late, and not before schema changes.
            "isolation_level": None,
            "timeout": lock_seconds,
            # A connection moves between threads, but is never used by two at a time.
            "check_same_thread": False,
        },
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info.update({LOCK_SECONDS: lock_seconds, _USUAL_LOCK_SECONDS: lock_seconds})
        cursor = connection.cursor()
        for setting in _SQLITE_SETTINGS:
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads before it writes can't wait for another writer: it fails immediately.
        options = connection.get_execution_options()
        if not options.get(WRITES, False):
            connection.exec_driver_sql("BEGIN")
            return
        wait_for_lock(connection.exec_driver_sql, connection.info, options.get(LOCK_SECONDS))
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def wait_for_lock(execute: Callable[[str], object], info: dict[Any, Any], seconds: float | None) -> None:
    """Have a connection to an SQLite file wait this long for another process that writes; None for as usual.

    `info` is what SQLAlchemy keeps of the connection.
    """
    seconds = info[_USUAL_LOCK_SECONDS] if seconds is None else seconds
    if info[LOCK_SECONDS] != seconds:
        execute(f"PRAGMA busy_timeout = {seconds * 1_000:.0f}")
        info[LOCK_SECONDS] = seconds


def to_json(value: object) -> str:
    """Return plain data as JSON.

    >>> to_json((1, 20)), to_json({"str": "3"})
    ('[1,20]', '{"str":"3"}')
    """
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # It takes no lone surrogates and no integers of more than 64 bits.
        return json.dumps(value)
