"""The connection to the database: a pool, transactions, and which errors mean that it is unreachable."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing, suppress
from copy import copy
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import greenlet_spawn

from bot.store.connection.availability import StoreUnavailable
from bot.store.connection.checkpoints import Checkpoints, run_apart
from bot.store.connection.engine import LOCK_SECONDS, WRITES, wait_for_lock
from bot.store.connection.failures import SERVER_TROUBLE, cause
from bot.store.connection.notices import Listener
from bot.store.connection.sender import Sender
from bot.store.connection.threads import Threads
from bot.store.connection.writing import WritingTurn
from bot.store.upsert import insert_or_keep, keeping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Engine, Table
    from sqlalchemy.engine import Dialect

    from bot.store.connection.availability import CircuitBreaker
    from bot.store.connection.sender import Statements

log = structlog.stdlib.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# A reply is due within three seconds, and some of that has to be left for an error message.
_SECONDS = 2.0
# A supervisor gives a process ten seconds to stop.
_CLOSING_SECONDS = 3.0
_DISK_SECONDS = 60.0


class Database:
    """Runs functions in transactions, each within `seconds`, and none while the database is unreachable.

    For asyncpg, functions run in `greenlet_spawn`, as in SQLAlchemy's asyncio package: the package itself
    would load the object-relational mapper, 6 MB that the bot doesn't use. For SQLite, they run in threads,
    each whole transaction in one.
    """

    def __init__(self, engine: Engine, breaker: CircuitBreaker, *, seconds: float = _SECONDS) -> None:
        self._engine = engine
        self._breaker = breaker
        self._seconds = seconds
        self._lock_seconds: float | None = None
        assert isinstance(engine.pool, QueuePool)
        self._connections = engine.pool.size()
        # Waiting for a turn means waiting for other players, not for an unresponsive database.
        self._turns = asyncio.Semaphore(self._connections)
        self._threads = None
        if not engine.dialect.is_async:
            self._threads = Threads(self._connections)
        # SQLite allows one writer at a time. Writers that wait for their turn must not take up all
        # connections, or readers would have to wait for them.
        only_one = engine.dialect.name == "sqlite"
        # In a thread of its own, a write finds the connection of the last one, which knows its pages.
        self._writer = Threads(1)
        self._writing = WritingTurn() if only_one else None
        self._checkpoints = Checkpoints(Path(str(engine.url.database))) if only_one else None

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database; None for PostgreSQL."""
        return Path(str(self._engine.url.database)) if self._writing is not None else None

    @property
    def away(self) -> bool:
        """Whether the database was unreachable at the last attempt, or a write is taking too long."""
        return self._breaker.open or (self._writing is not None and self._writing.slow)

    @property
    def failures(self) -> int:
        """How often the database was unreachable."""
        return self._breaker.failures

    def within(self, seconds: float) -> Database:
        """Return the same database with another time limit, for background work."""
        other = copy(self)
        other._seconds = seconds
        return other

    def in_background(self) -> Database:
        """Return the same database for work that no player waits for.

        A file gets as long as its disk may take, while a server that is silent for long is away.
        """
        if self._writing is None:
            return self
        other = self.within(_DISK_SECONDS)
        other._lock_seconds = _DISK_SECONDS / 2
        return other

    def listener(self) -> Listener:
        """Return a listener for changes by other processes."""
        return Listener(self._engine)

    def sender(self, statements: Callable[[Dialect], Statements]) -> Sender | None:
        """Return what sends rows to PostgreSQL before their answers; None for SQLite."""
        dialect = self._engine.dialect
        return Sender(self._engine, statements(dialect)) if dialect.name == "postgresql" else None

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call `work` with a connection and these arguments and return its result; it must not write.

        Raises StoreUnavailable, and whatever `work` raises.
        """
        return await self._guarded(
            partial(self._transaction, lambda connection: work(connection, *args, **kwargs), writes=False),
            writes=False,
        )

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call `work` and return its result. All of what it wrote is committed, or nothing if it raises.

        Raises StoreUnavailable, in which case the work may or may not have been committed, and whatever
        `work` raises.
        """
        return await self._guarded(
            partial(self._transaction, lambda connection: work(connection, *args, **kwargs), writes=True),
            writes=True,
        )

    def insert(self, table: Table, row: Mapping[str, Any]) -> Awaitable[bool]:
        """Insert a row as `insert_or_keep` does, in a transaction of its own.

        On SQLite, this takes half of the time of `write`, since a single statement needs no SQLAlchemy.
        Raises StoreUnavailable, in which case the row may or may not have been committed.
        """
        if self._threads is None:
            # Behind a pooler, a statement outside a transaction may be prepared on one connection and
            # run on another.
            return self.write(insert_or_keep, table, row)
        insert = keeping(table, tuple(row), self._engine.dialect)
        return self._guarded(partial(self._inserted, insert.text, insert.values(row)), writes=True)

    async def close(self) -> None:
        """Close all connections. On an unresponsive disk, the log is left to the next process."""
        if self._checkpoints is None or self._threads is None:
            async with self._idle():
                await greenlet_spawn(self._engine.dispose)
            return
        # Closing the last connection moves the whole log into the file, however long the disk takes.
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self._checkpoints.finish()
                await asyncio.shield(run_apart(self._engine.dispose))
        self._threads.stop()
        self._writer.stop()

    @asynccontextmanager
    async def _idle(self) -> AsyncIterator[None]:
        """Wait a few seconds for the connections to become idle, and keep them so.

        A connection that is in use while the pool is closed would never be closed itself.
        """
        taken = 0
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSING_SECONDS):
                    while taken < self._connections:
                        await self._turns.acquire()
                        taken += 1
            yield
        finally:
            for _ in range(taken):
                self._turns.release()

    async def _guarded(self, call: Callable[[], T], *, writes: bool) -> T:
        await self._take_turn(writes=writes)
        under_way: asyncio.Future[T] | None = None
        try:
            if retry_after := self._breaker.refusal():
                raise StoreUnavailable(retry_after)
            begun_after = self._breaker.failures
            try:
                async with asyncio.timeout(self._seconds):
                    if self._threads is None:
                        result: T = await greenlet_spawn(call)
                    else:
                        threads = self._writer if writes else self._threads
                        under_way = threads.begin(call, partial(self._give_turn, writes=writes))
                        result = await under_way
            except Exception as error:
                if not _out_of_reach(error):
                    self._breaker.succeeded()
                    raise
                pause = self._breaker.failed(begun_after=begun_after)
                log.warning("database unreachable", cause=cause(error), retry_after=pause)
                raise StoreUnavailable(pause) from error
        finally:
            # A thread keeps its connection until the call ends, though nobody waits for it any longer.
            if under_way is None or not under_way.cancelled():
                self._give_turn(writes=writes)
        self._breaker.succeeded()
        if writes and self._checkpoints is not None:
            self._checkpoints.after_write()
        return result

    async def _take_turn(self, *, writes: bool) -> None:
        if not writes or self._writing is None:
            await self._turns.acquire()
            return
        await self._writing.take(self._seconds)
        try:
            await self._turns.acquire()
        except BaseException:
            self._writing.give()
            raise

    def _give_turn(self, *, writes: bool) -> None:
        self._turns.release()
        if writes and self._writing is not None:
            self._writing.give()

    def _inserted(self, statement: str, values: Sequence[Any]) -> bool:
        with closing(_connected(self._engine.raw_connection)) as connection:
            cursor = connection.cursor()
            wait_for_lock(cursor.execute, connection.info, self._lock_seconds)
            cursor.execute(statement, values)
            inserted: bool = cursor.rowcount > 0
            return inserted

    def _transaction(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        connection = _connected(self._engine.connect)
        options = {WRITES: writes, LOCK_SECONDS: self._lock_seconds}
        with connection.execution_options(**options), connection.begin():
            return work(connection)


def _connected(connect: Callable[[], T]) -> T:
    try:
        return connect()
    except Exception as error:
        # Drivers have many errors for a failed connection, which all mean the same here.
        raise ConnectionError(cause(error)) from error


def _out_of_reach(error: Exception) -> bool:
    if isinstance(error, OSError):  # a TimeoutError is one, too
        return True
    if isinstance(error, sqlite3.Error):
        return isinstance(error, sqlite3.OperationalError)
    if not isinstance(error, DBAPIError):
        return False
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state.startswith(SERVER_TROUBLE)
    # SQLite's operational errors are a full disk, a lock held for too long, or a missing file.
    return error.connection_invalidated or isinstance(error, OperationalError)
