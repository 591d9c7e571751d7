"""The odds of pools that are read together: the results of their readings, for every way they can fall."""

from __future__ import annotations

from math import lcm
from operator import itemgetter

from dicewright.notation.tree.modifiers import Drop, Keep
from dicewright.probability.dice import pools
from dicewright.probability.joint import joint, power
from dicewright.probability.joint_walkers import LargestSides, Ranked, RankedSets, Sets
from dicewright.systems.odds.laying import NotJoint
from dicewright.systems.odds.sums import Sums
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.readings import stepped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Die, Outcome
    from dicewright.probability.totals import Totals
    from dicewright.probability.walking import Vector, Worth
    from dicewright.systems.odds.binding import Binder
    from dicewright.systems.odds.laying import Laid
    from dicewright.systems.odds.sums import Terms
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.readings import Spec

_PICKS = ("keep", "drop")
_COUNTS = ("success", "double", "failure")


class Readings:
    """Finds the results of local formulas together, over the dice of one component."""

    def __init__(self, formulas: Sequence[Formula], binder: Binder, limits: Limits) -> None:
        self._sums = Sums(binder, is_additive)
        found = [self._sums.add(formula) for formula in formulas]
        self._walked: list[Formula] = []
        replaced = [self._with_walkers(formula) for formula in found]
        count = len(self._sums.sums)
        # The slots of walkers are numbered from -1 down, and they come after the sums.
        replaced = [_after(formula, count) for formula in replaced]
        self._image = _image(replaced, count + len(self._walked), limits)
        self._units = 8 + 4 * len(replaced)
        read = [*self._walked, *[one for sum_ in self._sums.sums for one, _ in sum_.values()]]
        self.inside: frozenset[int] = frozenset(
            place for one in read if one.data.kind != "total" for place in one.data.pools
        )
        """The pools of which more is read than the total."""

    def _with_walkers(self, formula: Formula) -> Formula:
        """Return the formula with readings that need a walk turned into slots after the sums."""
        from dicewright.systems.rules.formulas import Formula as Made

        if formula.operation == "reading":
            for place, known in enumerate(self._walked):
                if known is formula or (known.data == formula.data and known.parts == formula.parts):
                    return Made("slot", (), ~place)
            self._walked.append(formula)
            return Made("slot", (), ~(len(self._walked) - 1))
        if not formula.parts:
            return formula
        parts = tuple(map(self._with_walkers, formula.parts))
        return Made(formula.operation, parts, formula.data, formula.begin, formula.end)

    @property
    def adds_up(self) -> bool:
        """Whether every reading is a sum, to which each die adds for itself."""
        return not self._walked

    def together(self, dice: Laid, totals: Totals, copies: int = 1) -> tuple[dict[Vector, int], int]:
        """Return the weights of the results of the formulas, and their denominator.

        `copies` is how many times the dice lie there, where all readings are sums.
        """
        worths = [_sum_worth(sum_, dice) for sum_ in self._sums.sums]
        walkers = [_walker(formula, dice) for formula in self._walked]
        cases = []
        for case, weight in dice.table.cases.items():
            found, over = joint(case, worths, walkers, totals.work)
            cases.append((found, weight, over))
        common = lcm(*(over for _, _, over in cases)) if cases else 1
        denominator = dice.table.denominator * common
        offsets = [_sum_besides(sum_, dice) for sum_ in self._sums.sums] + [0] * len(walkers)
        scaled = [(found, weight * (common // over)) for found, weight, over in cases]
        if copies > 1:
            several, denominator = power(_added_up(scaled), denominator, copies, totals.work)
            scaled = [(several, 1)]
        whole: dict[Vector, int] = {}
        moved = any(offsets)
        for found, scale in scaled:
            totals.work.spend(len(found) * self._units)
            for vector, ways in found.items():
                known: Any = vector
                if moved:
                    known = tuple([one + more for one, more in zip(vector, offsets, strict=True)])
                image = self._image(known)
                whole[image] = whole.get(image, 0) + ways * scale
        return whole, denominator


def _added_up(scaled: Sequence[tuple[dict[Vector, int], int]]) -> dict[Vector, int]:
    whole: dict[Vector, int] = {}
    for found, scale in scaled:
        for vector, ways in found.items():
            whole[vector] = whole.get(vector, 0) + ways * scale
    return whole


def _after(formula: Formula, count: int) -> Formula:
    """Return a formula with slots numbered from -1 down numbered from `count` up."""
    if formula.operation == "slot":
        return formula if formula.data >= 0 else formula.replace(data=count + ~formula.data)
    if not formula.parts:
        return formula
    return formula.replace(parts=tuple([_after(part, count) for part in formula.parts]))


def _image(formulas: Sequence[Formula], count: int, limits: Limits) -> Callable[[Any], Vector]:
    """Return the function from a vector of this many numbers to what formulas over it give."""
    worked_out = [compiled(formula, limits) for formula in formulas if formula.operation != "slot"]
    following = iter(range(count, count + len(worked_out)))
    places = [one.data if one.operation == "slot" else next(following) for one in formulas]
    if len(places) < 2 or len(worked_out) == len(places):
        work_out = [compiled(formula, limits) for formula in formulas]
        return lambda known: tuple([formula(known) for formula in work_out])
    pick = itemgetter(*places)
    return lambda known: pick((*known, *[formula(known) for formula in worked_out]))


def is_additive(formula: Formula) -> bool:
    """Return whether a formula is a reading that each die adds to for itself."""
    return formula.operation == "reading" and bool(formula.data.additive)


def _numbers(formula: Formula) -> list[Number]:
    if not all(part.operation == "number" for part in formula.parts):
        raise NotJoint
    return [part.data for part in formula.parts]


def _sum_worth(sum_: Terms, dice: Laid) -> Worth:
    parts = [(_worth(formula, dice), factor) for formula, factor in sum_.values()]
    if len(parts) == 1 and parts[0][1] == 1:
        return parts[0][0]
    return lambda die, outcome: sum([worth(die, outcome) * factor for worth, factor in parts])


def _sum_besides(sum_: Terms, dice: Laid) -> Number:
    """Return what is added to a sum besides its dice: the numbers in the totals of pools."""
    return sum(
        dice.besides.get(formula.data.pools[0], 0) * factor
        for formula, factor in sum_.values()
        if formula.data.kind == "total"
    )


def _worth(formula: Formula, dice: Laid) -> Worth:
    """Return what a die is worth to a reading that dice add to."""
    spec: Spec = formula.data
    terms, wanted = dice.terms, spec.pools
    if spec.kind == "total":

        def total(die: Die, outcome: Outcome) -> Number:
            term = terms[die.term]
            if term.pool not in wanted:
                return 0
            if term.values:
                return term.sign * term.values[int(outcome[0]) - 1]
            return term.sign * ((outcome[1] or 0) - outcome[2] if term.counts else outcome[0])

        return total
    if dice.opaque & set(wanted):
        raise NotJoint
    numbers = _numbers(formula)
    # What a die counts by what it shows; None where it is out.
    counted: dict[Number, Number | None] = {}

    def worth(die: Die, outcome: Outcome) -> Number:
        term = terms[die.term]
        times = wanted.count(term.pool)
        if not times:
            return 0
        value = term.values[int(outcome[0]) - 1] if term.values else outcome[0]
        if value not in counted:
            kept, scores = stepped(spec.steps, [value], numbers)
            counted[value] = scores[0] if kept else None
        score = counted[value]
        if score is None:
            return 0
        if spec.kind == "dice":
            return times
        if spec.kind == "symbol":
            shown = term.symbols[int(outcome[0]) - 1] if term.symbols is not None else {}
            return times * int(shown.get(spec.symbol, 0))
        return times * score

    return worth


def _walker(formula: Formula, dice: Laid) -> Any:
    """Return the walker of a reading that picks among dice or looks for equal ones."""
    spec: Spec = formula.data
    if dice.opaque & set(spec.pools) or any(term.values for term in dice.terms):
        raise NotJoint
    numbers = _numbers(formula)
    first = next((at for at, step in enumerate(spec.steps) if step.kind in _PICKS), len(spec.steps))
    last = next(
        (at for at in range(first, len(spec.steps)) if spec.steps[at].kind not in _PICKS), len(spec.steps)
    )
    before, picks, after = spec.steps[:first], spec.steps[first:last], spec.steps[last:]
    if any(step.kind not in ("out", "minimum", "maximum") for step in before) or any(
        step.kind not in _COUNTS for step in after
    ):
        raise NotJoint
    wanted = spec.pools
    if len(set(wanted)) < len(wanted):
        raise NotJoint

    # A walk asks about the same few faces over and over.
    known_shown: dict[Number, Number | None] = {}
    known_worth: dict[Number, Number] = {}
    taking_part = [term.pool in wanted for term in dice.terms]

    def shown(die: Die, value: Number) -> Number | None:
        if not taking_part[die.term]:
            return None
        if value not in known_shown:
            kept, values = stepped(before, [value], numbers)
            known_shown[value] = values[0] if kept else None
        return known_shown[value]

    def worth(_die: Die, value: Number) -> Number:
        if value not in known_worth:
            known_worth[value] = stepped(after, [value], numbers)[1][0]
        return known_worth[value]

    if spec.kind in ("sets", "widest", "tallest"):
        if after or any(step.kind != "out" for step in before):
            raise NotJoint
        if not picks:
            return Sets(spec.kind, shown)
    rank, end = _ranks(picks, numbers, None if _leaves_out(before) else _thrown_dice(dice, wanted))
    if spec.kind in ("sets", "widest", "tallest"):
        return RankedSets(spec.kind, rank, end, shown)
    if spec.kind == "sides":
        if any(step.detail != "highest" for step in picks):
            raise NotJoint
        return LargestSides(rank, end, shown)
    if spec.kind != "sum":
        raise NotJoint
    return Ranked(rank, end, shown, worth)


def _leaves_out(steps: Sequence[Any]) -> bool:
    return any(step.kind == "out" for step in steps)


def _thrown_dice(dice: Laid, wanted: Sequence[int]) -> int | None:
    """Return how many dice lie in these pools, where that is the same in all cases."""
    counts = {
        sum(count for die, count in case if dice.terms[die.term].pool in wanted) for case in dice.table.cases
    }
    return counts.pop() if len(counts) == 1 else None


def _ranks(picks: Sequence[Any], numbers: Sequence[Number], count: int | None) -> tuple[int, int | None]:
    """Return the first rank that is kept, 0 for the highest, and the first after it that is not."""
    written = []
    for step in picks:
        number = step.number if step.operand is None else numbers[step.operand]
        kind = Keep if step.kind == "keep" else Drop
        written.append(kind(step.detail, max(0, int(number))))
    if count is not None:
        return pools.kept_ranks(written, count)
    first, last = 0, None
    for pick in written:
        if pick.which != "highest":
            raise NotJoint
        if isinstance(pick, Keep):
            last = first + pick.number if last is None else min(last, first + pick.number)
        else:
            first += pick.number
    return first, last if last is None else max(first, last)
