"""Receipts of verifiable rolls and the files of whole sessions, for those who may see them."""

from __future__ import annotations

import asyncio
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot.services.fair.refusals import not_on, unreadable
from bot.services.fair.secret_keys import KeyMissing
from bot.services.fair.sessions import call_of, secrets_of, written
from bot.services.user_error import UserError
from bot.store import fair
from bot.store.connection.availability import StoreUnavailable
from bot.store.visibility import Visibility
from bot.texts import _
from dicewright import DEFAULT_LIMITS, DiceError, verification

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from bot.services.fair.secret_keys import SecretKeys
    from bot.services.systems.server_games import ServerGames
    from bot.store.connection.database import Database
    from bot.store.fair import StoredEntry, StoredSession
    from dicewright import Limits, System, Systems
    from dicewright.verification import End, Opening, Receipt, Removed, Roll, Session, Words

    Entry = Words | Roll | Removed | End
    # The systems of the files that a server has added, by their digests.
    Versions = Mapping[str, System]

_LARGEST_PLAIN = 5_000_000
"""Bytes up to which a session's file is sent as it is."""


@dataclass(frozen=True, slots=True)
class FairFile:
    """A file to send."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a server's latest session."""

    session: StoredSession
    rolls: int
    players_with_words: int
    own_words: str
    """The last words of the player who asks, or ""."""


class Receipts:
    """Makes the files that prove that rolls are fair.

    A player's file leaves out whatever that player may not see. Methods raise StoreUnavailable, and UserError
    where there is no such roll or session.
    """

    def __init__(
        self,
        database: Database,
        keys: SecretKeys,
        *,
        limits: Limits = DEFAULT_LIMITS,
        games: ServerGames | None = None,
        flush: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._keys = keys
        self._limits = limits
        self._games = games
        self._flush = flush

    async def receipt(
        self,
        server_id: int,
        number: int,
        *,
        session: int | None = None,
        tag: str = "",
        player_id: int,
        is_gm: bool,
    ) -> FairFile:
        """Return the receipt of the roll with a number, for a player.

        Without a session, it is the latest roll with that number; `tag` is what its link begins with.
        """
        await self._see_all()
        entry = await self._database.read(fair.numbered, server_id, number, session=session, tag=tag)
        if entry is None:
            raise UserError(_("There is no verifiable roll with this number."))
        stored = await self._session(server_id, entry.session)
        before = await self._database.read(fair.words_before, entry)
        opened = _may_open(entry, player_id, is_gm=is_gm)
        versions = await self._versions(server_id, [entry])
        receipt = await asyncio.to_thread(self._receipt, stored, before, entry, opened, versions)
        name = f"receipt-{entry.session}-{entry.number}.json"
        return FairFile(name, verification.to_json(receipt).encode())

    async def of_interaction(self, interaction_id: int) -> StoredEntry | None:
        """Return the record of a roll by its interaction; None where it is not verifiable, or not known now.

        It never fails.
        """
        with suppress(StoreUnavailable):
            await self._see_all()
            return await self._database.read(fair.by_interaction, interaction_id)
        return None

    async def ended(self, server_id: int, number: int | None = None) -> StoredSession:
        """Return a session whose secret is revealed, without a number the latest of them."""
        if number is None:
            latest = await self._database.read(fair.sessions, server_id, limit=2)
            stored = next((each for each in latest if each.ended_at is not None), None)
        else:
            stored = await self._database.read(fair.session, server_id, number)
        if stored is None:
            raise UserError(_("There is no such session on this server."))
        if stored.ended_at is None:
            raise UserError(
                _("The secret of this session isn't revealed yet. A GM can do that with /fair reveal.")
            )
        return stored

    async def session_file(self, stored: StoredSession) -> FairFile:
        """Return the file of a session whose secret is revealed."""
        entries = await self._database.read(fair.entries, stored.server_id, stored.session)
        versions = await self._versions(stored.server_id, entries)
        return await asyncio.to_thread(self._file, stored, entries, versions)

    async def _versions(self, server_id: int, entries: list[StoredEntry]) -> Versions:
        """Return the systems of the server's own files that made these rolls."""
        digests = {digest for entry in entries if entry.body for digest in _files_of(entry.body)}
        return await self._games.versions(server_id, digests) if self._games and digests else {}

    async def status(self, server_id: int, player_id: int) -> Status:
        """Return the state of the current session, and the player's part in it."""
        await self._see_all()
        standing = await self._database.read(fair.standing, server_id)
        if standing is None or standing.session.ended_at is not None:
            raise not_on()
        said = await self._database.read(fair.words, server_id, standing.session.session)
        return Status(
            session=standing.session,
            rolls=standing.last.number if standing.last else 0,
            players_with_words=len(said),
            own_words=said.get(player_id, ""),
        )

    async def _see_all(self) -> None:
        """Have the database know the latest rolls before it is read."""
        if self._flush is not None:
            await self._flush()

    async def _session(self, server_id: int, number: int) -> StoredSession:
        stored = await self._database.read(fair.session, server_id, number)
        if stored is None:
            raise UserError(_("There is no such session on this server."))
        return stored

    def _receipt(
        self,
        stored: StoredSession,
        before: list[StoredEntry],
        entry: StoredEntry,
        opened: bool,
        versions: Versions,
    ) -> Receipt:
        start = fair.start_of(stored)
        secret, seals = self._secrets(stored)
        words = tuple(_said(each) for each in before if each.kind == fair.WORDS)
        link = before[-1].link if before else start.link
        roll = self._roll(entry, secret, seals if opened else None, versions)
        assert isinstance(roll, verification.Roll)
        return verification.Receipt(start, words, link, roll, secret if stored.ended_at else None)

    def _file(self, stored: StoredSession, entries: list[StoredEntry], versions: Versions) -> FairFile:
        name = f"session-{stored.session}.json"
        content = verification.to_json(self._whole(stored, entries, versions)).encode()
        if len(content) <= _LARGEST_PLAIN:
            return FairFile(name, content)
        buffer = io.BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as packed:
            packed.writestr(name, content)
        return FairFile(f"session-{stored.session}.zip", buffer.getvalue())

    def _whole(self, stored: StoredSession, entries: list[StoredEntry], versions: Versions) -> Session:
        secret, seals = self._secrets(stored)
        written_out = tuple(
            self._entry(entry, secret, seals if entry.opened else None, versions) for entry in entries
        )
        return verification.Session(fair.start_of(stored), written_out, secret)

    def _entry(
        self, entry: StoredEntry, secret: bytes, seals: verification.Seals | None, versions: Versions
    ) -> Entry:
        if entry.kind == fair.WORDS:
            return _said(entry)
        if entry.kind == fair.END:
            assert entry.body is not None
            commitment, seals_root = entry.body["commitment"], entry.body["seals"]
            return verification.End(entry.number, written(entry.at), entry.link, commitment, seals_root)
        return self._roll(entry, secret, seals, versions)

    def _roll(
        self, entry: StoredEntry, secret: bytes, seals: verification.Seals | None, versions: Versions
    ) -> Roll | Removed:
        """Return a roll; a sealed one is opened where `seals` are given."""
        if entry.body is None:
            return verification.Removed(entry.number, entry.link)
        roll = verification.Roll(
            entry.number,
            str(entry.player_id),
            entry.turn or 0,
            written(entry.at),
            entry.link,
            entry.sealed,
        )
        call = call_of(entry.body)
        if entry.sealed and seals is None:
            return roll.replace(content=entry.body["content"])
        opening: Opening | None = None
        key = secret
        if entry.sealed and seals is not None:
            key = seals.key(entry.number)
            opening = verification.Opening(key.hex(), seals.path(entry.number))
        seed = verification.roll_seed(key, roll.player, roll.turn, entry.contributed)
        try:
            systems = self._systems(_files_of(entry.body), versions)
            thrown = verification.throw(call, seed, limits=self._limits, systems=systems)
        except DiceError:
            # The file of its game system is gone. What is recorded is handed out all the same.
            thrown = None
        return roll.replace(call=call, opening=opening, thrown=thrown)

    def _systems(self, digests: Iterable[str], versions: Versions) -> Systems | None:
        """Return the game systems as they were for a roll; None if no file of the server was among them."""
        own = [versions[digest] for digest in digests if digest in versions]
        return self._games.shipped.systems.with_systems(own) if own and self._games else None

    def _secrets(self, stored: StoredSession) -> tuple[bytes, verification.Seals]:
        try:
            secret, seal_secret = secrets_of(stored, self._keys)
        except KeyMissing:
            raise unreadable() from None
        return secret, verification.Seals(seal_secret)


def _files_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the digests of the files of game systems that a roll was made with."""
    return tuple(body.get("files") or filter(None, [body.get("system", "")]))


def _may_open(entry: StoredEntry, player_id: int, *, is_gm: bool) -> bool:
    """Whether a person may see the result of a sealed roll: the same people as in its channel."""
    if entry.opened or not entry.sealed:
        return True
    own = entry.player_id == player_id and entry.visibility is not Visibility.BLIND
    return own or (is_gm and entry.visibility is not Visibility.ONLY_ME)


def _said(entry: StoredEntry) -> Words | Removed:
    at = written(entry.at)
    if entry.body is None:
        return verification.Removed(0, entry.link, at, entry.contributed)
    player = "" if entry.player_id is None else str(entry.player_id)
    return verification.Words(player, entry.body["words"], at, entry.link)
