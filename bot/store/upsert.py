"""Inserting what may be there already, which SQLite and PostgreSQL spell the same and SQLAlchemy does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Table
    from sqlalchemy.sql import ColumnCollection


def insert_or_update(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    update: Callable[[ColumnCollection[str, Any]], Mapping[str, Any]],
) -> None:
    """Insert rows; where a key is there already, set what `update` makes of the row not inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_=dict(update(statement.excluded))
    )
    connection.execute(statement, list(rows))
