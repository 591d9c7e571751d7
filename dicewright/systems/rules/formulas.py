"""Formulas: how the values, tests and counts of a system are worked out from dice that were thrown.

A formula is a tree of plain operations over parameters, values and readings of pools. Rolling compiles
it once, when the file is loaded; odds bind its parameters and walk it. Nothing in a formula ever throws
a die.
"""

from __future__ import annotations

from dicewright.source import Span
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from typing import Any

    from dicewright.numbers import Number

    # What a roll knows so far: parameters, pools as they lie, values, each at its place.
    Known = list[Any]
    Compiled = Callable[[Known], Number]


class Formula(Value):
    """One operation and what it works on.

    The operations, and what `data` is: "number" (the number), "slot" (the place of a parameter or a
    value), "reading" (a `readings.Spec`), "+" "-" "*" "/" "//" "%" "**", "negative", "test" (the
    comparison), "if", "and", "or", "not", "call" (the function's name), "pick" (the modifiers of a
    group), "table" (the table).
    """

    operation: str
    parts: tuple[Formula, ...] = ()
    data: Any = None
    begin: int = 0
    end: int = 0

    @property
    def span(self) -> Span:
        """Where it stands in the string that it was read from."""
        return Span(self.begin, self.end)

    @property
    def depth(self) -> int:
        """How many operations are inside one another at most: 1 for a number or a name."""
        depth = 0
        level: list[Formula] = [self]
        while level:
            depth += 1
            level = [part for formula in level for part in formula.parts]
        return depth

    def needs_only(self, known: Container[int | None]) -> bool:
        """Return whether it can be worked out from the numbers at these places, without reading dice."""
        return all(
            one.data in known if one.operation == "slot" else one.operation != "reading"
            for one in self.walk()
        )

    def walk(self) -> Iterator[Formula]:
        """Yield this formula and all within it."""
        pending = [self]
        while pending:
            formula = pending.pop()
            yield formula
            pending += formula.parts
