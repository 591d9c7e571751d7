"""Setting PostgreSQL tables aside by renaming them, which needs no copy, disk space or extra permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.store import migrations
from bot.store.shards.shard_tables import shard_metadata
from bot.store.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

# PostgreSQL silently truncates longer names.
_LONGEST_NAME = 63


def set_aside(connection: Connection, stamp: str) -> str:
    """Rename the bot's tables with their indexes and sequences; return the prefix of the new names.

    Return "" if there are no tables.
    """
    tables = _tables(connection)
    prefix = f"old_{stamp}_"
    while any(name.startswith(prefix) for name in inspect(connection).get_table_names()):
        # Two restores within a second.
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
        # A newer version may have added tables unknown to this one, and would try to create them again.
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
