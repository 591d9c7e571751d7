"""Several workers: one for each who asks, a few for all, and nobody waits without end."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from bot.workers.pool import Workers, WorkersBusy
from bot.workers.worker import WorkerLimits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def workers(**settings: Any) -> AsyncIterator[Workers]:
    pool = Workers(WorkerLimits(seconds=30.0), **settings)
    try:
        yield pool
    finally:
        await pool.close()


def pause(seconds: float) -> tuple[int, float, float]:
    """Return in which process this ran, from when, and until when."""
    start = time.monotonic()
    time.sleep(seconds)
    return os.getpid(), start, time.monotonic()


async def test_one_after_another_uses_one_process() -> None:
    async with workers(number=3) as pool:
        assert len({await pool(os.getpid) for _ in range(4)}) == 1


async def test_a_few_at_a_time() -> None:
    async with workers(number=2) as pool:
        done = await asyncio.gather(*(pool(pause, 0.02, turn=player) for player in range(6)))
        assert len({process for process, _start, _end in done}) == 2


async def test_one_at_a_time_for_each_turn() -> None:
    async with workers(number=3) as pool:
        done = await asyncio.gather(*(pool(pause, 0.05, turn="ann") for _ in range(3)))
        times = sorted((start, end) for _process, start, end in done)
        assert all(end <= start for (_, end), (start, _) in pairwise(times))


async def test_who_asks_too_often_does_not_keep_others_out() -> None:
    async with workers(number=1, most_waiting=10) as pool:
        asked = [pool(pause, 0.01, turn="ann") for _ in range(5)]
        done = await asyncio.gather(*asked, pool(abs, -7, turn="bob"), return_exceptions=True)
        assert [type(each) for each in done[:5]] == [tuple] * 3 + [WorkersBusy] * 2
        assert done[5] == 7
        # Nothing is left of a turn.
        assert await pool(abs, -7, turn="ann") == 7


async def test_some_wait_and_others_are_refused_at_once() -> None:
    async with workers(number=1, most_waiting=2) as pool:
        first = asyncio.create_task(pool(pause, 0.3))
        while not pool.busy:  # noqa: ASYNC110 - the first has its place a moment later
            await asyncio.sleep(0)
        done = await asyncio.gather(*(pool(abs, -7) for _ in range(4)), return_exceptions=True)
        assert [type(each) for each in done] == [int, int, WorkersBusy, WorkersBusy]
        await first


async def test_nobody_waits_longer_than_the_patience() -> None:
    async with workers(number=1, patience=0.05) as pool:
        first = asyncio.create_task(pool(pause, 1.0))
        with pytest.raises(WorkersBusy):
            await asyncio.gather(pool(abs, -7), pool(abs, -7))
        await first
        assert await pool(abs, -7) == 7
