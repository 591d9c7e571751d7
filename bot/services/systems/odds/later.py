"""Chances of success that take too long to be found between two letters: a worker finds them.

A player who is typing waits for a moment; what comes later is there at the next letter.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.services.systems.odds.forecast import success_of
from bot.workers.pool import WorkersBusy
from bot.workers.worker import WorkerFailed

if TYPE_CHECKING:
    from bot.services.systems.calls import GameCall
    from bot.services.systems.odds.forecast import Success
    from bot.workers.pool import Run

# Half of what a player notices as waiting.
PATIENCE_SECONDS = 0.25
_MOST_REMEMBERED = 2_000


@dataclass(slots=True)
class LaterChances:
    """Finds chances of success, one call at a time, as others need the workers, too. It never raises."""

    run: Run
    patience: float = PATIENCE_SECONDS
    _known: LRUCache[tuple[str, str], Success | None] = field(
        default_factory=lambda: LRUCache(_MOST_REMEMBERED)
    )
    _loading: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict)

    async def of(self, call: GameCall) -> Success | None:
        """Return the chance that a call succeeds; None if it means nothing, or is not known in time."""
        key = (call.file, call.call)
        if key in self._known:
            return self._known[key]
        loading = self._loading.get(key)
        if loading is None:
            if self._loading:
                return None
            loading = self._loading[key] = asyncio.create_task(self._find(key), name="finding a chance")
        await asyncio.wait([loading], timeout=self.patience)
        return self._known.get(key)

    def knows(self, call: GameCall) -> bool:
        """Return whether all is known of the chance of a call that can be."""
        return (call.file, call.call) in self._known

    async def _find(self, key: tuple[str, str]) -> None:
        try:
            self._known[key] = await self.run(success_of, *key, turn=key)
        except WorkerFailed:
            # It would fail again.
            self._known[key] = None
        except WorkersBusy:
            pass
        finally:
            del self._loading[key]
