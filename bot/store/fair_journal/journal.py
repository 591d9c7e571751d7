"""The journal as the event loop uses it: rolls are appended at once, and moved into the database later."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.background import in_background
from bot.store.connection.availability import StoreUnavailable
from bot.store.connection.file_access import journal_of
from bot.store.fair_journal.file import CAN_LOCK, JournalFile
from bot.store.fair_journal.moving import move
from bot.store.fair_journal.records import Record, line_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from typing import Any

    from bot.store.connection.database import Database
    from bot.store.fair import StoredEntry

T = TypeVar("T")

log = structlog.stdlib.get_logger(__name__)

# Records are safe where they are, and moving many costs little more than moving one.
_PAUSE = 2.0
_BATCH = 500
_MOST_WAITING = 5_000
# Beyond this, the file is replaced as soon as all of it is in the database.
_LONG_BYTES = 256_000
# How long others may have the lock, and how often to try.
_LOCK_SECONDS, _LOCK_PAUSE = 2.0, 0.002
_RETRY_SECONDS = 0.5
# An append usually takes 10 microseconds. After one that waited for the disk, threads do it for a while.
_SLOW_SECONDS, _CAREFUL_SECONDS = 0.02, 5.0


class FairJournal:
    """Appends entries of sessions to a file beside the database, which gets them in batches.

    To append, a process takes the file's lock and reads what others have appended since, so however many
    processes there are, each knows the last entry. `seen` is called with each entry of another process, and
    with None when nothing that was known of any session is certain any longer.
    """

    def __init__(
        self, database: Database, file: JournalFile, seen: Callable[[StoredEntry | None], None]
    ) -> None:
        self._database = database
        # Nobody waits for a batch, so a slow disk may take its time.
        self._batches = database.in_background()
        self._file = file
        self._seen = seen
        self._turn = asyncio.Lock()
        self._moving = asyncio.Lock()
        self._waiting: list[Record] = []
        self._woken = asyncio.Event()
        self._careful_until = 0.0
        self._holds = 0

    @classmethod
    def beside(cls, database: Database, seen: Callable[[StoredEntry | None], None]) -> FairJournal | None:
        """Return the journal of an SQLite database; None for PostgreSQL, and on Windows."""
        if database.path is None or not CAN_LOCK:
            return None
        return cls(database, JournalFile(journal_of(database.path)), seen)

    def begin(self) -> bool:
        """Take the lock if that needs no waiting, and return whether it was taken; give it back with `done`.

        There must be no `await` in between.
        """
        if self._turn.locked() or self._database.away or len(self._waiting) >= _MOST_WAITING:
            return False
        if self._careful_until and asyncio.get_running_loop().time() < self._careful_until:
            return False
        # The one that waits for it finds out what is wrong.
        with suppress(OSError):
            return self._lock()
        return False

    def done(self) -> None:
        """Give the lock back."""
        self._file.unlock()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold the lock, with all entries in the database. Raises StoreUnavailable."""
        async with self._turn:
            await self._wait_for_lock()
            try:
                await self.move()
                yield
            finally:
                self._holds += 1
                self._file.unlock()

    async def flush(self) -> None:
        """Have all entries so far in the database, by whichever process. Raises StoreUnavailable."""
        if self._waiting or self._file.exists:
            async with self.held():
                pass

    def append(self, entry: StoredEntry, before: str) -> None:
        """Append an entry to what `before` is the last link of. Only with the lock.

        A killed process does not lose it. Raises StoreUnavailable if it could not be appended.
        """
        now = asyncio.get_running_loop().time
        begun = now()
        record = Record(entry, before)
        self._write(record)
        self._wait_for_move([record])
        if now() - begun > _SLOW_SECONDS:
            self._careful_until = now() + _CAREFUL_SECONDS

    async def add(self, entry: StoredEntry, before: str) -> None:
        """Do as `append` does while the lock is `held`, but don't stop the event loop for a slow disk."""
        if asyncio.get_running_loop().time() < self._careful_until:
            record, end = Record(entry, before), self._file.end
            try:
                await _to_the_end(asyncio.to_thread(self._write, record))
            finally:
                if self._file.end > end:
                    self._wait_for_move([record])
        else:
            self.append(entry, before)

    def waiting(self, interaction_id: int) -> StoredEntry | None:
        """Return the entry for an interaction if it is not in the database yet."""
        records = reversed(self._waiting)
        return next((each.entry for each in records if each.entry.interaction_id == interaction_id), None)

    async def move(self) -> None:
        """Move what is known of the journal into the database. Raises StoreUnavailable."""
        try:
            async with asyncio.timeout(_LOCK_SECONDS):
                await self._moving.acquire()
        except TimeoutError:
            raise StoreUnavailable(_RETRY_SECONDS) from None
        try:
            await self._move(self._database)
        finally:
            self._moving.release()

    async def _move(self, database: Database) -> None:
        while self._waiting:
            batch = self._waiting[:_BATCH]
            lost = await database.write(move, batch)
            del self._waiting[: len(batch)]
            if lost:
                log.error(
                    "verifiable rolls lost",
                    lost=lost,
                    hint="the database is not the one that they were recorded for",
                )
                self._seen(None)

    def renew(self) -> None:
        """Empty the journal: all that others know of sessions is no longer certain. Only while it is `held`.

        Raises StoreUnavailable.
        """
        assert not self._waiting
        try:
            self._file.renew()
        except OSError as error:
            raise _unavailable(error) from error

    def still_held(self) -> Callable[[], bool]:
        """Return what says, in any thread, whether the lock has been held since then."""
        holds = self._holds
        return lambda: self._holds == holds

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Move what a process that was killed has left, then regularly what is new, and at the end the rest.

        What cannot be moved stays in the file.
        """
        with suppress(StoreUnavailable):
            await self.flush()
        try:
            async with in_background(self._move_regularly(), name="journal of verifiable rolls"):
                yield
        finally:
            with suppress(StoreUnavailable):
                await self.flush()
            self._file.close()

    def _write(self, record: Record) -> None:
        try:
            self._file.append(line_of(record))
        except OSError as error:
            raise _unavailable(error) from error

    def _wait_for_move(self, records: list[Record]) -> None:
        self._waiting += records
        self._woken.set()

    def _lock(self) -> bool:
        try:
            found = self._file.lock()
        finally:
            # Also if an error follows: the next call does not say it again.
            if self._file.replaced:
                self._seen(None)
        if found:
            self._wait_for_move(found)
            for record in found:
                self._seen(record.entry)
        return found is not None

    async def _wait_for_lock(self) -> None:
        loop = asyncio.get_running_loop()
        give_up_at = loop.time() + _LOCK_SECONDS
        try:
            while not self._lock():
                if loop.time() > give_up_at:
                    log.warning("journal of verifiable rolls locked", cause="another process uses it")
                    raise StoreUnavailable(_RETRY_SECONDS)
                await asyncio.sleep(_LOCK_PAUSE)
        except OSError as error:
            raise _unavailable(error) from error

    async def _move_regularly(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            await asyncio.sleep(_PAUSE)
            try:
                async with self._moving:
                    await self._move(self._batches)
                self._renew_if_long()
            except StoreUnavailable as unavailable:
                self._woken.set()
                await asyncio.sleep(unavailable.retry_after)
            except Exception as error:
                # Only the kind of error, because its text may quote what was rolled.
                log.error("verifiable rolls not moved", cause=type(error).__name__)

    def _renew_if_long(self) -> None:
        if self._file.end > _LONG_BYTES and self.begin():
            try:
                if not self._waiting:
                    self.renew()
            finally:
                self.done()


def _unavailable(error: OSError) -> StoreUnavailable:
    log.warning("journal of verifiable rolls unusable", cause=str(error))
    return StoreUnavailable(_RETRY_SECONDS)


async def _to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """Return a result; if this is cancelled, wait for it all the same, as the lock is needed until then."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            # It may be cancelled again meanwhile.
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise
