"""Values from the database that are asked for all the time, and that nobody may wait for."""

from __future__ import annotations

import asyncio
import contextlib
import math
from typing import TYPE_CHECKING, Generic, TypeVar

from cachetools import LRUCache

from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")

# A database that answers takes a hundredth of this; one that does not must not slow a roll.
PATIENCE_SECONDS = 0.15
_MOST_REMEMBERED = 10_000


class Remembered(Generic[K, V]):
    """Loads values by key and remembers them for `fresh_seconds`; getting one never raises.

    A value that is not there within `patience` seconds is the last one known, or else the default.
    `clock` gives seconds that only grow.
    """

    def __init__(
        self,
        load: Callable[[K], Awaitable[V]],
        default: V,
        *,
        clock: Callable[[], float],
        fresh_seconds: float,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._load = load
        self._default = default
        self._clock = clock
        self._fresh_seconds = fresh_seconds
        self._patience = patience
        self._known: LRUCache[K, tuple[V, float]] = LRUCache(_MOST_REMEMBERED)
        self._loading: dict[K, asyncio.Task[None]] = {}

    async def get(self, key: K) -> V:
        """Return the value of a key."""
        known = self._known.get(key)
        if known and self._clock() - known[1] < self._fresh_seconds:
            return known[0]
        loading = self._loading.get(key)
        if loading is None:
            loading = self._loading[key] = asyncio.create_task(self._refresh(key), name="refreshing")
        # It goes on when patience ends, so that the answer is there for the next time.
        await asyncio.wait([loading], timeout=self._patience)
        known = self._known.get(key)
        return known[0] if known else self._default

    def put(self, key: K, value: V) -> None:
        """Remember a value that was just changed."""
        # A load under way may have read what was there before.
        self.forget(key)
        self._known[key] = value, self._clock()

    def forget(self, key: K) -> None:
        """Let go of a value that was changed elsewhere."""
        if loading := self._loading.pop(key, None):
            loading.cancel()
        self._known.pop(key, None)

    def forget_where(self, chosen: Callable[[K], bool]) -> None:
        """Let go of the values of all keys for which `chosen` is true."""
        for key in [key for key in (*self._known, *self._loading) if chosen(key)]:
            self.forget(key)

    def outdate(self) -> None:
        """Reload each value when it is next asked for: any of them may have been changed elsewhere."""
        for key, (value, _loaded_at) in list(self._known.items()):
            self._known[key] = value, -math.inf

    async def _refresh(self, key: K) -> None:
        try:
            with contextlib.suppress(StoreUnavailable):
                self._known[key] = await self._load(key), self._clock()
        finally:
            if self._loading.get(key) is asyncio.current_task():
                del self._loading[key]
