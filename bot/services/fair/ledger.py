"""Recording verifiable rolls: each gets the next number of its server, whichever process makes it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.services.fair.refusals import busy, not_on, unrecorded
from bot.services.fair.secret_keys import SecretKeys, revealed
from bot.services.fair.servers import Servers
from bot.services.fair.sessions import FairRoll, Session, clean, new_session
from bot.services.user_error import UserError
from bot.store import fair
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from bot.services.fair.servers import Server
    from bot.store.connection.database import Database
    from bot.store.fair import StoredEntry, StoredSession
    from bot.store.visibility import Visibility
    from dicewright.verification import Call

LONGEST_WORDS = 100
MOST_WORDS = 500
"""How often words can be set in a session, by all its players together."""

# Each try that fails means that another process has recorded something meanwhile.
_TRIES = 50
# Those beyond are found the next time.
_MOST_DUE = 100


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that has just ended, and the one that follows it, if any."""

    session: int
    rolls: int
    secret: bytes = field(repr=False)
    following: StoredSession | None


class FairLedger:
    """Records rolls, words, and the beginning and end of sessions.

    A number is taken by storing the entry that has it: of two processes that want the same one, one gets
    it, and the other goes on from there. What is taken is kept, so a process that is killed leaves no gap
    and repeats nothing. Methods raise StoreUnavailable, and UserError if a secret cannot be read.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime], keys: SecretKeys | None = None
    ) -> None:
        self._database = database
        self._now = now
        self._keys = keys or SecretKeys(())
        self._servers = Servers(database, now=now, keys=self._keys)

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
        if call.names or not (call.text.isprintable() and call.notation.isprintable()):
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
                first = await self._servers.first_look(first_id)
            if made := self._servers.add_at_once(server_id, interaction_id, entry):
                return made
            return await self._take(server_id, interaction_id, entry)
        except StoreUnavailable:
            raise unrecorded() from None

    async def _take(
        self, server_id: int, interaction_id: int, entry: Callable[[Session], StoredEntry]
    ) -> FairRoll | None:
        async with self._servers.alone_with(server_id) as server:
            for _try in range(_TRIES):
                session = await self._servers.under_way(server)
                if session is None:
                    return None
                if session.is_over(self._now()):
                    await self._end(server, session, renew=True)
                    continue
                if kept := await self._servers.add(server, session, entry(session)):
                    return session.made(kept)
                # Another process may have had the same interaction, and has the roll then.
                if found := await self._servers.entry_for(interaction_id):
                    return await self._found(server, found)
        raise busy()

    async def _found(self, server: Server, found: StoredEntry) -> FairRoll | None:
        session = await self._servers.under_way(server)
        if session is None or session.stored.session != found.session:
            stored = await self._database.read(fair.session, server.id, found.session)
            assert stored is not None
            session = self._servers.unlocked(fair.Standing(stored, found, {}))
        return session.made(found)

    async def say(self, words: str, *, server_id: int, player_id: int, interaction_id: int) -> StoredEntry:
        """Record words of a player; return their entry. Raises UserError if they cannot be set."""
        words = " ".join(clean(words).split())
        async with self._servers.alone_with(server_id) as server:
            for _try in range(_TRIES):
                session = await self._servers.under_way(server)
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
                if kept := await self._servers.add(server, session, entry):
                    return kept
                if found := await self._servers.entry_for(interaction_id):
                    return found
        raise busy()

    async def begin(
        self, *, server_id: int, channel_id: int | None, hours: int | None
    ) -> StoredSession | None:
        """Begin a session; return it, or None if one is under way already.

        Its secret is revealed automatically after this many hours.
        """
        async with self._servers.alone_with(server_id) as server:
            if await self._servers.under_way(server):
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
            begun = await self._servers.keep(fair.begin, session)
            server.session = None
            return session if begun else None

    async def end(self, *, server_id: int, renew: bool) -> Ended:
        """End the session under way and reveal its secret; begin the next one if `renew` is true.

        Raises UserError if none is under way.
        """
        async with self._servers.alone_with(server_id) as server:
            for _try in range(_TRIES):
                session = await self._servers.under_way(server)
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
        async with self._servers.alone_with(server_id) as server:
            session = await self._servers.under_way(server)
            if session is None or not session.is_due(self._now()):
                return None
            return await self._end(server, session, renew=True)

    async def forget(self, player_id: int) -> int:
        """Remove a player's data from the records; return the number of entries changed.

        A mark comes first wherever a session is under way: it changes the seeds that follow, so that none
        that the player had comes again when their turns are counted from 1.
        """
        await self.flush()
        for server_id in await self._database.read(fair.servers_under_way, player_id):
            async with self._servers.alone_with(server_id) as server:
                for _try in range(_TRIES):
                    session = await self._servers.under_way(server)
                    if session is None or await self._servers.add(
                        server, session, session.say(None, "", None, self._now())
                    ):
                        break
                server.session = None
        return await self._servers.remove_player(player_id)

    async def flush(self) -> None:
        """Have all entries so far in the database, before it is read."""
        await self._servers.flush()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Have the database take in batches what is recorded in a journal, meanwhile and at the end."""
        return self._servers.running()

    async def announced(self, session: StoredSession) -> None:
        """Record that the commitments of a session have been posted."""
        await self._database.write(fair.announced, session.server_id, session.session)
        known = self._servers[session.server_id].session
        if known and known.stored.session == session.session:
            known.stored = replace(known.stored, announced=True)

    def unannounced(self, server_id: int) -> StoredSession | None:
        """Return the current session if its commitments have not been posted yet."""
        known = self._servers[server_id].session
        return known.stored if known and not known.stored.announced else None

    async def _end(self, server: Server, session: Session, *, renew: bool) -> Ended | None:
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
        ended = await self._servers.end(server, entry, secret=revealed(session.secret), following=following)
        return Ended(stored.session, session.number, session.secret, following) if ended else None
