"""Formulas as sums: what is added up over independent dice can be found pool by pool."""

from __future__ import annotations

from functools import reduce

from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from dicewright.numbers import Number
    from dicewright.systems.odds.binding import Binder

    Key = TypeVar("Key")
    Terms = dict[int, tuple[Formula, Number]]


def terms(
    formula: Formula, key_of: Callable[[Formula], Key]
) -> tuple[dict[Key, tuple[Formula, Number]], Number]:
    """Return the terms of a sum by their keys, each with its factor, and what is added besides."""
    found: dict[Key, tuple[Formula, Number]] = {}
    rest: Number = 0
    pending: list[tuple[Formula, Number]] = [(formula, 1)]
    while pending:
        one, factor = pending.pop()
        match one.operation:
            case "number":
                rest += factor * one.data
            case "+":
                pending += [(part, factor) for part in one.parts]
            case "-":
                left, right = one.parts
                pending += [(left, factor), (right, -factor)]
            case "negative":
                pending.append((one.parts[0], -factor))
            case "*" if one.parts[0].operation == "number":
                pending.append((one.parts[1], factor * one.parts[0].data))
            case "*" if one.parts[1].operation == "number":
                pending.append((one.parts[0], factor * one.parts[1].data))
            case _:
                key = key_of(one)
                found[key] = one, found.get(key, (one, 0))[1] + factor
    return {key: (one, factor) for key, (one, factor) in found.items() if factor}, rest


def summed(own: Iterable[tuple[Formula, Number]], rest: Number) -> Formula:
    """Return the sum of terms, each with its factor, and of a number."""
    scaled = [
        term if factor == 1 else Formula("*", (Formula("number", (), factor), term)) for term, factor in own
    ]
    if rest or not scaled:
        scaled.append(Formula("number", (), rest))
    return reduce(lambda left, right: Formula("+", (left, right)), scaled)


class Sums:
    """Sums that a set of formulas needs: each is found part by part, and the formulas from them.

    `is_local` says of a formula whether it can be found within one part, and so may be a term.
    """

    def __init__(self, binder: Binder, is_local: Callable[[Formula], bool]) -> None:
        self._binder = binder
        self._is_local = is_local
        self._places: dict[tuple[tuple[int, Number], ...], int] = {}
        self.sums: list[Terms] = []
        """The terms of each sum."""
        self._rewritten: dict[int, Formula] = {}
        self._alive: list[Formula] = []

    def add(self, formula: Formula) -> Formula:
        """Return the formula over these sums: its slots are their places. It notes the sums needed."""
        found = self._rewritten.get(id(formula))
        if found is None:
            self._rewritten[id(formula)] = found = self._rewrite(formula)
            self._alive.append(formula)
        return found

    def _rewrite(self, formula: Formula) -> Formula:
        if not self._binder.depends(formula):
            return formula
        if self._is_local(formula) and formula.operation not in ("+", "-", "*", "negative"):
            return Formula("slot", (), self._place({id(formula): (formula, 1)}))
        found, rest = terms(formula, id)
        local = {key: term for key, term in found.items() if self._is_local(term[0])}
        if not local or formula.operation not in ("+", "-", "*", "negative"):
            parts = tuple(map(self.add, formula.parts))
            return Formula(formula.operation, parts, formula.data, formula.begin, formula.end)
        whole = Formula("slot", (), self._place(local))
        others = [(self.add(term), factor) for key, (term, factor) in found.items() if key not in local]
        return summed([(whole, 1), *others], rest)

    def _place(self, found: Terms) -> int:
        key = tuple(sorted((one, factor) for one, (_, factor) in found.items()))
        place = self._places.get(key)
        if place is None:
            self._places[key] = place = len(self.sums)
            self.sums.append(found)
        return place
