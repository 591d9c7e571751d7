"""The history of rolls, one row per roll."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, tuple_

import dicewright
from bot.store.connection.sender import Statements
from bot.store.tables import rolls
from bot.store.upsert import insert_or_update, keeping
from bot.store.visibility import Visibility
from dicewright import DiceError
from dicewright.rendering import has_one_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row
    from sqlalchemy.engine import Dialect

# No index helps with a text search, so it looks at this many rolls and not at all of a server's.
SEARCHED = 10_000
# The bits of a Discord id from the 22nd on are a time in milliseconds.
_HOUR_OF_IDS = 3_600_000 << 22
_DIRECT_MESSAGES = "@me"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRoll:
    """A roll in the history. Its result is left out of its repr, and so out of logs."""

    interaction_id: int
    """The id of the interaction that asked for it."""
    part: int = 0
    """Its position among the rolls of that interaction."""
    rolled_at: datetime
    player_id: int
    server_id: int | None = None
    channel_id: int | None = None
    message_id: int | None = None
    """The id of the message that shows it, once that is known."""
    text: str
    """What the player wrote."""
    notation: str
    """What replies call it: the name of a saved roll, or the text in its canonical form."""
    note: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """The meaning of each @name in it at the time."""
    total: str | None = field(repr=False)
    """The exact total, as `dicewright.exact_text` writes it; None if it is hidden or the game has none."""
    faces: tuple[int, ...] | None = field(repr=False)
    """Every face thrown, in order, from 1; None if it is hidden or there are too many to store."""
    visibility: Visibility = Visibility.EVERYONE
    blind_token: str | None = field(default=None, repr=False)
    """What identifies a roll for the GM in its buttons."""
    revealed_at: datetime | None = None
    system: str | None = None
    """The command of the game system that was rolled; None for plain dice."""
    outcome: Mapping[str, Any] | None = field(default=None, repr=False)
    """The outcome in the system's words at the time; None for plain dice, or if it is hidden."""
    first_id: int | None = None
    """The id of the interaction whose roll this one is a second look at."""

    key = property(
        attrgetter("interaction_id", "part"),
        doc="Two integers that identify it, and that sort rolls by time.",
    )

    @property
    def meant_total(self) -> str | None:
        """The total; None if it is hidden, or the sum of rolls that nobody would add up.

        An attack and its damage are such rolls; see `dicewright.rendering.has_one_total`.
        """
        if self.total is None or self.system is not None:
            return self.total
        try:
            notation = dicewright.parse(self.text, names=self.names or None)
        except DiceError:
            # This version doesn't understand the text as the one that rolled it did.
            return self.total
        return self.total if has_one_total(notation.tree) else None

    @property
    def hidden(self) -> bool:
        """Whether only the GM may see its result."""
        return self.visibility is Visibility.BLIND and self.revealed_at is None

    @property
    def link(self) -> str:
        """The URL of the message that shows it, or of its channel if that is unknown, or ""."""
        if self.channel_id is None:
            return ""
        channel = f"https://discord.com/channels/{self.server_id or _DIRECT_MESSAGES}/{self.channel_id}"
        return channel if self.message_id is None else f"{channel}/{self.message_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose rolls to show, and to whom.

    Blind rolls that haven't been revealed appear only in the player's own view, without total and faces.
    """

    player_id: int | None = None
    server_id: int | None = None
    own: bool = False
    since: datetime | None = None
    search: str = ""
    """What the text, notation or note must contain, ignoring case, among the latest `SEARCHED` rolls."""


def own_rolls(
    player_id: int, *, server_id: int | None = None, since: datetime | None = None, search: str = ""
) -> View:
    """Return a player's view of their own rolls, everywhere or on one server."""
    return View(player_id=player_id, server_id=server_id, own=True, since=since, search=search)


def public_rolls(
    server_id: int, *, player_id: int | None = None, since: datetime | None = None, search: str = ""
) -> View:
    """Return everyone's view of the rolls on a server, or of one player's rolls there."""
    return View(server_id=server_id, player_id=player_id, since=since, search=search)


def record(connection: Connection, new: Iterable[RecordedRoll]) -> None:
    """Write rolls that were answered. They replace existing rows, but a revealed roll stays revealed.

    If two processes rolled for one interaction, the answer that Discord accepted is the roll.
    """
    rows = [_row(roll) for roll in new]
    if rows:
        insert_or_update(connection, rolls, rows, update=_ROLLED, fill=("message_id",))


def keep(connection: Connection, new: Iterable[RecordedRoll]) -> None:
    """Write rolls that are not answered yet. Of an existing row, only the message id is updated."""
    insert_or_update(connection, rolls, [_row(roll) for roll in new], fill=("message_id",))


def withdraw(connection: Connection, roll: RecordedRoll) -> None:
    """Remove a roll that was written but not answered. One by another process, or an answered one, stays."""
    key = and_(rolls.c.interaction_id == roll.interaction_id, rolls.c.part == roll.part)
    # Two processes do not roll for one interaction in the same microsecond.
    this = and_(
        rolls.c.rolled_at == roll.rolled_at, rolls.c.blind_token.is_not_distinct_from(roll.blind_token)
    )
    connection.execute(delete(rolls).where(key, this))


def sent_first(dialect: Dialect) -> Statements:
    """Return the statements for rolls that are sent before they are answered.

    The update takes their interactions, parts and messages.
    """
    insert = keeping(rolls, _COLUMNS, dialect, returning=_KEY)
    return Statements(insert.text, lambda roll: insert.values(_row(roll)), attrgetter("key"), _ADD_MESSAGES)


def page(
    connection: Connection,
    view: View,
    *,
    limit: int,
    before: tuple[int, int] | None = None,
    after: tuple[int, int] | None = None,
) -> list[RecordedRoll]:
    """Return up to `limit` rolls, newest first.

    `before` is the key of a roll: all of them are older. With `after`, they are the rolls directly after
    the one with that key.
    """
    order = (rolls.c.interaction_id, rolls.c.part)
    query = select(rolls).where(_in_view(view), *_between(before, after)).limit(limit)
    if after is not None:
        return [_shown(row) for row in connection.execute(query.order_by(*order))][::-1]
    return [_shown(row) for row in connection.execute(query.order_by(*(each.desc() for each in order)))]


def count(
    connection: Connection,
    view: View,
    *,
    before: tuple[int, int] | None = None,
    after: tuple[int, int] | None = None,
    most: int | None = None,
) -> int:
    """Return the number of rolls in a view, or between two of its keys; counting stops at `most`."""
    counted = select(rolls.c.part).where(_in_view(view), *_between(before, after)).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(counted)).scalar_one()


def find(connection: Connection, interaction_id: int, part: int = 0) -> RecordedRoll | None:
    """Return a roll; if it is hidden, without total and faces."""
    key = and_(rolls.c.interaction_id == interaction_id, rolls.c.part == part)
    row = connection.execute(select(rolls).where(key)).first()
    return _shown(row) if row else None


def find_whole(connection: Connection, interaction_id: int) -> RecordedRoll | None:
    """Return a roll with its result, even if it is hidden: for a second look, never to show it."""
    key = and_(rolls.c.interaction_id == interaction_id, rolls.c.part == 0)
    row = connection.execute(select(rolls).where(key)).first()
    return from_row(row) if row else None


def has_second_look(connection: Connection, interaction_id: int) -> bool:
    """Return whether a roll already has a second look."""
    query = select(rolls.c.interaction_id).where(rolls.c.first_id == interaction_id).limit(1)
    return connection.execute(query).first() is not None


@dataclass(frozen=True, slots=True)
class RecentRoll:
    """A recent roll of a player."""

    text: str
    notation: str
    note: str


def recent(connection: Connection, player_id: int, *, limit: int, among: int = 200) -> list[RecentRoll]:
    """Return a player's distinct recent rolls, latest first, from among the last `among`."""
    latest = (
        select(rolls.c.text, rolls.c.notation, rolls.c.note, rolls.c.interaction_id)
        .where(rolls.c.player_id == player_id)
        .order_by(rolls.c.interaction_id.desc())
        .limit(among)
        .subquery()
    )
    columns = latest.c.text, latest.c.notation, latest.c.note
    newest = func.max(latest.c.interaction_id)
    query = select(*columns).group_by(*columns).order_by(newest.desc()).limit(limit)
    return [RecentRoll(*row) for row in connection.execute(query)]


def from_row(row: Row[Any]) -> RecordedRoll:
    """Return the roll in a row of the table, with total and faces even if it is hidden."""
    values = dict(row._mapping)
    if values["faces"] is not None:
        values["faces"] = tuple(values["faces"])
    values["total"] = values["total"] or None
    values["visibility"] = Visibility(values["visibility"])
    return RecordedRoll(**values)


_COLUMNS = tuple(column.name for column in fields(RecordedRoll))
_values = attrgetter(*_COLUMNS)
_KEY = ("interaction_id", "part")
_ADD_MESSAGES = """
UPDATE rolls SET message_id = sent.message_id
FROM unnest($1::bigint[], $2::smallint[], $3::bigint[]) AS sent (interaction_id, part, message_id)
WHERE rolls.interaction_id = sent.interaction_id AND rolls.part = sent.part
"""
_ROLLED = tuple(name for name in _COLUMNS if name not in (*_KEY, "message_id", "revealed_at"))


def _row(roll: RecordedRoll) -> dict[str, Any]:
    values = dict(zip(_COLUMNS, _values(roll), strict=True))
    if roll.system is not None:
        values["total"] = roll.total or ""
    return values


def _shown(row: Row[Any]) -> RecordedRoll:
    roll = from_row(row)
    return without_result(roll) if roll.hidden else roll


def without_result(roll: RecordedRoll) -> RecordedRoll:
    """Return the roll without its result."""
    return replace(roll, total=None, faces=None, outcome=None)


def _between(before: tuple[int, int] | None, after: tuple[int, int] | None) -> Iterator[ColumnElement[bool]]:
    key = tuple_(rolls.c.interaction_id, rolls.c.part)
    if before is not None:
        yield key < tuple_(*before)
    if after is not None:
        yield key > tuple_(*after)


def _in_view(view: View) -> ColumnElement[bool]:
    conditions = list(_conditions(view))
    if view.search:
        conditions.append(_found_by(view.search))
        conditions.append(rolls.c.interaction_id >= _oldest_searched(conditions[:-1]))
    return and_(*conditions)


def _conditions(view: View) -> Iterator[ColumnElement[bool]]:
    if view.player_id is not None:
        yield rolls.c.player_id == view.player_id
    if view.server_id is not None:
        yield rolls.c.server_id == view.server_id
    if view.since is not None:
        yield rolls.c.rolled_at >= view.since
        yield rolls.c.interaction_id >= _first_since(view.since) - _HOUR_OF_IDS
    if not view.own:
        yield or_(rolls.c.visibility == Visibility.EVERYONE, rolls.c.revealed_at.is_not(None))


def _first_since(since: datetime) -> ColumnElement[int]:
    """Return the id of the first roll made since a moment, on any server, which tells a query where to end.

    Ids grow with time, if not exactly in the order of rolls. Without this, a view with few recent rolls would
    be read to its end.
    """
    made = select(rolls.c.interaction_id).where(rolls.c.rolled_at >= since).order_by(rolls.c.rolled_at)
    return made.limit(1).correlate(None).scalar_subquery()


def _found_by(search: str) -> ColumnElement[bool]:
    texts = (rolls.c.text, rolls.c.notation, rolls.c.note)
    return or_(*(text.icontains(search, autoescape=True) for text in texts))


def _oldest_searched(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[int]:
    ids = select(rolls.c.interaction_id).where(*conditions).order_by(rolls.c.interaction_id.desc())
    oldest = ids.limit(1).offset(SEARCHED - 1).correlate(None).scalar_subquery()
    return func.coalesce(oldest, 0)
