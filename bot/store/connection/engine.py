"""SQLAlchemy's engine for an address: the pool, and the settings each connection starts with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event

from bot.store.connection.checkpoints import PAGES_AT_MOST
from bot.store.connection.failures import READ_ONLY
from bot.store.connection.file_access import prepare_file
from bot.store.connection.pooler import CONNECT_ARGUMENTS, adapt_to_poolers

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL
    from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
    from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "dicewright_writes"
"""The execution option of a connection whose transaction writes."""

_CONNECT_SECONDS = 2.0
_SQLITE_CONNECTIONS = 2
_POSTGRESQL_CONNECTIONS = 5
_RECYCLE_SECONDS = 1_800
_SQLITE_SETTINGS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    f"wal_autocheckpoint = {PAGES_AT_MOST}",
    # A log that was moved into the file begins again as short as it is, and so shows when it is long again.
    "journal_size_limit = 0",
)


def build_engine(url: URL, *, lock_seconds: float = 1.0) -> Engine:
    """Return an engine; nothing connects before it is first used.

    On SQLite a transaction waits `lock_seconds` for one that writes. Raises StartupError if a file
    cannot be used.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, lock_seconds)
    engine = create_engine(
        url,
        # Errors show parameters otherwise, and these hold what players rolled.
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
        # After a failover, the address may lead to another server, but the open connections still do not.
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
        # Every transaction is ended already.
        pool_reset_on_return=None,
        connect_args={
            # Python would begin transactions by itself, but late, and not around changes of tables.
            "isolation_level": None,
            "timeout": lock_seconds,
            # A connection serves one thread after the other, never two at a time.
            "check_same_thread": False,
        },
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for setting in _SQLITE_SETTINGS:
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later cannot wait for another writer: it fails at once.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def to_json(value: object) -> str:
    """Return a value as JSON; a tuple holds whole numbers.

    Each roll has faces and mostly no names, and these take a third of what `json` does.

    >>> to_json((1, 20)), to_json({}), to_json({"str": "3"})
    ('[1, 20]', '{}', '{"str": "3"}')
    """
    if isinstance(value, tuple):
        return str(list(value))
    return json.dumps(value) if value != {} else "{}"
