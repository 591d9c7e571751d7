"""Moving what the journal of a bot has into the database, from another process and without an event loop."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.startup import StartupError
from bot.store.connection.engine import WRITES
from bot.store.connection.failures import connected
from bot.store.connection.file_access import journal_of
from bot.store.fair_journal.file import CAN_LOCK, JournalFile
from bot.store.fair_journal.moving import move

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.store.fair_journal.records import Record

_SECONDS, _PAUSE = 10.0, 0.01


def take_over_journal(engine: Engine) -> None:
    """Have an SQLite database take all verifiable rolls that are recorded so far. Raises StartupError.

    The bot that has recorded them may be running, and may move them as well.
    """
    path = journal_of(Path(str(engine.url.database)))
    file = JournalFile(path)
    if not CAN_LOCK or not file.exists:
        return
    try:
        records = _records(file)
    except OSError as error:
        raise StartupError(f"{path} cannot be read: {error}", exit_status=1) from error
    finally:
        file.close()
    if records:
        with connected(engine) as connection, connection.execution_options(**{WRITES: True}).begin():
            move(connection, records)


def _records(file: JournalFile) -> list[Record]:
    give_up_at = time.monotonic() + _SECONDS
    while (records := file.lock()) is None:
        if time.monotonic() > give_up_at:
            raise OSError("another process has locked it")
        time.sleep(_PAUSE)
    return records
