"""Having charts drawn without the bot waiting, or growing by the twenty megabytes that drawing takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot.workers.worker import Worker, WorkerFailed, WorkerLimits

if TYPE_CHECKING:
    from typing import Protocol

    from bot.presentation.charts.model import Chart

    class Paint(Protocol):
        """Returns the picture of a chart as PNG, or None if it cannot be drawn."""

        async def __call__(self, chart: Chart, /) -> bytes | None:
            """Draw."""


log = structlog.stdlib.get_logger(__name__)

# About two megabytes of pictures.
_MOST_REMEMBERED = 64
_PATIENCE_SECONDS = 30.0
_IDLE_SECONDS = 60.0


class Painter:
    """Draws charts one after another in a process that starts with the first and ends when idle.

    A picture is remembered with its chart, which for odds is to say with the canonical notation and what
    was asked of it. `close` ends the process.
    """

    def __init__(self, *, patience: float = _PATIENCE_SECONDS, idle: float = _IDLE_SECONDS) -> None:
        self._worker = Worker(WorkerLimits(seconds=patience, idle_seconds=idle))
        # A second request for a chart that is being drawn waits for the same drawing.
        self._turn = asyncio.Lock()
        self._known: LRUCache[Chart, bytes] = LRUCache(_MOST_REMEMBERED)

    async def __call__(self, chart: Chart) -> bytes | None:
        """Return the picture of a chart as PNG, or None if drawing failed, which is logged."""
        async with self._turn:
            if chart not in self._known:
                try:
                    self._known[chart] = await self._worker.run(draw_in_worker, chart)
                except WorkerFailed as failure:
                    log.warning("chart not drawn", reason=failure.reason, output=failure.complaint)
                    return None
                except Exception as error:
                    log.warning("chart not drawn", reason="error", output=repr(error))
                    return None
            return self._known[chart]

    async def close(self) -> None:
        """End the process, if there is one."""
        await self._worker.close()


def draw_in_worker(chart: Chart) -> bytes:
    """Return the picture of a chart as PNG. Only the worker loads what draws."""
    from bot.presentation.charts.drawing import draw

    return draw(chart)
