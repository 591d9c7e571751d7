"""A worker process: what it returns, what it may cost, and how it ends."""

from __future__ import annotations

import asyncio
import os
import platform
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

import dicewright
from bot.workers.worker import Worker, WorkerFailed, WorkerLimits
from tests.support.waiting import NEVER, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@asynccontextmanager
async def worker(**limits: Any) -> AsyncIterator[Worker]:
    made = Worker(WorkerLimits(**{"seconds": 30.0, **limits}))
    try:
        yield made
    finally:
        await made.close()


async def test_it_calls_functions_in_one_process_of_its_own() -> None:
    async with worker() as made:
        assert await made.run(dicewright.odds, "2d6") == dicewright.odds("2d6")
        first, second = await asyncio.gather(made.run(os.getpid), made.run(os.getpid))
        assert first == second != os.getpid()


async def test_what_a_function_raises_is_raised_here_with_its_place() -> None:
    async with worker() as made:
        with pytest.raises(dicewright.NotationError) as caught:
            await made.run(dicewright.odds, "4d6kx3")
        assert caught.value.code == "unknown-modifier"
        assert "parse" in "".join(caught.value.__notes__)
        process = await made.run(os.getpid)
        with pytest.raises(ZeroDivisionError):
            await made.run(divmod, 1, 0)
        # Only what costs too much ends the process.
        assert await made.run(os.getpid) == process


@pytest.mark.parametrize(
    ("limits", "function", "arguments", "reason"),
    [
        ({"seconds": 0.1}, time.sleep, (60,), "too slow"),
        # Not even one that computes without a pause in Python.
        ({"seconds": 0.1}, pow, (7, 10**9), "too slow"),
        ({}, os._exit, (1,), "broken"),
        pytest.param(
            {"megabytes": 40},
            bytes,
            (1_000_000_000,),
            "out of memory",
            marks=pytest.mark.skipif(platform.system() != "Linux", reason="only Linux holds such a limit"),
        ),
    ],
    ids=["sleep", "one long number", "end", "memory"],
)
async def test_what_costs_too_much_ends_and_the_next_one_is_answered(
    limits: dict[str, Any], function: Callable[..., Any], arguments: tuple[Any, ...], reason: str
) -> None:
    async with worker(**limits) as made:
        with pytest.raises(WorkerFailed) as caught:
            await made.run(function, *arguments)
        assert caught.value.reason == reason
        assert not made.running
        assert await made.run(abs, -7) == 7


async def test_a_process_that_has_grown_is_replaced() -> None:
    async with worker(kept_megabytes=1) as made:
        first = await made.run(os.getpid)
        assert not made.running
        assert await made.run(os.getpid) != first


async def test_an_idle_process_ends() -> None:
    async with worker(idle_seconds=0.0) as made:
        await made.run(abs, -7)
        await until(lambda: not made.running)
        assert await made.run(abs, -7) == 7


async def test_a_caller_who_gives_up_leaves_no_answer_for_the_next() -> None:
    async with worker() as made:
        await made.run(abs, 1)
        waiting = asyncio.create_task(made.run(time.sleep, 60.0))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await made.run(abs, -7) == 7


@pytest.mark.parametrize("started", [True, False], ids=["at work", "about to start"])
async def test_closing_ends_the_request_in_progress_and_those_that_wait(started: bool) -> None:
    made = Worker(WorkerLimits(seconds=NEVER))
    if started:
        await made.run(abs, 1)
    asked = [asyncio.create_task(made.run(time.sleep, NEVER)) for _ in range(3)]
    await asyncio.sleep(0)
    await made.close()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(each) for each in outcomes] == [WorkerFailed] * 3
    assert not made.running
    await made.close()


async def test_it_prints_nothing_into_its_answers_and_knows_no_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "made-up-token")
    async with worker() as made:
        assert await made.run(print, "something") is None
        assert await made.run(os.getenv, "DISCORD_TOKEN") is None


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="only Unix has priorities")
async def test_the_bot_goes_first() -> None:
    async with worker() as made:
        lower = await made.run(os.getpriority, os.PRIO_PROCESS, 0)
        assert lower > os.getpriority(os.PRIO_PROCESS, 0) or lower == 19
