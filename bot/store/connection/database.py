"""The connection to the database: a pool, transactions, and what counts as being out of reach."""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, nullcontext, suppress
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
from bot.store.connection.engine import WRITES
from bot.store.connection.failures import SERVER_TROUBLE, cause
from bot.store.connection.notices import Listener

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection, Engine

    from bot.store.connection.availability import CircuitBreaker

log = structlog.stdlib.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# A reply is due within three seconds, and something must be left for saying what went wrong.
_SECONDS = 2.0
# Of ten that a supervisor gives a process to stop.
_CLOSING_SECONDS = 3.0


class Database:
    """Runs functions in transactions, each within `seconds`, and none while the database is unreachable.

    A driver that awaits gets `greenlet_spawn`, which is what SQLAlchemy's asyncio package runs functions
    with: the package itself would load its object-relational mapper, 6 MB that the bot does not use. One
    that does not, SQLite's, gets threads; each transaction is one visit to a thread, whatever it does.
    """

    def __init__(self, engine: Engine, breaker: CircuitBreaker, *, seconds: float = _SECONDS) -> None:
        self._engine = engine
        self._breaker = breaker
        self._seconds = seconds
        assert isinstance(engine.pool, QueuePool)
        self._connections = engine.pool.size()
        # Waiting for a turn is waiting for other players, not for a database that does not answer.
        self._turns = asyncio.Semaphore(self._connections)
        self._threads = None
        if not engine.dialect.is_async:
            self._threads = ThreadPoolExecutor(self._connections, thread_name_prefix="database")
        # SQLite has one writer at a time. Those who wait for their turn must not take all connections, or
        # reading would wait for writing.
        only_one = engine.dialect.name == "sqlite"
        self._writing: AbstractAsyncContextManager[object] = asyncio.Lock() if only_one else nullcontext()
        self._checkpoints = Checkpoints(Path(str(engine.url.database))) if only_one else None

    @property
    def away(self) -> bool:
        """Whether the database could not be used when it was last asked."""
        return self._breaker.open

    @property
    def failures(self) -> int:
        """How often the database was unreachable."""
        return self._breaker.failures

    def within(self, seconds: float) -> Database:
        """Return the same database for background work that may take this long."""
        other = copy(self)
        other._seconds = seconds
        return other

    def listener(self) -> Listener:
        """Return what hears of changes that other processes make."""
        return Listener(self._engine)

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what `work` returns for a connection and these arguments; it must not write.

        Raises StoreUnavailable, and whatever `work` raises.
        """
        return await self._guarded(lambda connection: work(connection, *args, **kwargs), writes=False)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what `work` returns. What it wrote is kept as a whole, or not at all if it raises.

        Raises StoreUnavailable, after which nobody knows whether the work was kept, and whatever
        `work` raises.
        """
        return await self._guarded(lambda connection: work(connection, *args, **kwargs), writes=True)

    async def close(self) -> None:
        """Close all connections. A file on a disk that does not answer is left to the next process."""
        if self._checkpoints is None or self._threads is None:
            async with self._nobody_at_work():
                await self._apart(self._engine.dispose)
            return
        # The last connection to close moves the whole log into the file, however long the disk takes.
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self._checkpoints.finish()
                await asyncio.shield(run_apart(self._engine.dispose))
        self._threads.shutdown(wait=False)

    @asynccontextmanager
    async def _nobody_at_work(self) -> AsyncIterator[None]:
        """Keep the connections from being used, after a few seconds at most.

        One that is in use while the others are closed would never be closed itself.
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

    async def _guarded(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        # Waiting for a turn is waiting for other players, not for a database that does not answer.
        async with self._writing if writes else nullcontext(), self._turns:
            if retry_after := self._breaker.refusal():
                raise StoreUnavailable(retry_after)
            begun_after = self._breaker.failures
            try:
                async with asyncio.timeout(self._seconds):
                    result = await self._apart(partial(self._transaction, work, writes))
            except Exception as error:
                if not _out_of_reach(error):
                    self._breaker.succeeded()
                    raise
                pause = self._breaker.failed(begun_after=begun_after)
                log.warning("database unreachable", cause=cause(error), retry_after=pause)
                raise StoreUnavailable(pause) from error
        self._breaker.succeeded()
        if writes and self._checkpoints is not None:
            self._checkpoints.after_write()
        return result

    async def _apart(self, call: Callable[[], T]) -> T:
        """Return what a call returns, while everything else goes on."""
        if self._threads is None:
            result: T = await greenlet_spawn(call)
            return result
        # As asyncio.to_thread does: what is refused there is said in the language of the caller.
        run = contextvars.copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, call)

    def _transaction(self, work: Callable[[Connection], T], writes: bool) -> T:
        try:
            connection = self._engine.connect()
        except Exception as error:
            # Drivers have many ways to say that they could not connect, and all mean the same here.
            raise ConnectionError(cause(error)) from error
        with connection.execution_options(**{WRITES: writes}), connection.begin():
            return work(connection)


def _out_of_reach(error: Exception) -> bool:
    if isinstance(error, OSError):  # a TimeoutError is one, too
        return True
    if not isinstance(error, DBAPIError):
        return False
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state.startswith(SERVER_TROUBLE)
    # What SQLite calls an operational error is a full disk, a lock held for long, or a file gone.
    return error.connection_invalidated or isinstance(error, OperationalError)
