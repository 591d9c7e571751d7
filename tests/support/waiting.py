"""Waiting for what happens in the background, for as long as a busy machine may need."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

PATIENCE = float(os.environ.get("TEST_PATIENCE", "60"))
"""For how many seconds a test waits for what must happen; the variable TEST_PATIENCE changes it.

A test that passes ends as soon as the thing happens, so only one that fails takes as long.
"""
NEVER = 1_000 * PATIENCE
"""Seconds after which something would happen that no test waits for."""


async def until(condition: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Return as soon as the condition holds. Raises TimeoutError where it does not in this time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - a condition is more than one event
            await asyncio.sleep(0.005)


async def until_known(ask: Callable[[], Awaitable[T]], expected: T, *, seconds: float = PATIENCE) -> None:
    """Return as soon as what is asked has this answer. Raises TimeoutError where it does not in this time."""
    async with asyncio.timeout(seconds):
        while await ask() != expected:  # noqa: ASYNC110 - the answer is in a database
            await asyncio.sleep(0.005)
