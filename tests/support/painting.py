"""A painter for tests, which records charts and returns a tiny picture."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from bot.presentation.charts.model import Chart

# One transparent dot.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


@dataclass(slots=True)
class Painted:
    """Draws nothing, and records the requested charts."""

    picture: bytes | None = PICTURE
    """The picture it returns; None for a painter that fails."""
    until: asyncio.Event | None = None
    """The event that a slow painter waits for."""
    charts: list[Chart] = field(default_factory=list)

    async def __call__(self, chart: Chart) -> bytes | None:
        """Return the picture, like the real painter."""
        self.charts.append(chart)
        if self.until is not None:
            await self.until.wait()
        return self.picture
