"""Being asked to stop: work is cancelled, gets to close what it opened, and no error comes of it."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from bot.ops.shutdown import run_until_stopped
from tests.support.waiting import PATIENCE


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_cancels_the_work_and_lets_it_clean_up(number: signal.Signals) -> None:
    steps = []

    async def work() -> None:
        try:
            steps.append("started")
            os.kill(os.getpid(), number)
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("closed")

    await asyncio.wait_for(run_until_stopped(work()), timeout=PATIENCE)
    assert steps == ["started", "closed"]


async def test_work_that_ends_by_itself_ends_the_run() -> None:
    async def work() -> None:
        await asyncio.sleep(0)

    await asyncio.wait_for(run_until_stopped(work()), timeout=PATIENCE)


async def test_errors_of_the_work_pass_through() -> None:
    async def work() -> None:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        await run_until_stopped(work())
