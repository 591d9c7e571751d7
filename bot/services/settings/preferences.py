"""The settings of servers and players, which each roll reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.services.cache import PATIENCE_SECONDS
from bot.services.settings.cache import ChangedSettings
from bot.store import preferences
from bot.store.connection.notices import Topic
from bot.store.preferences import PlayerSettings, ServerSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from bot.store.connection.database import Database
    from bot.store.connection.notices import Listener

# Settings that another process changed are seen after this many seconds at the latest.
_FRESH_SECONDS = 30.0


class Preferences:
    """Reads and changes settings; reading never fails and hardly ever waits.

    Changes by this process are seen at once, changes by others when the listener hears of them, or else
    within thirty seconds. While the database is unreachable, the last known settings apply, or the
    defaults if none are known.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float],
        fresh_seconds: float = _FRESH_SECONDS,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._database = database

        async def servers(most: int) -> Mapping[int, ServerSettings]:
            return await database.read(preferences.servers, most=most)

        async def players(most: int) -> Mapping[int, PlayerSettings]:
            return await database.read(preferences.players, most=most)

        self._servers = ChangedSettings(
            servers,
            self.stored_server,
            ServerSettings(),
            clock=clock,
            fresh_seconds=fresh_seconds,
            patience=patience,
        )
        self._players = ChangedSettings(
            players,
            self.stored_player,
            PlayerSettings(),
            clock=clock,
            fresh_seconds=fresh_seconds,
            patience=patience,
        )

    async def server(self, server_id: int | None) -> ServerSettings:
        """Return the settings of a server; of none, as in a direct message, the defaults."""
        return ServerSettings() if server_id is None else await self._servers.get(server_id)

    async def player(self, player_id: int) -> PlayerSettings:
        """Return the settings of a player."""
        return await self._players.get(player_id)

    async def stored_server(self, server_id: int) -> ServerSettings:
        """Return the settings of a server as they are now. Raises StoreUnavailable."""
        return await self._database.read(preferences.server, server_id)

    async def stored_player(self, player_id: int) -> PlayerSettings:
        """Return the settings of a player as they are now. Raises StoreUnavailable."""
        return await self._database.read(preferences.player, player_id)

    async def change_server(self, server_id: int, **changes: Any) -> ServerSettings:
        """Change some settings of a server and return all; what is remembered here plays no part.

        Raises StoreUnavailable.
        """
        settings = await self._database.write(_change_server, server_id, changes)
        self._servers.put(server_id, settings)
        return settings

    async def change_player(self, player_id: int, **changes: Any) -> PlayerSettings:
        """Do the same for a player. Raises StoreUnavailable."""
        settings = await self._database.write(_change_player, player_id, changes)
        self._players.put(player_id, settings)
        return settings

    def listen(self, listener: Listener) -> None:
        """See at once what other processes change."""
        listener.subscribe(Topic.SERVER_SETTINGS, lambda key: self._servers.changed_elsewhere(int(key)))
        listener.subscribe(Topic.PLAYER_SETTINGS, lambda key: self._players.changed_elsewhere(int(key)))
        listener.subscribe_to_gaps(self._servers.all_changed_elsewhere)
        listener.subscribe_to_gaps(self._players.all_changed_elsewhere)

    def forget_player(self, player_id: int) -> None:
        """Let a player whose data was removed have the defaults."""
        self._players.put(player_id, PlayerSettings())


def _change_server(connection: Connection, server_id: int, changes: Mapping[str, Any]) -> ServerSettings:
    settings = replace(preferences.server(connection, server_id), **changes)
    preferences.set_server(connection, server_id, settings)
    return settings


def _change_player(connection: Connection, player_id: int, changes: Mapping[str, Any]) -> PlayerSettings:
    settings = replace(preferences.player(connection, player_id), **changes)
    preferences.set_player(connection, player_id, settings)
    return settings
