"""Waiting for background work, for as long as a busy machine may need."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

PATIENCE = float(os.environ.get("TEST_PATIENCE", "60"))
"""How many seconds a test waits for something to happen; set TEST_PATIENCE to change it.

A test goes on as soon as it happens, so only failing tests take this long.
"""
NEVER = 1_000 * PATIENCE
"""A number of seconds that no test waits for."""


async def until(condition: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    """Wait until the condition is true. Raises TimeoutError after this many seconds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - a condition is more than one event
            await asyncio.sleep(0.005)


async def until_known(ask: Callable[[], Awaitable[T]], expected: T, *, seconds: float = PATIENCE) -> None:
    """Wait until `ask` returns what is expected. Raises TimeoutError after this many seconds."""
    async with asyncio.timeout(seconds):
        while await ask() != expected:  # noqa: ASYNC110 - the answer is in a database
            await asyncio.sleep(0.005)
