"""A pool of workers for the whole bot, of which each player uses at most one at a time."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

from bot.workers.worker import Worker

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable
    from typing import Protocol

    from bot.workers.worker import WorkerLimits

    class Run(Protocol):
        """Calls a function outside of the bot's own thread."""

        async def __call__(
            self, function: Callable[[*Ts], T], /, *arguments: *Ts, turn: Hashable | None = None
        ) -> T:
            """Return its result or raise its error; for each `turn`, one call at a time."""


T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# For one player: the request being worked on, and two more button presses.
_MOST_IN_TURN = 3


class WorkersBusy(Exception):
    """Too many requests are already waiting for a worker, or this one has waited too long."""


class Workers:
    """A pool of `number` workers. Up to `most_waiting` requests wait, each for up to `patience` seconds.

    A `turn` identifies who asks: of each, one request is worked on, and a few others wait for it.
    """

    def __init__(
        self, limits: WorkerLimits, *, number: int = 2, most_waiting: int = 20, patience: float = 20.0
    ) -> None:
        self._workers = [Worker(limits) for _ in range(number)]
        # The worker that became free last is used next: if one is enough, the others become idle and exit.
        self._free = list(self._workers)
        self._places = asyncio.Semaphore(number)
        self._turns: dict[Hashable, asyncio.Lock] = {}
        self._asking: Counter[Hashable] = Counter()
        self._most_waiting = most_waiting
        self._patience = patience
        self._waiting = 0

    async def __call__(
        self, function: Callable[[*Ts], T], /, *arguments: *Ts, turn: Hashable | None = None
    ) -> T:
        """Return a function's result, or raise its error. Raises WorkersBusy and WorkerFailed."""
        # A request for nobody in particular has its own turn.
        async with self._turn(object() if turn is None else turn) as lock:
            await self._acquire(lock)
            worker = self._free.pop()
            try:
                return await worker.run(function, *arguments)
            finally:
                self._free.append(worker)
                self._places.release()
                lock.release()

    @property
    def busy(self) -> bool:
        """Whether all workers are at work."""
        return self._places.locked()

    async def close(self) -> None:
        """Stop all processes."""
        await asyncio.gather(*(worker.close() for worker in self._workers))

    @asynccontextmanager
    async def _turn(self, key: Hashable) -> AsyncIterator[asyncio.Lock]:
        """Yield the lock of a turn, which exists as long as somebody needs it."""
        if self._asking[key] >= _MOST_IN_TURN:
            raise WorkersBusy
        self._asking[key] += 1
        try:
            yield self._turns.setdefault(key, asyncio.Lock())
        finally:
            self._asking[key] -= 1
            if not self._asking[key]:
                del self._asking[key], self._turns[key]

    async def _acquire(self, lock: asyncio.Lock) -> None:
        """Acquire both the turn and a worker, or neither."""
        if self._waiting >= self._most_waiting:
            raise WorkersBusy
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await lock.acquire()
                try:
                    await self._places.acquire()
                except BaseException:
                    lock.release()
                    raise
        except TimeoutError:
            raise WorkersBusy from None
        finally:
            self._waiting -= 1
