"""PostgreSQL behind a pooler such as PgBouncer, which may give each transaction another connection.

Statements prepared outside the transaction may then be missing, or be those of somebody else. No setting is
needed to detect a pooler: the server's process is not the one that answered when the connection was made.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.util import await_only

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import Dialect
    from sqlalchemy.pool import ConnectionPoolEntry

# asyncpg prepares its own look-ups, under names that would clash behind a pooler.
CONNECT_ARGUMENTS = {"statement_cache_size": 0}
# A setting made while connecting, which poolers refuse unless they know it.
_OWN_SETTING = "jit"
_REFUSED = "unsupported startup parameter"


def adapt_to_poolers(engine: Engine) -> None:
    """Make each connection of an asyncpg engine detect a pooler and adapt to it."""
    event.listen(engine, "do_connect", _connect)
    dialect: Any = engine.dialect
    for name in ("setup_asyncpg_json_codec", "setup_asyncpg_jsonb_codec"):
        setattr(dialect, name, _in_a_transaction(getattr(dialect, name)))


def _connect(dialect: Dialect, _entry: ConnectionPoolEntry, arguments: Any, options: dict[str, Any]) -> Any:
    names = count()
    options = {**options, "prepared_statement_name_func": lambda: f"dicewright_{next(names)}"}
    connection = _connected(dialect, arguments, options)
    driver = connection.driver_connection
    try:
        pooled = await_only(is_pooled(driver))
    except BaseException:
        driver.terminate()
        raise
    if pooled:
        # An unnamed statement is replaced by the next one, so none is left behind for others.
        connection._prepared_statement_cache = None
        connection._prepared_statement_name_func = lambda: ""
    return connection


def _connected(dialect: Dialect, arguments: Any, options: dict[str, Any]) -> Any:
    try:
        return dialect.connect(*arguments, **options)
    except Exception as error:
        if _REFUSED not in str(error):
            raise
    settings = {name: value for name, value in options["server_settings"].items() if name != _OWN_SETTING}
    return dialect.connect(*arguments, **{**options, "server_settings": settings})


async def is_pooled(driver: Any) -> bool:
    """Return whether an asyncpg connection goes through a pooler."""
    process: int = driver.get_server_pid()
    return await _server_process(driver) != process


async def _server_process(driver: Any) -> int:
    async with driver.transaction():
        number: int = await driver.fetchval("SELECT pg_backend_pid()")
        return number


def _in_a_transaction(set_up: Any) -> Any:
    async def set_up_in_a_transaction(connection: Any) -> None:
        async with connection.driver_connection.transaction():
            await set_up(connection)

    return set_up_in_a_transaction
