"""The numbers that a formula can work out to, as far as they are certain: every one of them can come.

It shows which numbers no outcome is for, and which a table has no row for, before anybody rolls them.
"""

from __future__ import annotations

import operator
from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise

from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Numbered
from dicewright.numbers import simplest
from dicewright.systems.rules.compiling import FUNCTIONS
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.model import RollKind
    from dicewright.systems.rules.plans import Plan

_MOST = 500
# Up to this many dice with faces of their own are added up one by one.
_MOST_ADDED = 20
FAR = 10**30
"""A bound that stands for none: no number of a roll goes beyond."""
_ROUNDING = ("floor", "ceil", "round")


class Possible(Value):
    """A set of numbers that all can come: those listed, or every whole number between two bounds."""

    listed: frozenset[Number] | None = None
    least: int | None = None
    """The least of a run of whole numbers; None if it has no bound."""
    most: int | None = None

    def outside(self, ranges: Sequence[tuple[int, int]]) -> tuple[Possible, ...]:
        """Return what is left of the numbers outside these ranges, which are in order with gaps between."""
        if self.listed is not None:
            starts = [first for first, _ in ranges]
            left = []
            for number in self.listed:
                at = bisect_right(starts, number) - 1
                if at < 0 or number > ranges[at][1]:
                    left.append(number)
            return (listed(left),) if left else ()
        found = []
        after, most = (-FAR if self.least is None else self.least), (FAR if self.most is None else self.most)
        for first, last in [*ranges, (FAR + 1, FAR + 1)]:
            before = min(most, first - 1)
            if after <= before:
                found.append(run(None if after == -FAR else after, None if before == FAR else before))
            after = max(after, last + 1)
        return tuple(found)

    @property
    def example(self) -> Number:
        """One of the numbers, near zero if there are many."""
        if self.listed is not None:
            return min(self.listed, key=lambda one: (abs(one), one))
        if self.least is not None and (self.most is None or abs(self.least) <= abs(self.most)):
            return self.least
        return 0 if self.most is None else self.most


def listed(numbers: Iterable[Number]) -> Possible:
    """Return a set of certain numbers."""
    return Possible(frozenset(numbers))


def run(least: int | None, most: int | None) -> Possible:
    """Return every whole number between two bounds."""
    return Possible(None, least, most)


def of_roll(kind: RollKind) -> dict[int, Possible | None]:
    """Return what the numbers and the totals of the pools of a roll can be, by their places.

    None stands for what is not known.
    """
    found: dict[int, Possible | None] = {}
    for parameter in kind.parameters.values():
        place = kind.places[parameter.name]
        if parameter.kind == "switch":
            found[place] = listed((0, 1))
        elif parameter.kind == "number":
            found[place] = run(parameter.least, parameter.most)
    for pool in kind.pools:
        place = kind.places[pool.name]
        found[place] = _thrown(pool.plan, found)
        # How many dice there are stands at the place from the end.
        found[~place] = _count(pool.plan, found)
    for value in kind.values:
        found[kind.places[value.name]] = None if value.words else of(value.formula, found)
    return found


def of(formula: Formula, known: Mapping[int, Possible | None]) -> Possible | None:
    """Return what a formula can work out to; None if that is not known."""
    match formula.operation:
        case "number":
            return listed((formula.data,))
        case "slot":
            return known.get(formula.data)
        case "reading" if formula.data.kind == "total" or (
            formula.data.kind == "sum" and not formula.data.steps and len(formula.data.pools) == 1
        ):
            return known.get(formula.data.pools[0])
        case "reading" if (
            formula.data.kind == "dice" and len(formula.data.pools) == 1 and not formula.data.steps
        ):
            return known.get(~formula.data.pools[0])
        case "reading" if formula.data.kind == "sum":
            return _counted(formula, known)
        case "test" | "and" | "or" | "not":
            return listed((0, 1))
        case "negative":
            return _negative(of(formula.parts[0], known))
        case "+" | "-":
            left, right = (of(part, known) for part in formula.parts)
            return _sum(left, _negative(right) if formula.operation == "-" else right)
        case "*" | "/" | "//" | "%":
            return _scaled(formula, known)
        case "call" if len(formula.parts) == 1 and formula.data in (*_ROUNDING, "abs"):
            inside = of(formula.parts[0], known)
            if inside is not None and inside.listed is None and formula.data in _ROUNDING:
                return inside
            return _mapped(inside, FUNCTIONS[formula.data])
        case "if":
            return _either(*[of(part, known) for part in formula.parts[1:]])
        case _:
            return None


def may_be_fraction(formula: Formula, fractions: Mapping[int, bool]) -> bool:
    """Return whether a formula divides without rounding.

    `fractions` says the same of values, by their places.
    """
    match formula.operation:
        case "/":
            return True
        case "number":
            return bool(formula.data != int(formula.data))
        case "slot":
            return fractions.get(formula.data, False)
        case "//" | "test" | "and" | "or" | "not" | "reading" | "table":
            return False
        case "call" if formula.data in _ROUNDING:
            return False
        case "if":
            return any(may_be_fraction(part, fractions) for part in formula.parts[1:])
        case _:
            return any(may_be_fraction(part, fractions) for part in formula.parts)


def _thrown(plan: Plan, known: Mapping[int, Possible | None]) -> Possible | None:
    """Return what the total of a pool can be."""
    match plan.kind:
        case "number" if plan.formula is not None:
            return of(plan.formula, known)
        case "dice":
            return _dice(plan, known)
        case "branch":
            return _either(*[_thrown(part, known) for part in plan.parts])
        case "combined" if isinstance(plan.node, nodes.Arithmetic) and all(
            step.operator in "+-" for step in plan.node.rest
        ):
            first, *others = [_thrown(part, known) for part in plan.parts]
            for step, other in zip(plan.node.rest, others, strict=True):
                first = _sum(first, other if step.operator == "+" else _negative(other))
            return first
        case _:
            return None


def _dice(plan: Plan, known: Mapping[int, Possible | None]) -> Possible | None:
    if not plan.plain_dice or plan.die is None or plan.formula is None:
        return None
    count = of(plan.formula, known)
    if count is None:
        return None
    number = next(iter(count.listed)) if count.listed is not None and len(count.listed) == 1 else None
    if isinstance(plan.die, Numbered):
        least, most = (count.least, count.most) if number is None else (int(number), int(number))
        if number is None and (count.listed is not None or least is None):
            return None
        least = max(0, least or 0)
        return run(least, None if most is None else max(0, most) * plan.die.sides)
    if number is None or not 0 <= number <= _MOST_ADDED or plan.die.sides > _MOST:
        return None
    faces = listed(map(simplest, plan.die.values()))
    whole: Possible | None = listed((0,))
    for _ in range(int(number)):
        whole = _sum(whole, faces)
    return whole


def _count(plan: Plan, known: Mapping[int, Possible | None]) -> Possible | None:
    """Return how many dice a pool can have."""
    if plan.kind == "branch":
        return _either(*[_count(part, known) for part in plan.parts])
    if plan.kind == "number":
        return listed((0,))
    if not plan.plain_dice or plan.formula is None:
        return None
    return of(plan.formula, known)


def _counted(formula: Formula, known: Mapping[int, Possible | None]) -> Possible | None:
    """Return how many dice can match: none of them, all of them, and every number in between."""
    kinds = {step.kind for step in formula.data.steps}
    if not kinds <= {"success", "failure"}:
        return None
    most: int | None = 0
    for place in formula.data.pools:
        count = known.get(~place)
        highest = None if count is None else count.most if count.listed is None else int(max(count.listed))
        if count is None:
            return None
        most = None if most is None or highest is None else most + highest
    least = None if most is None else -most
    return run(0 if "failure" not in kinds else least, 0 if "success" not in kinds else most)


def _mapped(inside: Possible | None, function: Callable[[Any], Number]) -> Possible | None:
    """Return what a function makes of numbers; None if there are too many."""
    numbers = None if inside is None else _each(inside)
    return None if numbers is None else listed(simplest(function(one)) for one in numbers)


def _negative(inside: Possible | None) -> Possible | None:
    """Return the numbers with their signs changed."""
    if inside is None or _each(inside) is not None:
        return _mapped(inside, operator.neg)
    least = None if inside.most is None else -inside.most
    return run(least, None if inside.least is None else -inside.least)


def _each(possible: Possible) -> Iterable[Number] | None:
    """Return every number, or None if there are too many."""
    if possible.listed is not None:
        return possible.listed
    if possible.least is None or possible.most is None or possible.most - possible.least > _MOST:
        return None
    return range(possible.least, possible.most + 1)


def _sum(left: Possible | None, right: Possible | None) -> Possible | None:
    if left is None or right is None:
        return None
    ones, others = _each(left), _each(right)
    if ones is not None and others is not None:
        ones, others = list(ones), list(others)
        if len(ones) * len(others) <= _MOST * 10:
            found = {one + other for one in ones for other in others}
            return listed(found) if len(found) <= _MOST else None
    if left.listed is not None:
        left, right = right, left
    if left.listed is not None:
        return None
    # The sums have no holes if no gap between the other numbers is longer than the run.
    if right.listed is not None:
        numbers = sorted(right.listed)
        length = None if left.least is None or left.most is None else left.most - left.least + 1
        if not numbers or any(one != int(one) for one in numbers):
            return None
        if length is not None and any(after - before > length for before, after in pairwise(numbers)):
            return None
        least: int | None = int(numbers[0])
        most: int | None = int(numbers[-1])
    else:
        least, most = right.least, right.most
    return run(
        None if left.least is None or least is None else left.least + least,
        None if left.most is None or most is None else left.most + most,
    )


def _scaled(formula: Formula, known: Mapping[int, Possible | None]) -> Possible | None:
    """Return what a number times or divided by a fixed one can be."""
    left, right = formula.parts
    if formula.operation == "*" and left.operation == "number":
        left, right = right, left
    inside = of(left, known)
    if inside is None or right.operation != "number" or not right.data:
        return None
    by = right.data
    if formula.operation == "*":
        return _mapped(inside, lambda one: one * by)
    if formula.operation == "/":
        return _mapped(inside, lambda one: Fraction(one) / by)
    if formula.operation == "%":
        return _mapped(inside, lambda one: one % by)
    if inside.listed is None and by > 0:
        return run(
            None if inside.least is None else int(inside.least // by),
            None if inside.most is None else int(inside.most // by),
        )
    return _mapped(inside, lambda one: one // by)


def _either(one: Possible | None, other: Possible | None) -> Possible | None:
    if one is None or other is None:
        return None
    ones, others = _each(one), _each(other)
    if ones is None or others is None:
        return None
    return listed({*ones, *others})
