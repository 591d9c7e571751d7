"""The settings of servers and players, and which hints players have seen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store.connection.notices import Topic, announce
from bot.store.tables import hints_shown, player_settings, server_settings
from bot.store.upsert import insert_or_keep, insert_or_update
from bot.store.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy import Connection, Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """The settings of a server, or the defaults."""

    gm_role_id: int | None = None
    """The GM role. Members who can manage the server are GMs as well."""
    gm_channel_id: int | None = None
    """The channel where the results of blind rolls are also posted."""
    results_channel_id: int | None = None
    """The channel where a copy of each public result is posted."""
    default_visibility: Visibility = Visibility.EVERYONE
    compact: bool = False
    """Whether replies are a single line."""
    buttons: bool = True
    """Whether rolls have buttons."""
    luck: bool = True
    """Whether replies say how lucky a remarkable roll was."""
    pictures: bool = True
    """Whether replies show pictures of the dice."""
    history_days: int | None = None
    """The number of days for which rolls are kept; None leaves it to the host of the bot."""
    fair: bool = False
    """Whether rolls are verifiable."""
    systems: Mapping[str, Sequence[str]] | None = None
    """The commands of the game systems that are played, by channel id; "" stands for all channels."""

    def systems_in(self, channel_id: int | None) -> tuple[str, ...]:
        """Return the commands of the game systems that are played in a channel, its own first.

        >>> ServerSettings(systems={"": ["dnd"], "7": ["coc"]}).systems_in(7)
        ('coc', 'dnd')
        """
        chosen = self.systems or {}
        return tuple(dict.fromkeys([*chosen.get(str(channel_id), ()), *chosen.get("", ())]))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerSettings:
    """The settings of a player; None means that of the server."""

    compact: bool | None = None
    luck: bool | None = None
    pictures: bool | None = None
    systems: Sequence[str] | None = None
    """The commands of the player's game systems, for places where none is chosen."""


def server(connection: Connection, server_id: int) -> ServerSettings:
    """Return the settings of a server."""
    return _server(_found(connection, server_settings, server_id))


def servers(connection: Connection, *, most: int) -> dict[int, ServerSettings]:
    """Return the settings of up to `most` servers that have set any."""
    return {key: _server(values) for key, values in _all(connection, server_settings, most)}


def set_server(connection: Connection, server_id: int, settings: ServerSettings) -> None:
    """Store all settings of a server."""
    _set(connection, server_settings, {"server_id": server_id, **asdict(settings)})
    announce(connection, Topic.SERVER_SETTINGS, server_id)


def player(connection: Connection, player_id: int) -> PlayerSettings:
    """Return the settings of a player."""
    return PlayerSettings(**_found(connection, player_settings, player_id))


def players(connection: Connection, *, most: int) -> dict[int, PlayerSettings]:
    """Return the settings of up to `most` players who have set any."""
    return {key: PlayerSettings(**values) for key, values in _all(connection, player_settings, most)}


def set_player(connection: Connection, player_id: int, settings: PlayerSettings) -> None:
    """Store all settings of a player."""
    _set(connection, player_settings, {"player_id": player_id, **asdict(settings)})
    announce(connection, Topic.PLAYER_SETTINGS, player_id)


def add_hint(connection: Connection, player_id: int, kind: str) -> bool:
    """Record that a player is being shown a hint of this kind; return False if one was shown before."""
    return insert_or_keep(connection, hints_shown, {"player_id": player_id, "kind": kind})


def hints_of(connection: Connection, player_id: int) -> list[str]:
    """Return the kinds of hints that a player has seen."""
    query = select(hints_shown.c.kind).where(hints_shown.c.player_id == player_id)
    return list(connection.execute(query.order_by(hints_shown.c.kind)).scalars())


def _server(values: dict[str, Any]) -> ServerSettings:
    if not values:
        return ServerSettings()
    visibility = Visibility(values.pop("default_visibility"))
    return ServerSettings(default_visibility=visibility, **values)


def _found(connection: Connection, table: Table, key: int) -> dict[str, Any]:
    (key_column,) = table.primary_key.columns
    row = connection.execute(select(table).where(key_column == key)).first()
    return _without_key(table, row)[1] if row else {}


def _all(connection: Connection, table: Table, most: int) -> Iterator[tuple[int, dict[str, Any]]]:
    for row in connection.execute(select(table).limit(most)):
        yield _without_key(table, row)


def _without_key(table: Table, row: Row[Any]) -> tuple[int, dict[str, Any]]:
    (key_column,) = table.primary_key.columns
    values = row._asdict()
    return values.pop(key_column.name), values


def _set(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    (key_column,) = table.primary_key.columns
    changed = tuple(name for name in values if name != key_column.name)
    insert_or_update(connection, table, [values], update=changed)
