"""Moving SQLite's write-ahead log into the database file without delaying any write.

SQLite itself does this as part of the write that makes the log too long. That write waits for the disk
three times, which on a busy disk takes longer than Discord lets a player wait.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.stdlib.get_logger(__name__)

# SQLite's own threshold: a thousand pages.
_LOG_BYTES = 4_096 * 1_000
# Writes during a checkpoint leave a few pages to move, which takes a moment once the rest is done.
_TRIES = 5
# How long the log may become on a slow disk before a write has to do the checkpoint after all.
PAGES_AT_MOST = 16_000


class Checkpoints:
    """Keeps the log of an SQLite file short: one checkpoint at a time, on its own connection."""

    def __init__(self, path: Path, *, log_bytes: int = _LOG_BYTES) -> None:
        self._path = path
        self._log = Path(f"{path}-wal")
        self._log_bytes = log_bytes
        self._due_bytes = log_bytes
        self._running: asyncio.Future[None] | None = None

    def after_write(self) -> None:
        """Start a checkpoint in the background if the log has become long."""
        if self._running is not None and not self._running.done():
            return
        try:
            size = self._log.stat().st_size
        except OSError:
            return
        if size < self._log_bytes:
            self._due_bytes = self._log_bytes
        elif size >= self._due_bytes:
            # It stays as long as it is while somebody reads what is in it, or until the next write.
            self._due_bytes = size + self._log_bytes // 4
            self._running = run_apart(self._move)

    async def finish(self) -> None:
        """Wait until no checkpoint is running."""
        if self._running is not None:
            await asyncio.shield(self._running)

    def _move(self) -> None:
        try:
            with closing(sqlite3.connect(self._path, isolation_level=None, timeout=0.0)) as connection:
                for _ in range(_TRIES):
                    # Passive: it doesn't wait for readers or writers, and leaves the pages that they need.
                    _busy, pages, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                    if moved == pages:
                        break
        except sqlite3.Error as error:
            log.warning("checkpoint failed", cause=f"{type(error).__name__}: {error}")


def run_apart(call: Callable[[], None]) -> asyncio.Future[None]:
    """Run a call that waits for a disk in a thread that doesn't keep the process from exiting."""
    loop = asyncio.get_running_loop()
    done = loop.create_future()

    def finish() -> None:
        if not done.done():
            done.set_result(None)

    def run() -> None:
        try:
            call()
        finally:
            # The loop is closed if the process stopped waiting.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(finish)

    Thread(target=run, name="checkpoint", daemon=True).start()
    return done
