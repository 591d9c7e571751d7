"""The settings of servers and players, which each roll reads."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from cachetools import LRUCache

from bot.store import preferences
from bot.store.availability import StoreUnavailable
from bot.store.preferences import PlayerSettings, ServerSettings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sqlalchemy import Connection

    from bot.store.database import Database

T = TypeVar("T")

# Settings that another process changed are seen after this many seconds at the latest.
_FRESH_SECONDS = 30.0
# A database that answers takes a hundredth of this; one that does not must not slow a roll.
_PATIENCE_SECONDS = 0.15
_MOST_REMEMBERED = 10_000


class Preferences:
    """Reads and changes settings; reading never fails and hardly ever waits.

    What this process changed it sees at once, and what another changed within thirty seconds. While the
    database is away, the last known settings hold, and the defaults where none are known.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float],
        fresh_seconds: float = _FRESH_SECONDS,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        self._database = database

        async def load_server(server_id: int) -> ServerSettings:
            return await database.read(preferences.server, server_id)

        async def load_player(player_id: int) -> PlayerSettings:
            return await database.read(preferences.player, player_id)

        self._servers = _Remembered(load_server, ServerSettings(), clock, fresh_seconds, patience)
        self._players = _Remembered(load_player, PlayerSettings(), clock, fresh_seconds, patience)

    async def server(self, server_id: int | None) -> ServerSettings:
        """Return the settings of a server; of none, as in a direct message, the defaults."""
        return ServerSettings() if server_id is None else await self._servers.get(server_id)

    async def player(self, player_id: int) -> PlayerSettings:
        """Return the settings of a player."""
        return await self._players.get(player_id)

    async def change_server(self, server_id: int, **changes: Any) -> ServerSettings:
        """Change some settings of a server, whatever is remembered here; return all. Raises StoreUnavailable.

        Without changes, the settings are read afresh.
        """
        settings = await self._database.write(_change_server, server_id, changes)
        self._servers.put(server_id, settings)
        return settings

    async def change_player(self, player_id: int, **changes: Any) -> PlayerSettings:
        """Do the same for a player. Raises StoreUnavailable."""
        settings = await self._database.write(_change_player, player_id, changes)
        self._players.put(player_id, settings)
        return settings

    async def set_server(self, server_id: int, settings: ServerSettings) -> None:
        """Change the settings of a server. Raises StoreUnavailable."""
        await self._database.write(preferences.set_server, server_id, settings)
        self._servers.put(server_id, settings)

    async def set_player(self, player_id: int, settings: PlayerSettings) -> None:
        """Change the settings of a player. Raises StoreUnavailable."""
        await self._database.write(preferences.set_player, player_id, settings)
        self._players.put(player_id, settings)

    def forget_player(self, player_id: int) -> None:
        """Let go of a player whose data was removed."""
        self._players.forget(player_id)


def _change_server(connection: Connection, server_id: int, changes: Mapping[str, Any]) -> ServerSettings:
    settings = replace(preferences.server(connection, server_id), **changes)
    if changes:
        preferences.set_server(connection, server_id, settings)
    return settings


def _change_player(connection: Connection, player_id: int, changes: Mapping[str, Any]) -> PlayerSettings:
    settings = replace(preferences.player(connection, player_id), **changes)
    if changes:
        preferences.set_player(connection, player_id, settings)
    return settings


class _Remembered(Generic[T]):
    def __init__(
        self,
        load: Callable[[int], Awaitable[T]],
        default: T,
        clock: Callable[[], float],
        fresh_seconds: float,
        patience: float,
    ) -> None:
        self._load = load
        self._default = default
        self._clock = clock
        self._fresh_seconds = fresh_seconds
        self._patience = patience
        self._known: LRUCache[int, tuple[T, float]] = LRUCache(_MOST_REMEMBERED)
        self._loading: dict[int, asyncio.Task[None]] = {}

    async def get(self, key: int) -> T:
        known = self._known.get(key)
        if known and self._clock() - known[1] < self._fresh_seconds:
            return known[0]
        loading = self._loading.get(key)
        if loading is None:
            loading = self._loading[key] = asyncio.create_task(self._refresh(key), name="settings")
        # It goes on when patience ends, so that the answer is there for the next roll.
        await asyncio.wait([loading], timeout=self._patience)
        known = self._known.get(key)
        return known[0] if known else self._default

    def put(self, key: int, value: T) -> None:
        # A load under way may have read what was there before.
        self.forget(key)
        self._known[key] = value, self._clock()

    def forget(self, key: int) -> None:
        if loading := self._loading.pop(key, None):
            loading.cancel()
        self._known.pop(key, None)

    async def _refresh(self, key: int) -> None:
        try:
            with contextlib.suppress(StoreUnavailable):
                self._known[key] = await self._load(key), self._clock()
        finally:
            if self._loading.get(key) is asyncio.current_task():
                del self._loading[key]
