"""Saved rolls, or a game system, that a player shares: a copy under a code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from bot.store.tables import shares

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a code stands for: some saved rolls, by name, as they were when they were shared."""

    code: str = field(repr=False)
    player_id: int
    rolls: Mapping[str, str]
    created_at: datetime
    expires_at: datetime
    system_file: str | None = None
    """The file of a game system, if the code stands for one instead of rolls."""


def add(connection: Connection, share: Share) -> None:
    """Store a share."""
    connection.execute(
        insert(shares).values(
            code=share.code,
            player_id=share.player_id,
            rolls=dict(share.rolls),
            created_at=share.created_at,
            expires_at=share.expires_at,
            system_file=share.system_file,
        )
    )


def find(connection: Connection, code: str, *, now: datetime) -> Share | None:
    """Return what a code stands for, or None if there is no such code or it has expired."""
    query = select(shares).where(shares.c.code == code, shares.c.expires_at > now)
    row = connection.execute(query).first()
    return Share(**row._mapping) if row else None


def number_of(connection: Connection, player_id: int, *, now: datetime) -> int:
    """Return the number of a player's codes that haven't expired."""
    mine = (shares.c.player_id == player_id) & (shares.c.expires_at > now)
    return connection.execute(select(func.count()).select_from(shares).where(mine)).scalar_one()


def of_player(connection: Connection, player_id: int) -> list[Share]:
    """Return everything that a player has shared, latest first."""
    query = select(shares).where(shares.c.player_id == player_id).order_by(shares.c.created_at.desc())
    return [Share(**row._mapping) for row in connection.execute(query)]


def remove_expired(connection: Connection, *, now: datetime) -> int:
    """Remove expired codes; return the number removed."""
    return connection.execute(delete(shares).where(shares.c.expires_at <= now)).rowcount
