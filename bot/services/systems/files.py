"""Adding game systems to a server, replacing and removing them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.services.systems.server_games import OLDER_VERSIONS
from bot.services.user_error import UserError
from bot.store.systems import system_files
from bot.store.systems.system_files import SystemFile
from bot.texts import _
from bot.workers.pool import WorkersBusy
from bot.workers.worker import WorkerFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.services.systems.file_check import FileCheck
    from bot.services.systems.server_games import ServerGames
    from bot.store.connection.database import Database
    from bot.workers.pool import Run

log = structlog.stdlib.get_logger(__name__)

LARGEST_FILE = 64 * 1024
"""Bytes: as large as the library reads."""
MOST_FILES = 25


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What adding a file changes for the people who roll other systems."""

    older: SystemFile | None = None
    """The version that the server uses now."""
    hidden: tuple[tuple[str, str], ...] = ()
    """The words that mean another system now and this one afterwards, each with the name of that system."""
    kept: tuple[tuple[str, str], ...] = ()
    """Words in the file that go on to mean another system."""

    @property
    def ask(self) -> bool:
        """Whether somebody has to say yes first."""
        return self.older is not None or bool(self.hidden)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be added, and what that changes."""

    check: FileCheck
    conflicts: Conflicts
    added: bool
    """Whether it has been added; False where somebody has to say yes first."""


class SystemFiles:
    """Keeps the files of servers. All methods raise StoreUnavailable; `run` calls functions in workers."""

    def __init__(
        self, database: Database, games: ServerGames, run: Run, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._games = games
        self._run = run
        self._now = now

    async def add(self, text: str, *, server_id: int, player_id: int, sure: bool = False) -> Checked:
        """Add a system to a server, or say what that would change where nobody is `sure` yet.

        Raises SystemFileError where the file has no meaning, and UserError where it takes too long, the
        server uses this very file already, or has too many. A file whose tests fail is not added.
        """
        check = await self._checked(text, player_id)
        conflicts = await self._conflicts(check, server_id)
        if check.failures or (conflicts.ask and not sure):
            return Checked(check, conflicts, added=False)
        file = SystemFile(
            server_id=server_id,
            digest=check.digest,
            command=check.command,
            name=check.name,
            text=text.removeprefix("\ufeff"),
            added_by=player_id,
            added_at=self._now(),
        )
        self._games.changed(server_id, await self._database.write(_put, file))
        log.info("game system added", server=server_id, characters=len(text))
        return Checked(check, conflicts, added=True)

    async def remove(self, server_id: int, name: str) -> SystemFile:
        """Stop using a system. Raises UserError where the server has not added it."""
        file = await self.find(server_id, name)
        self._games.changed(server_id, await self._database.write(_remove, file, self._now()))
        return file

    async def put_back(self, server_id: int, version: str) -> SystemFile:
        """Use a file again that was removed. Raises UserError where it is gone or its command is taken."""
        file = await self._database.read(system_files.version, server_id, version)
        if file is None:
            raise UserError(_("This file is gone. Add it again with /system add."))
        used = await self.of(server_id)
        if any(each.command == file.command for each in used):
            raise UserError(_("This server already has a game system “{name}”.", name=file.command))
        file = replace(file, replaced_at=None)
        self._games.changed(server_id, await self._database.write(_put, file))
        return file

    async def of(self, server_id: int) -> tuple[SystemFile, ...]:
        """Return the files that a server uses, by command."""
        return tuple(await self._database.read(system_files.in_use, server_id))

    async def find(self, server_id: int, name: str) -> SystemFile:
        """Return a file that a server uses, by its command or its name. Raises UserError for none."""
        wanted = name.strip().casefold()
        for file in await self.of(server_id):
            if wanted in (file.command, file.name.casefold()):
                return file
        raise UserError(
            _("This server hasn't added a game system “{name}”. See all with /system list.", name=name)
        )

    async def _checked(self, text: str, player_id: int) -> FileCheck:
        from bot.services.systems.file_check import check_file  # only for those who add a file

        try:
            return await self._run(check_file, text, turn=player_id)
        except WorkersBusy:
            raise UserError(_("The bot is busy. Try again in a minute.")) from None
        except WorkerFailed as failure:
            log.warning("game system file given up", reason=failure.reason, characters=len(text))
            raise UserError(
                _("Running this file's tests takes too long. Use fewer odds, or rolls with fewer dice.")
            ) from None

    async def _conflicts(self, check: FileCheck, server_id: int) -> Conflicts:
        used = await self.of(server_id)
        older = next((file for file in used if file.command == check.command), None)
        if older is not None and older.digest == check.digest:
            raise UserError(_("This server already uses this very file."))
        if older is None and len(used) >= MOST_FILES:
            raise UserError(
                _("A server can add up to {most} game systems. Remove one first.", most=MOST_FILES)
            )
        systems = (await self._games.with_files(used)).systems
        hidden: list[tuple[str, str]] = []
        kept: list[tuple[str, str]] = []
        if older is None and check.command in systems:
            hidden.append((check.command, systems.entry(check.command).name))
        for word in check.words:
            meant = systems.words.get(word, check.command)
            if meant == check.command:
                continue
            # A command wins over another system's alias.
            wins = word == meant and word != check.command
            (kept if wins else hidden).append((word, systems.entry(meant).name))
        return Conflicts(older, tuple(hidden), tuple(kept))


def _put(connection: Connection, file: SystemFile) -> tuple[str, ...]:
    system_files.put(connection, file, older=OLDER_VERSIONS)
    return system_files.digests(connection, file.server_id)


def _remove(connection: Connection, file: SystemFile, now: datetime) -> tuple[str, ...]:
    system_files.remove(connection, file.server_id, file.command, now=now)
    return system_files.digests(connection, file.server_id)
