"""Removing old rows, a few at a time so that nobody has to wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, tuple_

from bot.store.tables import button_states, fair_entries, fair_sessions, pads, rolls, server_settings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table


def servers_with_own_days(connection: Connection) -> dict[int, int]:
    """Return the number of days for which servers keep rolls, by the ids of those that have set it."""
    query = select(server_settings.c.server_id, server_settings.c.history_days).where(
        server_settings.c.history_days.is_not(None)
    )
    return {row.server_id: row.history_days for row in connection.execute(query)}


def remove_rolls_of(connection: Connection, server_id: int, *, before: datetime, limit: int) -> int:
    """Remove up to `limit` of a server's rolls from before a moment; return the number removed."""
    return _remove(connection, rolls, (rolls.c.server_id == server_id) & (rolls.c.rolled_at < before), limit)


def remove_other_rolls(connection: Connection, *, before: datetime, limit: int) -> int:
    """Remove up to `limit` rolls from before a moment on servers without a setting; return the number."""
    own_days = (
        select(server_settings.c.server_id)
        .where(server_settings.c.server_id == rolls.c.server_id, server_settings.c.history_days.is_not(None))
        .exists()
    )
    return _remove(connection, rolls, (rolls.c.rolled_at < before) & ~own_days, limit)


def remove_sessions_of(connection: Connection, server_id: int, *, before: datetime, limit: int) -> int:
    """Remove up to `limit` entries of a server's sessions that ended before a moment; return the number."""
    return _remove_sessions(connection, fair_sessions.c.server_id == server_id, before, limit)


def remove_other_sessions(connection: Connection, *, before: datetime, limit: int) -> int:
    """Do the same for servers without a setting; return the number of rows removed."""
    own_days = (
        select(server_settings.c.server_id)
        .where(
            server_settings.c.server_id == fair_sessions.c.server_id,
            server_settings.c.history_days.is_not(None),
        )
        .exists()
    )
    return _remove_sessions(connection, ~own_days, before, limit)


def remove_pads(connection: Connection, *, before: datetime, limit: int) -> int:
    """Remove up to `limit` pads that nobody has used since a moment; return the number removed."""
    return _remove(connection, pads, pads.c.updated_at < before, limit)


def remove_button_states(connection: Connection, *, before: datetime, limit: int) -> int:
    """Remove up to `limit` button states not used since a moment; return the number removed."""
    return _remove(connection, button_states, button_states.c.used_at < before, limit)


def _remove_sessions(connection: Connection, which: ColumnElement[bool], before: datetime, limit: int) -> int:
    """Remove entries of old sessions, and sessions that have none left.

    The latest session of a server stays, because the next one continues its chain.
    """
    key = (fair_sessions.c.server_id, fair_sessions.c.session)
    later = fair_sessions.alias()
    followed = (
        select(later.c.session)
        .where(later.c.server_id == fair_sessions.c.server_id, later.c.session > fair_sessions.c.session)
        .exists()
    )
    old = select(*key).where(fair_sessions.c.ended_at < before, followed, which)
    of_entry = (fair_entries.c.server_id, fair_entries.c.session)
    if removed := _remove(connection, fair_entries, tuple_(*of_entry).in_(old), limit):
        return removed
    return _remove(connection, fair_sessions, tuple_(*key).in_(old), limit)


def _remove(connection: Connection, table: Table, old: ColumnElement[bool], limit: int) -> int:
    key = list(table.primary_key.columns)
    some = select(*key).where(old).limit(limit)
    return connection.execute(delete(table).where(tuple_(*key).in_(some))).rowcount
