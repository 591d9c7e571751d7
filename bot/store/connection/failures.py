"""Why a database can't be used, and what the host of the bot can do about it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

# SQLite's codes for a file that is in use by others. Waiting helps with no other problem of a file.
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# A full disk and faulty hardware are not problems of the bot's settings.
_MAY_HELP_LATER = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM)
READ_ONLY = "25006"
"""The SQLSTATE of a read-only server, such as a standby."""
_IDLE_FOR_TOO_LONG = "25P03"
SERVER_TROUBLE = ("08", READ_ONLY, _IDLE_FOR_TOO_LONG, "40", "53", "55", "57", "58", "XX")
"""Classes of SQLSTATE that concern the server and not our statement: connection, read-only, idle transaction,
deadlock, resources, lock not available, operator intervention, system and internal errors."""


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Yield a connection. Raises StartupError if the database can't be used, whether at first or later."""
    try:
        connection = engine.connect()
    except Exception as error:
        raise unusable(engine.url, error) from error
    try:
        with connection:
            yield connection
    except DBAPIError as error:
        raise unusable(engine.url, error) from error


def cause(error: BaseException) -> str:
    """Return the type of an error and the driver's message, without SQL and parameters."""
    original = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return f"{type(original).__name__}: {original}".rstrip(": ")


def is_final(reason: BaseException | None) -> bool:
    """Return whether waiting can't help; only SQLite's errors tell."""
    code = _sqlite_code(reason)
    return code is not None and code not in _IN_USE


def _sqlite_code(reason: BaseException | None) -> int | None:
    """Return SQLite's primary result code, however the error was wrapped."""
    while reason is not None:
        if isinstance(reason, DBAPIError) and isinstance(reason.orig, sqlite3.Error):
            reason = reason.orig
        if isinstance(reason, sqlite3.Error):
            extended: int | None = getattr(reason, "sqlite_errorcode", None)
            # The lowest byte is the primary code, and the rest extends it.
            return None if extended is None else extended & 0xFF
        reason = reason.__cause__
    return None


def unusable(url: URL, reason: BaseException | None) -> StartupError:
    """Return the error for a database that can't be used for this reason."""
    said = cause(reason) if reason else "it does not respond"
    advice, later = _sqlite_advice(reason) if url.get_backend_name() == "sqlite" else _server_advice(reason)
    return StartupError(
        f"The database {url!r} cannot be used: {said}. {advice}", exit_status=1 if later else 2
    )


def _sqlite_advice(reason: BaseException | None) -> tuple[str, bool]:
    """Return what the host can do about an error of SQLite, and whether waiting may help."""
    code = _sqlite_code(reason)
    if code is None:
        return "Its disk may be too slow or too busy.", True
    if code in _IN_USE:
        return "Another process is using it. Is the bot running twice?", True
    return "Check the disk, or set DATABASE_URL to another location.", code in _MAY_HELP_LATER


def _server_advice(reason: BaseException | None) -> tuple[str, bool]:
    state = getattr(getattr(reason, "orig", None), "sqlstate", None)
    if state == READ_ONLY:
        return "It is read-only, like a standby that has not been promoted yet.", True
    if state is None or state.startswith(SERVER_TROUBLE):
        return "Check DATABASE_URL, and that the database is running.", True
    return "Check the permissions of the user in DATABASE_URL.", False
