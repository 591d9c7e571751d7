"""The history: one row for each roll made."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, tuple_

import dicewright
from bot.store.tables import rolls
from bot.store.upsert import insert_or_update
from bot.store.visibility import Visibility
from dicewright import DiceError
from dicewright.rendering import has_one_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row

# No index helps a search in texts, so it looks at this many rolls and not at all of a server.
SEARCHED = 10_000
# Ids of Discord count milliseconds in their bits from the 22nd on.
_HOUR_OF_IDS = 3_600_000 << 22
_DIRECT_MESSAGES = "@me"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRoll:
    """A roll as the history has it. Its result stays out of its repr, and so out of logs."""

    interaction_id: int
    """The interaction that asked for it."""
    part: int = 0
    """Which of the rolls of that interaction it is."""
    rolled_at: datetime
    player_id: int
    server_id: int | None = None
    channel_id: int | None = None
    message_id: int | None = None
    """The message that shows it, once that is known."""
    text: str
    """What the player wrote."""
    notation: str
    """What it is called in replies: by the name of a saved roll, or the text in its canonical form."""
    note: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """What each @name in it stood for at the time."""
    total: str | None = field(repr=False)
    """The exact total, as `dicewright.exact_text` writes it; None if it is hidden, or a game has none."""
    faces: tuple[int, ...] | None = field(repr=False)
    """Every face thrown, in order, from 1; None if hidden, or too many to keep."""
    visibility: Visibility = Visibility.EVERYONE
    blind_token: str | None = field(default=None, repr=False)
    """What buttons know a roll by that a GM is to see."""
    revealed_at: datetime | None = None
    system: str | None = None
    """The command of the game system whose roll it is; None for plain dice."""
    outcome: Mapping[str, Any] | None = field(default=None, repr=False)
    """What the system made of it, in its words at the time; None for plain dice, or if it is hidden."""
    first_id: int | None = None
    """The interaction of the roll that this one is a second look at."""

    key = property(
        attrgetter("interaction_id", "part"),
        doc="What makes it unique, and sorts rolls by when they were made: two whole numbers.",
    )

    @property
    def meant_total(self) -> str | None:
        """The total; None if it is hidden, or only the sum of rolls that nobody adds up.

        So it is with an attack and its damage; see `dicewright.rendering.has_one_total`.
        """
        if self.total is None or self.system is not None:
            return self.total
        try:
            notation = dicewright.parse(self.text, names=self.names or None)
        except DiceError:
            # This version reads the text in another way than the one that rolled it.
            return self.total
        return self.total if has_one_total(notation.tree) else None

    @property
    def hidden(self) -> bool:
        """Whether only the GM may know its result."""
        return self.visibility is Visibility.BLIND and self.revealed_at is None

    @property
    def link(self) -> str:
        """The address of the message that shows it, or if that is not known of its channel, or ""."""
        if self.channel_id is None:
            return ""
        channel = f"https://discord.com/channels/{self.server_id or _DIRECT_MESSAGES}/{self.channel_id}"
        return channel if self.message_id is None else f"{channel}/{self.message_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose rolls are looked at, and by whom.

    Blind rolls that are not revealed are in no view, but for the own one, which has them without
    total and faces.
    """

    player_id: int | None = None
    server_id: int | None = None
    own: bool = False
    since: datetime | None = None
    search: str = ""
    """What text, notation or note must have in it, whatever the case, among the latest `SEARCHED` rolls."""


def own_rolls(
    player_id: int, *, server_id: int | None = None, since: datetime | None = None, search: str = ""
) -> View:
    """Return the view a player has of the own rolls, everywhere or on one server."""
    return View(player_id=player_id, server_id=server_id, own=True, since=since, search=search)


def public_rolls(
    server_id: int, *, player_id: int | None = None, since: datetime | None = None, search: str = ""
) -> View:
    """Return the view everybody on a server has of its rolls, or of one player's there."""
    return View(server_id=server_id, player_id=player_id, since=since, search=search)


def record(connection: Connection, new: Iterable[RecordedRoll]) -> None:
    """Write rolls that were answered. They replace what is there of them, except that they are revealed.

    If two processes have rolled for one interaction, the answer that Discord took is the roll.
    """
    rows = [_row(roll) for roll in new]
    if rows:
        insert_or_update(connection, rolls, rows, update=_ROLLED, fill=("message_id",))


def keep(connection: Connection, new: Iterable[RecordedRoll]) -> None:
    """Write rolls that are not answered yet. One that is there already stays, but for a new message id."""
    insert_or_update(connection, rolls, [_row(roll) for roll in new], fill=("message_id",))


def withdraw(connection: Connection, roll: RecordedRoll) -> None:
    """Remove a roll that was kept but not answered. That of another process, or an answered one, stays."""
    key = and_(rolls.c.interaction_id == roll.interaction_id, rolls.c.part == roll.part)
    connection.execute(delete(rolls).where(key, rolls.c.blind_token == roll.blind_token))


def page(
    connection: Connection,
    view: View,
    *,
    limit: int,
    before: tuple[int, int] | None = None,
    after: tuple[int, int] | None = None,
) -> list[RecordedRoll]:
    """Return up to `limit` rolls, the newest first.

    `before` is the key of a roll that all of them are older than; `after`, of one that all are newer
    than, and then they are those next to it.
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
    """Return how many rolls are in a view, or between two keys of it; `most` is where counting ends."""
    counted = select(rolls.c.part).where(_in_view(view), *_between(before, after)).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(counted)).scalar_one()


def find(connection: Connection, interaction_id: int, part: int = 0) -> RecordedRoll | None:
    """Return a roll, without total and faces if it is hidden."""
    key = and_(rolls.c.interaction_id == interaction_id, rolls.c.part == part)
    row = connection.execute(select(rolls).where(key)).first()
    return _shown(row) if row else None


def find_whole(connection: Connection, interaction_id: int) -> RecordedRoll | None:
    """Return a roll with its result, even a hidden one: for a second look at it, never to be shown."""
    key = and_(rolls.c.interaction_id == interaction_id, rolls.c.part == 0)
    row = connection.execute(select(rolls).where(key)).first()
    return from_row(row) if row else None


def has_second_look(connection: Connection, interaction_id: int) -> bool:
    """Return whether there is a second look at a roll already."""
    query = select(rolls.c.interaction_id).where(rolls.c.first_id == interaction_id).limit(1)
    return connection.execute(query).first() is not None


@dataclass(frozen=True, slots=True)
class RecentRoll:
    """What a player rolled not long ago."""

    text: str
    notation: str
    note: str


def recent(connection: Connection, player_id: int, *, limit: int, among: int = 200) -> list[RecentRoll]:
    """Return different rolls that a player made, the latest first, from the last `among`."""
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
    """Return the roll in a row of the table, with total and faces, no matter who asks."""
    values = dict(row._mapping)
    if values["faces"] is not None:
        values["faces"] = tuple(values["faces"])
    values["total"] = values["total"] or None
    values["visibility"] = Visibility(values["visibility"])
    return RecordedRoll(**values)


_COLUMNS = tuple(column.name for column in fields(RecordedRoll))
_values = attrgetter(*_COLUMNS)
_KEY = ("interaction_id", "part")
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
    """Return the id of the first roll made since, anywhere, with which a query finds where to end.

    Ids grow with time, though not to the second as rolls are made; without them, a view of which little
    is so new would be read to its end.
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
