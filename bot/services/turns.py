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

    def next(self) -> _Turn:
        """Return the next turn, to be entered as an asynchronous context."""
        return _Turn(self._free, self._seconds)


class _Turn:
    __slots__ = ("_ended", "_free", "_seconds", "_timer")

    _timer: asyncio.TimerHandle

    def __init__(self, free: asyncio.Semaphore, seconds: float) -> None:
        self._free = free
        self._seconds = seconds
        self._ended = False

    async def __aenter__(self) -> None:
        await self._free.acquire()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._end)

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._end()

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self._free.release()
