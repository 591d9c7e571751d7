"""Taking turns at short work that many players ask for at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class Turns:
    """Lets `at_once` pieces of work run at the same time; the others wait in line.

    In a crowd, the first are then finished before the last begin. Without turns, all of them advance one
    step at a time together, and everyone waits as long as the last. Work that takes longer than `seconds`
    is by then waiting for something else, and passes on its turn before it ends.

        async with turns.next():
            ...
    """

    def __init__(self, at_once: int, *, seconds: float) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._seconds = seconds
        self._taken: dict[_Turn, None] = {}

    def next(self) -> _Turn:
        """Return the next turn, to be entered as an asynchronous context."""
        return _Turn(self._free, self._seconds, self._taken)


class _Turn:
    __slots__ = ("_begun", "_free", "_seconds", "_taken", "_timer")

    def __init__(self, free: asyncio.Semaphore, seconds: float, taken: dict[_Turn, None]) -> None:
        self._free = free
        self._seconds = seconds
        self._taken = taken
        """The turns that have begun and not ended."""
        self._begun = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> None:
        crowded = self._free.locked()
        if crowded:
            # Only now does it matter how long the turns before take.
            for turn in self._taken:
                turn._pass_on_in_time()
        await self._free.acquire()
        self._begun = asyncio.get_running_loop().time()
        self._taken[self] = None
        if crowded:
            self._pass_on_in_time()

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._end()

    def _pass_on_in_time(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_at(self._begun + self._seconds, self._end)

    def _end(self) -> None:
        if self in self._taken:
            del self._taken[self]
            self._free.release()
