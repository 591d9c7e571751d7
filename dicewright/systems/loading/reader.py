"""Reading the strings of one roll: each parsed, and each error with its place in the file."""

from __future__ import annotations

import re

from dicewright.errors import DiceError
from dicewright.notation.mistakes.suggestions import nearest, slips
from dicewright.notation.parsing.common import parse
from dicewright.phrases import Phrase
from dicewright.source import Span
from dicewright.systems.errors import SystemFileError, in_file
from dicewright.systems.loading.building import MATCHING, NUMBER
from dicewright.systems.rules.compiling import FUNCTIONS
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from dicewright.limits import Limits
    from dicewright.notation.tree.nodes import Expression
    from dicewright.systems.loading.building import Scope
    from dicewright.systems.loading.fields import Fields
    from dicewright.systems.rules.model import Parameter, Pool

    Built = TypeVar("Built")


TAKEN = ("result", "outcome", "notes")
"""Names that stand for what happens in a roll, so that nothing else is called like them."""

# The longest string has room for hundreds of steps, and each of them takes a call inside another.
_DEEPEST = 100
# Dice whose number is a name: @pool d6, {pool}d6.
_DICE_AFTER = re.compile(r"[@{]+(\w+?)\}?\s*(d\d+)\b", re.IGNORECASE)
_WHAT = Phrase("Use names with @, numbers, and what docs/systems.md lists under what can be read off dice.")
# What other languages call it.
_OTHERWISE = {
    "count": Phrase("Dice are counted as in {{@dice}}=6."),
    "sum": Phrase("The sum of a pool is its name, as in @dice."),
    "total": Phrase("The total of a pool is its name, as in @dice."),
    "highest": Phrase("Write {{@dice}}kh1."),
    "lowest": Phrase("Write {{@dice}}kl1."),
    "outcomes": Phrase('The outcome is written "outcome".'),
    "&&": Phrase("Write and between two tests."),
    "&": Phrase("Write and between two tests."),
    "||": Phrase("Write or between two tests."),
    "|": Phrase("Write or between two tests."),
    "then": Phrase("Write if(test, one, other)."),
    "else": Phrase("Write if(test, one, other)."),
    "true": Phrase("Write 1."),
    "false": Phrase("Write 0."),
}


class Reader:
    """Reads the strings of one roll, whose names get their places in the order in which they are known."""

    def __init__(self, fields: Fields, scope: Scope, limits: Limits) -> None:
        self.fields = fields
        self.scope = scope
        self.limits = limits
        self.typed: Mapping[str, Parameter] = {}
        """The parameters, by name, once they are read."""
        self.pools: tuple[Pool, ...] = ()

    def within(self, text: str, build: Callable[[], Built], *names: str | int) -> Built:
        """Return what is built from a string; an error gets the string and its place in the file."""
        try:
            return build()
        except DiceError as error:
            error.span = error.span or Span(0, max(1, len(text)))
            self._advise(error, text)
            raise in_file(error, text, self.fields.line(*names), self.fields.key(*names)) from None

    def _advise(self, error: DiceError, text: str) -> None:
        """Make the hint about a slip in dice notation say what to write in a system's file."""
        marked = "" if error.span is None else error.span.of(text)
        name = marked.strip().lower()
        counted = _DICE_AFTER.search(text)
        if counted is not None and self.scope.kinds.get(counted[1].lower()) == NUMBER:
            error.hint = Phrase(
                "To roll @{name} dice, write (@{name}){die}.", name=counted[1], die=counted[2]
            )
        elif name in self.scope.tables and "needs brackets" in error.message:
            error.hint = _as_function(name)
        elif name in _OTHERWISE and not isinstance(error, SystemFileError):
            error.hint = _OTHERWISE[name]
        elif error.code == "unknown-word":
            error.hint = self._instead_of(name)
        elif error.code == "second-count":
            error.hint = Phrase("To test a count, put it in brackets, as in ({{@dice}}=6) >= 2.")
        elif error.code == "throws-dice" and marked.startswith("!="):
            error.hint = Phrase('Where "not equal" is meant, write <>.')
        elif "after #" in error.hint or "; for two rolls" in error.hint:
            error.hint = _WHAT

    def _instead_of(self, word: str) -> str:
        """Return what to write in place of a word that means nothing."""
        kinds, tables = self.scope.kinds, self.scope.tables
        if word in kinds:
            return Phrase("Write @{word}.", word=word)
        if word in tables:
            return _as_function(word)
        near = slips(word, kinds) or nearest(word, [*tables, *FUNCTIONS, *MATCHING], most=1)
        if near:
            return (
                Phrase("Did you mean @{near}?", near=near[0])
                if near[0] in kinds
                else Phrase("Did you mean {near}(…)?", near=near[0])
            )
        known = ", ".join(f"@{one}" for one in list(kinds)[:8])
        return Phrase("Known here: {known}.", known=known) if known else _WHAT

    def built(self, text: str, build: Callable[[Expression], Built], *names: str | int) -> Built:
        """Return what is built from the tree of a string of notation."""

        def parsed() -> Built:
            tree = parse(text, self.limits, self.scope.tables)
            (roll, *others) = tree.rolls
            if others or roll.repeat is not None or roll.note:
                self.fields.refuse(
                    Phrase("Write a single roll here, without repeats or notes."), "several-rolls", *names
                )
            found = build(roll.expression)
            if isinstance(found, Formula) and found.depth > _DEEPEST:
                self.fields.refuse(
                    Phrase("This does too much at once."),
                    "formula-too-deep",
                    *names,
                    hint=Phrase(
                        "A string can have {most} steps one after another. Divide it into values.",
                        most=_DEEPEST,
                    ),
                )
            return found

        return self.within(text, parsed, *names)

    def formula(self, name: str) -> Formula | None:
        """Return the formula of an entry, or None if there is none."""
        if name not in self.fields:
            return None
        return self.built(self.fields.notation(name), self.scope.formula, name)


def _as_function(table: str) -> str:
    return Phrase("A table is called with a number, as in {table}(@dice).", table=table)
