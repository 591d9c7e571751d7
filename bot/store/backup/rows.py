"""Copying rows from tables into a backup and back, in the same way on every database."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
)

from bot.startup import StartupError
from bot.store.backup.format import damaged
from bot.store.columns import UtcDateTime
from bot.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.types import TypeEngine

    from bot.store.backup.format import BackupReader, BackupWriter, TableOfBackup

_ROWS_AT_A_TIME = 1_000
_MOMENT = "moment"
# The code that knew older tables is gone when their backup is read, so the backup has each column's kind.
_KINDS: dict[str, TypeEngine[Any]] = {
    _MOMENT: UtcDateTime(),
    "json": JSON(none_as_null=True),
    "boolean": Boolean(),
    "number": BigInteger(),
    "text": Text(),
}


def dump(connection: Connection, writer: BackupWriter) -> None:
    """Write all rows of all tables, which must be at the newest revision."""
    for table in metadata.sorted_tables:
        kinds = {column.name: _kind(column) for column in table.columns}
        writer.table(table.name, kinds, _rows_of(connection, table, kinds))


def load(connection: Connection, backup: BackupReader) -> None:
    """Insert all rows into empty tables at the revision of the backup. Raises StartupError."""
    for table in backup.tables():
        if unknown := set(table.kinds.values()) - _KINDS.keys():
            raise StartupError(
                f"This backup has columns that are unknown to this version of the bot: {', '.join(unknown)}.",
                exit_status=2,
            )
        columns = [Column(name, _KINDS[kind]) for name, kind in table.kinds.items()]
        target = Table(table.name, MetaData(), *columns)
        rows = _values(table)
        while batch := list(islice(rows, _ROWS_AT_A_TIME)):
            connection.execute(insert(target), batch)
        found = connection.execute(select(func.count()).select_from(target)).scalar_one()
        if found != backup.numbers[table.name]:
            raise StartupError(
                f"Only {found:,} of {backup.numbers[table.name]:,} rows arrived in the table {table.name}. "
                "Nothing was changed.",
                exit_status=1,
            )


def _kind(column: Column[Any]) -> str:
    # SmallInteger and the like are subclasses of Integer, and all text types of String.
    if isinstance(column.type, UtcDateTime):
        return _MOMENT
    if isinstance(column.type, JSON):
        return "json"
    if isinstance(column.type, Boolean):
        return "boolean"
    return "number" if isinstance(column.type, Integer) else "text"


def _rows_of(connection: Connection, table: Table, kinds: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    moments = [index for index, kind in enumerate(kinds.values()) if kind == _MOMENT]
    query = select(table).order_by(*table.primary_key.columns)
    streamed = connection.execution_options(yield_per=_ROWS_AT_A_TIME)
    for row in streamed.execute(query):
        values = list(row)
        for index in moments:
            if values[index] is not None:
                values[index] = values[index].isoformat()
        yield values


def _values(table: TableOfBackup) -> Iterator[dict[str, Any]]:
    read: dict[str, Callable[[str], datetime]] = {
        name: datetime.fromisoformat for name, kind in table.kinds.items() if kind == _MOMENT
    }
    names = list(table.kinds)
    for row in table.rows:
        try:
            values = dict(zip(names, row, strict=True))
            for name, from_text in read.items():
                if values[name] is not None:
                    values[name] = from_text(values[name])
        except (TypeError, ValueError) as error:
            raise damaged(f"a row of {table.name} is malformed") from error
        yield values
