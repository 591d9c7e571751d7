"""Replacing an SQLite file: never while a bot is using it, and never next to an old write-ahead log."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from bot.startup import StartupError
from bot.store.connection.file_access import companions, prepare_file, user_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECONDS = 2.0


@contextmanager
def replacement(path: Path, *, stamp: str) -> Iterator[tuple[Path, Path]]:
    """Yield where to create a new database, and where the old one will go; they are swapped after the block.

    Nobody else can use the old one in the meantime. If the block raises, it stays where it is. Raises
    StartupError if a bot is using the file, or couldn't use the new one because another user would own it.
    """
    prepare_file(path)
    _see_that_the_owner_asks(path)
    new = path.with_name(f"{path.name}.restoring")
    aside = _free_name(path, stamp)
    with _alone_with(path):
        _remove(new)
        try:
            yield new, aside
            # Closing it wrote everything into the file itself.
            _take_over_owner(path, new)
            _sync(new)
        except BaseException:
            _remove(new)
            raise
        _exchange(path, new, aside)


def see_it_sound(connection: Any) -> None:
    """Raise StartupError if the database of a sqlite3 connection is damaged."""
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise StartupError(
            f"The restored database is damaged: {found}. Nothing was changed. Check the disk.", exit_status=1
        )


def _free_name(path: Path, stamp: str) -> Path:
    name = path.with_name(f"{path.name}.before-{stamp}")
    while any(file.exists() for file in (name, *companions(name))):
        # Two restores within a second.
        name = name.with_name(f"{name.name}-again")
    return name


def _see_that_the_owner_asks(path: Path) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        return
    place = path if path.exists() else path.parent
    owner = place.stat().st_uid
    if owner != os.geteuid():
        raise StartupError(
            f"{place} belongs to {user_name(owner)}, and the restored file would belong to "
            f"{user_name(os.geteuid())}. Restore as {user_name(owner)}.",
            exit_status=2,
        )


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """Lock an existing database against all other processes, with all writes moved into the file itself."""
    if not path.exists():
        yield
        return
    with closing(sqlite3.connect(path, isolation_level=None, timeout=_SECONDS)) as connection:
        try:
            # To leave WAL mode, SQLite needs exclusive access, and moves the log into the file.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StartupError(
                    f"{path} is in use. Stop the bot first, and start it again after the backup is restored.",
                    exit_status=1,
                ) from error
            # It is damaged, which is a reason to restore and not to refuse.
        except sqlite3.DatabaseError:
            pass
        yield


def _exchange(path: Path, new: Path, aside: Path) -> None:
    # The log goes first: a crash in between must never leave a new file with an old log.
    for old, kept in zip(companions(path), companions(aside), strict=True):
        if old.exists():
            old.rename(kept)
    if path.exists():
        path.rename(aside)
    new.replace(path)
    _sync(path.parent)


def _take_over_owner(path: Path, new: Path) -> None:
    like = (path if path.exists() else path.parent).stat()
    # The history stays private, unless the owner of the old file had made it readable.
    new.chmod(like.st_mode & 0o666 if path.exists() else 0o600)
    if hasattr(os, "chown") and os.geteuid() == 0:
        os.chown(new, like.st_uid, like.st_gid)


def _remove(path: Path) -> None:
    for file in (path, *companions(path)):
        file.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    # Windows can't open folders.
    with suppress(PermissionError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
