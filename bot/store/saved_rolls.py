"""Saved rolls: notation that a player or a server has given a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from bot.store.connection.notices import Topic, announce
from bot.store.tables import saved_rolls
from bot.store.upsert import insert_or_update

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row


class OwnerKind(StrEnum):
    """Who can own saved rolls. The values are stored."""

    PLAYER = "player"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of a saved roll: a player, who can use it everywhere, or a server, where everyone can."""

    kind: OwnerKind
    id: int

    @classmethod
    def player(cls, player_id: int) -> Owner:
        """Return a player as an owner."""
        return cls(OwnerKind.PLAYER, player_id)

    @classmethod
    def server(cls, server_id: int) -> Owner:
        """Return a server as an owner."""
        return cls(OwnerKind.SERVER, server_id)

    @classmethod
    def read(cls, key: str) -> Owner:
        """Return the owner that `str` wrote.

        >>> Owner.read(str(Owner.player(7))) == Owner.player(7)
        True
        """
        kind, _colon, owner_id = key.partition(":")
        return cls(OwnerKind(kind), int(owner_id))

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedRoll:
    """Notation, or a number, with a name."""

    owner: Owner
    name: str
    """In its normal form, without the @."""
    text: str
    created_at: datetime
    updated_at: datetime
    uses: int = 0


def all_of(connection: Connection, owners: Iterable[Owner]) -> list[SavedRoll]:
    """Return all rolls that these owners have saved, ordered by name."""
    query = select(saved_rolls).where(_owned_by(owners)).order_by(saved_rolls.c.name)
    return [_saved(row) for row in connection.execute(query)]


def named(connection: Connection, owners: Iterable[Owner], names: Collection[str]) -> list[SavedRoll]:
    """Return the rolls that these owners have saved under these names."""
    query = select(saved_rolls).where(_owned_by(owners), saved_rolls.c.name.in_(names))
    return [_saved(row) for row in connection.execute(query)]


def put(connection: Connection, saved: Collection[SavedRoll]) -> None:
    """Save rolls. If a name is taken, its text is replaced, and its uses and age stay."""
    rows = [
        {
            "owner_kind": roll.owner.kind,
            "owner_id": roll.owner.id,
            "name": roll.name,
            "text": roll.text,
            "created_at": roll.created_at,
            "updated_at": roll.updated_at,
            "uses": roll.uses,
        }
        for roll in saved
    ]
    if rows:
        insert_or_update(connection, saved_rolls, rows, update=("text", "updated_at"))
        for owner in {roll.owner for roll in saved}:
            announce(connection, Topic.SAVED_ROLLS, owner)


def rename(connection: Connection, owner: Owner, name: str, new_name: str) -> None:
    """Give a saved roll a name that is not taken; its uses and age stay."""
    this = and_(_owned_by([owner]), saved_rolls.c.name == name)
    connection.execute(update(saved_rolls).where(this).values(name=new_name))
    announce(connection, Topic.SAVED_ROLLS, owner)


def remove(connection: Connection, owner: Owner, name: str) -> bool:
    """Remove a saved roll; return whether it was there."""
    statement = delete(saved_rolls).where(_owned_by([owner]), saved_rolls.c.name == name)
    announce(connection, Topic.SAVED_ROLLS, owner)
    return connection.execute(statement).rowcount > 0


def count_uses(connection: Connection, owner: Owner, names: Collection[str]) -> None:
    """Count one more use of each of these names."""
    mine = and_(_owned_by([owner]), saved_rolls.c.name.in_(names))
    connection.execute(update(saved_rolls).where(mine).values(uses=saved_rolls.c.uses + 1))


def number_of(connection: Connection, owner: Owner) -> int:
    """Return how many rolls an owner has saved."""
    query = select(func.count()).select_from(saved_rolls).where(_owned_by([owner]))
    return connection.execute(query).scalar_one()


def _owned_by(owners: Iterable[Owner]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(saved_rolls.c.owner_kind == owner.kind.value, saved_rolls.c.owner_id == owner.id)
            for owner in owners
        )
    )


def _saved(row: Row[Any]) -> SavedRoll:
    return SavedRoll(
        owner=Owner(OwnerKind(row.owner_kind), row.owner_id),
        name=row.name,
        text=row.text,
        created_at=row.created_at,
        updated_at=row.updated_at,
        uses=row.uses,
    )
