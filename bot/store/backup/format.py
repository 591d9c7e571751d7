"""The file of a backup: JSON lines, compressed by gzip.

The first line says what the file is. Each table follows as a line with its name and the kinds of its
columns, and one line a row. The last line has the number of rows of each table, so that a file which
was cut off is noticed; gzip's checksum notices one that was changed.
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
# Of 1 to 9. Higher ones take twice the time for a tenth less.
_COMPRESSION = 4
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class BackupWriter:
    """Writes a backup to a stream: a header, tables, and at the end `close`."""

    def __init__(self, stream: BinaryIO, *, revision: str, made_at: str) -> None:
        self._file = gzip.GzipFile(
            filename="", mode="wb", fileobj=stream, compresslevel=_COMPRESSION, mtime=0
        )
        self._numbers: dict[str, int] = {}
        self._write({"format": _NAME, "version": _VERSION, "revision": revision, "made_at": made_at})

    def table(self, name: str, kinds: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Write a table: the kind of each column by its name, and rows of values that JSON knows."""
        self._write({"table": name, "columns": dict(kinds)})
        number = 0
        for row in rows:
            self._write(row)
            number += 1
        self._numbers[name] = number

    def close(self) -> dict[str, int]:
        """Write the end; return how many rows each table has."""
        self._write({"end": self._numbers})
        self._file.close()
        return self._numbers

    def _write(self, value: object) -> None:
        self._file.write(_to_json(value).encode() + b"\n")


@dataclass(frozen=True, slots=True)
class TableOfBackup:
    """A table as it was: the kinds of its columns, and its rows, which can be read once."""

    name: str
    kinds: Mapping[str, str]
    rows: Iterator[list[Any]]


@dataclass(slots=True)
class BackupReader:
    """A backup that is read. Raises StartupError as soon as something about it is wrong."""

    revision: str
    """The revision of the tables it was made of."""
    made_at: str
    _lines: Iterator[Any]
    numbers: dict[str, int] = field(default_factory=dict)
    """How many rows of each table were read."""

    def tables(self) -> Iterator[TableOfBackup]:
        """Yield each table; read its rows before the next one."""
        line = next(self._lines, None)
        while isinstance(line, dict) and "table" in line:
            following: list[Any] = []
            yield TableOfBackup(line["table"], line["columns"], self._rows(line["table"], following))
            line = following[0] if following else None
        if line is None:
            raise damaged("the file ends too early")
        # The checksum is at the very end, after which there must be nothing.
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
    """Return a backup once its first line is read; `newest` is the latest revision that can be restored.

    Raises StartupError if the file is none, or was made by a newer version of the bot.
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
    """Return what to say of a backup of which something is missing or changed."""
    return StartupError(f"This backup is damaged: {how}. Nothing was changed.", exit_status=2)
