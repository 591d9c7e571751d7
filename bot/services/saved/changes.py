"""Changing saved rolls within a transaction: each change is checked against all that is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.services.saved.checks import SavedTexts
from bot.services.saved.names import can_be, canonical_name, checked, is_notation, meant, mentioned
from bot.services.saved.templates import with_counted_dice
from bot.services.saved.uses import example
from bot.services.user_error import UserError
from bot.store import saved_rolls
from bot.store.saved_rolls import Owner, OwnerKind, SavedRoll
from bot.texts import N_, _
from dicewright import DiceError, close_matches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.services.saved.checks import Games
    from dicewright import Limits


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
    """Names it needs that nobody has saved: they are given their values when it is rolled."""
    left_behind: tuple[str, ...] = ()
    """Names of those that still need it under the name it had before."""

    @property
    def example(self) -> str:
        """How it is typed with values for what is missing."""
        return example(self.roll.name, self.missing)


@dataclass(frozen=True, slots=True)
class SavedMany:
    """What became of saving many at once, by name."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[str, ...]
    """Those that were there already as something else, and are as they were."""
    same: tuple[str, ...] = ()
    """Those that were there already as just what was to be saved."""


_TOO_MANY = {
    OwnerKind.PLAYER: N_("You can have {most} saved rolls, and this would make {count}. Delete some first."),
    OwnerKind.SERVER: N_(
        "A server can have {most} saved rolls, and this would make {count}. Delete some first."
    ),
}


@dataclass(frozen=True, slots=True)
class SavedChanges:
    """The changes that can be made, and what holds for all of them."""

    limits: Limits
    most: SavedLimits
    now: Callable[[], datetime]
    games: Games | None = None
    """The game systems whose calls may be saved."""

    def add(self, connection: Connection, owner: Owner, name: str, text: str, server_id: int | None) -> Saved:
        own = texts_of(connection, owner)
        if name in own:
            raise UserError(_("@{name} already exists. Edit it, or choose another name.", name=name))
        return self._put(connection, owner, own, name, text, server_id)

    def edit(
        self, connection: Connection, owner: Owner, name: str, text: str, new_name: str, server_id: int | None
    ) -> Saved:
        before = find(connection, owner, name).name
        own = texts_of(connection, owner)
        after = checked(new_name) if new_name else before
        if after == before:
            return self._put(connection, owner, own, before, text, server_id)
        if after in own:
            raise UserError(_("@{name} already exists. Edit it, or choose another name.", name=after))
        del own[before]
        saved_rolls.rename(connection, owner, before, after)
        saved = self._put(connection, owner, own, after, text, server_id)
        left_behind = (other for other in own if other != after and before in self._needed(own[other]))
        return replace(saved, left_behind=tuple(sorted(left_behind)))

    def _needed(self, text: str) -> set[str]:
        return {canonical_name(name) for name in mentioned(text, self.limits)}

    def _put(
        self,
        connection: Connection,
        owner: Owner,
        own: dict[str, str],
        name: str,
        text: str,
        server_id: int | None,
    ) -> Saved:
        self._check_number(owner, len({*own, name}))
        known = {} if server_id is None else texts_of(connection, Owner.server(server_id))
        if is_notation(text, self.limits):
            text = with_counted_dice(text, known.keys() | own.keys())
        own[name] = text
        texts = SavedTexts(own, known, self.limits, self.games)
        texts.check_chains(name, deepest=self.most.depth)
        missing = texts.missing(name)
        self._store(connection, owner, {name: text})
        return Saved(find(connection, owner, name), missing)

    def save_many(
        self, connection: Connection, owner: Owner, texts: Mapping[str, str], replace: bool
    ) -> SavedMany:
        before = texts_of(connection, owner)
        offered = {checked(name): text for name, text in texts.items()}
        same = {name for name, text in offered.items() if before.get(name) == text}
        changed = {
            name: text
            for name, text in offered.items()
            if name not in same and (replace or name not in before)
        }
        after = SavedTexts(before | changed, {}, self.limits, self.games)
        self._check_number(owner, len(after.own))
        name = ""
        try:
            for name in changed:
                after.missing(name)
            after.check_chains(name, deepest=self.most.depth)
        except DiceError as error:
            raise UserError(
                _(
                    "Nothing was saved, because there is a mistake in @{name}: {error}",
                    name=name,
                    error=error.advice,
                )
            ) from error
        self._store(connection, owner, changed)
        return SavedMany(
            added=tuple(sorted(changed.keys() - before.keys())),
            replaced=tuple(sorted(changed.keys() & before.keys())),
            kept=tuple(sorted(offered.keys() - changed.keys() - same)),
            same=tuple(sorted(same)),
        )

    def _store(self, connection: Connection, owner: Owner, texts: Mapping[str, str]) -> None:
        now = self.now()
        saved_rolls.put(
            connection,
            [
                SavedRoll(owner=owner, name=name, text=text, created_at=now, updated_at=now)
                for name, text in texts.items()
            ],
        )

    def _check_number(self, owner: Owner, number: int) -> None:
        most = self.most.number(owner)
        if number > most:
            raise UserError(_(_TOO_MANY[owner.kind], most=most, count=number))


def texts_of(connection: Connection, owner: Owner) -> dict[str, str]:
    """Return what an owner has saved by name."""
    return {roll.name: roll.text for roll in saved_rolls.all_of(connection, [owner])}


def find(connection: Connection, owner: Owner, written: str) -> SavedRoll:
    """Return a saved roll. Raises UserError if it is not there, with names that look like it."""
    name = meant(written)
    found = saved_rolls.named(connection, [owner], [name]) if can_be(name) else []
    if found:
        return found[0]
    near = close_matches(name, texts_of(connection, owner))
    text = _("There is no saved roll called @{name}.", name=name[:40])
    if near:
        text += " " + _("Did you mean {names}?", names=", ".join(f"@{each}" for each in near))
    raise UserError(text)


def remove(connection: Connection, owner: Owner, written: str) -> SavedRoll:
    """Remove a saved roll and return it. Raises UserError if it is not there."""
    found = find(connection, owner, written)
    saved_rolls.remove(connection, owner, found.name)
    return found
