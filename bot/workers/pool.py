"""A few workers for the whole bot, of which nobody has more than one at a time."""

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
        """Calls a function somewhere else than in the bot's own thread."""

        async def __call__(
            self, function: Callable[[*Ts], T], /, *arguments: *Ts, turn: Hashable | None = None
        ) -> T:
            """Return what it returns, or raise what it raises; one at a time for each `turn`."""


T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# For one player: the one under way, and two more presses.
_MOST_IN_TURN = 3


class WorkersBusy(Exception):
    """Too many wait for a worker already, or one has waited too long."""


class Workers:
    """`number` workers. Of those who ask, `most_waiting` wait, for up to `patience` seconds.

    A `turn` is whose request it is: each has one request under way, and a few others that wait for it.
    """

    def __init__(
        self, limits: WorkerLimits, *, number: int = 2, most_waiting: int = 20, patience: float = 20.0
    ) -> None:
        self._workers = [Worker(limits) for _ in range(number)]
        # The one that was free last is the next one at work: if one is enough, the others end.
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
        """Return what a function returns, or raise what it raises. Raises WorkersBusy and WorkerFailed."""
        # What is asked for nobody in particular has a turn of its own.
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
        """Whether every worker has something to do."""
        return self._places.locked()

    async def close(self) -> None:
        """End all processes."""
        await asyncio.gather(*(worker.close() for worker in self._workers))

    @asynccontextmanager
    async def _turn(self, key: Hashable) -> AsyncIterator[asyncio.Lock]:
        """Yield the lock of a turn, which is there for as long as somebody asks in it."""
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
        """Get the turn and a place at the workers, or neither."""
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
