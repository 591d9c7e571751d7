"""The interactions that a server's latest entries are for, so that none of them is recorded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store.tables import fair_entries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def recent(connection: Connection, server_id: int, *, since: datetime, limit: int) -> dict[int, datetime]:
    """Return the interactions of a server's entries since a moment, and when they were, oldest first."""
    query = (
        select(fair_entries.c.interaction_id, fair_entries.c.at)
        .where(
            fair_entries.c.server_id == server_id,
            fair_entries.c.interaction_id.is_not(None),
            fair_entries.c.at >= since,
        )
        .order_by(fair_entries.c.session.desc(), fair_entries.c.place.desc())
        .limit(limit)
    )
    return {row.interaction_id: row.at for row in reversed(connection.execute(query).all())}
