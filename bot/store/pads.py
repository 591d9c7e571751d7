"""Dice pads: what each person has put together on one so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select

from bot.store.tables import pads
from bot.store.upsert import insert_or_update

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


def text_of(connection: Connection, message_id: int, player_id: int, *, lock: bool = False) -> str:
    """Return what a person has put together on the pad of a message, or "".

    With `lock` nobody else can change it before the transaction ends, unless it is still "".
    """
    query = select(pads.c.text).where(_one(message_id, player_id))
    if lock:
        query = query.with_for_update()
    return connection.execute(query).scalar() or ""


def set_text(connection: Connection, message_id: int, player_id: int, text: str, *, now: datetime) -> None:
    """Keep what a person has put together; "" clears it."""
    if not text:
        connection.execute(delete(pads).where(_one(message_id, player_id)))
        return
    insert_or_update(
        connection,
        pads,
        [{"message_id": message_id, "player_id": player_id, "text": text, "updated_at": now}],
        update=lambda excluded: {"text": excluded.text, "updated_at": excluded.updated_at},
    )


def _one(message_id: int, player_id: int) -> ColumnElement[bool]:
    return and_(pads.c.message_id == message_id, pads.c.player_id == player_id)
