"""Checking that the bot may use the file of an SQLite database, as SQLite's own errors say too little."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.startup import StartupError

if TYPE_CHECKING:
    from pathlib import Path

_JOURNAL = "-fair"
# SQLite keeps two of these next to an open database, and can't open it if one of them isn't writable. The
# last one has the latest verifiable rolls (`fair_journal`).
COMPANIONS = ("-wal", "-shm", _JOURNAL)


def prepare_file(path: Path) -> None:
    """Create the folder of a database, and check that the bot may write to it and to the file.

    Raises StartupError with the path, its owner, and the user that the bot runs as.
    """
    _prepare_folder(path.parent)
    if path.is_dir():
        raise _unusable(path, "is a folder, not a database")
    for file in (path, *companions(path)):
        if file.exists():
            for permission, verb in ((os.R_OK, "read"), (os.W_OK, "written")):
                if not may(file, permission):
                    raise _unusable(file, f"cannot be {verb}{_who(file)}")


def companions(path: Path) -> list[Path]:
    """Return the paths of what isn't in the file itself yet."""
    return [path.with_name(path.name + suffix) for suffix in COMPANIONS]


def journal_of(path: Path) -> Path:
    """Return the path of the journal of verifiable rolls of a database."""
    return path.with_name(path.name + _JOURNAL)


def may(path: Path, permission: int) -> bool:
    """Return whether this process has a permission of `os.access`."""
    return os.access(path, permission, effective_ids=os.access in os.supports_effective_ids)


def user_name(number: int) -> str:
    """Return a user's name, or the number of a user without one, as in containers.

    >>> user_name(0)
    'root'
    """
    with suppress(ImportError, KeyError):
        import pwd

        return pwd.getpwuid(number).pw_name
    return str(number)


def _prepare_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        there = next(parent for parent in (folder, *folder.parents) if os.path.lexists(parent))
        raise _unusable(folder, f"cannot be created: {error.strerror}{_who(there)}", kind="folder") from error
    # Without execute permission, nothing in a folder can even be looked at.
    for permission, verb in ((os.R_OK, "read"), (os.W_OK, "written to"), (os.X_OK, "entered")):
        if not may(folder, permission):
            raise _unusable(folder, f"cannot be {verb}{_who(folder)}", kind="folder")


def _who(path: Path) -> str:
    """Return who owns a path and who we are, if the system has users."""
    if not hasattr(os, "geteuid"):
        return ""
    try:
        found = path.stat()
    except OSError:
        return ""
    mode = stat.S_IMODE(found.st_mode)
    return (
        f". {path} belongs to {user_name(found.st_uid)} (mode {mode:03o}), "
        f"and the bot runs as {user_name(os.geteuid())}"
    )


def _unusable(path: Path, problem: str, *, kind: str = "file") -> StartupError:
    return StartupError(
        f"The database {kind} {path} {problem}. "
        "Give the bot's user access to it, or set DATABASE_URL to another location.",
        exit_status=2,
    )
