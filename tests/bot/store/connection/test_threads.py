"""Calls in threads: what they return or raise, where they run, and which are not begun."""

from __future__ import annotations

import asyncio
import contextvars
import threading

import pytest

from bot.store.connection.threads import Threads
from tests.support.waiting import PATIENCE, until

LANGUAGE = contextvars.ContextVar("LANGUAGE", default="en")


async def test_what_a_call_returns_or_raises() -> None:
    threads = Threads(2)
    assert await asyncio.gather(
        *(threads.begin(lambda number=number: number) for number in range(20))
    ) == list(range(20))
    with pytest.raises(KeyError, match="gone"):
        await threads.begin(lambda: {}["gone"])
    assert await threads.begin(lambda: "the thread goes on") == "the thread goes on"
    threads.stop()


async def test_calls_run_elsewhere_in_the_context_of_their_caller() -> None:
    threads = Threads(1)
    LANGUAGE.set("de")
    language, thread = await threads.begin(lambda: (LANGUAGE.get(), threading.current_thread()))
    assert language == "de"
    assert thread is not threading.current_thread()
    assert thread.daemon, "a call that hangs must not keep the process from ending"
    threads.stop()
    await until(lambda: not thread.is_alive())


async def test_one_that_is_cancelled_before_its_turn_is_not_begun() -> None:
    threads = Threads(1)
    go_on = threading.Event()
    ran: list[str] = []
    first = threads.begin(lambda: go_on.wait(PATIENCE))
    second = threads.begin(lambda: ran.append("second"))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.wait([second])
    go_on.set()
    assert await first
    await threads.begin(lambda: ran.append("third"))
    assert ran == ["third"]
    threads.stop()


async def test_one_that_is_cancelled_midway_disturbs_nobody() -> None:
    threads = Threads(1)
    begun, go_on = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        go_on.wait(PATIENCE)
        raise ValueError("nobody hears this")

    left: list[str] = []
    hanging = threads.begin(hang, lambda: left.append("hanging"))
    waiting = threads.begin(lambda: None, lambda: left.append("waiting"))
    await until(begun.is_set)
    hanging.cancel()
    waiting.cancel()
    await asyncio.wait([hanging, waiting])
    await asyncio.sleep(0)
    assert left == [], "the thread has not done with it"
    go_on.set()
    assert await threads.begin(lambda: 1, lambda: left.append("done")) == 1
    assert left == ["hanging", "waiting"]
    threads.stop()


def test_a_loop_that_is_closed_meanwhile() -> None:
    threads = Threads(1)
    begun, go_on = threading.Event(), threading.Event()

    def hang() -> None:
        begun.set()
        go_on.wait(PATIENCE)

    async def leave() -> None:
        threads.begin(hang)
        await until(begun.is_set)

    async def one() -> int:
        return await threads.begin(lambda: 1)

    asyncio.run(leave())
    go_on.set()
    assert asyncio.run(one()) == 1
    threads.stop()
