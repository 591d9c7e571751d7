"""What servers and players have set."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store.tables import player_settings, server_settings
from bot.store.upsert import insert_or_update
from bot.store.visibility import Visibility

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What a server has set, or the defaults."""

    gm_role_id: int | None = None
    """Who has this role is a GM, besides those who manage the server."""
    gm_channel_id: int | None = None
    """Where results of blind rolls are posted, too."""
    results_channel_id: int | None = None
    """Where a copy of each public result is posted."""
    default_visibility: Visibility = Visibility.EVERYONE
    compact: bool = False
    """Whether replies are one line."""
    buttons: bool = True
    """Whether rolls carry buttons."""
    luck: bool = True
    """Whether replies tell how lucky the roll was."""
    history_days: int | None = None
    """For how many days rolls are kept; None leaves it to whoever runs the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerSettings:
    """What a player has set; None follows the server."""

    compact: bool | None = None
    luck: bool | None = None


def server(connection: Connection, server_id: int) -> ServerSettings:
    """Return the settings of a server."""
    values = _found(connection, server_settings, server_id)
    if not values:
        return ServerSettings()
    visibility = Visibility(values.pop("default_visibility"))
    return ServerSettings(default_visibility=visibility, **values)


def set_server(connection: Connection, server_id: int, settings: ServerSettings) -> None:
    """Set everything of a server."""
    _set(connection, server_settings, {"server_id": server_id, **asdict(settings)})


def player(connection: Connection, player_id: int) -> PlayerSettings:
    """Return the settings of a player."""
    return PlayerSettings(**_found(connection, player_settings, player_id))


def set_player(connection: Connection, player_id: int, settings: PlayerSettings) -> None:
    """Set everything of a player."""
    _set(connection, player_settings, {"player_id": player_id, **asdict(settings)})


def _found(connection: Connection, table: Table, key: int) -> dict[str, Any]:
    (key_column,) = table.primary_key.columns
    row = connection.execute(select(table).where(key_column == key)).first()
    return {name: value for name, value in row._mapping.items() if name != key_column.name} if row else {}


def _set(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    (key_column,) = table.primary_key.columns
    changed = tuple(name for name in values if name != key_column.name)
    insert_or_update(connection, table, [values], update=changed)
