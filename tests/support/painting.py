"""Charts in tests: kept as what they show, with a small picture in place of a great one."""

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
    """Draws nothing, and remembers what it was asked to draw."""

    picture: bytes | None = PICTURE
    """What comes of a chart; None for a painter that fails."""
    until: asyncio.Event | None = None
    """What a slow painter waits for."""
    charts: list[Chart] = field(default_factory=list)

    async def __call__(self, chart: Chart) -> bytes | None:
        """Return the picture, as the real painter does."""
        self.charts.append(chart)
        if self.until is not None:
            await self.until.wait()
        return self.picture
