"""Setting the tables of a PostgreSQL aside: under other names, which takes no room, no copy and no rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.store import migrations
from bot.store.shards.shard_tables import shard_metadata
from bot.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

# PostgreSQL cuts longer names off, where it should rather complain.
_LONGEST_NAME = 63


def set_aside(connection: Connection, stamp: str) -> str:
    """Rename the bot's tables with all that belongs to them; return what their new names begin with.

    If there are none, return "".
    """
    tables = _tables(connection)
    prefix = f"old_{stamp}_"
    while any(name.startswith(prefix) for name in inspect(connection).get_table_names()):
        # Somebody restored twice within a second.
        prefix += "again_"
    for table in tables:
        for index in _indexes(connection, table):
            _rename(connection, "INDEX", index, prefix)
        _rename(connection, "TABLE", table, prefix)
    return prefix if tables else ""


def _tables(connection: Connection) -> list[str]:
    found = inspect(connection).get_table_names()
    ours = {*metadata.tables, *shard_metadata.tables, migrations.VERSION_TABLE}
    if migrations.VERSION_TABLE in found and migrations.current(connection) > migrations.newest():
        # A newer version may have tables that this one does not know, and would want to make them again.
        ours.update(name for name in found if not name.startswith("old_"))
    return [name for name in found if name in ours]


def _indexes(connection: Connection, table: str) -> list[str]:
    query = text(
        "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = :table"
    )
    return [str(name) for name in connection.execute(query, {"table": table}).scalars()]


def _rename(connection: Connection, kind: str, name: str, prefix: str) -> None:
    quote = connection.dialect.identifier_preparer.quote_identifier
    new_name = f"{prefix}{name}"[:_LONGEST_NAME]
    connection.exec_driver_sql(f"ALTER {kind} {quote(name)} RENAME TO {quote(new_name)}")
