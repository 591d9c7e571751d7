"""The game systems of each server: those that are shipped, and the files that it has added."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from cachetools import LRUCache

from bot.services.cache import PATIENCE_SECONDS
from bot.services.settings.cache import ChangedSettings
from bot.services.systems.calls import VERSION_LENGTH, GameCalls
from bot.services.systems.home_made import home_made
from bot.store.connection.availability import StoreUnavailable
from bot.store.connection.notices import Topic
from bot.store.systems import system_files
from dicewright import DiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from bot.store.connection.database import Database
    from bot.store.connection.notices import Listener
    from bot.store.systems.system_files import SystemFile
    from dicewright import System, Systems

log = structlog.stdlib.get_logger(__name__)

OLDER_VERSIONS = 25
"""How many files that are no longer used a server keeps, for the rolls that were made with them."""
_FRESH_SECONDS = 30.0
# A system that has been read takes some 100 kilobytes.
_MOST_READ = 200
_MOST_SERVERS = 500


class ServerGames:
    """Finds the systems that can be rolled on a server, and the versions that older rolls were made with.

    What this process changed it sees at once, and what another changed when its listener hears of it, or
    else within thirty seconds. While the database is away, what is known holds, and the systems that are
    shipped where nothing is.
    """

    def __init__(
        self,
        database: Database,
        shipped: Systems,
        *,
        clock: Callable[[], float],
        fresh_seconds: float = _FRESH_SECONDS,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._database = database
        self.shipped = GameCalls(shipped)
        """What can be rolled everywhere."""

        async def all_digests(most: int) -> Mapping[int, tuple[str, ...]]:
            return await database.read(system_files.all_digests, most=most)

        async def digests(server_id: int) -> tuple[str, ...]:
            return await database.read(system_files.digests, server_id)

        self._digests: ChangedSettings[tuple[str, ...]] = ChangedSettings(
            all_digests, digests, (), clock=clock, fresh_seconds=fresh_seconds, patience=patience
        )
        self._games: LRUCache[tuple[str, ...], GameCalls] = LRUCache(_MOST_SERVERS)
        self._read: LRUCache[str, System] = LRUCache(_MOST_READ)

    async def here(self, server_id: int | None) -> GameCalls:
        """Return what can be rolled on a server; it never raises."""
        if server_id is None:
            return self.shipped
        digests = await self._digests.get(server_id)
        if not digests:
            return self.shipped
        if digests not in self._games:
            try:
                files = await self._database.read(system_files.in_use, server_id)
            except StoreUnavailable:
                return self.shipped
            self._games[digests] = await self.with_files(files)
        return self._games[digests]

    async def with_files(self, files: Iterable[SystemFile]) -> GameCalls:
        """Return what can be rolled with these files besides what is shipped."""
        systems, texts = [], {}
        for file in files:
            system = await self._system(file)
            if system is not None:
                systems.append(system)
                texts[system.command] = file.text
        return GameCalls(self.shipped.systems.with_systems(systems), texts)

    async def at_version(self, server_id: int | None, version: str) -> tuple[GameCalls, bool]:
        """Return what can be rolled on a server with a version of a file, and whether that is an older one.

        `version` is what the digest begins with. Where there is no such version any more, that is what can
        be rolled now. Raises StoreUnavailable.
        """
        games = await self.here(server_id)
        used = (games.systems[command].digest for command in games.files)
        if server_id is None or any(digest.startswith(version) for digest in used):
            return games, False
        file = await self._database.read(system_files.version, server_id, version)
        system = None if file is None else await self._system(file)
        if file is None or system is None:
            return games, False
        texts = {**games.files, system.command: file.text}
        return GameCalls(games.systems.with_systems([system]), texts), file.replaced_at is not None

    async def made_by(self, server_id: int | None, command: str, digest: str) -> System | None:
        """Return the system that a roll was made with, in the version of that time; None if it is gone.

        Raises StoreUnavailable.
        """
        if self._is_shipped(command, digest):
            return self.shipped.systems[command]
        if digest in self._read:
            return self._read[digest]
        if server_id is None:
            return None
        file = await self._database.read(system_files.version, server_id, digest)
        return None if file is None else await self._system(file)

    def version_of(self, system: System) -> str:
        """Return what names the version of a server's own system; "" for one that is shipped."""
        return "" if self._is_shipped(system.command, system.digest) else system.digest[:VERSION_LENGTH]

    async def versions(self, server_id: int, digests: Collection[str]) -> dict[str, System]:
        """Return, by digest, the systems of these files of a server, in use or not.

        Digests of other files are left out. Raises StoreUnavailable.
        """
        found = {}
        for file in await self._database.read(system_files.versions, server_id, digests):
            system = await self._system(file)
            if system is not None:
                found[file.digest] = system
        return found

    async def texts(self, server_id: int, digests: Collection[str]) -> dict[str, str]:
        """Return the text of each of these files of a server, in use or not, by digest.

        Raises StoreUnavailable.
        """
        found = await self._database.read(system_files.versions, server_id, digests)
        return {file.digest: file.text for file in found}

    def listen(self, listener: Listener) -> None:
        """See at once what other processes change."""
        listener.subscribe(Topic.SYSTEM_FILES, lambda key: self._digests.changed_elsewhere(int(key)))
        listener.subscribe_to_gaps(self._digests.all_changed_elsewhere)

    def changed(self, server_id: int, digests: tuple[str, ...]) -> None:
        """Remember the files that a server uses now."""
        self._digests.put(server_id, digests)

    def _is_shipped(self, command: str, digest: str) -> bool:
        shipped = self.shipped.systems
        return command in shipped and shipped[command].digest == digest

    async def _system(self, file: SystemFile) -> System | None:
        """Return the system of a file; None where this version of the bot cannot read it."""
        if file.digest not in self._read:
            try:
                # Its tests held when it was added. Reading a large one takes a fifth of a second.
                self._read[file.digest] = await asyncio.to_thread(home_made, file.text)
            except DiceError as error:
                log.warning("game system file not readable", server=file.server_id, code=error.code)
                return None
        return self._read[file.digest]
