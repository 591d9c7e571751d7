"""Reading the strings of one roll: each parsed, and each error with its place in the file."""

from __future__ import annotations

from dicewright.errors import DiceError
from dicewright.notation.mistakes.suggestions import slips
from dicewright.notation.parsing.parser import parse
from dicewright.source import Span
from dicewright.systems.errors import in_file
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from dicewright.limits import Limits
    from dicewright.systems.loading.building import Scope
    from dicewright.systems.loading.fields import Fields
    from dicewright.systems.rules.model import Parameter, Pool

    Built = TypeVar("Built")


# The longest string has room for hundreds of steps, and each of them takes a call inside another.
_DEEPEST = 100


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
            self._advise(error, error.span.of(text))
            raise in_file(error, text, self.fields.line(*names), self.fields.key(*names)) from None

    def _advise(self, error: DiceError, marked: str) -> None:
        """Make the hint about a slip in dice notation say what to write in a system's file."""
        name = marked.strip().lower()
        if error.code == "unknown-word" and (
            near := [name] * (name in self.scope.kinds) or slips(name, self.scope.kinds)
        ):
            error.hint = f"Did you mean @{near[0]}?" if near[0] != name else f"Write @{name}."
        elif error.code == "second-count":
            error.hint = "To test a count, put it in brackets, as in ({@dice}=6) >= 2."
        elif error.code == "throws-dice" and marked.startswith("!="):
            error.hint = 'For "not equal", write <>.'

    def built(self, text: str, build: Callable[[Any], Built], *names: str | int) -> Built:
        """Return what is built from the tree of a string of notation."""

        def parsed() -> Built:
            tree = parse(text, self.limits, self.scope.tables)
            (roll, *others) = tree.rolls
            if others or roll.repeat is not None or roll.note:
                self.fields.refuse(
                    "Write a single roll here, without repeats or notes.", "several-rolls", *names
                )
            found = build(roll.expression)
            if isinstance(found, Formula) and found.depth > _DEEPEST:
                self.fields.refuse(
                    "This does too much at once.",
                    "formula-too-deep",
                    *names,
                    hint=f"A string can have {_DEEPEST} steps one after another. Divide it into values.",
                )
            return found

        return self.within(text, parsed, *names)

    def formula(self, name: str) -> Formula | None:
        """Return the formula of an entry, or None where there is none."""
        if name not in self.fields:
            return None
        return self.built(self.fields.notation(name), self.scope.formula, name)
