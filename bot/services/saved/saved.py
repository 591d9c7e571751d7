"""Saved rolls: giving names to notation and numbers, and finding them again."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from cachetools import TTLCache

from bot.services.saved.changes import Saved, SavedChanges, SavedLimits, SavedMany, find, remove
from bot.services.saved.names import checked
from bot.services.saved.resolving import Resolved, resolve
from bot.store import saved_rolls
from bot.store.connection.availability import StoreUnavailable
from bot.store.connection.notices import Topic
from bot.store.saved_rolls import Owner, SavedRoll
from dicewright import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.services.systems.server_games import ServerGames
    from bot.store.connection.database import Database
    from bot.store.connection.notices import Listener
    from dicewright import Limits

# What the changes take and return belongs to the service, and callers find it here.
__all__ = ["Saved", "SavedLimits", "SavedMany", "SavedRolls", "owners_for"]

# For how long another process may show what this one has changed, and how many characters are kept.
_REMEMBERED_SECONDS = 10
_REMEMBERED_CHARACTERS = 2_000_000


class SavedRolls:
    """The saved rolls of players and servers.

    Every method but `count_uses` raises StoreUnavailable while the database is away. `now` gives the
    time with its zone, `clock` seconds that only grow. Calls of the `games` can be saved, too.
    """

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        limits: Limits = DEFAULT_LIMITS,
        saved_limits: SavedLimits | None = None,
        games: ServerGames | None = None,
    ) -> None:
        self._database = database
        self._limits = limits
        self._most = saved_limits or SavedLimits()
        self._now = now
        self._games = games
        self._remembered: TTLCache[Owner, tuple[SavedRoll, ...]] = TTLCache(
            _REMEMBERED_CHARACTERS, _REMEMBERED_SECONDS, timer=clock, getsizeof=_characters
        )

    async def add(self, owner: Owner, name: str, text: str, *, server_id: int | None = None) -> Saved:
        """Save a roll under a new name.

        `server_id` is where the player is: names saved there count as known. Raises UserError for a bad or
        taken name and for one roll too many, NotationError or LimitError for a text that cannot be rolled.
        """
        changes = await self._changes(server_id)
        saved = await self._database.write(changes.add, owner, checked(name), text, server_id)
        self.forget(owner)
        return saved

    async def edit(
        self, owner: Owner, name: str, text: str, *, new_name: str = "", server_id: int | None = None
    ) -> Saved:
        """Change what a name stands for, and if a new one is given, the name.

        Raises as `add` does, and UserError if the name is not there.
        """
        changes = await self._changes(server_id)
        saved = await self._database.write(changes.edit, owner, name, text, new_name, server_id)
        self.forget(owner)
        return saved

    async def remove(self, owner: Owner, name: str) -> SavedRoll:
        """Remove a saved roll and return it. Raises UserError if it is not there."""
        removed = await self._database.write(remove, owner, name)
        self.forget(owner)
        return removed

    async def find(self, owner: Owner, name: str) -> SavedRoll:
        """Return a saved roll. Raises UserError if it is not there, with names that look like it."""
        return await self._database.read(find, owner, name)

    async def of(self, owner: Owner) -> tuple[SavedRoll, ...]:
        """Return everything an owner has saved, by name."""
        return tuple(await self._database.read(saved_rolls.all_of, [owner]))

    async def save_many(
        self, owner: Owner, texts: Mapping[str, str], *, replace: bool, server_id: int | None = None
    ) -> SavedMany:
        """Save many, all or none; names that are there keep their text unless `replace`.

        `server_id` is where the player is, whose game systems may be in them.

        Raises UserError, with the name of the first that cannot be saved and why.
        """
        changes = await self._changes(server_id)
        outcome = await self._database.write(changes.save_many, owner, texts, replace)
        self.forget(owner)
        return outcome

    async def known_to(self, player_id: int, server_id: int | None) -> tuple[SavedRoll, ...]:
        """Return what a player can roll here: the own ones, then the server's, each the most used first.

        If both have a name, it is in both, and means the player's own.

        Made to be asked at every letter a player types: if another process changed something, this
        may be ten seconds old.
        """
        found: list[SavedRoll] = []
        for owner in owners_for(player_id, server_id):
            rolls = self._remembered.get(owner)
            if rolls is None:
                rolls = self._remembered[owner] = await self.of(owner)
            found += sorted(rolls, key=lambda roll: (-roll.uses, roll.name))
        return tuple(found)

    async def resolve(
        self,
        text: str,
        player_id: int,
        server_id: int | None,
        *,
        of: Owner | None = None,
        values: Mapping[str, str] | None = None,
    ) -> Resolved:
        """Return a text with what its names stand for; see `bot.services.saved.resolving.resolve`.

        A text without names needs no database. With an owner, the text begins with the name of one of its
        saved rolls; UserError is raised if it is not there. `values` are what names mean besides.
        """
        if "@" not in text:
            return Resolved(text, {})
        owners = owners_for(player_id, server_id)
        deepest = self._most.depth * len(owners)
        return await self._database.read(
            resolve, text, owners, deepest=deepest, limits=self._limits, values=values, of=of
        )

    async def count_uses(self, resolved: Resolved) -> None:
        """Count what was rolled, for the order of suggestions; it never fails. Meant for after the reply."""
        with contextlib.suppress(StoreUnavailable):
            for owner in {owner for owner, _ in resolved.used}:
                names = {name for of, name in resolved.used if of == owner}
                await self._database.write(saved_rolls.count_uses, owner, names)

    def listen(self, listener: Listener) -> None:
        """See at once what other processes change."""
        listener.subscribe(Topic.SAVED_ROLLS, lambda key: self.forget(Owner.read(key)))
        listener.subscribe_to_gaps(self._remembered.clear)

    async def _changes(self, server_id: int | None) -> SavedChanges:
        games = None if self._games is None else await self._games.here(server_id)
        return SavedChanges(self._limits, self._most, self._now, games)

    def forget(self, owner: Owner) -> None:
        """Let go of what is remembered of an owner whose saved rolls changed elsewhere."""
        self._remembered.pop(owner, None)


def owners_for(player_id: int, server_id: int | None) -> tuple[Owner, ...]:
    """Return whose saved rolls a player can use on a server, or in a direct message, in this order."""
    player = Owner.player(player_id)
    return (player,) if server_id is None else (player, Owner.server(server_id))


def _characters(rolls: tuple[SavedRoll, ...]) -> int:
    # An owner without any takes a place as well.
    return 100 + sum(len(roll.text) + 100 for roll in rolls)
