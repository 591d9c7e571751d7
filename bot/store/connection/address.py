"""DATABASE_URL, as self-hosters and hosting providers write it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.startup import StartupError

_FILE_NAME = "dicewright.db"
_SQLITE = "sqlite"
_POSTGRESQL = "postgresql+asyncpg"
_DRIVERS = {
    _SQLITE: _SQLITE,
    "postgresql": _POSTGRESQL,
    "postgres": _POSTGRESQL,
    _POSTGRESQL: _POSTGRESQL,
}
# libpq's name, which managed databases use in their addresses, and asyncpg's.
_RENAMED_OPTIONS = {"sslmode": "ssl"}
_KNOWN_OPTIONS = {"host", "port", "ssl", "prepared_statement_cache_size"}
_EXAMPLES = "Write sqlite:///dicewright.db or postgresql://user:password@host/database."


def database_address(text: str, data_folder: Path) -> URL:
    """Return the address for our drivers; an empty text means a file in `data_folder`.

    Raises StartupError if the text cannot be used. Its message never contains the password.

    >>> from pathlib import Path
    >>> database_address("postgres://bot:secret@db/dice?sslmode=require", Path("data"))
    postgresql+asyncpg://bot:***@db/dice?ssl=require
    """
    if not text:
        return URL.create(_SQLITE, database=str((data_folder / _FILE_NAME).resolve()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise _refused(f"is not a database address. {_EXAMPLES}") from None
    if url.drivername not in _DRIVERS:
        raise _refused(f'starts with "{url.drivername}", which the bot does not support. {_EXAMPLES}')
    url = url.set(drivername=_DRIVERS[url.drivername])
    return _sqlite(url) if url.drivername == _SQLITE else _postgresql(url)


def _sqlite(url: URL) -> URL:
    if url.host:
        raise _refused("needs three slashes before the file, as in sqlite:///dicewright.db.")
    if not url.database or url.database == ":memory:":
        raise _refused("does not name a file, so all data would be lost at each restart. " + _EXAMPLES)
    if url.query:
        raise _refused("has options after the file, but the bot sets these itself. " + _EXAMPLES)
    return url.set(database=str(Path(url.database).resolve()))


def _postgresql(url: URL) -> URL:
    if not url.database:
        raise _refused(f"does not name a database. {_EXAMPLES}")
    options = {_RENAMED_OPTIONS.get(name, name): value for name, value in url.query.items()}
    # Managed databases ask for channel binding, a check that libpq has and asyncpg doesn't.
    options.pop("channel_binding", None)
    if unknown := sorted(options.keys() - _KNOWN_OPTIONS):
        raise _refused(f"has an option that the bot does not support: {', '.join(unknown)}. Remove it.")
    return url.set(query=options)


def _refused(problem: str) -> StartupError:
    return StartupError(f"DATABASE_URL {problem}", exit_status=2)
