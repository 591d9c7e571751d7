"""The files of game systems that servers have added, including older versions that rolls refer to."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from bot.store.connection.notices import Topic, announce
from bot.store.tables import system_files
from bot.store.upsert import insert_or_update

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from typing import Any

    from sqlalchemy import ColumnElement, Connection, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFile:
    """A server's file."""

    server_id: int
    digest: str
    """The SHA-256 of the text, in hexadecimal."""
    command: str
    name: str
    text: str = field(repr=False)
    added_by: int | None
    """The player who added it; None if that player's data was deleted."""
    added_at: datetime
    replaced_at: datetime | None = None
    """When it was replaced or removed; None if it is in use."""


def in_use(connection: Connection, server_id: int) -> list[SystemFile]:
    """Return the files that a server uses, ordered by command."""
    query = select(system_files).where(_used_by(server_id)).order_by(system_files.c.command)
    return [_file(row) for row in connection.execute(query)]


def digests(connection: Connection, server_id: int) -> tuple[str, ...]:
    """Return the digests of the files that a server uses, in order."""
    query = select(system_files.c.digest).where(_used_by(server_id)).order_by(system_files.c.digest)
    return tuple(connection.execute(query).scalars())


def all_digests(connection: Connection, *, most: int) -> dict[int, tuple[str, ...]]:
    """Return the digests of the files that servers use, in order, for up to `most` servers."""
    in_use = system_files.c.replaced_at.is_(None)
    servers = select(system_files.c.server_id).where(in_use).distinct().limit(most)
    query = (
        select(system_files.c.server_id, system_files.c.digest)
        .where(in_use, system_files.c.server_id.in_(servers))
        .order_by(system_files.c.server_id, system_files.c.digest)
    )
    found: dict[int, tuple[str, ...]] = {}
    for server_id, digest in connection.execute(query):
        found[server_id] = (*found.get(server_id, ()), digest)
    return found


def version(connection: Connection, server_id: int, digest: str) -> SystemFile | None:
    """Return a server's file, in use or not, by its digest or the beginning of it."""
    query = (
        select(system_files)
        .where(
            system_files.c.server_id == server_id, system_files.c.digest.startswith(digest, autoescape=True)
        )
        .limit(1)
    )
    row = connection.execute(query).first()
    return _file(row) if row else None


def versions(connection: Connection, server_id: int, digests: Collection[str]) -> list[SystemFile]:
    """Return the server's files with these digests, in use or not."""
    query = select(system_files).where(
        system_files.c.server_id == server_id, system_files.c.digest.in_(digests)
    )
    return [_file(row) for row in connection.execute(query)]


def put(connection: Connection, file: SystemFile, *, older: int) -> None:
    """Use a file in place of the one with its command, and keep up to `older` files no longer in use."""
    remove(connection, file.server_id, file.command, now=file.added_at)
    row = asdict(file)
    changed = tuple(name for name in row if name not in system_files.primary_key.columns)
    insert_or_update(connection, system_files, [row], update=changed)
    replaced = and_(system_files.c.server_id == file.server_id, system_files.c.replaced_at.is_not(None))
    kept = (
        select(system_files.c.digest)
        .where(replaced)
        .order_by(system_files.c.replaced_at.desc(), system_files.c.digest)
        .limit(older)
    )
    connection.execute(delete(system_files).where(replaced, system_files.c.digest.not_in(kept)))


def remove(connection: Connection, server_id: int, command: str, *, now: datetime) -> None:
    """Stop using the file for a command, if there is one."""
    this = and_(_used_by(server_id), system_files.c.command == command)
    connection.execute(update(system_files).where(this).values(replaced_at=now))
    announce(connection, Topic.SYSTEM_FILES, server_id)


def of_player(connection: Connection, player_id: int) -> list[SystemFile]:
    """Return the files that a player has added, on any server, latest first."""
    query = (
        select(system_files)
        .where(system_files.c.added_by == player_id)
        .order_by(system_files.c.added_at.desc(), system_files.c.digest)
    )
    return [_file(row) for row in connection.execute(query)]


def forget_player(connection: Connection, player_id: int) -> int:
    """Remove a player's id from the files that they added; return the number of files changed."""
    statement = update(system_files).where(system_files.c.added_by == player_id).values(added_by=None)
    return connection.execute(statement).rowcount


def _used_by(server_id: int) -> ColumnElement[bool]:
    return and_(system_files.c.server_id == server_id, system_files.c.replaced_at.is_(None))


def _file(row: Row[Any]) -> SystemFile:
    return SystemFile(**row._mapping)
