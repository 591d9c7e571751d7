"""Saved rolls: giving names to notation and numbers, and finding them again."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cachetools import TTLCache

from bot.services.names import checked, normal
from bot.services.refusals import Refused
from bot.services.resolving import Resolved, resolve
from bot.services.saved_checks import SavedTexts
from bot.store import saved_rolls
from bot.store.availability import StoreUnavailable
from bot.store.saved_rolls import Owner, OwnerKind, SavedRoll
from dicewright import DEFAULT_LIMITS, DiceError
from dicewright.notation.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.database import Database
    from dicewright import Limits

# For how long another process may show what this one has changed, and how many characters are kept.
_REMEMBERED_SECONDS = 10
_REMEMBERED_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLimits:
    """How much may be saved."""

    of_player: int = 100
    """Saved rolls of one player."""
    of_server: int = 200
    """Saved rolls of one server."""
    depth: int = 10
    """Names in a row of which each needs the next."""

    def number(self, owner: Owner) -> int:
        """Return how many an owner may have."""
        return self.of_player if owner.kind is OwnerKind.PLAYER else self.of_server


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of saving a roll."""

    roll: SavedRoll
    missing: tuple[str, ...] = ()
    """Names it needs that nobody has saved yet; until then it cannot be rolled."""


@dataclass(frozen=True, slots=True)
class SavedMany:
    """What became of saving many at once, by name."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[str, ...]
    """Those that were there already and are as they were."""


class SavedRolls:
    """The saved rolls of players and servers.

    Every method but `count_uses` raises StoreUnavailable while the database is away. `now` gives the
    time with its zone, `clock` seconds that only grow.
    """

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        limits: Limits = DEFAULT_LIMITS,
        saved_limits: SavedLimits | None = None,
    ) -> None:
        self._database = database
        self._now = now
        self._limits = limits
        self._most = saved_limits or SavedLimits()
        self._remembered: TTLCache[Owner, tuple[SavedRoll, ...]] = TTLCache(
            _REMEMBERED_CHARACTERS, _REMEMBERED_SECONDS, timer=clock, getsizeof=_characters
        )

    async def add(self, owner: Owner, name: str, text: str, *, server_id: int | None = None) -> Saved:
        """Save a roll under a new name.

        `server_id` is where the player is: names saved there count as known. Raises Refused for a bad or
        taken name and for one roll too many, NotationError or LimitError for a text that cannot be rolled.
        """
        saved = await self._database.write(self._add, owner, checked(name), text, server_id)
        self.forget(owner)
        return saved

    async def edit(self, owner: Owner, name: str, text: str, *, server_id: int | None = None) -> Saved:
        """Change what a name stands for. Raises as `add` does, and Refused where the name is not there."""
        saved = await self._database.write(self._edit, owner, name, text, server_id)
        self.forget(owner)
        return saved

    async def remove(self, owner: Owner, name: str) -> SavedRoll:
        """Remove a saved roll and return it. Raises Refused where it is not there."""
        removed = await self._database.write(_remove, owner, name)
        self.forget(owner)
        return removed

    async def find(self, owner: Owner, name: str) -> SavedRoll:
        """Return a saved roll. Raises Refused where it is not there, with names that look like it."""
        return await self._database.read(_find, owner, name)

    async def of(self, owner: Owner) -> tuple[SavedRoll, ...]:
        """Return everything an owner has saved, by name."""
        return tuple(await self._database.read(saved_rolls.all_of, [owner]))

    async def save_many(self, owner: Owner, texts: Mapping[str, str], *, replace: bool) -> SavedMany:
        """Save many, all or none; names that are there keep their text unless `replace`.

        Raises Refused, with the name of the first that cannot be saved and why.
        """
        outcome = await self._database.write(self._save_many, owner, texts, replace)
        self.forget(owner)
        return outcome

    async def known_to(self, player_id: int, server_id: int | None) -> tuple[SavedRoll, ...]:
        """Return what a player can name here: the own ones, then the server's, each the most used first.

        Made to be asked at every letter a player types: where another process changed something, this
        may be ten seconds old.
        """
        found: dict[str, SavedRoll] = {}
        for owner in owners_for(player_id, server_id):
            rolls = self._remembered.get(owner)
            if rolls is None:
                rolls = self._remembered[owner] = await self.of(owner)
            for roll in sorted(rolls, key=lambda roll: (-roll.uses, roll.name)):
                found.setdefault(roll.name, roll)
        return tuple(found.values())

    async def resolve(self, text: str, player_id: int, server_id: int | None) -> Resolved:
        """Return a text with what its names stand for; see `bot.services.resolving.resolve`.

        A text without names needs no database.
        """
        if "@" not in text:
            return Resolved(text, {})
        owners = owners_for(player_id, server_id)
        return await self._database.read(
            resolve, text, owners, deepest=self._most.depth * len(owners), limits=self._limits
        )

    async def count_uses(self, resolved: Resolved) -> None:
        """Count what was rolled, for the order of suggestions; it never fails. Meant for after the reply."""
        with contextlib.suppress(StoreUnavailable):
            for owner in {owner for owner, _ in resolved.used}:
                names = {name for of, name in resolved.used if of == owner}
                await self._database.write(saved_rolls.count_uses, owner, names)

    def _add(
        self, connection: Connection, owner: Owner, name: str, text: str, server_id: int | None
    ) -> Saved:
        own = _texts(connection, owner)
        if name in own:
            raise Refused(f"@{name} is saved already. Edit it, or choose another name.")
        return self._put(connection, owner, own, name, text, server_id)

    def _edit(
        self, connection: Connection, owner: Owner, name: str, text: str, server_id: int | None
    ) -> Saved:
        name = _find(connection, owner, name).name
        return self._put(connection, owner, _texts(connection, owner), name, text, server_id)

    def _put(
        self,
        connection: Connection,
        owner: Owner,
        own: dict[str, str],
        name: str,
        text: str,
        server_id: int | None,
    ) -> Saved:
        own[name] = text
        self._check_number(owner, len(own))
        known = {} if server_id is None else _texts(connection, Owner.server(server_id))
        texts = SavedTexts(own, known, self._limits)
        texts.check_chains(name, deepest=self._most.depth)
        missing = texts.missing(name)
        self._store(connection, owner, {name: text})
        return Saved(_find(connection, owner, name), missing)

    def _save_many(
        self, connection: Connection, owner: Owner, texts: Mapping[str, str], replace: bool
    ) -> SavedMany:
        before = _texts(connection, owner)
        offered = {checked(name): text for name, text in texts.items()}
        changed = {
            name: text
            for name, text in offered.items()
            if name not in before or (replace and before[name] != text)
        }
        after = SavedTexts(before | changed, {}, self._limits)
        self._check_number(owner, len(after.own))
        name = ""
        try:
            for name in changed:
                after.missing(name)
            after.check_chains(name, deepest=self._most.depth)
        except DiceError as error:
            raise Refused(f"Nothing was saved, because @{name} cannot be: {error.advice}") from error
        self._store(connection, owner, changed)
        return SavedMany(
            added=tuple(sorted(changed.keys() - before.keys())),
            replaced=tuple(sorted(changed.keys() & before.keys())),
            kept=tuple(sorted(offered.keys() - changed.keys())),
        )

    def _store(self, connection: Connection, owner: Owner, texts: Mapping[str, str]) -> None:
        now = self._now()
        saved_rolls.put(
            connection,
            [
                SavedRoll(owner=owner, name=name, text=text, created_at=now, updated_at=now)
                for name, text in texts.items()
            ],
        )

    def _check_number(self, owner: Owner, number: int) -> None:
        most = self._most.number(owner)
        if number > most:
            whose = "You can" if owner.kind is OwnerKind.PLAYER else "A server can"
            raise Refused(f"{whose} have {most} saved rolls, and these would be {number}. Remove some first.")

    def forget(self, owner: Owner) -> None:
        """Let go of what is remembered of an owner whose saved rolls changed elsewhere."""
        self._remembered.pop(owner, None)


def owners_for(player_id: int, server_id: int | None) -> tuple[Owner, ...]:
    """Return whose saved rolls a player can use on a server, or in a direct message, in this order."""
    player = Owner.player(player_id)
    return (player,) if server_id is None else (player, Owner.server(server_id))


def _texts(connection: Connection, owner: Owner) -> dict[str, str]:
    return {roll.name: roll.text for roll in saved_rolls.all_of(connection, [owner])}


def _find(connection: Connection, owner: Owner, written: str) -> SavedRoll:
    name = normal(written.strip().removeprefix("@"))
    found = saved_rolls.named(connection, [owner], [name])
    if found:
        return found[0]
    near = nearest(name, _texts(connection, owner))
    hint = f"Did you mean {' or '.join(f'@{each}' for each in near)}?" if near else ""
    raise Refused(f"Nothing is saved as @{name[:40]}. {hint}".rstrip())


def _remove(connection: Connection, owner: Owner, written: str) -> SavedRoll:
    found = _find(connection, owner, written)
    saved_rolls.remove(connection, owner, found.name)
    return found


def _characters(rolls: tuple[SavedRoll, ...]) -> int:
    # An owner without any takes a place as well.
    return 100 + sum(len(roll.text) + 100 for roll in rolls)
