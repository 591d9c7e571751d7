"""The current sessions as this process knows them, and how entries are added to them.

With PostgreSQL, an entry is added by inserting it: of two processes that want the same place, one gets it.
With SQLite, it is appended to a journal, and who has its lock knows all entries before.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from cachetools import LRUCache

from bot.services.fair.refusals import unreadable
from bot.services.fair.secret_keys import KeyMissing, SecretKeys
from bot.services.fair.sessions import SAME_INTERACTION, FairRoll, Session, relocked
from bot.store import fair
from bot.store.connection.availability import StoreUnavailable
from bot.store.fair_journal.journal import FairJournal
from bot.store.fair_journal.recent import recent

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.connection.database import Database
    from bot.store.fair import StoredEntry, StoredSession

T = TypeVar("T")

log = structlog.stdlib.get_logger(__name__)

_MOST_SERVERS = 2_000
_MOST_RECENT = 2_000


@dataclass(slots=True)
class Server:
    """What this process knows of a server; one thing at a time is recorded there."""

    id: int
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    session: Session | None = None


class Servers:
    """Knows the sessions under way. Methods raise StoreUnavailable."""

    def __init__(self, database: Database, *, now: Callable[[], datetime], keys: SecretKeys) -> None:
        self._database = database
        self._now = now
        self._keys = keys
        self._known: LRUCache[int, Server] = LRUCache(_MOST_SERVERS)
        self._journal = FairJournal.beside(database, self._seen)

    def __getitem__(self, server_id: int) -> Server:
        found = self._known.get(server_id)
        if found is None:
            found = self._known[server_id] = Server(server_id)
        return found

    def add_at_once(
        self, server_id: int, interaction_id: int, entry: Callable[[Session], StoredEntry]
    ) -> FairRoll | None:
        """Add an entry for a roll if that needs no waiting; otherwise do nothing and return None."""
        journal = self._journal
        if journal is None or not journal.begin():
            return None
        try:
            known = self._known.get(server_id)
            session = known.session if known else None
            if session is None or interaction_id in session.recent or session.is_over(self._now()):
                return None
            new = entry(session)
            journal.append(new, session.link)
            session.follow(new)
            return session.made(new)
        finally:
            journal.done()

    @asynccontextmanager
    async def alone_with(self, server_id: int) -> AsyncIterator[Server]:
        """Keep other tasks, and with a journal other processes, from adding entries on a server."""
        if self._journal is not None:
            async with self._journal.held():
                # Only now, as what is forgotten while this waits is not kept up to date.
                yield self[server_id]
            return
        server = self[server_id]
        async with server.turn:
            yield server

    async def under_way(self, server: Server) -> Session | None:
        """Return the session of a server, or None if there is none. Raises UserError if it is unreadable."""
        if server.session is None:
            standing = await self._standing(server.id)
            if standing is None or standing.session.ended_at is not None:
                return None
            session = self.unlocked(standing)
            await self._protect(session)
            if self._journal is not None:
                since = self._now() - SAME_INTERACTION
                session.recent = await self._database.read(recent, server.id, since=since, limit=_MOST_RECENT)
            server.session = session
        return server.session

    def unlocked(self, standing: fair.Standing) -> Session:
        """Return a session with its secrets. Raises UserError if they are unreadable."""
        try:
            return Session.of(standing, self._keys)
        except KeyMissing:
            log.error(
                "secret of verifiable rolls not readable", hint="set SECRETS_KEY to the key that encrypted it"
            )
            raise unreadable() from None

    async def add(self, server: Server, session: Session, entry: StoredEntry) -> StoredEntry | None:
        """Keep an entry and return it; None if another process was first, from whose entry to go on."""
        added = False
        try:
            if self._journal is None:
                added = await fair.add_alone(self._database, entry)
            elif entry.interaction_id is None or not await self.entry_for(entry.interaction_id):
                await self._journal.add(entry, session.link)
                added = True
        finally:
            if added:
                session.follow(entry)
            else:
                # Nobody knows what the database has now.
                server.session = None
        return entry if added else None

    async def end(
        self, server: Server, entry: StoredEntry, *, secret: str, following: StoredSession | None
    ) -> bool:
        """Store the last entry of a session; return False if another process was first."""
        server.session = None
        may: Callable[[], bool] | None = None
        if self._journal is not None:
            await self._journal.move()
            # Other processes read the database again after this, and have to wait for the lock until then.
            self._journal.renew()
            may = self._journal.still_held()
        return await self.keep(_end, entry, secret=secret, following=following, may=may)

    async def remove_player(self, player_id: int) -> int:
        """Remove a player's data from the entries; return the number of entries changed."""
        if self._journal is None:
            return await self._database.write(fair.remove_player, player_id)
        async with self._journal.held():
            self._journal.renew()
            self._seen(None)
            return await self._database.write(fair.remove_player, player_id)

    async def entry_for(self, interaction_id: int) -> StoredEntry | None:
        """Return the entry for an interaction, or None."""
        if self._journal is not None and (found := self._journal.waiting(interaction_id)):
            return found
        return await self._database.read(fair.by_interaction, interaction_id)

    async def first_look(self, interaction_id: int) -> StoredEntry | None:
        """Return the entry for the interaction that a second look is taken at, or None."""
        found = await self.entry_for(interaction_id)
        if found is None and self._journal is not None:
            # Another process may have made it a moment ago.
            await self._journal.flush()
            found = await self.entry_for(interaction_id)
        return found

    async def keep(self, write: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Write what has a secret in it. Raises StoreUnavailable, and RuntimeError without the secret."""
        try:
            return await self._database.write(write, *arguments, **named)
        except StoreUnavailable:
            raise
        except Exception as error:
            # Only the kind of error, because PostgreSQL quotes the whole row in its own.
            raise RuntimeError(f"a session could not be kept: {type(error).__name__}") from None

    async def flush(self) -> None:
        """Have all entries so far in the database."""
        if self._journal is not None:
            await self._journal.flush()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Move entries from the journal into the database meanwhile."""
        return nullcontext() if self._journal is None else self._journal.running()

    async def _standing(self, server_id: int) -> fair.Standing | None:
        if self._journal is None:
            return await self._database.read(fair.standing, server_id)
        await self._journal.move()
        # A transaction of this process that was given up may still go on. This one waits for its end.
        return await self._database.write(fair.standing, server_id)

    async def _protect(self, session: Session) -> None:
        """Encrypt secrets that were kept before the operator gave a key, or with an older one."""
        stored = session.stored
        if self._keys.is_current(stored.secret) and self._keys.is_current(stored.seal_secret):
            return
        secret, seal_secret = relocked(stored, self._keys)
        session.stored = replace(stored, secret=secret, seal_secret=seal_secret)
        await self.keep(fair.set_secrets, session.stored)

    def _seen(self, entry: StoredEntry | None) -> None:
        """Take notice of an entry by another process, or of what none can say which entries they were."""
        if entry is None:
            for server in self._known.values():
                server.session = None
            return
        known = self._known.get(entry.server_id)
        if known is None or known.session is None:
            return
        if known.session.precedes(entry):
            known.session.follow(entry)
        else:
            known.session = None


def _end(
    connection: Connection,
    entry: StoredEntry,
    *,
    secret: str,
    following: StoredSession | None,
    may: Callable[[], bool] | None,
) -> bool:
    """Do as `fair.end` does, unless the lock was lost: then others may have added entries meanwhile."""
    ended = fair.end(connection, entry, secret=secret, following=following)
    if may is not None and not may():
        raise RuntimeError("the journal is no longer locked")
    return ended
