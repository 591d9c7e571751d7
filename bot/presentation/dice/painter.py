"""Having pictures of dice drawn in a process of their own, which keeps the memory that drawing takes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.workers.worker import Worker, WorkerLimits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    DrawDie = Callable[[str], Awaitable[bytes]]

_PATIENCE_SECONDS = 30.0


@asynccontextmanager
async def dice_painter() -> AsyncIterator[DrawDie]:
    """Yield what makes PNG of SVG, and raises WorkerFailed if it cannot. Its process ends here."""
    worker = Worker(WorkerLimits(seconds=_PATIENCE_SECONDS))

    async def draw(svg: str) -> bytes:
        return await worker.run(draw_in_worker, svg)

    try:
        yield draw
    finally:
        await worker.close()


def draw_in_worker(svg: str) -> bytes:
    """Return a picture as PNG. Only the worker loads what draws."""
    from bot.presentation.dice.drawing import draw

    return draw(svg)
