"""What a player may mean to roll, at every letter typed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import dicewright
from bot.services.cache import Remembered
from bot.services.characters.suggesting import from_sheet
from bot.services.rolls.short_odds import short_odds
from bot.services.rolls.suggestion import Suggestion
from bot.services.saved.names import canonical_name, list_parts, with_joined_names
from bot.services.saved.resolving import resolve_among
from bot.services.saved.uses import MissingValues
from bot.services.systems.suggesting import GameSuggestions
from bot.store.saved_rolls import OwnerKind
from dicewright import DEFAULT_LIMITS, DiceError, NotationError, close_matches
from dicewright.rendering import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from bot.services.characters.characters import Characters
    from bot.services.history.reader import PastRolls
    from bot.services.rolls.suggestion import Origin
    from bot.services.saved.resolving import Resolved
    from bot.services.saved.saved import SavedRolls
    from bot.services.systems.odds.later import LaterChances
    from bot.services.systems.server_games import ServerGames
    from bot.store.rolls import RecentRoll
    from bot.store.saved_rolls import SavedRoll
    from dicewright import Limits, Notation

# Some three milliseconds of arithmetic: others are typing, too.
_WORK = 10_000
# Half of what a player notices as waiting, and the rest is Discord's.
_PATIENCE_SECONDS = 0.04
_RECENT_SECONDS = 5.0
# Names in a row of which each needs the next: one's own, and then the server's.
_DEEPEST = 20
_NAME_AT_END = re.compile(r"@(\w*)$")
# What a saved roll is called that was rolled in another way; see `Called`.
_CHANGED = re.compile(r" \((?:adv|dis|plain)\)$")
_GAPS = re.compile(r"\s*([-+*/,;()])\s*")

# What somebody who has never rolled may want to see.
_EXAMPLES = ("1d20", "1d20 + 5", "1d20adv", "2d6 + 3", "4d6kh3", "8d10>=8", "1d100")


class Suggestions:
    """Suggests what to roll; it never raises and hardly ever waits. `clock` gives seconds that only grow."""

    def __init__(
        self,
        saved: SavedRolls,
        past: PastRolls,
        games: ServerGames,
        *,
        clock: Callable[[], float],
        limits: Limits = DEFAULT_LIMITS,
        patience: float = _PATIENCE_SECONDS,
        characters: Characters | None = None,
        later: LaterChances | None = None,
    ) -> None:
        self._limits = limits.replace(work=_WORK)
        self._games = games
        self._calls = GameSuggestions(games.shipped, later)

        async def load_saved(asked: tuple[int, int | None]) -> tuple[SavedRoll, ...]:
            return await saved.known_to(*asked)

        async def load_sheet(asked: tuple[int, int | None, int | None]) -> Mapping[str, str]:
            return {} if characters is None else await characters.values(*asked)

        # Loaded each time, because both remember by themselves, and know when to forget.
        self._saved: Remembered[tuple[int, int | None], tuple[SavedRoll, ...]] = Remembered(
            load_saved, (), clock=clock, fresh_seconds=0.0, patience=patience
        )
        self._sheets: Remembered[tuple[int, int | None, int | None], Mapping[str, str]] = Remembered(
            load_sheet, {}, clock=clock, fresh_seconds=0.0, patience=patience
        )
        self._recent: Remembered[int, tuple[RecentRoll, ...]] = Remembered(
            past.recent, (), clock=clock, fresh_seconds=_RECENT_SECONDS, patience=patience
        )

    async def suggest(
        self,
        typed: str,
        player_id: int,
        server_id: int | None,
        *,
        most: int,
        longest: int,
        played: Sequence[str] = (),
        channel_id: int | None = None,
    ) -> list[Suggestion]:
        """Return up to `most` suggestions, none of which has a text of more than `longest` characters.

        `played` are the commands of the game systems that are played here. The first is what was typed, as
        it is understood. What is wrong with it comes last, after all that can be rolled in its place; a
        name that is still being typed is not wrong.
        """
        saved = await self._saved.get((player_id, server_id))
        recent = await self._recent.get(player_id)
        calls = self._calls.among(await self._games.here(server_id))
        sheet = await self._sheets.get((player_id, server_id, channel_id))
        # The character's values go before one's own saved rolls, and these before the server's.
        names = {roll.name: roll.text for roll in reversed(saved)} | dict(sheet)
        in_call = calls.games.begins_call(typed)
        whole = with_joined_names(typed.strip(), names, bare=in_call or bool(played))
        understood = await calls.completed(self._understood(whole, names, longest, played, calls))
        known = [
            *from_sheet(typed, sheet, bare=in_call or bool(played)),
            *_from_saved(typed, saved),
            *_from_recent(typed, recent, {roll.name for roll in saved}),
        ]
        # In place of a mistake, what the player has rolled before is likelier than a guess.
        guessed = any(each.origin == "mistake" for each in understood)
        found: dict[str, Suggestion] = {}
        for each in (*known, *understood) if guessed else (*understood, *known):
            if 0 < len(each.text) <= longest:
                found.setdefault(each.text, each)
        # A server's rolls tell a new player nothing of how to write one.
        if not typed.strip() and not any(each.origin in ("own", "recent") for each in found.values()):
            for text in _EXAMPLES:
                found.setdefault(text, self._described("example", text, self._parsed(text, {})))
        wrong = [each for each in found.values() if each.origin == "mistake"]
        right = [each for each in found.values() if each.origin != "mistake"]
        return [*right[: most - len(wrong)], *wrong]

    def forget_player(self, player_id: int) -> None:
        """Let go of a player whose data was removed."""
        self._recent.forget(player_id)
        self._saved.forget_where(lambda asked: asked[0] == player_id)
        self._sheets.forget_where(lambda asked: asked[0] == player_id)

    def _understood(
        self,
        typed: str,
        names: dict[str, str],
        longest: int,
        played: Sequence[str],
        calls: GameSuggestions,
    ) -> Iterator[Suggestion]:
        if not typed:
            return
        if calls.games.begins_call(typed):
            yield from calls.of_call(typed, names)
            return
        try:
            meant = resolve_among(typed, names, deepest=_DEEPEST, limits=self._limits)
            if meant.call:
                yield from _saved_call(typed, meant, names, calls)
                return
            notation = self._parsed(meant.text, names | dict(meant.names))
        except MissingValues as missing:
            yield Suggestion("missing", typed, missing.advice)
            return
        except DiceError as error:
            if (call := calls.games.read_in(played, typed, names=names)) is not None:
                yield from calls.of_call(call.again, names)
            else:
                yield from self._mistaken(typed, error, names, calls)
            return
        text = typed if len(typed) <= longest else self._without_gaps(typed, names, notation)
        yield self._described("typed", text, notation)

    def _mistaken(
        self,
        typed: str,
        error: DiceError,
        names: dict[str, str],
        calls: GameSuggestions,
    ) -> Iterator[Suggestion]:
        """Yield what a text may be that is no dice notation: a call, the beginning of one, or a mistake."""
        if not isinstance(error, NotationError) or _is_begun(error, names):
            if not _is_begun(error, names):
                yield Suggestion("mistake", typed, error.advice)
        elif error.code == "unknown-name":
            yield Suggestion("mistake", typed, error.advice)
            yield from _near(error, names)
        elif calls.games.knows(typed):
            yield from calls.of_call(typed, names)
        elif (other := calls.games.instead(typed, error)).fix:
            yield Suggestion("mistake", typed, other.advice)
            yield from self._fixed(other.fix or "", names, calls)
        elif begun := list(calls.beginning(typed)):
            yield from begun
        else:
            yield Suggestion("mistake", typed, error.advice)

    def _fixed(self, fix: str, names: dict[str, str], calls: GameSuggestions) -> Iterator[Suggestion]:
        """Yield what was meant in place of a mistake."""
        if calls.games.begins_call(fix):
            yield from calls.fixed(fix, names)
            return
        try:
            notation = self._parsed(fix, names)
        except DiceError:
            return
        yield Suggestion("more", fix, describe(notation.tree), short_odds(notation))

    @staticmethod
    def _described(origin: Origin, text: str, notation: Notation) -> Suggestion:
        return Suggestion(origin, text, describe(notation.tree), short_odds(notation))

    def _parsed(self, text: str, names: dict[str, str]) -> Notation:
        return dicewright.parse(text, names=names if "@" in text else None, limits=self._limits)

    def _without_gaps(self, typed: str, names: dict[str, str], notation: Notation) -> str:
        """Return the same roll in a shorter text, or the one typed where the gaps mean something."""
        text = _GAPS.sub(r"\1", typed)
        try:
            return text if self._parsed(text, names).tree == notation.tree else typed
        except DiceError:
            return typed


def _saved_call(
    typed: str, meant: Resolved, names: dict[str, str], calls: GameSuggestions
) -> Iterator[Suggestion]:
    """Yield a saved call with the values that were typed for it, as it is understood."""
    if len(list_parts(meant.text)) > 1:
        yield Suggestion("typed", typed, meant.text)
        return
    for each in calls.of_call(f"{meant.times}{meant.text}", names | dict(meant.names)):
        if each.origin == "typed":
            yield replace(each, text=typed)
        elif each.origin == "mistake":
            yield Suggestion("mistake", typed, each.meaning)


def _is_begun(error: DiceError, names: Iterable[str]) -> bool:
    """Whether all that is wrong is a name at the end, and some of the names begin so."""
    if error.code not in ("missing-name", "unknown-name") or error.span is None:
        return False
    begun = _NAME_AT_END.search(error.text)
    return (
        begun is not None
        and begun.start() == error.span.start
        and any(name.startswith(canonical_name(begun[1])) for name in names)
    )


def _from_saved(typed: str, saved: Sequence[SavedRoll]) -> Iterator[Suggestion]:
    begun = _NAME_AT_END.search(typed)
    wanted = canonical_name(begun[1] if begun else typed.strip())
    before = typed[: begun.start()].lstrip() if begun else ""
    own: set[str] = set()
    for roll in saved:
        servers = roll.owner.kind is OwnerKind.SERVER
        if not servers:
            own.add(roll.name)
        if not (roll.name.startswith(wanted) if begun else wanted in roll.name):
            continue
        origin: Origin = "server" if servers else "own"
        if roll.name not in own or not servers:
            yield Suggestion(origin, f"{before}@{roll.name}", roll.text)
        elif not before:
            # Its name means the player's own, so what is saved under it is what can be rolled.
            yield Suggestion(origin, roll.text, roll.text, name=f"@{roll.name}")


def _near(error: DiceError, names: dict[str, str]) -> Iterator[Suggestion]:
    """Yield the text with each name in place of an unknown one that looks like it."""
    if error.span is None:
        return
    before, after = error.text[: error.span.start], error.text[error.span.stop :]
    for name in close_matches(canonical_name(error.marked.removeprefix("@")), names):
        yield Suggestion("own", f"{before}@{name}{after}", names[name])


def _from_recent(typed: str, recent: Sequence[RecentRoll], saved: Container[str]) -> Iterator[Suggestion]:
    wanted = _squeezed(typed)
    for roll in recent:
        # What is saved under a name is rolled by that, with the values that it had.
        named = roll.notation in saved or (
            roll.notation.split(" ")[0] in saved and not _CHANGED.search(roll.notation)
        )
        text = f"@{roll.notation}" if named else roll.text
        note = " ".join(roll.note.split())
        # A note belongs to one roll, and may have one of its own.
        if note and not {"#", ";"} & {*text, *note}:
            text = f"{text} # {note}"
        if wanted in _squeezed(text):
            yield Suggestion("recent", text, "")


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()
