"""Threads that wait for a disk, so that the event loop need not."""

from __future__ import annotations

import asyncio
import contextvars
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class _Asked(NamedTuple):
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    context: contextvars.Context
    call: Callable[[], Any]
    left: Callable[[], None] | None


class Threads:
    """Runs calls in threads, in the order in which they come, each as soon as a thread is free.

    The executors of Python do the same, but with a second future, a lock and a semaphore for each call,
    which takes twice as long. And a call that hangs keeps the process from ending, which none does here.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._asked: SimpleQueue[_Asked | None] = SimpleQueue()
        self._started = False

    async def run(self, call: Callable[[], T]) -> T:
        """Return what a call returns, in the context of the caller; one that was cancelled is not begun."""
        return await self.begin(call)

    def begin(self, call: Callable[[], T], left: Callable[[], None] | None = None) -> asyncio.Future[T]:
        """Return what a call will return, as `run` does.

        If that is cancelled, the event loop calls `left` as soon as the thread has done with the call.
        """
        if not self._started:
            self._started = True
            for number in range(self._number):
                Thread(target=_work, args=(self._asked,), name=f"database-{number}", daemon=True).start()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        # As asyncio.to_thread does: what is refused there is said in the language of the caller.
        self._asked.put(_Asked(loop, answer, contextvars.copy_context(), call, left))
        return answer

    def stop(self) -> None:
        """Have each thread end after what it does now; nobody waits for that."""
        if self._started:
            for _ in range(self._number):
                self._asked.put(None)


def _work(queue: SimpleQueue[_Asked | None]) -> None:
    while (asked := queue.get()) is not None:
        result, error = None, None
        if not asked.answer.cancelled():
            try:
                result = asked.context.run(asked.call)
            except BaseException as raised:
                error = raised
        # The loop is closed if the process no longer waited.
        with suppress(RuntimeError):
            asked.loop.call_soon_threadsafe(_settle, asked, result, error)
        # What was asked and answered must not be kept until the next call comes.
        del asked, result, error


def _settle(asked: _Asked, result: object, error: BaseException | None) -> None:
    if asked.answer.done():
        if asked.left is not None:
            asked.left()
        return
    if error is None:
        asked.answer.set_result(result)
    else:
        asked.answer.set_exception(error)
