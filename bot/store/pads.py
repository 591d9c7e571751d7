"""Dice pads: the roll that each person has put together so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select

from bot.store.tables import pads
from bot.store.upsert import insert_or_update

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


def lock(connection: Connection, message_id: int, player_id: int, *, now: datetime) -> None:
    """Lock a person's roll on a pad until the transaction ends."""
    # Only an existing row can be locked.
    insert_or_update(
        connection,
        pads,
        [{"message_id": message_id, "player_id": player_id, "text": "", "updated_at": now}],
        update=("updated_at",),
    )


def text_of(connection: Connection, message_id: int, player_id: int) -> str:
    """Return a person's roll on the pad in a message, or ""."""
    query = select(pads.c.text).where(_one(message_id, player_id))
    return connection.execute(query).scalar() or ""


def of_player(connection: Connection, player_id: int) -> list[str]:
    """Return all rolls that a person has put together on pads, latest first."""
    query = select(pads.c.text).where(pads.c.player_id == player_id).order_by(pads.c.updated_at.desc())
    return list(connection.execute(query).scalars())


def set_text(connection: Connection, message_id: int, player_id: int, text: str, *, now: datetime) -> None:
    """Store a person's roll; "" clears it."""
    if not text:
        connection.execute(delete(pads).where(_one(message_id, player_id)))
        return
    insert_or_update(
        connection,
        pads,
        [{"message_id": message_id, "player_id": player_id, "text": text, "updated_at": now}],
        update=("text", "updated_at"),
    )


def _one(message_id: int, player_id: int) -> ColumnElement[bool]:
    return and_(pads.c.message_id == message_id, pads.c.player_id == player_id)
