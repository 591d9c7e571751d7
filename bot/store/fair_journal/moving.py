"""Moving records from the journal into the database. Moving one twice changes nothing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.store import fair
from bot.store.tables import fair_entries, fair_sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from bot.store.fair_journal.records import Record


def move(connection: Connection, records: Sequence[Record]) -> int:
    """Insert those records that are not in the database yet; return how many do not fit it.

    Such records were made with another state of the database, as when an operator has put an old file in its
    place. The session then ends before its next roll, since the same secret would give the same dice again.
    """
    lost = 0
    by_session = sorted(records, key=lambda record: (record.entry.server_id, record.entry.session))
    groups = groupby(by_session, key=lambda record: (record.entry.server_id, record.entry.session))
    for (server_id, number), group in groups:
        lost += _move(connection, server_id, number, list(group))
    return lost


def _move(connection: Connection, server_id: int, number: int, records: list[Record]) -> int:
    links = _links(connection, server_id, number, records[0].entry.place - 1)
    new = []
    for at, (entry, before) in enumerate(records):
        stored = links.get(entry.place)
        if stored is None and links.get(entry.place - 1) == before:
            new.append(entry)
            links[entry.place] = entry.link
        elif stored != entry.link:
            this = (fair_sessions.c.server_id == server_id, fair_sessions.c.session == number)
            fair.end_soon(connection, *this)
            fair.add_all(connection, new)
            return len(records) - at
    fair.add_all(connection, new)
    return 0


def _links(connection: Connection, server_id: int, number: int, first: int) -> dict[int, str]:
    """Return the links of a session's entries from a place on; that of place 0 is its start."""
    query = select(fair_entries.c.place, fair_entries.c.link).where(
        fair_entries.c.server_id == server_id,
        fair_entries.c.session == number,
        fair_entries.c.place >= first,
    )
    links = {row.place: row.link for row in connection.execute(query)}
    if first == 0 and (stored := fair.session(connection, server_id, number)):
        links[0] = fair.start_of(stored).link
    return links
