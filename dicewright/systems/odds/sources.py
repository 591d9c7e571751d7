"""Formulas as Python source: what has to be worked out for thousands of throws is compiled for good.

No text of a file gets into the source: names are places in what a roll knows, and numbers are handed in
beside it. So two rolls that differ in nothing but their numbers share their code.
"""

from __future__ import annotations

from functools import lru_cache

from dicewright import numbers
from dicewright.systems.rules.compiling import BOUNDED, FUNCTIONS, looking_up, picked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.systems.rules.formulas import Formula

# Deeper or longer formulas are left to closures; Python's own parser has a limit, too.
_DEEPEST, _LONGEST = 40, 1_000
# Every comparison as Python writes it. Nothing else that a formula carries is put into the source.
_COMPARISONS = {">=": ">=", "<=": "<=", ">": ">", "<": "<", "=": "==", "<>": "!="}


class TooLong(Exception):
    """These formulas are too long or too deep to be written out."""


class Source:
    """Writes formulas as expressions: of the names that `slot` and `reading` give to these leaves, of
    constants by their number, and of operators from the lists of this module.
    """

    def __init__(self, limits: Limits, slot: Callable[[int], str], reading: Callable[[Formula], str]) -> None:
        self._limits = limits
        self._slot = slot
        self._reading = reading
        self.length: int = 0
        """How many operations, names and constants the expressions have so far."""
        self._names: dict[Any, str] = {}
        self.constants: list[Any] = []
        """The numbers and functions that the expressions use: c0, c1, …"""

    def constant(self, value: Any, key: Any = None) -> str:
        """Return the name of a number or a function in the source; those with one key are the same."""
        key = value if key is None else key
        if key not in self._names:
            self._names[key] = f"c{len(self.constants)}"
            self.constants.append(value)
        return self._names[key]

    def expression(self, formula: Formula, depth: int = 0) -> str:
        """Return the expression of a formula. Raises TooLong."""
        self.length += 1
        if depth > _DEEPEST or self.length > _LONGEST:
            raise TooLong
        operation = formula.operation
        match operation:
            case "number":
                return self.constant(formula.data)
            case "slot":
                return self._slot(formula.data)
            case "reading":
                return self._reading(formula)
        parts = [self.expression(part, depth + 1) for part in formula.parts]
        match operation:
            case "+" | "-":
                return f"({parts[0]} {operation} {parts[1]})"
            case "test":
                return f"({parts[0]} {_COMPARISONS[formula.data]} {parts[1]})"
            case "negative":
                return f"(-{parts[0]})"
            case "if":
                test, then, otherwise = parts
                return f"({then} if {test} else {otherwise})"
            case "and" | "or":
                return f"(1 if {f' {operation} '.join(parts)} else 0)"
            case "not":
                return f"(0 if {parts[0]} else 1)"
            case "call":
                if formula.data in ("min", "max") and len(parts) == 1:
                    return parts[0]
                return f"{self.constant(FUNCTIONS[formula.data])}({', '.join(parts)})"
        return self._with_function(formula, parts)

    def _with_function(self, formula: Formula, parts: list[str]) -> str:
        match formula.operation:
            # These can neither fail nor grow where their right side is a number other than 0.
            case "//" | "%" if formula.parts[1].operation == "number" and formula.parts[1].data:
                return f"({parts[0]} {formula.operation} {parts[1]})"
            case "*" | "/" | "//" | "%":
                function = _checked(BOUNDED[formula.operation], self._limits)
                return f"{self.constant(function, formula.operation)}({parts[0]}, {parts[1]})"
            case "**":
                return f"{self.constant(_power(self._limits), '**')}({parts[0]}, {parts[1]})"
            case "table":
                return f"{self.constant(looking_up(formula))}({parts[0]})"
            case "pick":
                modifiers = formula.data
                pick = self.constant(lambda totals: picked(modifiers, totals))
                return f"{pick}([{', '.join(parts)}])"
            case _:
                raise AssertionError(f"unknown operation {formula.operation}")


def _checked(
    function: Callable[[Number, Number], Number], limits: Limits
) -> Callable[[Number, Number], Number]:
    return lambda left, right: numbers.bounded(function(left, right), limits)


def _power(limits: Limits) -> Callable[[Number, Number], Number]:
    return lambda left, right: numbers.power(left, right, limits, None)


@lru_cache(maxsize=256)
def function_of(source: str) -> Callable[..., Any]:
    """Return the function `run` that a source defines."""
    scope: dict[str, Any] = {"__builtins__": {}, "int": int}
    exec(source, scope)  # noqa: S102 - made of places and operators alone, see Source
    found: Callable[..., Any] = scope["run"]
    return found
