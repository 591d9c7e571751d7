"""The format of a backup file: JSON lines, compressed with gzip.

The first line says what the file is. Then comes each table: a line with its name and the kinds of its
columns, followed by one line per row. The last line has the number of rows in each table, which reveals
a truncated file; gzip's checksum reveals a modified one.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_NAME = "dicewright backup"
_VERSION = 1
# From 1 to 9. Higher levels take twice the time to save another tenth.
_COMPRESSION = 4
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class BackupWriter:
    """Writes a backup to a stream: a header, then tables; `close` finishes it."""

    def __init__(self, stream: BinaryIO, *, revision: str, made_at: str) -> None:
        self._file = gzip.GzipFile(
            filename="", mode="wb", fileobj=stream, compresslevel=_COMPRESSION, mtime=0
        )
        self._numbers: dict[str, int] = {}
        self._write({"format": _NAME, "version": _VERSION, "revision": revision, "made_at": made_at})

    def table(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Write a table: the kind of each column by name, and rows of values that JSON can represent."""
        self._write({"table": name, "columns": dict(kinds)})
        number = 0
        for row in rows:
            self._write(row)
            number += 1
        self._numbers[name] = number

    def close(self) -> dict[str, int]:
        """Write the last line; return the number of rows in each table."""
        self._write({"end": self._numbers})
        self._file.close()
        return self._numbers

    def _write(self, value: object) -> None:
        self._file.write(_to_json(value).encode() + b"\n")


@dataclass(frozen=True, slots=True)
class TableOfBackup:
    """A table in a backup: the kinds of its columns, and its rows, which can be iterated once."""

    name: str
    kinds: Mapping[str, str]
    rows: Iterator[list[Any]]


@dataclass(slots=True)
class BackupReader:
    """Reads a backup. Raises StartupError as soon as it finds something wrong."""

    revision: str
    """The revision of the tables when the backup was made."""
    made_at: str
    _lines: Iterator[Any]
    numbers: dict[str, int] = field(default_factory=dict)
    """The number of rows read so far from each table."""

    def tables(self) -> Iterator[TableOfBackup]:
        """Yield each table. Read its rows before asking for the next one."""
        line = next(self._lines, None)
        while isinstance(line, dict) and "table" in line:
            following: list[Any] = []
            yield TableOfBackup(line["table"], line["columns"], self._rows(line["table"], following))
            line = following[0] if following else None
        if line is None:
            raise damaged("the file ends too early")
        # The checksum is at the very end; nothing may follow it.
        if line != {"end": self.numbers} or next(self._lines, None) is not None:
            raise damaged("its rows don't match its checksum")

    def _rows(self, table: str, following: list[Any]) -> Iterator[list[Any]]:
        self.numbers[table] = 0
        for line in self._lines:
            if not isinstance(line, list):
                following.append(line)
                return
            self.numbers[table] += 1
            yield line


def read_backup(stream: BinaryIO, *, newest: str) -> BackupReader:
    """Read the first line of a backup and return the backup; `newest` is the latest revision we can restore.

    Raises StartupError if the file is not a backup, or was made by a newer version of the bot.
    """
    lines = _lines(stream)
    try:
        header = next(lines, None)
    except StartupError:
        header = None
    if not isinstance(header, dict) or header.get("format") != _NAME:
        raise StartupError(
            "This file is not a backup of this bot. `python -m bot backup FILE` makes one.", exit_status=2
        )
    if header["version"] > _VERSION or header["revision"] > newest:
        raise StartupError(
            "This backup was made by a newer version of the bot "
            f"(its tables are at {header['revision']}). Update the bot first.",
            exit_status=2,
        )
    return BackupReader(header["revision"], header["made_at"], lines)


def _lines(stream: BinaryIO) -> Iterator[Any]:
    try:
        with gzip.GzipFile(mode="rb", fileobj=stream) as file:
            for line in file:
                yield json.loads(line)
    except EOFError:
        raise damaged("the file ends too early") from None
    except (gzip.BadGzipFile, zlib.error, ValueError) as error:
        raise damaged(str(error)) from error


def damaged(how: str) -> StartupError:
    """Return the error for a backup with something missing or modified."""
    return StartupError(f"This backup is damaged: {how}. Nothing was changed.", exit_status=2)
