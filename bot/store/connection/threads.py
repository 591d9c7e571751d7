"""Threads that wait for a disk, so that the event loop doesn't have to."""

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
    """Runs calls in threads, in order, each as soon as a thread is free.

    Python's executors do the same, but with a second future, a lock and a semaphore for each call, which
    takes twice as long. There, a call that hangs also keeps the process from exiting; here, it doesn't.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._asked: SimpleQueue[_Asked | None] = SimpleQueue()
        self._started = False

    def begin(self, call: Callable[[], T], left: Callable[[], None] | None = None) -> asyncio.Future[T]:
        """Return a future for the result of a call, which runs in the context of the caller.

        If the future is cancelled before the call's turn, the call isn't started. If it is cancelled later,
        the event loop calls `left` as soon as the thread has finished the call.
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
        """Make each thread exit after its current call, without waiting for it."""
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
