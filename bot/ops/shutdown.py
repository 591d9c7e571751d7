"""Shutting down on Ctrl-C and SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine


async def run_until_stopped(work: Coroutine[None, None, None]) -> None:
    """Run `work` until it is done, or cancel it when the process is asked to stop.

    Cancelled work closes what it opened in its `finally` and `async with` blocks. Errors of `work` are
    raised; being asked to stop is not an error.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows loops have no signal handlers; there Ctrl-C ends asyncio.run itself.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
