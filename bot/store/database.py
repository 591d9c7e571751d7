"""The connection to the database: a pool, transactions, and what counts as being out of reach."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.util import greenlet_spawn

from bot.store.availability import StoreUnavailable
from bot.store.engine import WRITES

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Connection, Engine

    from bot.store.availability import CircuitBreaker

log = structlog.stdlib.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# A reply is due within three seconds, and something must be left for saying what went wrong.
_SECONDS = 2.0

# Classes of SQLSTATE that tell of the server's state and not of our statement: connection, read only,
# deadlock, resources, lock not available, an operator's intervention, system and internal errors.
_SERVER_TROUBLE = ("08", "25006", "40", "53", "55", "57", "58", "XX")


class Database:
    """Runs functions in transactions, each within `seconds`, and none while the database is away.

    SQLAlchemy's asyncio package would load its object-relational mapper, 6 MB that the bot does not
    use. `greenlet_spawn` is what that package runs a function with: it lets the drivers await.
    """

    def __init__(self, engine: Engine, breaker: CircuitBreaker, *, seconds: float = _SECONDS) -> None:
        self._engine = engine
        self._breaker = breaker
        self._seconds = seconds
        # SQLite has one writer at a time. Those who wait for their turn must not take all connections, or
        # reading would wait for writing.
        only_one = engine.dialect.name == "sqlite"
        self._writing: AbstractAsyncContextManager[object] = asyncio.Lock() if only_one else nullcontext()

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
        """Return what `work` returns. What it wrote is kept as a whole, or not at all where it raises.

        Raises StoreUnavailable, after which nobody knows whether the work was kept, and whatever
        `work` raises.
        """
        return await self._guarded(lambda connection: work(connection, *args, **kwargs), writes=True)

    async def close(self) -> None:
        """Close all connections."""
        await greenlet_spawn(self._engine.dispose)

    async def _guarded(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        if retry_after := self._breaker.refusal():
            raise StoreUnavailable(retry_after)
        begun_after = self._breaker.failures
        try:
            async with asyncio.timeout(self._seconds):
                async with self._writing if writes else nullcontext():
                    self._check_still_worth_it(begun_after)
                    result: T = await greenlet_spawn(self._transaction, work, writes)
        except StoreUnavailable:
            raise
        except Exception as error:
            if not _out_of_reach(error):
                self._breaker.succeeded()
                raise
            pause = self._breaker.failed(begun_after=begun_after)
            log.warning("database out of reach", cause=cause(error), retry_after=pause)
            raise StoreUnavailable(pause) from error
        self._breaker.succeeded()
        return result

    def _check_still_worth_it(self, begun_after: int) -> None:
        # Who waited for their turn may know by now what came of the others' tries.
        if self._breaker.failures != begun_after and (retry_after := self._breaker.refusal()):
            raise StoreUnavailable(retry_after)

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
        return state.startswith(_SERVER_TROUBLE)
    # What SQLite calls an operational error is a full disk, a lock held for long, or a file gone.
    return error.connection_invalidated or isinstance(error, OperationalError)


def cause(error: Exception) -> str:
    """Return what kind of error it is and what the driver says, without SQL and parameters."""
    told = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return f"{type(told).__name__}: {told}".rstrip(": ")
