"""Suggesting calls while a player types: what is missing, and the chance of success."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from bot.chances import percent
from bot.services.rolls.suggestion import Suggestion
from bot.services.systems.odds.forecast import exact_forecast, with_work
from bot.services.systems.spelling import value_text
from bot.texts import _, spoken
from dicewright import DiceError, exact_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.services.systems.calls import GameCall, GameCalls
    from bot.services.systems.odds.forecast import Success
    from bot.services.systems.odds.later import LaterChances
    from dicewright import Parameter, Piece, RollKind, System

# Five to eight milliseconds: others are typing, too. A worker finds what takes longer.
_WORK = 20_000
# This many of the calls with one more part are shown with their chances.
_MOST_FIGURES = 1
_MOST_REMEMBERED = 2_000
_MOST_SYSTEMS = 12
_BEGUN = re.compile(r"[^\W_]+")
_AGAINST = frozenset({"vs", "dc", "tn", "ob"})


@dataclass(slots=True)
class GameSuggestions:
    """Suggests calls. It never raises, and needs neither the database nor a worker.

    Only a chance that is not cheap to know comes from a worker, by `later`, if there is one.
    """

    games: GameCalls
    later: LaterChances | None = None
    _known: LRUCache[tuple[str, str, str], str] = field(default_factory=lambda: LRUCache(_MOST_REMEMBERED))
    _unknown: GameCall | None = None
    """The call that was typed, if its chance is not cheap to know."""

    def among(self, games: GameCalls) -> GameSuggestions:
        """Return what suggests other calls to one player, and shares the chances that are known already."""
        return GameSuggestions(games, self.later, self._known)

    async def completed(self, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
        """Return suggestions that were just made, with the chance of the typed call from a worker."""
        found, call = list(suggestions), self._unknown
        if call is None or self.later is None:
            return found
        figures = _figures(call, await self.later.of(call))
        if self.later.knows(call):
            self._known[_key(call)] = figures
        origins = [each.origin for each in found]
        for origin in ("typed", "more"):
            if origin in origins:
                at = origins.index(origin)
                return [*found[:at], replace(found[at], figures=figures), *found[at + 1 :]]
        return found

    def of_call(self, typed: str, names: Mapping[str, str]) -> Iterator[Suggestion]:
        """Yield completions of a text that begins with a system's word, first the text as understood."""
        try:
            call = self.games.read(typed, names=names)
        except DiceError as error:
            yield from self._of_mistake(typed, error)
            if (fix := getattr(error, "fix", None)) is not None:
                yield from self.fixed(fix, names)
            return
        if call.sides:
            yield Suggestion("typed", typed, call.call, self.figures(call))
            return
        kind, given = read_parts(call)
        yield Suggestion(
            "typed", typed, _described(call.system, kind, given) or call.system.name, self.figures(call)
        )
        if call.times == 1 and not call.note:
            yield from self._with_more(typed, call, names)
            if typed.strip().lower() in call.system.words:
                yield from _rolls(call.system, beside=kind.name)

    def fixed(self, fix: str, names: Mapping[str, str]) -> Iterator[Suggestion]:
        """Yield a call that was offered instead of a mistake."""
        for each in self.of_call(fix, names):
            if each.origin == "typed":
                yield Suggestion("more", each.text, each.meaning, each.figures)

    def beginning(self, typed: str) -> Iterator[Suggestion]:
        """Yield an example of each system whose command or name begins as a text does."""
        begun = "".join(_BEGUN.findall(typed.lower()))
        if not begun or any(sign.isdigit() for sign in typed[:1]):
            return
        by_word: dict[str, None] = {}
        for word, command in sorted(
            self.games.systems.words.items(), key=lambda each: (len(each[0]), each[0])
        ):
            if word.startswith(begun):
                by_word[command] = None
        for entry in self.games.systems.entries:
            words = _BEGUN.findall(entry.name.lower())
            if any("".join(words[at:]).startswith(begun) for at in range(len(words))):
                by_word.setdefault(entry.command)
        for entry in map(self.games.systems.entry, list(by_word)[:_MOST_SYSTEMS]):
            yield Suggestion("system", entry.example, entry.name)

    def figures(self, call: GameCall, *, beside: bool = False) -> str:
        """Return the chance of success of a call; "" if it is not cheap to know, or means nothing.

        A worker finds the one of what was typed, but not of a call that is only shown `beside` it.
        """
        key = _key(call)
        if key not in self._known:
            try:
                found = exact_forecast(with_work(call.system, _WORK), call.call)
            except DiceError:
                if not beside:
                    self._unknown = call
                return ""
            self._known[key] = _figures(call, found.counted)
        return self._known[key]

    def _of_mistake(self, typed: str, error: DiceError) -> Iterator[Suggestion]:
        try:
            system = self.games.systems.find(typed)
        except DiceError:
            yield Suggestion("mistake", typed, error.advice)
            return
        if error.code == "missing-parameter":
            kind = system.rolls[system.roll_named(typed)]
            example = system.example(kind.name)
            missing = next((piece for piece in kind.pieces if not piece.optional), None)
            what = described_part(kind, missing) if missing is not None else error.advice
            yield Suggestion("missing", example, _("missing: {what}", what=what))
            if typed.strip().lower() in system.words:
                yield from _rolls(system, beside=kind.name)
            return
        if error.code == "missing-value":
            yield from self._with_value(system, typed)
            return
        begun = typed.lower().split()
        if len(begun) == 2 and error.code == "unknown-piece":
            named = [name for name in system.rolls if name.startswith(begun[1])]
            yield from (_example(system, name) for name in named)
            if named:
                return
        yield Suggestion("mistake", typed, error.advice)

    def _with_value(self, system: System, typed: str) -> Iterator[Suggestion]:
        """Yield a call that ends with a word such as "vs", completed with the value in the file's example."""
        kind = system.rolls[system.roll_named(typed)]
        last = typed.split()[-1].lower()
        for piece in kind.pieces:
            if piece.prefix == last and not piece.switch:
                what = described_part(kind, piece)
                value = _example_value(system, kind, piece)
                text = f"{typed.rstrip()}{' ' * piece.spaced}{value}"
                yield Suggestion("missing", text, _("missing: {what}", what=what))

    def _with_more(self, typed: str, call: GameCall, names: Mapping[str, str]) -> Iterator[Suggestion]:
        """Yield the call with each of its optional parts, with the values from the file's example."""
        kind, given = read_parts(call)
        offered = 0
        for piece in kind.pieces:
            parameter = kind.parameters[piece.parameter]
            if not piece.optional or given[piece.parameter] != parameter.default:
                continue
            if piece.switch:
                part = piece.prefix
            elif parameter.kind == "number":
                part = f"{piece.prefix}{' ' * piece.spaced}{_example_value(call.system, kind, piece)}"
            else:
                continue
            text = f"{typed.rstrip()} {part}"
            try:
                more = self.games.read(text, names=names)
            except DiceError:
                continue
            if more.call != call.call:
                figures = self.figures(more, beside=True) if offered < _MOST_FIGURES else ""
                yield Suggestion("more", text, described_part(kind, piece), figures)
                offered += 1


def _figures(call: GameCall, found: Success | None) -> str:
    if found is None:
        return ""
    chance = percent(found.chance, found.missing)
    return _("first wins {chance}", chance=chance) if call.sides else _("{chance} success", chance=chance)


def _key(call: GameCall) -> tuple[str, str, str]:
    return call.system.digest, call.call, spoken()


def read_parts(call: GameCall) -> tuple[RollKind, Mapping[str, Any]]:
    """Return the roll that a call names, as its system has it, and the values in it."""
    program, given = call.system.call(call.text, call.names or None)
    return program.kind, given


def _rolls(system: System, *, beside: str) -> Iterator[Suggestion]:
    """Yield an example of every other roll of a system."""
    return (_example(system, name) for name in system.rolls if name != beside)


def _example(system: System, roll: str) -> Suggestion:
    return Suggestion("roll", system.example(roll), system.rolls[roll].label or roll.replace("_", " "))


def _described(system: System, kind: RollKind, given: Mapping[str, Any]) -> str:
    """Return what was typed in the words of the file: "7 dice in all, 2 hunger, against 3"."""
    said = []
    for piece in kind.pieces:
        parameter, value = kind.parameters[piece.parameter], given[piece.parameter]
        if value is None or (piece.optional and value == parameter.default):
            continue
        label = _lower(parameter.described)
        if piece.switch:
            said.append(piece.prefix)
        elif parameter.kind != "number":
            said.append(value_text(system, parameter.kind, value))
        elif piece.prefix in _AGAINST:
            said.append(_("against {number}", number=exact_text(value)))
        else:
            said.append(f"{_number(piece, parameter, value)} {label}")
    return ", ".join(said)


def described_part(kind: RollKind, piece: Piece) -> str:
    """Return what a part of a usage is: "Hunger, 0 to 5"."""
    parameter = kind.parameters[piece.parameter]
    label = parameter.described
    low, high = parameter.least, parameter.most
    if piece.switch:
        return label if label != piece.parameter else piece.prefix
    if low is not None and high is not None:
        return _("{label}, {low} to {high}", label=label, low=low, high=high)
    if low is not None:
        return _("{label}, {low} or more", label=label, low=low)
    if high is not None:
        return _("{label}, {high} or less", label=label, high=high)
    return label


def _example_value(system: System, kind: RollKind, piece: Piece) -> str:
    """Return the value that the file's example has for a part, or another than the default."""
    parameter = kind.parameters[piece.parameter]
    _program, shown = system.call(system.example(kind.name))
    value = shown.get(piece.parameter)
    if parameter.kind != "number":
        return value_text(system, parameter.kind, value)
    return _number(piece, parameter, value if value not in (None, parameter.default) else _another(parameter))


def _another(parameter: Parameter) -> int:
    """Return a value that is not the default."""
    default = parameter.default if isinstance(parameter.default, int) else 0
    return default + 1 if parameter.most is None or default < parameter.most else default - 1


def _number(piece: Piece, parameter: Parameter, value: Any) -> str:
    """Return a number as players type it: what is added by itself has its sign, as in +2."""
    signed = not piece.prefix and parameter.default == 0 and value > 0
    return f"{'+' * signed}{exact_text(value)}"


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
