"""Blind rolls, found by the token in their buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.store.fair import open_roll
from bot.store.rolls import RecordedRoll, from_row
from bot.store.tables import rolls

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def look(connection: Connection, token: str) -> RecordedRoll | None:
    """Return a blind roll with its result, or None if it was removed. Only for GMs."""
    row = connection.execute(select(rolls).where(rolls.c.blind_token == token)).first()
    return from_row(row) if row else None


def reveal(connection: Connection, token: str, *, at: datetime) -> RecordedRoll | None:
    """Reveal a blind roll and return it; None if it was removed or already revealed.

    If several reveal it at the same time, only one of them gets the roll.
    """
    hidden = (rolls.c.blind_token == token) & rolls.c.revealed_at.is_(None)
    statement = update(rolls).where(hidden).values(revealed_at=at).returning(rolls)
    row = connection.execute(statement).first()
    if row is None:
        return None
    # From now on, everyone may see its receipt, as they may see the roll.
    open_roll(connection, row.interaction_id)
    return from_row(row)
