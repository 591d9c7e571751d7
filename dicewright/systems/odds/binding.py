"""Formulas with their parameters filled in: constants worked out, values put in place of their names.

Equal formulas become one object, so that what is needed twice is found once, and identity is equality.
"""

from __future__ import annotations

from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.formulas import Formula
from dicewright.systems.rules.readings import Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.numbers import Number

ZERO, ONE = 0, 1


class Binder:
    """Fills in what is known of a roll before any die is thrown."""

    def __init__(
        self, numbers: Mapping[int, Number], formulas: Mapping[int, Formula], limits: Limits
    ) -> None:
        self._numbers = numbers
        self._formulas = formulas
        """The values, by their places: they are put in place of their names."""
        self._limits = limits
        self._bound: dict[int, Formula] = {}
        self._made: dict[Any, Formula] = {}
        self._depends: dict[int, int] = {}
        # Identity stands for equality, so nothing may be freed while this lives.
        self._alive: list[Formula] = []

    def bound(self, formula: Formula) -> Formula:
        """Return a formula with everything filled in that does not depend on dice."""
        found = self._bound.get(id(formula))
        if found is None:
            found = self._bind(formula)
            self._bound[id(formula)] = found
            self._alive.append(formula)
        return found

    def _bind(self, formula: Formula) -> Formula:
        match formula.operation:
            case "slot":
                place = formula.data
                if place in self._formulas:
                    return self.bound(self._formulas[place])
                return self.number(self._numbers[place])
            case "if":
                test, then, otherwise = formula.parts
                holds = self.bound(test)
                if holds.operation == "number":
                    return self.bound(then if holds.data else otherwise)
                return self.made("if", (holds, self.bound(then), self.bound(otherwise)), None, formula)
            case "and" | "or":
                return self._connected(formula)
            case "test":
                left, right = map(self.bound, formula.parts)
                if left.operation != "number" and right.operation != "number":
                    left, right = self.made("-", (left, right), None, formula), self.number(0)
                return self.made("test", (left, right), formula.data, formula)
            case "reading" if len(formula.data.pools) > 1 and formula.data.additive:
                return self._pool_by_pool(formula)
            case _:
                return self.made(
                    formula.operation, tuple(map(self.bound, formula.parts)), formula.data, formula
                )

    def _pool_by_pool(self, formula: Formula) -> Formula:
        """Return a reading that dice add to as a sum of readings of one pool each."""
        parts = tuple(map(self.bound, formula.parts))
        first, *others = [
            self.made("reading", parts, formula.data.replace(pools=(place,)), formula)
            for place in formula.data.pools
        ]
        for other in others:
            first = self.made("+", (first, other), None, formula)
        return first

    def _connected(self, formula: Formula) -> Formula:
        decisive = formula.operation == "or"
        parts: list[Formula] = []
        for part in formula.parts:
            inside = self.bound(part)
            if inside.operation == "number":
                if bool(inside.data) == decisive:
                    if not parts:
                        return self.number(int(decisive))
                    parts.append(inside)
                    break
            else:
                parts.append(inside)
        if not parts:
            return self.number(int(not decisive))
        return self.made(formula.operation, tuple(parts), None, formula)

    def number(self, value: Number) -> Formula:
        """Return the formula of a number."""
        return self._kept(("number", value), lambda: Formula("number", (), value))

    def made(self, operation: str, parts: tuple[Formula, ...], data: Any, place: Formula) -> Formula:
        """Return the formula of an operation on these parts, worked out if it depends on no dice."""
        if operation not in ("number", "reading") and all(part.operation == "number" for part in parts):
            whole = Formula(operation, parts, data, place.begin, place.end)
            return self.number(compiled(whole, self._limits)([]))
        key = (operation, tuple(map(id, parts)), _key(data))
        return self._kept(key, lambda: Formula(operation, parts, data, place.begin, place.end))

    def _kept(self, key: Any, make: Any) -> Formula:
        found = self._made.get(key)
        if found is None:
            self._made[key] = found = make()
        return found

    def depends(self, formula: Formula) -> int:
        """Return the places of the pools that a bound formula reads, as bits."""
        found = self._depends.get(id(formula))
        if found is None:
            found = 0
            if formula.operation == "reading":
                for place in formula.data.pools:
                    found |= 1 << place
            for part in formula.parts:
                found |= self.depends(part)
            self._depends[id(formula)] = found
            self._alive.append(formula)
        return found


def _key(data: Any) -> Any:
    if isinstance(data, Spec):
        return data.kind, data.pools, data.steps, data.symbol
    return id(data) if hasattr(data, "rows") else data
