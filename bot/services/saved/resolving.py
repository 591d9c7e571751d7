"""Looking up the `@names` in a text that is about to be rolled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.services.saved.changes import find
from bot.services.saved.checks import call_in_dice, place_of
from bot.services.saved.names import canonical_name, is_notation, mentioned, names_in, with_more
from bot.services.saved.uses import MissingValues, read_use, values_inside
from bot.store import saved_rolls

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from bot.services.saved.uses import Use
    from bot.store.saved_rolls import Owner, SavedRoll
    from dicewright import Limits

    Meanings = Mapping[str, str]
    # Returns what is saved under names in their normal form.
    Find = Callable[[Collection[str]], Iterable["Found"]]


# What begins so after a name is meant to be added to it, or the like.
_OPERATORS = tuple("+-*/^")


@dataclass(frozen=True, slots=True)
class Found:
    """What a name stands for."""

    name: str
    text: str
    owner: Owner | None = None
    """Who saved it; None for a value that is no saved roll."""


class Resolved(NamedTuple):
    """A text ready for `dicewright.parse`, or for a game system if what was saved is a call of one."""

    text: str
    """What to parse: if a player wrote nothing but a name, what was saved under it."""
    names: Mapping[str, str]
    """What each @name stands for."""
    used: tuple[tuple[Owner, str], ...] = ()
    """The saved rolls that the player named."""
    name: str = ""
    """The name of the saved roll that it is, with the values for it, if it is no more than that."""
    times: str = ""
    """What repeats a game's saved roll, such as `3x `; `text` leaves that out."""
    call: bool = False
    """Whether `text` is a call of a game system."""


@dataclass(slots=True)
class Lookup:
    """Follows names to what they stand for, `deepest` steps at the most.

    `everything` returns all names that there are, for an error to suggest from.
    """

    find: Find
    everything: Callable[[], Mapping[str, str]]
    deepest: int
    limits: Limits
    known: dict[str, Found] = field(default_factory=dict)

    def resolved(self, text: str) -> Resolved:
        """Return a text with what its names stand for, and nothing that it does not need.

        Names that nobody saved are left for `dicewright.parse` to complain about: then all known ones are
        there, for it to suggest from. Raises MissingValues if a saved roll needs more than was typed, and
        NotationError or LimitError if a text is not notation.
        """
        use = read_use(text)
        if use is not None:
            self.follow([use.name])
            if use.name in self.known:
                return self._used(use)
            if use.values:
                # What follows an unknown name says nothing of what is wrong.
                text = text[: use.after_name]
        written = names_in(text, self.limits)
        self.follow(map(canonical_name, written))
        for name in map(canonical_name, written):
            self._refuse_call(name, text)
            self._refuse_open(name, text)
        return Resolved(text, self._meanings([text], {}), self._saved_by(written))

    def follow(self, names: Iterable[str]) -> None:
        """Look names up, and those in what they stand for."""
        pending = set(names)
        for _step in range(self.deepest):
            wanted = pending - self.known.keys()
            if not wanted:
                break
            found = list(self.find(wanted))
            self.known |= {each.name: each for each in found}
            pending = {name for each in found for name in self._mentioned(each.text)}

    def _used(self, use: Use) -> Resolved:
        """Return a saved roll with the values that were typed after its name, and what else follows it."""
        body = self.known[use.name].text
        call = not is_notation(body, self.limits)
        filled = use.filled(self._reached([body], {}), self.known.keys())
        given, rest = filled.given, use.text[filled.stop :].strip()
        if call and rest.startswith(_OPERATORS):
            self._refuse_call(use.name, use.text)
        typed = {name: None for text in (rest, *given.values()) for name in self._mentioned(text)}
        self.follow(typed)
        needed = self._reached([body], given)
        missing = [name for name in needed if name not in {**self.known, **given, **typed}]
        if missing:
            raise MissingValues(use, needed, missing, body)
        used = self._saved_by([use.name, *typed])
        name = " ".join(use.text[use.after_name - len(use.name) : filled.stop].split())
        if call:
            names = self._meanings([body, rest, *given.values()], given)
            return Resolved(with_more(body, rest), names, used, name, use.times, call=True)
        names = self._meanings([body, *given.values()], given)
        for each in names:
            self._refuse_call(canonical_name(each), body)
        if not rest and not use.times:
            return Resolved(body, names, used, name)
        text = f"{use.times}@{use.name} {rest}".rstrip() if given else use.text
        named = " ".join(use.text.split("#")[0].split()).lstrip("@") if given else ""
        return Resolved(text, names | self._meanings([text], given), used, named)

    def _reached(self, texts: Iterable[str], given: Mapping[str, str]) -> list[str]:
        """Return all names that texts need, in the order of their first mention."""
        return list(dict.fromkeys(canonical_name(name) for name in self._spellings(texts, given)))

    def _spellings(self, texts: Iterable[str], given: Mapping[str, str]) -> dict[str, None]:
        found: dict[str, None] = {}
        pending = [name for text in texts for name in mentioned(text, self.limits)][::-1]
        while pending:
            name = pending.pop()
            if name in found:
                continue
            found[name] = None
            if (meaning := self._meaning(canonical_name(name), given)) is not None:
                pending += reversed(mentioned(meaning, self.limits))
        return found

    def _mentioned(self, text: str) -> list[str]:
        return [canonical_name(name) for name in mentioned(text, self.limits)]

    def _meaning(self, name: str, given: Mapping[str, str]) -> str | None:
        if name in given:
            return given[name]
        return self.known[name].text if name in self.known else None

    def _meanings(self, texts: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
        """Return what each name stands for that texts need; everything known if one stands for nothing."""
        found = {name: self._meaning(canonical_name(name), given) for name in self._spellings(texts, given)}
        names = {name: meaning for name, meaning in found.items() if meaning is not None}
        return names if len(names) == len(found) else {**self.everything(), **names}

    def _saved_by(self, names: Iterable[str]) -> tuple[tuple[Owner, str], ...]:
        known = (self.known.get(canonical_name(name)) for name in names)
        return tuple((each.owner, each.name) for each in known if each is not None and each.owner is not None)

    def _refuse_call(self, name: str, text: str) -> None:
        """Raise NotationError if a name among dice stands for a call of a game system."""
        found = self.known.get(name)
        if found is not None and not is_notation(found.text, self.limits):
            raise call_in_dice(name, found.text, text, place_of(name, text))

    def _refuse_open(self, name: str, text: str) -> None:
        """Raise NotationError if a name among dice stands for a roll that needs values."""
        if name not in self.known:
            return
        needed = self._reached([self.known[name].text], {})
        if missing := [each for each in needed if each not in self.known]:
            raise values_inside(name, needed, missing, text, place_of(name, text))


def resolve(
    connection: Connection,
    text: str,
    owners: Sequence[Owner],
    *,
    deepest: int,
    limits: Limits,
    values: Mapping[str, str] | None = None,
    of: Owner | None = None,
) -> Resolved:
    """Return a text with what its names stand for; see `Lookup.resolved`.

    A name in `values` means that. Of the `owners`, the first who has a name is the one it is taken from.
    With an owner in `of`, the text is the name of one of its saved rolls, no matter who else has that name;
    UserError is raised if it is not there.
    """
    values = values or {}

    def find_names(names: Collection[str]) -> list[Found]:
        wanted = [name for name in names if name not in values]
        rolls = saved_rolls.named(connection, owners, wanted) if wanted else []
        own = [Found(name, values[name]) for name in names if name in values]
        return [*own, *_by_name(rolls, owners).values()]

    def everything() -> dict[str, str]:
        known = _by_name(saved_rolls.all_of(connection, owners), owners)
        return {name: found.text for name, found in known.items()} | dict(values)

    lookup = Lookup(find_names, everything, deepest, limits)
    if of is not None and (use := read_use(text)) is not None:
        roll = find(connection, of, use.name)
        lookup.known[roll.name] = Found(roll.name, roll.text, of)
        lookup.follow(map(canonical_name, mentioned(roll.text, limits)))
    return lookup.resolved(text)


def resolve_among(text: str, known: Mapping[str, str], *, deepest: int, limits: Limits) -> Resolved:
    """Return the same for names that are at hand, as `known` has them in their normal form."""

    def find_names(names: Collection[str]) -> list[Found]:
        return [Found(name, known[name]) for name in names if name in known]

    return Lookup(find_names, lambda: known, deepest, limits).resolved(text)


def _by_name(rolls: Sequence[SavedRoll], owners: Sequence[Owner]) -> dict[str, Found]:
    latest = sorted(rolls, key=lambda roll: -owners.index(roll.owner))
    return {roll.name: Found(roll.name, roll.text, roll.owner) for roll in latest}
