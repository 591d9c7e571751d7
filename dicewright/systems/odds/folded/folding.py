"""What formulas still depend on once a part of their sums is known: few numbers stand for many.

Of `max(a, b, c)`, when a and b are known, only the larger of these matters; of `a >= 5 and b >= a`, nothing
does where a is 3. So after each stage the parts of the formulas that are known by then become one number
each, and a number that makes no difference in a state is 0 there. States that are the same then are one.
"""

from __future__ import annotations

from dicewright.systems.odds.folded.ordering import key_of, linear, ordered
from dicewright.systems.odds.sums import summed
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.formulas import Formula

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.probability.walking import Vector
    from dicewright.probability.work import Work

    Terms = list[tuple[Formula, Number]]
    # Places of tests with what each must be for a number to matter.
    Guards = frozenset[tuple[int, bool]]

# In units of work: a state, a number or a test of one, and an operation of a formula.
_STATE, _NUMBER, _NODE = 12, 6, 40
# These neither fail nor grow, whatever they are worked out from. (A product is one if it is linear.)
_SAFE = frozenset(
    ("number", "slot", "+", "-", "negative", "test", "if", "and", "or", "not", "call", "pick", "*")
)
_JOINING = ("and", "or")
_DECISIVE = (">=", ">", "<=", "<")
_EXTREMES = ("max", "min")


class Folding:
    """Formulas over sums, of which more and more are known."""

    def __init__(self, formulas: Sequence[Formula], sums: int, limits: Limits) -> None:
        self.formulas: list[Formula] = list(map(ordered, formulas))
        """The formulas over what is known so far: the sums, then what stands for those known already."""
        self._sums = sums
        self._limits = limits

    def fold(self, states: Mapping[Vector, int], known: Set[int], work: Work) -> dict[Vector, int]:
        """Return the states with less in them, once the sums at some places are known for good."""
        work.spend(_NODE * sum(1 for formula in self.formulas for _ in formula.walk()))
        closing = _Closing(self._sums, known)
        self.formulas = [closing.closed(formula) for formula in self.formulas]
        features = [compiled(feature, self._limits) for feature in closing.features]
        kept = [place not in known for place in range(self._sums)]
        matters = _matters(self.formulas, self._sums)
        places = self._sums + len(features)
        guarded = [(place, matters.get(place, [])) for place in range(places)]
        # What always matters needs no look.
        guarded = [(place, guards) for place, guards in guarded if frozenset() not in guards]
        tests = sum(len(one) for _, guards in guarded for one in guards)
        work.spend(len(states) * (_STATE + _NUMBER * (places + tests)))
        found: dict[Vector, int] = {}
        for state, weight in states.items():
            now: list[Number] = [number if keep else 0 for number, keep in zip(state, kept, strict=False)]
            now += [feature(state) for feature in features]  # type: ignore[arg-type]  # it only looks things up
            key = tuple(now)
            idle = [
                place
                for place, guards in guarded
                if not any(all(bool(now[at]) is wanted for at, wanted in one) for one in guards)
            ]
            if idle:
                for place in idle:
                    now[place] = 0
                key = tuple(now)
            found[key] = found.get(key, 0) + weight
        return found


class _Closing:
    """Puts one number in place of each part of formulas that is known."""

    def __init__(self, sums: int, known: Set[int]) -> None:
        self._sums = sums
        self._known = known
        self.features: list[Formula] = []
        """What the numbers after the sums stand for."""
        self._places: dict[Any, int] = {}
        self._is_closed: dict[int, bool] = {}
        # Identity stands for equality, so nothing may be freed while this lives.
        self._alive: list[Formula] = []

    def closed(self, formula: Formula) -> Formula:
        """Return a formula over the sums that are not known, and the features."""
        if formula.operation == "number" or not any(self._slots(formula)):
            return formula
        if self._closed(formula):
            return self._feature(formula)
        match formula.operation:
            case "slot":
                return formula
            case "and" | "or":
                return self._grouped(formula)
            case "call" if formula.data in _EXTREMES:
                return self._grouped(formula)
            case "+" | "-" | "negative" | "*":
                return self._added(formula)
            case _:
                return formula.replace(parts=tuple(map(self.closed, formula.parts)))

    @staticmethod
    def _slots(formula: Formula) -> Iterator[bool]:
        return (one.operation == "slot" for one in formula.walk())

    def _closed(self, formula: Formula) -> bool:
        """Return whether a formula is known, and can be worked out even where nothing asks for it."""
        found = self._is_closed.get(id(formula))
        if found is None:
            if formula.operation == "slot":
                found = formula.data >= self._sums or formula.data in self._known
            else:
                found = (
                    formula.operation in _SAFE
                    and (formula.operation != "*" or any(one.operation == "number" for one in formula.parts))
                    and all(map(self._closed, formula.parts))
                )
            self._is_closed[id(formula)] = found
            self._alive.append(formula)
        return found

    def _feature(self, formula: Formula) -> Formula:
        key = key_of(formula)
        if key not in self._places:
            self._places[key] = self._sums + len(self.features)
            self.features.append(formula)
        return Formula("slot", (), self._places[key])

    def _grouped(self, formula: Formula) -> Formula:
        known = [part for part in formula.parts if self._closed(part)]
        others = [part for part in formula.parts if not self._closed(part)]
        if formula.operation in _JOINING:
            others = self._strictest(formula.operation, others)
        others = list(map(self.closed, others))
        if not known:
            return formula.replace(parts=tuple(others))
        together = known[0] if len(known) == 1 else formula.replace(parts=tuple(known))
        return formula.replace(parts=(self._feature(together), *others))

    def _strictest(self, operation: str, tests: Sequence[Formula]) -> list[Formula]:
        """Return open tests with one in place of those that hold the same sum against known numbers.

        `c >= a and c >= b`, where a and b are known, is `c >= max(a, b)`.
        """
        found: dict[Any, Formula | tuple[str, Terms, list[Formula]]] = {}
        for test in tests:
            if test.operation != "test" or test.data not in _DECISIVE or test.parts[1].operation != "number":
                found[id(test)] = test
                continue
            terms, rest = linear(Formula("-", test.parts))
            known = [one for one in terms if self._closed(one[0])]
            others = [one for one in terms if not self._closed(one[0])]
            key = test.data, tuple(sorted([(repr(key_of(one)), factor) for one, factor in others]))
            group = found.setdefault(key, (test.data, others, []))
            assert isinstance(group, tuple)
            group[2].append(summed(known, rest))
        return [
            one if isinstance(one, Formula) else self._strictest_of(operation, *one) for one in found.values()
        ]

    def _strictest_of(self, operation: str, comparison: str, terms: Terms, bounds: list[Formula]) -> Formula:
        least = (operation == "and") == (comparison in (">=", ">"))
        bound = bounds[0]
        if len(bounds) > 1:
            bound = Formula("call", tuple(bounds), "min" if least else "max")
        whole = Formula("+", (summed(terms, 0), bound))
        return Formula("test", (whole, Formula("number", (), 0)), comparison)

    def _added(self, formula: Formula) -> Formula:
        terms, rest = linear(formula)
        if len(terms) == 1 and terms[0][0] is formula:
            # A product of two parts, neither of which is a number.
            return formula.replace(parts=tuple(map(self.closed, formula.parts)))
        known = [(term, factor) for term, factor in terms if self._closed(term)]
        others = [(self.closed(term), factor) for term, factor in terms if not self._closed(term)]
        if known:
            others.append((self._feature(summed(known, 0)), 1))
        return summed(others, rest)


def _matters(formulas: Sequence[Formula], sums: int) -> dict[int, list[Guards]]:
    """Return for each place the tests under which its number matters, one set for each way to it.

    Only what comes after the sums is known for good, and can be a test.
    """
    found: dict[int, list[Guards]] = {}

    def is_known(formula: Formula) -> bool:
        return formula.operation == "slot" and formula.data >= sums

    def look(formula: Formula, guards: Guards) -> None:
        match formula.operation:
            case "slot":
                ways = found.setdefault(formula.data, [])
                if guards not in ways:
                    ways.append(guards)
            case "and" | "or":
                wanted = formula.operation == "and"
                deciding = [part.data for part in formula.parts if is_known(part)]
                for part in formula.parts:
                    # Each has to be looked at itself, whatever it is.
                    look(part, guards if is_known(part) else guards | {(at, wanted) for at in deciding})
            case "if" if is_known(formula.parts[0]):
                test, then, otherwise = formula.parts
                look(test, guards)
                look(then, guards | {(test.data, True)})
                look(otherwise, guards | {(test.data, False)})
            case _:
                for part in formula.parts:
                    look(part, guards)

    for formula in formulas:
        look(formula, frozenset())
    return found
