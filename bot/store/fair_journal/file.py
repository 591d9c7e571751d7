"""The file of the journal, and the lock that all who append to it take turns with.

Only what is whole counts: the next process that has the lock cuts off what another one, killed while it was
writing, has left. When everything is in the database, a new file takes the place of the old one. A process
that still has the old one open sees then that it has no name any longer.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.store.fair_journal.records import HEAD, read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.fair_journal.records import Record

try:
    import fcntl
except ImportError:
    # Windows. Without it, each roll gets a transaction of its own.
    CAN_LOCK = False
else:
    CAN_LOCK = True

log = structlog.stdlib.get_logger(__name__)

# The records name people and what they rolled.
_MODE = 0o600


class JournalFile:
    """A journal that processes share. Methods raise OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1
        self.end = 0
        """How many bytes of it are known to this process."""
        self.replaced = False
        """Whether the last call of `lock` has found another file than the one before."""

    @property
    def exists(self) -> bool:
        """Whether there is anything to read."""
        return self._file >= 0 or self._path.exists()

    def lock(self) -> list[Record] | None:
        """Take the lock and return what others have appended; None if another one has it."""
        self.replaced = False
        while True:
            if self._file < 0:
                self._file = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return None
            status = os.fstat(self._file)
            if status.st_nlink:
                break
            self.close()
            self.replaced = True
        if status.st_size == self.end > 0:
            return []
        try:
            return self._read(status.st_size)
        except BaseException:
            self.unlock()
            raise

    def unlock(self) -> None:
        """Let others have the lock."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def append(self, line: bytes) -> None:
        """Append a line: it is in the file even if this process is killed right afterwards.

        If the disk is full, nothing is appended.
        """
        try:
            written = os.write(self._file, line)
            if written < len(line):
                raise OSError(f"only {written} of {len(line)} bytes could be written")
        except OSError:
            # If this fails as well, the next one who has the lock does it.
            with suppress(OSError):
                os.ftruncate(self._file, self.end)
            raise
        self.end += written

    def renew(self) -> None:
        """Replace the file by an empty one, whose lock this process has as well."""
        path = self._path.with_name(f"{self._path.name}.new")
        new = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, _MODE)
        try:
            fcntl.flock(new, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write_head(new)
            path.replace(self._path)
        except BaseException:
            os.close(new)
            raise
        os.close(self._file)
        self._file, self.end = new, len(HEAD)

    def close(self) -> None:
        """Close the file, which gives up its lock."""
        if self._file >= 0:
            os.close(self._file)
        self._file, self.end = -1, 0

    def _read(self, size: int) -> list[Record]:
        if size < self.end:
            # Somebody has cut it, so what was known of it means nothing.
            self.end, self.replaced = 0, True
        start = self.end
        data = _all_of(self._file, size - start, start)
        if start == 0:
            if not data.startswith(HEAD):
                if not HEAD.startswith(data):
                    raise OSError(f"{self._path} is not a journal of this version of the bot")
                os.ftruncate(self._file, 0)
                _write_head(self._file)
                data = HEAD
            start, data = len(HEAD), data[len(HEAD) :]
        found, read = read_lines(data)
        if read < len(data):
            log.warning("incomplete record of a verifiable roll removed", unreadable_bytes=len(data) - read)
            os.ftruncate(self._file, start + read)
        self.end = start + read
        return found


def _write_head(file: int) -> None:
    if os.write(file, HEAD) < len(HEAD):
        raise OSError("the beginning of a journal could not be written")


def _all_of(file: int, size: int, start: int) -> bytes:
    parts = []
    while size > 0 and (part := os.pread(file, size, start)):
        parts.append(part)
        start += len(part)
        size -= len(part)
    return b"".join(parts)
