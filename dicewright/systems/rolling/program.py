"""Rolling: a roll's pools are thrown in order, then its values are read, then its outcome is found."""

from __future__ import annotations

import re
from itertools import chain

from dicewright.errors import DiceError
from dicewright.numbers import bounded, simplest
from dicewright.phrases import Phrase, run_together
from dicewright.systems.loading.messages import filled
from dicewright.systems.rolling.throwing import thrower
from dicewright.systems.rules.compiling import compiled, passing_at_all, within
from dicewright.systems.rules.tables import rolls_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.systems.rolling.hand import Hand, Throw
    from dicewright.systems.rules.formulas import Compiled, Formula, Known
    from dicewright.systems.rules.model import Description, Outcome, RollKind
    from dicewright.systems.rules.plans import Table

_OUTCOME = re.compile(r"\{\s*outcome\s*\}", re.IGNORECASE)


class Rolled:
    """A roll that was read, before it is put into words."""

    __slots__ = ("hand", "known", "notes", "outcome", "result", "tables")

    def __init__(self, hand: Hand, known: Known) -> None:
        self.hand: Hand = hand
        self.known: Known = known
        self.result: Number | None = None
        self.outcome: int | None = None
        self.notes: list[int] = []
        self.tables: dict[str, str] = {}
        """The words that values were looked up as."""


class Program:
    """One kind of roll, compiled: it rolls for given parameters."""

    def __init__(self, kind: RollKind, description: Description) -> None:
        self.kind = kind
        self.description: Description = description
        self.limits: Limits = description.limits
        limits = description.limits
        self._size = len(kind.places)
        # In a roll whose dice the player picks, @chosen is 1 once that is done.
        self._chosen_place: int | None = kind.places.get("chosen") if kind.keep is not None else None
        self._pushes_place = kind.place_of_pushes
        self._parameters = [(kind.places[name], name) for name in kind.parameters]
        self._pools: list[tuple[int, Throw, str]] = [
            (kind.places[pool.name], thrower(pool.plan, limits), pool.text) for pool in kind.pools
        ]
        self._values: list[tuple[int, Compiled, str, str]] = [
            (kind.places[value.name], compiled(value.formula, limits), value.text, value.words)
            for value in kind.values
        ]
        self._value_names = [value.name for value in kind.values]
        self._row_throws: dict[tuple[str, int], list[Throw]] = {}
        self._result = None if kind.result is None else compiled(kind.result, limits)
        self._result_place = kind.places["result"]
        self._tests = [self._outcome_test(outcome) for outcome in kind.outcomes]
        self._shift = None if kind.shift is None else compiled(kind.shift, limits)
        self._notes = [compiled(note.test, limits) for note in kind.notes]
        push = kind.push
        self.push_when: Compiled | None = (
            None if push is None or push.when is None else compiled(push.when, limits)
        )
        """Whether a result may be pushed; None where any may."""
        self.pushable: list[Compiled] = [] if push is None else self._at_all(push.reroll)
        """For each pool of a push, whether it has a die that may be thrown again."""
        self.keepable: list[Compiled] = [] if kind.keep is None else self._at_all(kind.keep.pools)
        """For each pool of a choice, whether it has a die that may be kept."""
        self.certain: bool = _is_certain(kind)
        """Whether reading the dice can neither fail nor throw more, so that it can wait."""

    def _at_all(self, tests: Mapping[str, Formula | None]) -> list[Compiled]:
        return [passing_at_all(test, self.kind.places[name], self.limits) for name, test in tests.items()]

    def throw(self, hand: Hand, known: Known) -> None:
        """Throw the pools in order. Raises the errors of a roll, with the string they point into."""
        for place, throw, text in self._pools:
            hand.pool = place
            try:
                known[place] = throw(known, hand)
            except DiceError as error:
                raise within(error, text) from None

    def start(self, parameters: dict[str, Any], pushes: int = 0) -> Known:
        """Return what is known before the first die is thrown, after this many pushes."""
        known: Known = [None] * self._size
        for place, name in self._parameters:
            known[place] = parameters[name]
        if self._chosen_place is not None:
            known[self._chosen_place] = 0
        if self._pushes_place is not None:
            known[self._pushes_place] = pushes
        return known

    def roll(self, hand: Hand, known: Known, *, in_words: bool = True) -> Rolled:
        """Throw the pools and read them. Raises the errors of a roll, with the string they point into."""
        self.throw(hand, known)
        return self.read(hand, known, in_words=in_words)

    def read(self, hand: Hand, known: Known, *, in_words: bool = True) -> Rolled:
        """Read values, outcome and notes off pools that were thrown; `in_words` rolls what tables hold."""
        rolled = Rolled(hand, known)
        for index, (place, value, text, words) in enumerate(self._values):
            try:
                number = value(known)
                known[place] = number if number.__class__ is int else _plain(number, self.limits)
                if words and in_words:
                    rolled.tables[self._value_names[index]] = self._words(words, known[place], hand)
            except DiceError as error:
                raise within(error, text) from None
        if self._result is not None:
            rolled.result = known[self._result_place] = _plain(self._result(known), self.limits)
        rolled.outcome = self.outcome(known)
        if self._notes:
            rolled.notes = self.holding_notes(known)
        return rolled

    def outcome(self, known: Known) -> int | None:
        """Return the place of the outcome that holds, moved by the shift; None if none does."""
        place = 0
        for holds in self._tests:
            if holds(known):
                break
            place += 1
        else:
            return None
        if self._shift is not None:
            # The best outcome stands first, so a shift upwards leads to the front.
            place = min(max(0, place - int(self._shift(known))), len(self._tests) - 1)
        return place

    def holding_notes(self, known: Known) -> list[int]:
        """Return the places of the notes that hold."""
        return [place for place, holds in enumerate(self._notes) if holds(known)]

    def _outcome_test(self, outcome: Outcome) -> Callable[[Known], Any]:
        if outcome.test is not None:
            return compiled(outcome.test, self.limits)
        least, most, place = outcome.least, outcome.most, self._result_place
        if least is None and most is None:
            return lambda _known: True
        if most is None:
            return lambda known: known[place] >= least
        if least is None:
            return lambda known: known[place] <= most
        return lambda known: least <= known[place] <= most

    def _words(self, name: str, row: int, hand: Hand) -> str:
        """Return the words of a row, with the rolls in double brackets rolled."""
        table: Table = self.description.tables[name]
        plans = table.rows[row].rolls
        if not plans:
            return table.rows[row].words
        key = (name, row)
        if key not in self._row_throws:
            self._row_throws[key] = [thrower(plan, self.limits) for plan in plans]
        around, _ = rolls_in(table.rows[row].words)
        totals = [str(throw([], hand).total) for throw in self._row_throws[key]]
        return "".join([piece for pair in zip(around, [*totals, ""], strict=True) for piece in pair])


# If no parameter is larger, a handful of products stay within the limit of digits.
_LARGEST_CERTAIN = 10**12
_PRODUCTS = 4


def _is_certain(kind: RollKind) -> bool:
    """Return whether no formula of a roll can divide by zero, miss a row or grow without bound."""
    products = 0
    for formula in kind.formulas:
        for one in formula.walk():
            match one.operation:
                case "table" | "**" | "/":
                    return False
                case "//" | "%" if one.parts[1].operation != "number" or not one.parts[1].data:
                    return False
                case "*":
                    products += 1
    return products <= _PRODUCTS


def _plain(number: Number, limits: Limits) -> Number:
    """Return a number in its one form: True is 1, and a whole fraction is an int."""
    return bounded(simplest(number), limits)


def message(kind: RollKind, rolled: Rolled, words: Sequence[str]) -> str:
    """Return a roll's message, filled with its result; `words` are those of the outcome and notes."""
    outcome = None if rolled.outcome is None else kind.outcomes[rolled.outcome]
    template = (outcome.message if outcome is not None else "") or kind.message

    def word(name: str) -> Number | str:
        if name == "outcome":
            return words[0]
        if name == "notes":
            return ", ".join(words[1:])
        if name in rolled.tables:
            return rolled.tables[name]
        known = rolled.known[kind.places[name]]
        if known.__class__ is int:
            return int(known)
        if known is None:
            return ""
        return (
            known.total if hasattr(known, "total") else known if hasattr(known, "denominator") else str(known)
        )

    if rolled.outcome is not None or not kind.outcomes:
        return filled(template, word)
    none = Phrase("no outcome")
    first, *rest = [filled(part, word) for part in _OUTCOME.split(template)]
    return run_together(first, *chain.from_iterable((none, part) for part in rest))


def is_small(given: Mapping[str, Any]) -> bool:
    """Return whether no number that was typed can make others grow past the limit of digits."""
    for value in given.values():
        if value.__class__ is int and not -_LARGEST_CERTAIN <= value <= _LARGEST_CERTAIN:
            return False
    return True
