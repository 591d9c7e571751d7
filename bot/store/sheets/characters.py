"""Characters: their named values, and where each of them is in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select

from bot.store.connection.notices import Topic, announce
from bot.store.tables import characters, characters_in_use
from bot.store.upsert import insert_or_update

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """A character of a player."""

    player_id: int
    key: str
    """The name in its normal form, for look-ups."""
    name: str
    values: Mapping[str, str]
    """Numbers and rolls, by name, in the order of the sheet."""
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a character is in use: a channel, or a whole server."""

    server_id: int = 0
    """0 for direct messages."""
    channel_id: int = 0
    """0 for the whole server."""


def all_of(connection: Connection, player_id: int) -> list[Character]:
    """Return the characters of a player, ordered by name."""
    query = select(characters).where(characters.c.player_id == player_id).order_by(characters.c.key)
    return [
        Character(
            player_id=row.player_id,
            key=row.key,
            name=row.name,
            values=row.sheet,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in connection.execute(query)
    ]


def put(connection: Connection, character: Character) -> None:
    """Store a character. If it exists, its name and values are replaced, and its age stays."""
    row = {
        "player_id": character.player_id,
        "key": character.key,
        "name": character.name,
        "sheet": dict(character.values),
        "created_at": character.created_at,
        "updated_at": character.updated_at,
    }
    insert_or_update(connection, characters, [row], update=("name", "sheet", "updated_at"))
    announce(connection, Topic.CHARACTERS, character.player_id)


def remove(connection: Connection, player_id: int, key: str) -> None:
    """Remove a character, also from the places where it is in use."""
    for table in (characters, characters_in_use):
        connection.execute(delete(table).where(and_(table.c.player_id == player_id, table.c.key == key)))
    announce(connection, Topic.CHARACTERS, player_id)


def in_use(connection: Connection, player_id: int) -> dict[Spot, str]:
    """Return the keys of the characters that a player uses, by place; "" for none."""
    mine = characters_in_use.c.player_id == player_id
    query = select(characters_in_use).where(mine).order_by(*characters_in_use.primary_key.columns)
    return {Spot(row.server_id, row.channel_id): row.key for row in connection.execute(query)}


def use(connection: Connection, player_id: int, spot: Spot, key: str) -> None:
    """Use a character in a place; "" for none."""
    row = {"player_id": player_id, "server_id": spot.server_id, "channel_id": spot.channel_id, "key": key}
    insert_or_update(connection, characters_in_use, [row], update=("key",))
    announce(connection, Topic.CHARACTERS, player_id)
