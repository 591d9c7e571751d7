"""The characters of players: adding and changing them, and which of them is in use where."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from cachetools import TTLCache

from bot.services.characters.names import checked_name, name_key
from bot.services.characters.sheet import (
    LONGEST_VALUE,
    MOST_VALUES,
    value_mistake,
    value_name,
    value_text,
    with_other_names,
)
from bot.services.user_error import UserError
from bot.store.connection.notices import Topic
from bot.store.sheets import characters
from bot.store.sheets.characters import Character, Spot
from bot.texts import _, ngettext
from dicewright import close_matches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.connection.database import Database
    from bot.store.connection.notices import Listener

    Where = Literal["channel", "server"]

MOST_CHARACTERS = 20
# For how long another process may show what this one has changed, and how many characters are kept.
_REMEMBERED_SECONDS = 30
_REMEMBERED_CHARACTERS = 2_000_000
_NO_VALUES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cast:
    """All characters of a player, and which of them is in use where."""

    characters: Mapping[str, Character]
    """By key."""
    in_use: Mapping[Spot, str]
    values: dict[str, Mapping[str, str]] = field(default_factory=dict, compare=False)
    """What rolls read, by key: the values under all their names."""

    def here(self, server_id: int | None, channel_id: int | None) -> Character | None:
        """Return the character in use: the channel's, or else the server's.

        If none was chosen, that is the only one, of a player who has no other.
        """
        for spot in (Spot(server_id or 0, channel_id or 0), Spot(server_id or 0)):
            if (key := self.in_use.get(spot)) is not None:
                return self.characters.get(key)
        return next(iter(self.characters.values())) if len(self.characters) == 1 else None

    def values_of(self, character: Character) -> Mapping[str, str]:
        """Return what rolls read of a character."""
        if character.key not in self.values:
            self.values[character.key] = with_other_names(dict(character.values))
        return self.values[character.key]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of storing several characters."""

    stored: tuple[Character, ...]
    kept: tuple[str, ...]
    """The names of those that were there already, and are as they were."""


class Characters:
    """The characters of players. Every method raises StoreUnavailable while the database is away.

    `now` gives the time with its zone, `clock` seconds that only grow. What this process changed it sees at
    once, and what another changed when its listener hears of it, or else within thirty seconds.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime], clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._now = now
        self._remembered: TTLCache[int, Cast] = TTLCache(
            _REMEMBERED_CHARACTERS, _REMEMBERED_SECONDS, timer=clock, getsizeof=_size
        )

    async def cast(self, player_id: int) -> Cast:
        """Return all characters of a player."""
        cast = self._remembered.get(player_id)
        if cast is None:
            cast = await self._database.read(_cast, player_id)
            if _size(cast) <= _REMEMBERED_CHARACTERS:
                self._remembered[player_id] = cast
        return cast

    async def here(self, player_id: int, server_id: int | None, channel_id: int | None) -> Character | None:
        """Return the character that a player uses in a place."""
        return (await self.cast(player_id)).here(server_id, channel_id)

    async def values(
        self, player_id: int, server_id: int | None, channel_id: int | None
    ) -> Mapping[str, str]:
        """Return what the names of the character in use stand for; none if there is no character."""
        cast = await self.cast(player_id)
        character = cast.here(server_id, channel_id)
        return _NO_VALUES if character is None else cast.values_of(character)

    async def find(
        self, player_id: int, name: str, server_id: int | None, channel_id: int | None
    ) -> Character:
        """Return a character by its name, or with "" the one in use. Raises UserError if there is none."""
        cast = await self.cast(player_id)
        if not name.strip():
            found = cast.here(server_id, channel_id)
            if found is None:
                raise UserError(_none_in_use(cast))
            return found
        return _found(cast, name)

    async def put(self, player_id: int, name: str, values: Mapping[str, str], *, new: bool) -> Character:
        """Store a character with these values. A `new` one may not have the name of another.

        Raises UserError for a bad or taken name, and for too many characters or values.
        """
        character = await self._database.write(
            _put, player_id, checked_name(name), dict(values), new, self._now()
        )
        self.forget(player_id)
        return character

    async def put_many(
        self, player_id: int, found: Mapping[str, Mapping[str, str]], *, replace: bool
    ) -> Stored:
        """Store several characters, all or none; those that are there stay as they are unless `replace`.

        Raises UserError as `put` does.
        """
        stored = await self._database.write(_put_many, player_id, found, replace, self._now())
        self.forget(player_id)
        return stored

    async def rename(self, before: Character, name: str, values: Mapping[str, str]) -> Character:
        """Give a character these values, and if that is another, this name. Raises UserError as `put`."""
        character = await self._database.write(_rename, before, checked_name(name), dict(values), self._now())
        self.forget(before.player_id)
        return character

    async def set(self, character: Character, name: str, value: str) -> Character:
        """Set one value, or with "" remove it.

        Raises UserError if name or value cannot be one, and NotationError for a value that is meant as dice.
        """
        key = value_name(name)
        if not key:
            raise UserError(
                _(
                    "“{name}” can't be a name. Names have letters and digits, such as {example}.",
                    name=name[:40],
                    example="spot_hidden",
                )
            )
        values = dict(character.values)
        if value.strip():
            text = value_text(value)
            if not text:
                if (mistake := value_mistake(value, values)) is not None:
                    raise mistake
                raise UserError(
                    _(
                        "“{value}” is neither a number nor a roll of up to {most} characters. Write one such "
                        "as {example}.",
                        value=value[:40],
                        most=LONGEST_VALUE,
                        example="3, +3, 1d6",
                    )
                )
            values[key] = text
        elif values.pop(key, None) is None:
            raise UserError(_("{character} has no value called {name}.", character=character.name, name=key))
        return await self.put(character.player_id, character.name, values, new=False)

    async def remove(self, player_id: int, name: str) -> Character:
        """Remove a character and return it. Raises UserError if it is not there."""
        found = _found(await self._database.read(_cast, player_id), name)
        await self._database.write(characters.remove, player_id, found.key)
        self.forget(player_id)
        return found

    async def use(self, player_id: int, key: str, spot: Spot) -> None:
        """Use a character in a place; with "", none."""
        await self._database.write(characters.use, player_id, spot, key)
        self.forget(player_id)

    def listen(self, listener: Listener) -> None:
        """See at once what other processes change."""
        listener.subscribe(Topic.CHARACTERS, lambda key: self.forget(int(key)))
        listener.subscribe_to_gaps(self._remembered.clear)

    def forget(self, player_id: int) -> None:
        """Let go of what is remembered of a player whose characters changed elsewhere."""
        self._remembered.pop(player_id, None)


def _cast(connection: Connection, player_id: int) -> Cast:
    return Cast(_own(connection, player_id), characters.in_use(connection, player_id))


def _own(connection: Connection, player_id: int) -> dict[str, Character]:
    return {each.key: each for each in characters.all_of(connection, player_id)}


def _put(
    connection: Connection, player_id: int, name: str, values: dict[str, str], new: bool, now: datetime
) -> Character:
    character = _changed(_own(connection, player_id), player_id, name, values, new, now)
    characters.put(connection, character)
    return character


def _changed(
    own: Mapping[str, Character],
    player_id: int,
    name: str,
    values: dict[str, str],
    new: bool,
    now: datetime,
) -> Character:
    """Return a character as it will be stored. Raises UserError as `Characters.put` does."""
    if len(values) > MOST_VALUES:
        raise UserError(
            _(
                "A character can have up to {most} values, and this would be {count}.",
                most=MOST_VALUES,
                count=len(values),
            )
        )
    before = own.get(name_key(name))
    if before is not None:
        if new:
            raise UserError(
                _(
                    "You already have a character called {name}. Use /character edit, or another name.",
                    name=name,
                )
            )
        return dataclasses.replace(before, name=name, values=values, updated_at=now)
    if len(own) >= MOST_CHARACTERS:
        raise UserError(
            ngettext(
                "You can have {count} character. Remove one first.",
                "You can have {count} characters. Remove one first.",
                MOST_CHARACTERS,
            )
        )
    return Character(
        player_id=player_id, key=name_key(name), name=name, values=values, created_at=now, updated_at=now
    )


def _put_many(
    connection: Connection,
    player_id: int,
    found: Mapping[str, Mapping[str, str]],
    replace: bool,
    now: datetime,
) -> Stored:
    own = _own(connection, player_id)
    kept = tuple(name for name in found if name_key(name) in own and not replace)
    stored = []
    for name, values in found.items():
        if name not in kept:
            character = _changed(own, player_id, name, dict(values), False, now)
            characters.put(connection, character)
            own[character.key] = character
            stored.append(character)
    return Stored(tuple(stored), kept)


def _rename(
    connection: Connection, before: Character, name: str, values: dict[str, str], now: datetime
) -> Character:
    player_id = before.player_id
    if name_key(name) == before.key:
        return _put(connection, player_id, name, values, False, now)
    own = _own(connection, player_id)
    own.pop(before.key, None)
    renamed = _changed(own, player_id, name, values, True, now)
    after = dataclasses.replace(renamed, created_at=before.created_at)
    places = [spot for spot, key in characters.in_use(connection, player_id).items() if key == before.key]
    characters.remove(connection, player_id, before.key)
    characters.put(connection, after)
    for spot in places:
        characters.use(connection, player_id, spot, after.key)
    return after


def _found(cast: Cast, name: str) -> Character:
    key = name_key(name)
    if key in cast.characters:
        return cast.characters[key]
    text = _("You have no character called “{name}”.", name=name.strip()[:40])
    if near := close_matches(key, cast.characters):
        text += " " + _("Did you mean {names}?", names=", ".join(cast.characters[each].name for each in near))
    elif not cast.characters:
        text += " " + _("Add one with /character add.")
    raise UserError(text)


def _none_in_use(cast: Cast) -> str:
    if not cast.characters:
        return _("You have no characters yet. Add one with /character add.")
    return _("You use no character here. Choose one with /character use.")


def _size(cast: Cast) -> int:
    values = (text for each in cast.characters.values() for pair in each.values.items() for text in pair)
    return 500 + sum(len(text) + 100 for text in values)
