"""`python -m bot backup` and `python -m bot restore`: the files, and the messages."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bot.startup import StartupError
from bot.store.backup.making import back_up
from bot.store.backup.restoring import restore
from bot.store.connection.address import database_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STANDARD_STREAM = "-"
# Windows would otherwise change line endings.
_BINARY = getattr(os, "O_BINARY", 0)


async def run_backup(address: str, data_folder: Path, name: str, *, say: Callable[[str], None]) -> None:
    """Write a backup to a new file with this name, or to standard output. Raises StartupError."""
    url = database_address(address, data_folder)
    with _written(name) as stream:
        numbers = await back_up(url, stream, made_at=datetime.now(UTC).isoformat(timespec="seconds"))
    say(f"Backed up {sum(numbers.values()):,} rows, including {numbers['rolls']:,} rolls.")


async def run_restore(address: str, data_folder: Path, name: str, *, say: Callable[[str], None]) -> None:
    """Replace the bot's data with a backup from a file, or from standard input. Raises StartupError."""
    url = database_address(address, data_folder)
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    with _read(name) as stream:
        backup, aside = await restore(url, stream, stamp=stamp)
    rows = sum(backup.numbers.values())
    say(
        f"Restored {rows:,} rows, including {backup.numbers['rolls']:,} rolls, from the backup "
        f"of {backup.made_at}."
    )
    if aside and url.get_backend_name() == "sqlite":
        say(f"The previous database is now {aside}. Delete it when you no longer need it.")
    elif aside:
        say(f"The previous data is in the tables whose names start with {aside}.")


@contextmanager
def _written(name: str) -> Iterator[BinaryIO]:
    if name == STANDARD_STREAM:
        if sys.stdout.isatty():
            raise StartupError("A backup is not text. Write it to a file.", exit_status=2)
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name).absolute()
    # A truncated file must not look like a backup, so it gets its name only when it is complete.
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        if path.exists():
            raise StartupError(f"{path} already exists. Choose another name for the backup.", exit_status=2)
        # Readable only by its owner, as it has the history of many people.
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        try:
            with open(descriptor, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.rename(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StartupError(
            f"The backup cannot be written to {path}: {error.strerror}.", exit_status=2
        ) from error


@contextmanager
def _read(name: str) -> Iterator[BinaryIO]:
    if name == STANDARD_STREAM:
        yield sys.stdin.buffer
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below, where its errors are others
    except OSError as error:
        raise StartupError(
            f"The backup {Path(name).absolute()} cannot be read: {error.strerror}.", exit_status=2
        ) from error
    with stream:
        yield stream
