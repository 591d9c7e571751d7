"""The settings of all who have changed any. Most never do, so few know them all and need not ask."""

from __future__ import annotations

import asyncio
import contextlib
import math
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.services.cache import PATIENCE_SECONDS, Remembered
from bot.store.connection.availability import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

V = TypeVar("V")

# A query for this many takes about ten milliseconds, and they fill two megabytes.
_MOST_AT_ONCE = 10_000


class ChangedSettings(Generic[V]):
    """Loads the settings of all who have some, every `fresh_seconds`; getting one never raises.

    `load_some` returns settings by id, of no more ids than it is given. If there are more than `most`
    of them, each is loaded alone, by `load_one`, when it is asked for. What is not there within
    `patience` seconds is what was last known, or else the default. `clock` gives seconds that only grow.
    """

    def __init__(
        self,
        load_some: Callable[[int], Awaitable[Mapping[int, V]]],
        load_one: Callable[[int], Awaitable[V]],
        default: V,
        *,
        clock: Callable[[], float],
        fresh_seconds: float,
        patience: float = PATIENCE_SECONDS,
        most: int = _MOST_AT_ONCE,
    ) -> None:
        self._load_some = load_some
        self._load_one = load_one
        self._default = default
        self._clock = clock
        self._fresh_seconds = fresh_seconds
        self._patience = patience
        self._most = most
        self._known: dict[int, V] = {}
        self._loaded_at = -math.inf
        self._loading: asyncio.Task[None] | None = None
        self._changed_meanwhile: dict[int, V] = {}
        self._loading_one: dict[int, asyncio.Task[None]] = {}
        self._too_many = False
        self._one_by_one = Remembered(
            load_one, default, clock=clock, fresh_seconds=fresh_seconds, patience=patience
        )

    async def get(self, key: int) -> V:
        """Return the settings of an id."""
        if not self._too_many and self._clock() - self._loaded_at >= self._fresh_seconds:
            if self._loading is None:
                self._loading = asyncio.create_task(self._refresh(), name="refreshing")
            # It goes on when patience ends, so that the answer is there for the next time.
            await asyncio.wait([self._loading], timeout=self._patience)
        if self._too_many:
            return await self._one_by_one.get(key)
        return self._known.get(key, self._default)

    def put(self, key: int, settings: V) -> None:
        """Remember settings that were just changed."""
        self._one_by_one.put(key, settings)
        if not self._too_many:
            self._known[key] = settings
        if self._loading is not None:
            # It may have read what was there before.
            self._changed_meanwhile[key] = settings

    def changed_elsewhere(self, key: int) -> None:
        """Reload settings that another process has changed."""
        if loading := self._loading_one.pop(key, None):
            loading.cancel()
        self._loading_one[key] = asyncio.create_task(self._refresh_one(key), name="refreshing")

    def all_changed_elsewhere(self) -> None:
        """Reload everything when it is next asked for: another process may have changed any of it."""
        self._loaded_at = -math.inf
        self._one_by_one.outdate()

    async def _refresh_one(self, key: int) -> None:
        try:
            with contextlib.suppress(StoreUnavailable):
                self.put(key, await self._load_one(key))
        finally:
            if self._loading_one.get(key) is asyncio.current_task():
                del self._loading_one[key]

    async def _refresh(self) -> None:
        self._changed_meanwhile = {}
        try:
            with contextlib.suppress(StoreUnavailable):
                found = await self._load_some(self._most + 1)
                self._too_many = len(found) > self._most
                self._known = {} if self._too_many else {**found, **self._changed_meanwhile}
                self._loaded_at = self._clock()
        finally:
            self._loading = None
