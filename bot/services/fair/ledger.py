"""Recording verifiable rolls: each gets the next number of its server, whichever process makes it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from cachetools import LRUCache

from bot.services.fair.refusals import busy, not_on, unreadable, unrecorded
from bot.services.fair.secret_keys import KeyMissing, SecretKeys, revealed
from bot.services.fair.sessions import FairRoll, Session, clean, new_session, relocked
from bot.services.user_error import UserError
from bot.store import fair
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.store.connection.database import Database
    from bot.store.fair import StoredEntry, StoredSession
    from bot.store.visibility import Visibility
    from dicewright.verification import Call

T = TypeVar("T")

log = structlog.stdlib.get_logger(__name__)

LONGEST_WORDS = 100
MOST_WORDS = 500
"""How often words can be set in a session, by all its players together."""

_MOST_SERVERS = 2_000
# Each try that fails means that another process has recorded something meanwhile.
_TRIES = 50
# Those beyond are found the next time.
_MOST_DUE = 100


@dataclass(slots=True)
class _Server:
    """What this process knows of a server; one thing at a time is recorded there."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    session: Session | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that has just ended, and the one that follows it, if any."""

    session: int
    rolls: int
    secret: bytes = field(repr=False)
    following: StoredSession | None


class FairLedger:
    """Records rolls, words, and the beginning and end of sessions.

    A number is taken by inserting the entry that has it: of two processes that want the same one, one gets
    it, and the other goes on from there. What is taken is kept, so a process that is killed leaves no gap
    and repeats nothing. Methods raise StoreUnavailable, and UserError if a secret cannot be read.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime], keys: SecretKeys | None = None
    ) -> None:
        self._database = database
        self._now = now
        self._keys = keys or SecretKeys(())
        self._servers: LRUCache[int, _Server] = LRUCache(_MOST_SERVERS)

    async def take(
        self,
        call: Call,
        *,
        server_id: int,
        player_id: int,
        interaction_id: int,
        visibility: Visibility,
        files: tuple[str, ...] = (),
        first_id: int | None = None,
    ) -> FairRoll | None:
        """Record a roll and return its number and seed; None if the server has no session under way.

        `files` are the digests of the game systems in a list, and `first_id` is the interaction of the roll
        that a second look is taken at.

        The same interaction always gets the same roll. Raises UserError if it cannot be recorded: it
        must then not be made, since nobody could tell it from one that the host did not like.
        """
        call = call.replace(
            text=clean(call.text),
            notation=clean(call.notation),
            names={name: clean(meaning) for name, meaning in call.names.items()},
        )

        first: StoredEntry | None = None

        def entry(session: Session) -> StoredEntry:
            asked = call
            if first is not None and first.session == session.stored.session:
                asked = call.replace(text=f"{call.text} #{first.number}")
            return session.roll(asked, player_id, interaction_id, visibility, self._now(), files)

        try:
            if first_id is not None:
                first = await self._database.read(fair.by_interaction, first_id)
            return await self._take(server_id, interaction_id, entry)
        except StoreUnavailable:
            raise unrecorded() from None

    async def _take(
        self, server_id: int, interaction_id: int, entry: Callable[[Session], StoredEntry]
    ) -> FairRoll | None:
        server = self._server(server_id)
        async with server.turn:
            for _try in range(_TRIES):
                session = server.session or await self._under_way(server, server_id)
                if session is None:
                    return None
                if session.is_full or session.is_due(self._now()):
                    await self._end(server, session, renew=True)
                    continue
                if kept := await self._add(server, session, entry(session)):
                    return FairRoll(kept.number, kept.link, session.seed(kept))
                # Another process may have had the same interaction, and has the roll then.
                if found := await self._database.read(fair.by_interaction, interaction_id):
                    return await self._found(server, server_id, found)
        raise busy()

    async def _found(self, server: _Server, server_id: int, found: StoredEntry) -> FairRoll | None:
        session = await self._under_way(server, server_id)
        if session is None or session.stored.session != found.session:
            stored = await self._database.read(fair.session, server_id, found.session)
            assert stored is not None
            session = self._unlocked(fair.Standing(stored, found, {}))
        return FairRoll(found.number, found.link, session.seed(found))

    async def say(self, words: str, *, server_id: int, player_id: int, interaction_id: int) -> StoredEntry:
        """Record words of a player; return their entry. Raises UserError if they cannot be set."""
        words = " ".join(clean(words).split())
        server = self._server(server_id)
        async with server.turn:
            for _try in range(_TRIES):
                session = await self._under_way(server, server_id)
                if session is None:
                    raise not_on()
                if session.words >= MOST_WORDS:
                    raise UserError(
                        _("Words have been set too often in this session. Wait until the next one begins.")
                    )
                if session.is_due(self._now()):
                    await self._end(server, session, renew=True)
                    continue
                entry = session.say(player_id, words, interaction_id, self._now())
                if kept := await self._add(server, session, entry):
                    return kept
                if found := await self._database.read(fair.by_interaction, interaction_id):
                    return found
        raise busy()

    async def begin(
        self, *, server_id: int, channel_id: int | None, hours: int | None
    ) -> StoredSession | None:
        """Begin a session; return it, or None if one is under way already.

        Its secret is revealed automatically after this many hours.
        """
        server = self._server(server_id)
        async with server.turn:
            if await self._under_way(server, server_id):
                return None
            standing = await self._database.read(fair.standing, server_id)
            number = standing.session.session + 1 if standing else 1
            previous = standing.last.link if standing and standing.last else ""
            session = await asyncio.to_thread(
                new_session,
                server_id,
                number,
                self._keys,
                previous=previous,
                channel_id=channel_id,
                now=self._now(),
                hours=hours,
            )
            begun = await self._keep(fair.begin, session)
            server.session = None
            return session if begun else None

    async def end(self, *, server_id: int, renew: bool) -> Ended:
        """End the session under way and reveal its secret; begin the next one if `renew` is true.

        Raises UserError if none is under way.
        """
        server = self._server(server_id)
        async with server.turn:
            for _try in range(_TRIES):
                session = await self._under_way(server, server_id)
                if session is None:
                    raise not_on()
                if ended := await self._end(server, session, renew=renew):
                    return ended
        raise busy()

    async def due_servers(self) -> list[int]:
        """Return servers on which a session should have ended by now."""
        return await self._database.read(fair.due, self._now(), limit=_MOST_DUE)

    async def end_due(self, server_id: int) -> Ended | None:
        """End the session of a server if its time has come and no other process did; None otherwise."""
        server = self._server(server_id)
        async with server.turn:
            session = await self._under_way(server, server_id)
            if session is None or not session.is_due(self._now()):
                return None
            return await self._end(server, session, renew=True)

    async def forget(self, player_id: int) -> int:
        """Remove a player's data from the records; return the number of entries changed.

        A mark comes first wherever a session is under way: it changes the seeds that follow, so that none
        that the player had comes again when their turns are counted from 1.
        """
        for server_id in await self._database.read(fair.servers_under_way, player_id):
            server = self._server(server_id)
            async with server.turn:
                for _try in range(_TRIES):
                    session = await self._under_way(server, server_id)
                    if session is None or await self._add(
                        server, session, session.say(None, "", None, self._now())
                    ):
                        break
                server.session = None
        return await self._database.write(fair.remove_player, player_id)

    async def announced(self, session: StoredSession) -> None:
        """Record that the commitments of a session have been posted."""
        await self._database.write(fair.announced, session.server_id, session.session)
        known = self._server(session.server_id).session
        if known and known.stored.session == session.session:
            known.stored = replace(known.stored, announced=True)

    def unannounced(self, server_id: int) -> StoredSession | None:
        """Return the current session if its commitments have not been posted yet."""
        known = self._server(server_id).session
        return known.stored if known and not known.stored.announced else None

    def _server(self, server_id: int) -> _Server:
        found = self._servers.get(server_id)
        if found is None:
            found = self._servers[server_id] = _Server()
        return found

    async def _under_way(self, server: _Server, server_id: int) -> Session | None:
        if server.session is None:
            standing = await self._database.read(fair.standing, server_id)
            if standing is None or standing.session.ended_at is not None:
                return None
            server.session = self._unlocked(standing)
            await self._protect(server.session)
        return server.session

    def _unlocked(self, standing: fair.Standing) -> Session:
        try:
            return Session.of(standing, self._keys)
        except KeyMissing:
            log.error(
                "secret of verifiable rolls not readable", hint="set SECRETS_KEY to the key that encrypted it"
            )
            raise unreadable() from None

    async def _protect(self, session: Session) -> None:
        """Encrypt secrets that were kept before the operator gave a key, or with an older one."""
        stored = session.stored
        if self._keys.is_current(stored.secret) and self._keys.is_current(stored.seal_secret):
            return
        secret, seal_secret = relocked(stored, self._keys)
        session.stored = replace(stored, secret=secret, seal_secret=seal_secret)
        await self._keep(fair.set_secrets, session.stored)

    async def _keep(self, write: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Write what has a secret in it. Raises StoreUnavailable, and RuntimeError without the secret."""
        try:
            return await self._database.write(write, *arguments, **named)
        except StoreUnavailable:
            raise
        except Exception as error:
            # Only the kind of error, because PostgreSQL quotes the whole row in its own.
            raise RuntimeError(f"a session could not be kept: {type(error).__name__}") from None

    async def _add(self, server: _Server, session: Session, entry: StoredEntry) -> StoredEntry | None:
        """Keep an entry and return it; None if another process was first, from whose entry to go on."""
        added = False
        try:
            added = await fair.add_alone(self._database, entry)
        finally:
            if added:
                session.follow(entry)
            else:
                # Nobody knows what the database has now.
                server.session = None
        return entry if added else None

    async def _end(self, server: _Server, session: Session, *, renew: bool) -> Ended | None:
        """End a session; return None if another process has recorded something meanwhile."""
        now, stored = self._now(), session.stored
        following = None
        if renew:
            following = await asyncio.to_thread(
                new_session,
                stored.server_id,
                stored.session + 1,
                self._keys,
                previous="",
                channel_id=stored.channel_id,
                now=now,
                hours=stored.hours,
            )
        entry = session.end(following, None, now)
        if following:
            following = replace(following, previous=entry.link)
        server.session = None
        ended = await self._keep(fair.end, entry, secret=revealed(session.secret), following=following)
        return Ended(stored.session, session.number, session.secret, following) if ended else None
