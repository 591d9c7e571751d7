"""Formulas in an order in which what is known early can be taken together.

Equal operations inside one another become one, and a comparison with the largest of several numbers becomes
comparisons with each of them: `a >= max(a, b, c)` is `a >= b and a >= c`, of which the first part is known as
soon as a and b are.
"""

from __future__ import annotations

from math import prod

from dicewright.systems.odds.sums import summed, terms
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from dicewright.numbers import Number

    Terms = list[tuple[Formula, Number]]

_EXTREMES = ("max", "min")
# A comparison that would become more than this many stays as it is.
_MOST = 64
# Which comparisons hold for the largest if they hold for one of the numbers; the others, if for all.
_OF_ONE = {"max": (">=", ">"), "min": ("<=", "<")}
# To be the largest is to be reached by one number, and by none passed.
_WITHIN = {"max": "<=", "min": ">="}


def ordered(formula: Formula) -> Formula:
    """Return a formula that gives the same, with its parts in such an order."""
    parts = tuple(map(ordered, formula.parts))
    match formula.operation:
        case "and" | "or":
            return _joined(formula.operation, _flat(formula, parts))
        case "call" if formula.data in _EXTREMES:
            return formula.replace(parts=_flat(formula, parts))
        case "test":
            return _compared(formula.replace(parts=parts))
        case _:
            return formula.replace(parts=parts) if parts else formula


def _flat(formula: Formula, parts: Sequence[Formula]) -> tuple[Formula, ...]:
    """Return parts with those of the same operation inside them in their places."""
    found: list[Formula] = []
    for part in parts:
        same = part.operation == formula.operation and part.data == formula.data
        found += part.parts if same else (part,)
    return tuple(found)


def _joined(operation: str, parts: Sequence[Formula]) -> Formula:
    """Return tests that all hold, or of which one does."""
    decisive = operation == "or"
    known = [bool(part.data) for part in parts if part.operation == "number"]
    if decisive in known:
        return _number(int(decisive))
    open_parts = tuple(part for part in parts if part.operation != "number")
    if not open_parts:
        return _number(int(not decisive))
    # Of one alone, whether it holds is still asked.
    return Formula(operation, open_parts if len(open_parts) > 1 else open_parts * 2)


def _compared(formula: Formula) -> Formula:
    """Return a comparison with an extreme as comparisons with each of its numbers."""
    left, right = formula.parts
    own, rest = linear(Formula("-", (left, right)))
    extremes = [
        (term, factor)
        for term, factor in own
        if term.operation == "call" and term.data in _EXTREMES and factor in (1, -1)
    ]
    if not extremes or len(extremes[0][0].parts) < 2 or _comparisons(formula) > _MOST:
        return formula
    extreme, factor = extremes[0]
    others = [(term, number) for term, number in own if term is not extreme]
    # Less the smallest is the largest of what each leaves.
    kind = extreme.data if factor == 1 else {"max": "min", "min": "max"}[extreme.data]
    each = []
    for part in extreme.parts:
        mine, more = linear(part)
        together = [*others, *[(term, number * factor) for term, number in mine]]
        each.append(linear(summed(together, rest + more * factor)))

    def all_or_one(comparison: str) -> Formula:
        tests = [_test(comparison, *one) for one in each]
        return _joined("or" if comparison in _OF_ONE[kind] else "and", tests)

    match formula.data:
        case "=" | "<>":
            reached = _joined("or", [_test("=", *one) for one in each])
            equal = _joined("and", _all_parts([all_or_one(_WITHIN[kind]), reached]))
            if formula.data == "=":
                return equal
            return _number(int(not equal.data)) if equal.operation == "number" else Formula("not", (equal,))
        case comparison:
            return all_or_one(comparison)


def _comparisons(formula: Formula) -> int:
    """Return how many comparisons of single numbers a comparison of extremes is, at most."""
    extremes = [one for one in formula.walk() if one.operation == "call" and one.data in _EXTREMES]
    return prod([len(one.parts) for one in extremes])


def _all_parts(tests: Sequence[Formula]) -> list[Formula]:
    found: list[Formula] = []
    for test in tests:
        found += test.parts if test.operation == "and" else (test,)
    return found


_HOLDS = {
    ">=": lambda number: number >= 0,
    "<=": lambda number: number <= 0,
    ">": lambda number: number > 0,
    "<": lambda number: number < 0,
    "=": lambda number: number == 0,
}


def _test(comparison: str, own: Terms, rest: Number) -> Formula:
    """Return the comparison of a sum with 0."""
    if not own:
        return _number(int(_HOLDS[comparison](rest)))
    return ordered(Formula("test", (summed(own, rest), _number(0)), comparison))


def linear(formula: Formula) -> tuple[Terms, Number]:
    """Return the terms of a sum, each with its factor, and what is added besides; equal terms are one."""
    found, rest = terms(formula, key_of)
    return list(found.values()), rest


def key_of(formula: Formula) -> Any:
    """Return what two formulas have in common that do the same, wherever they stand."""
    data = formula.data
    if formula.operation in ("table", "pick"):
        data = id(data)
    return formula.operation, data, tuple(map(key_of, formula.parts))


def _number(value: Number) -> Formula:
    return Formula("number", (), value)
