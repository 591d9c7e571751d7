"""Verifiable rolls: the sessions of each server, and their entries."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select, update

from bot.store.tables import fair_entries, fair_sessions
from bot.store.upsert import insert_all_or_keep, insert_or_keep
from bot.store.visibility import Visibility
from dicewright.verification import Start

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from bot.store.connection.database import Database

ROLL, WORDS, END = "roll", "words", "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session as it is stored. Its secrets are left out of its repr, and so out of logs."""

    server_id: int
    session: int
    secret: str = field(repr=False)
    seal_secret: str = field(repr=False)
    commitment: str
    seals: str
    previous: str
    channel_id: int | None
    """The channel where it was started, and where its automatic end is announced."""
    begun_at: datetime
    hours: int | None
    """The number of hours after which its secret is revealed automatically; None for never."""
    due_at: datetime | None
    ended_at: datetime | None = None
    announced: bool
    """Whether its commitments have been posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry of a session, as it is stored: a roll, words, or the end."""

    server_id: int
    session: int
    place: int
    kind: str
    number: int
    """The number of rolls up to and including this entry: for a roll, its own number."""
    player_id: int | None = None
    turn: int | None = None
    interaction_id: int | None = None
    visibility: Visibility | None = None
    opened: bool = False
    """Whether a roll that not everyone could see has been revealed."""
    body: Mapping[str, Any] | None = field(repr=False)
    """What was rolled or said; None if the player had it deleted."""
    at: datetime
    link: str
    contributed: str
    """The digest of all words so far, including these."""

    @property
    def sealed(self) -> bool:
        """Whether it is a roll that only some may see."""
        return self.visibility is not None and self.visibility is not Visibility.EVERYONE


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a server's latest session."""

    session: StoredSession
    last: StoredEntry | None
    """The latest entry, or None before the first one."""
    turns: Mapping[int, int]
    """How often each player has rolled."""


def start_of(stored: StoredSession) -> Start:
    """Return the start of a session, as receipts have it."""
    return Start(str(stored.server_id), stored.session, stored.commitment, stored.seals, stored.previous)


def standing(connection: Connection, server_id: int) -> Standing | None:
    """Return the state of a server's latest session, or None if it never had one."""
    query = (
        select(fair_sessions)
        .where(fair_sessions.c.server_id == server_id)
        .order_by(fair_sessions.c.session.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    session = _session(row)
    entries = _entries_of(server_id, session.session)
    last = connection.execute(
        select(fair_entries).where(entries).order_by(fair_entries.c.place.desc()).limit(1)
    ).first()
    turns = connection.execute(
        select(fair_entries.c.player_id, func.max(fair_entries.c.turn))
        .where(entries, fair_entries.c.turn.is_not(None))
        .group_by(fair_entries.c.player_id)
    )
    return Standing(session, _entry(last) if last else None, {row[0]: row[1] for row in turns})


def begin(connection: Connection, session: StoredSession) -> bool:
    """Store a new session; return False if another process was first."""
    return insert_or_keep(connection, fair_sessions, asdict(session))


def add(connection: Connection, entry: StoredEntry) -> bool:
    """Store a new entry; return False if there already is one in its place or for its interaction."""
    return insert_or_keep(connection, fair_entries, _values(entry))


def add_alone(database: Database, entry: StoredEntry) -> Awaitable[bool]:
    """Do as `add` does, in a transaction of its own."""
    return database.insert(fair_entries, _values(entry))


def add_all(connection: Connection, entries: Sequence[StoredEntry]) -> None:
    """Store new entries, whose places must be free.

    If one has an interaction that another entry has already, it is stored without.
    """
    if insert_all_or_keep(connection, fair_entries, [_values(entry) for entry in entries]) == len(entries):
        return
    for entry in entries:
        if not add(connection, entry):
            add(connection, replace(entry, interaction_id=None))


def end(connection: Connection, entry: StoredEntry, *, secret: str, following: StoredSession | None) -> bool:
    """End a session with its last entry, and start the next one; return False as `add` does.

    `secret` is the form in which its secret is stored from now on.
    """
    if not add(connection, entry):
        return False
    this = and_(fair_sessions.c.server_id == entry.server_id, fair_sessions.c.session == entry.session)
    connection.execute(update(fair_sessions).where(this).values(ended_at=entry.at, secret=secret))
    if following is not None:
        begin(connection, following)
    return True


def by_interaction(connection: Connection, interaction_id: int) -> StoredEntry | None:
    """Return the entry for an interaction, or None."""
    query = select(fair_entries).where(fair_entries.c.interaction_id == interaction_id)
    row = connection.execute(query).first()
    return _entry(row) if row else None


def session(connection: Connection, server_id: int, number: int) -> StoredSession | None:
    """Return a server's session by its number, or None if there is no such session."""
    query = select(fair_sessions).where(
        fair_sessions.c.server_id == server_id, fair_sessions.c.session == number
    )
    row = connection.execute(query).first()
    return _session(row) if row else None


def sessions(connection: Connection, server_id: int, *, limit: int) -> list[StoredSession]:
    """Return the latest sessions of a server, newest first."""
    query = (
        select(fair_sessions)
        .where(fair_sessions.c.server_id == server_id)
        .order_by(fair_sessions.c.session.desc())
        .limit(limit)
    )
    return [_session(row) for row in connection.execute(query)]


def entries(connection: Connection, server_id: int, number: int) -> list[StoredEntry]:
    """Return all entries of a session, in order."""
    query = select(fair_entries).where(_entries_of(server_id, number)).order_by(fair_entries.c.place)
    return [_entry(row) for row in connection.execute(query)]


def words_before(connection: Connection, entry: StoredEntry) -> list[StoredEntry]:
    """Return the words set before an entry, in order, followed by the entry directly before it."""
    query = (
        select(fair_entries)
        .where(
            _entries_of(entry.server_id, entry.session),
            fair_entries.c.place < entry.place,
            (fair_entries.c.kind == WORDS) | (fair_entries.c.place == entry.place - 1),
        )
        .order_by(fair_entries.c.place)
    )
    return [_entry(row) for row in connection.execute(query)]


def words(connection: Connection, server_id: int, number: int) -> dict[int, str]:
    """Return the most recent words of each player who has set any in a session."""
    query = (
        select(fair_entries.c.player_id, fair_entries.c.body)
        .where(
            _entries_of(server_id, number),
            fair_entries.c.kind == WORDS,
            fair_entries.c.player_id.is_not(None),
        )
        .order_by(fair_entries.c.place)
    )
    return {row.player_id: row.body["words"] for row in connection.execute(query)}


def numbered(
    connection: Connection, server_id: int, number: int, *, session: int | None = None, tag: str = ""
) -> StoredEntry | None:
    """Return the roll with a number in a session, by default the latest that has one, or None.

    Its link must begin with `tag`.
    """
    conditions = [
        fair_entries.c.server_id == server_id,
        fair_entries.c.kind == ROLL,
        fair_entries.c.number == number,
        fair_entries.c.link.startswith(tag, autoescape=True),
    ]
    if session is not None:
        conditions.append(fair_entries.c.session == session)
    query = select(fair_entries).where(*conditions).order_by(fair_entries.c.session.desc()).limit(1)
    row = connection.execute(query).first()
    return _entry(row) if row else None


def open_roll(connection: Connection, interaction_id: int) -> None:
    """Record that a roll that not everyone could see has been revealed."""
    this = fair_entries.c.interaction_id == interaction_id
    connection.execute(update(fair_entries).where(this).values(opened=True))


def set_secrets(connection: Connection, kept: StoredSession) -> None:
    """Store the secrets of a session in another form."""
    this = and_(fair_sessions.c.server_id == kept.server_id, fair_sessions.c.session == kept.session)
    connection.execute(
        update(fair_sessions).where(this).values(secret=kept.secret, seal_secret=kept.seal_secret)
    )


def announced(connection: Connection, server_id: int, number: int) -> None:
    """Record that the commitments of a session have been posted."""
    this = and_(fair_sessions.c.server_id == server_id, fair_sessions.c.session == number)
    connection.execute(update(fair_sessions).where(this).values(announced=True))


def due(connection: Connection, now: datetime, *, limit: int) -> list[int]:
    """Return servers whose session should have ended by now."""
    query = (
        select(fair_sessions.c.server_id)
        .where(fair_sessions.c.ended_at.is_(None), fair_sessions.c.due_at <= now)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def end_soon(connection: Connection, *only: ColumnElement[bool]) -> None:
    """Make each open session, or `only` those for which this is true, end before its next roll."""
    under_way = update(fair_sessions).where(fair_sessions.c.ended_at.is_(None), *only)
    connection.execute(under_way.values(due_at=fair_sessions.c.begun_at))


def of_player(connection: Connection, player_id: int) -> list[StoredEntry]:
    """Return all entries of a player, in order."""
    query = (
        select(fair_entries)
        .where(fair_entries.c.player_id == player_id)
        .order_by(fair_entries.c.server_id, fair_entries.c.session, fair_entries.c.place)
    )
    return [_entry(row) for row in connection.execute(query)]


def number_of_player(connection: Connection, player_id: int) -> int:
    """Return the number of a player's entries."""
    query = select(func.count()).select_from(fair_entries).where(fair_entries.c.player_id == player_id)
    return connection.execute(query).scalar_one()


def servers_under_way(connection: Connection, player_id: int) -> list[int]:
    """Return the servers on which a player has rolled or set words in a session that has not ended."""
    same = and_(
        fair_sessions.c.server_id == fair_entries.c.server_id,
        fair_sessions.c.session == fair_entries.c.session,
    )
    query = (
        select(fair_entries.c.server_id)
        .distinct()
        .join(fair_sessions, same)
        .where(fair_entries.c.player_id == player_id, fair_sessions.c.ended_at.is_(None))
    )
    return list(connection.execute(query).scalars())


def remove_player(connection: Connection, player_id: int) -> int:
    """Remove a player's data from the entries; return the number of entries changed.

    Each keeps its place and its link, so the chain stays intact.
    """
    nothing = dict.fromkeys(("player_id", "turn", "interaction_id", "visibility", "body"))
    statement = update(fair_entries).where(fair_entries.c.player_id == player_id)
    return connection.execute(statement.values(**nothing)).rowcount


def _entries_of(server_id: int, number: int) -> ColumnElement[bool]:
    return and_(fair_entries.c.server_id == server_id, fair_entries.c.session == number)


_COLUMNS = tuple(column.name for column in fields(StoredEntry))


def _values(entry: StoredEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _COLUMNS}


def _session(row: Row[Any]) -> StoredSession:
    return StoredSession(**row._mapping)


def _entry(row: Row[Any]) -> StoredEntry:
    values = dict(row._mapping)
    if values["visibility"] is not None:
        values["visibility"] = Visibility(values["visibility"])
    return StoredEntry(**values)
