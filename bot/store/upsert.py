"""Inserting what may be there already, which SQLite and PostgreSQL spell the same and SQLAlchemy does not."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy import func

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Table
    from sqlalchemy.sql.dml import Insert


def insert_or_update(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    update: tuple[str, ...] = (),
    fill: tuple[str, ...] = (),
) -> None:
    """Insert rows. Where a key is there already, take over the columns `update`.

    Of the columns `fill`, only values that are not null are taken over.
    """
    statement = _statement(table, update, fill, connection.dialect.name)
    connection.execute(statement, list(rows))


@cache  # Making one takes longer than running it.
def _statement(table: Table, update: tuple[str, ...], fill: tuple[str, ...], dialect: str) -> Insert:
    # The module of the other database would only take memory.
    statement: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
    taken = {name: statement.excluded[name] for name in update}
    filled = {name: func.coalesce(statement.excluded[name], table.c[name]) for name in fill}
    inserted: Insert = statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_=taken | filled
    )
    return inserted
