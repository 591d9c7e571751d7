"""From formulas to functions: each is compiled into closures once, when the file is loaded."""

from __future__ import annotations

import operator

from dicewright import numbers
from dicewright.errors import DiceError, RollError
from dicewright.modifiers.keep import chosen
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.source import Span
from dicewright.systems.rules.plans import no_row
from dicewright.systems.rules.readings import read, stepped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.systems.rules.formulas import Compiled, Formula, Known
    from dicewright.systems.rules.plans import Table

_PLAIN: dict[str, Callable[[Any, Any], Number]] = {"+": operator.add, "-": operator.sub}
_WHOLE: dict[str, Callable[[Any, Any], Number]] = {"//": operator.floordiv, "%": operator.mod}
BOUNDED: dict[str, Callable[[Number, Number], Number]] = {
    "*": numbers.multiply,
    "/": numbers.divide,
    "//": numbers.floor_divide,
    "%": numbers.modulo,
}
"""Operations that may fail, or whose result may grow too large."""
FUNCTIONS: dict[str, Callable[..., Number]] = {
    "floor": lambda value: value // 1,
    "ceil": lambda value: -(-value // 1),
    "round": numbers.round_half_away,
    "abs": abs,
    "min": min,
    "max": max,
}


def compiled(formula: Formula, limits: Limits) -> Compiled:
    """Return the function that works a formula out from what a roll knows so far."""
    parts = [compiled(part, limits) for part in formula.parts]
    match formula.operation:
        case "number":
            return _constant(formula.data)
        case "slot":
            return operator.itemgetter(formula.data)
        case "reading":
            return read(formula.data, parts)
        case "+" | "-":
            return _plain(_PLAIN[formula.operation], formula, parts)
        case "test":
            return _plain(COMPARISONS[formula.data], formula, parts)
        case "*" | "/" | "//" | "%" | "**":
            return _checked(formula, parts, limits)
        case "negative":
            (inside,) = parts
            return lambda known: -inside(known)
        case "if":
            return _branching(*parts)
        case "and" | "or":
            return _joined(formula.operation, parts)
        case "not":
            (inside,) = parts
            return lambda known: int(not inside(known))
        case "call":
            return _call(FUNCTIONS[formula.data], parts)
        case "pick":
            return lambda known: picked(formula.data, [part(known) for part in parts])
        case "table":
            return _looked_up(formula, parts[0])
        case _:
            raise AssertionError(f"unknown operation {formula.operation}")


def _constant(number: Number) -> Compiled:
    return lambda _known: number


def _plain(function: Callable[[Any, Any], Any], formula: Formula, parts: Sequence[Compiled]) -> Compiled:
    """Return a function of two parts; what most formulas hold against is a slot or a number."""
    left, right = formula.parts
    first, second = parts
    if right.operation == "number":
        number = right.data
        if left.operation == "slot":
            place = left.data
            return lambda known: function(known[place], number)
        return lambda known: function(first(known), number)
    if left.operation == right.operation == "slot":
        place, other = left.data, right.data
        return lambda known: function(known[place], known[other])
    return lambda known: function(first(known), second(known))


def _checked(formula: Formula, parts: Sequence[Compiled], limits: Limits) -> Compiled:
    first, second = parts
    span = formula.span
    if formula.operation == "**":
        return lambda known: numbers.power(first(known), second(known), limits, span)
    divisor = formula.parts[1].data if formula.parts[1].operation == "number" else 0
    if divisor and formula.operation in _WHOLE:
        # Neither can fail or grow.
        return _plain(_WHOLE[formula.operation], formula, parts)
    function = BOUNDED[formula.operation]

    def step(known: Known) -> Number:
        try:
            return numbers.bounded(function(first(known), second(known)), limits, span)
        except RollError as error:
            error.span = span
            raise

    return step


def _branching(test: Compiled, then: Compiled, otherwise: Compiled) -> Compiled:
    return lambda known: then(known) if test(known) else otherwise(known)


def _joined(operation: str, parts: Sequence[Compiled]) -> Compiled:
    """Return the function of tests that all hold, or of which one does."""
    if len(parts) == 2:
        first, second = parts
        if operation == "and":
            return lambda known: 1 if first(known) and second(known) else 0
        return lambda known: 1 if first(known) or second(known) else 0
    decisive = operation == "or"

    def joined(known: Known) -> int:
        for part in parts:
            if bool(part(known)) is decisive:
                return int(decisive)
        return int(not decisive)

    return joined


def _call(function: Callable[..., Number], parts: Sequence[Compiled]) -> Compiled:
    if len(parts) == 1:
        (only,) = parts
        return lambda known: function(only(known)) if function not in (min, max) else only(known)
    if len(parts) == 2:
        first, second = parts
        return lambda known: function(first(known), second(known))
    return lambda known: function([part(known) for part in parts])


def picked(modifiers: Sequence[tuple[str, Any]], totals: list[Number]) -> Number:
    """Return what a group of several makes of its totals: keeps, drops and counts among them."""
    score: list[int] | None = None
    kept = list(range(len(totals)))
    for kind, detail in modifiers:
        if kind == "count":
            worth, match = detail
            score = score or [0] * len(totals)
            for place in kept:
                score[place] += worth * match(totals[place])
        else:
            which, number = detail
            places = chosen([totals[place] for place in kept], which, number)
            kept = [place for at, place in enumerate(kept) if (at in places) == (kind == "keep")]
    return sum(totals[place] for place in kept) if score is None else sum(score[place] for place in kept)


def _looked_up(formula: Formula, inside: Compiled) -> Compiled:
    find = looking_up(formula)
    return lambda known: find(inside(known))


def looking_up(formula: Formula) -> Callable[[Number], Number]:
    """Return the function that finds a number in a formula's table: the row's own number, or its place."""
    table: Table = formula.data

    def find(number: Number) -> Number:
        place = table.index(number)
        if place is None:
            raise no_row(table, number, formula.span)
        row = table.rows[place]
        return place if row.number is None else row.number

    return find


def within(error: DiceError, text: str) -> DiceError:
    """Return the error with the string of the file that it points into."""
    return error.found_in(text, Span(0, len(text)))


def passing_at_all(test: Formula | None, place: int, limits: Limits) -> Compiled:
    """Return the function for whether any die of the pool at a place passes a test."""
    if test is None:
        return lambda known: bool(known[place].values)
    if len(test.data.steps) == 1 and test.data.steps[0].kind == "success":
        counted = test.data.replace(kind="sum", pools=(place,))
        return read(counted, [compiled(part, limits) for part in test.parts])
    return lambda known: bool(passing(test, known[place].values, known, limits))


def passing(test: Formula | None, values: Sequence[Number], known: Known, limits: Limits) -> list[int]:
    """Return the places of the dice that pass a test; None lets all pass."""
    if test is None:
        return list(range(len(values)))
    kept, scores = stepped(test.data.steps, values, [compiled(part, limits)(known) for part in test.parts])
    return [place for place in kept if scores[place]]
