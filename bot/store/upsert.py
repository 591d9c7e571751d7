"""Inserting rows that may exist, which SQLite and PostgreSQL spell the same way and SQLAlchemy doesn't."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy import func

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlalchemy import Column, Connection, Table
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.dml import Insert


def insert_or_update(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    update: tuple[str, ...] = (),
    fill: tuple[str, ...] = (),
) -> None:
    """Insert rows. If a key exists, replace its columns `update`.

    The columns `fill` are replaced only by values that are not null.
    """
    if rows:
        statement = _statement(table, tuple(rows[0]), update, fill, connection.dialect)
        connection.exec_driver_sql(statement.text, [statement.values(row) for row in rows])


def insert_or_keep(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row; if one of its unique values exists, change nothing and return False."""
    statement = keeping(table, tuple(row), connection.dialect)
    return connection.exec_driver_sql(statement.text, statement.values(row)).rowcount > 0


def insert_all_or_keep(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert rows as `insert_or_keep` does; return how many were inserted."""
    if not rows:
        return 0
    statement = keeping(table, tuple(rows[0]), connection.dialect)
    return connection.exec_driver_sql(statement.text, [statement.values(row) for row in rows]).rowcount


class Statement:
    """A statement as sent to the database: running it through SQLAlchemy takes twice as long for each row."""

    def __init__(self, insert: Insert, columns: Sequence[Column[Any]], dialect: Dialect) -> None:
        compiled: Any = insert.compile(dialect=dialect, column_keys=[column.name for column in columns])
        self.text = str(compiled)
        converted = {
            column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns
        }
        self._places = [(name, converted[name]) for name in compiled.positiontup]

    def values(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return the values of a row in the order of the statement, as the driver expects them."""
        return tuple([convert(row[name]) if convert else row[name] for name, convert in self._places])


@cache  # Building one takes longer than running it.
def _statement(
    table: Table, columns: tuple[str, ...], update: tuple[str, ...], fill: tuple[str, ...], dialect: Dialect
) -> Statement:
    insert = _insert(table, dialect)
    taken = {name: insert.excluded[name] for name in update}
    filled = {name: func.coalesce(insert.excluded[name], table.c[name]) for name in fill}
    insert = insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=taken | filled)
    return Statement(insert, [table.c[name] for name in columns], dialect)


@cache
def keeping(
    table: Table, columns: tuple[str, ...], dialect: Dialect, *, returning: tuple[str, ...] = ()
) -> Statement:
    """Return what inserts a row with these columns, as `insert_or_keep` does.

    It returns the columns `returning` of a row that it inserted.
    """
    insert = _insert(table, dialect).on_conflict_do_nothing()
    if returning:
        insert = insert.returning(*(table.c[name] for name in returning))
    return Statement(insert, [table.c[name] for name in columns], dialect)


def _insert(table: Table, dialect: Dialect) -> Any:
    # Importing the other dialect as well would only take memory.
    return import_module(f"sqlalchemy.dialects.{dialect.name}").insert(table)
