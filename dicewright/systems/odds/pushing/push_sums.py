"""The odds of a push where each die adds to what is read for itself, before the push and after it.

A die is then a vector: what it adds to each sum at the first look, what it adds to the second look if it
stays, and a 1 if it is thrown again. Equal dice are a power of it and pools a product, so that sixty
dice are as good as six. Of the first looks that are pushed, those that throw as many dice again have
their second throw in common. Values and notes are found one by one if all of them together would
have too many sums.
"""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Listed, Numbered
from dicewright.probability.joint import power, product
from dicewright.systems.odds.pushing.columns import Columns
from dicewright.systems.odds.pushing.look_readings import Look, NotSums, Read
from dicewright.systems.rolling import second_look
from dicewright.systems.rolling.throwing import Formulas
from dicewright.systems.rules.compiling import passing
from dicewright.systems.rules.plans import as_node
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.walking import Vector
    from dicewright.probability.work import Work
    from dicewright.systems.odds.outcome_odds import Tally
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.model import Pool

    # The weights of vectors.
    Weights = dict[Vector, int]

_MOST_SIDES = 1_000
# With more states than this, each quantity is found alone.
_TOGETHER = 4_000
# In units of work: one formula of one state, and one face of a die.
_FORMULA, _FACE = 6, 30


def tallied(
    program: Program, given: Mapping[str, Any], again: frozenset[int | None], work: Work, tally: Tally
) -> int:
    """Add a roll that is pushed if it fails to the tally, and return the denominator of the weights.

    `again` are the places of the outcomes that are pushed. Raises NotSums if that takes another way;
    the tally is then of no use.
    """
    return _Pushed(program, given, again, work).tallied(tally)


class _Dice(Value):
    """Equal dice of a pool."""

    place: int
    kind: DieKind
    count: int
    more: int
    """How many the push adds."""
    again: Sequence[bool]
    """For each face, whether the push throws a die that shows it again."""


class _Thrown(Value):
    """What equal dice add: before the push, and those that are thrown again."""

    first: Weights
    """For each face: the sums of the first look, those of the second one if it stays, the dice again."""
    fixed: Weights
    """The same of the faces that are not thrown again."""
    sides: int
    count: int


class _Pushed:
    """A roll that is pushed at most once."""

    def __init__(
        self, program: Program, given: Mapping[str, Any], again: frozenset[int | None], work: Work
    ) -> None:
        push, known = program.kind.push, program.kind.places_before
        assert push is not None
        if push.whole or push.choose is not None or push.limit != 1:
            raise NotSums
        if not all(formula.needs_only(known) for formula in push.sets.values()):
            raise NotSums
        self._kind = program.kind
        self._limits = program.limits
        self._again = again
        self._work = work
        self._rerolled = {program.kind.places[name]: test for name, test in push.reroll.items()}
        self._first = Look(program, given, 0)
        self._second = Look(program, second_look.changed(program, given, self._first.known), 1)
        self._dice = [dice for pool in program.kind.pools for dice in self._thrown(pool)]

    def _thrown(self, pool: Pool) -> Iterator[_Dice]:
        """Yield the dice of a pool."""
        plan, place = pool.plan, self._kind.places[pool.name]
        if not all(formula.needs_only(self._kind.places_before) for formula in plan.formulas):
            raise NotSums
        # Only dice that are written as such get more or fewer.
        looks = [self._first] * 2
        if plan.kind == "dice" and plan.die is not None:
            looks[1] = self._second
        work_out = Formulas(self._limits)
        found = [as_node(plan, work_out.with_known(look.known), look.known, self._limits) for look in looks]
        if all(isinstance(node, nodes.Number) and not node.value for node in found):
            return
        (kind, before), (_, after) = map(_plain_dice, found)
        if after < before:
            raise NotSums  # which ones are taken away depends on their order
        self._work.spend(_FACE * kind.sides)
        yield _Dice(place, kind, before, after - before, self._passing(place, kind))

    def _passing(self, place: int, kind: DieKind) -> list[bool]:
        if place not in self._rerolled:
            return [False] * kind.sides
        test, known = self._rerolled[place], self._first.known
        if test is not None and not all(part.needs_only(self._kind.places_before) for part in test.parts):
            raise NotSums
        return [bool(passing(test, [value], known, self._limits)) for value in kind.values()]

    def tallied(self, tally: Tally) -> int:
        quantities = range(len(self._first.quantities))
        ways = self._add(tally, quantities, outcomes=True, most=_TOGETHER)
        if ways is None:
            ways = self._add(tally, (), outcomes=True)
            for quantity in quantities:
                self._add(tally, (quantity,), outcomes=False)
        assert ways is not None
        return ways

    def _add(
        self, tally: Tally, wanted: Sequence[int], *, outcomes: bool, most: int | None = None
    ) -> int | None:
        """Add the quantities at these places, and perhaps the outcomes, to the tally.

        Return the denominator of the weights, or None if nothing was added since there may be more
        states than `most`.
        """
        first = Read(self._first, self._first.tests, wanted, self._limits)
        second = Read(self._second, self._second.tests if outcomes else (), wanted, self._limits)
        throws = _Throws(self._dice, first, second, self._work)
        if most is not None and throws.columns.states > most:
            return None
        spend = self._work.spend

        def count(place: int | None, found: Iterable[Number], weight: int) -> None:
            if outcomes:
                tally.mass += weight
                if place is not None:
                    tally.outcome_weights[place] += weight
            for quantity, value in zip(wanted, found, strict=True):
                self._count(tally, quantity, value, weight)

        def looked_at(states: Weights, *, again: int) -> None:
            """Count states; those that are pushed count `again` times, and for the rest as they lie."""
            pushed: dict[Vector, Weights] = {}
            spend(_FORMULA * len(states) * first.size)
            for state, weight in states.items():
                sums, stay, thrown = throws.parts(state)
                place, found = first.of(sums)
                if place in self._again and first.allowed(sums):
                    part = pushed.setdefault(thrown, {})
                    part[stay] = part.get(stay, 0) + again * weight
                    if again < 0:
                        count(place, found, weight)
                elif again > 0:
                    count(place, found, weight)
            for thrown, part in pushed.items():
                for state, weight in throws.again(thrown, part).items():
                    count(*second.of(state), weight)

        # All dice that may be thrown again are; then what was wrong with that, if there are none.
        looked_at(throws.states(), again=1)
        looked_at(throws.fixed_states(), again=-1)
        return throws.ways

    def _count(self, tally: Tally, quantity: int, value: Number, weight: int) -> None:
        values = len(self._kind.values)
        results = self._kind.result is not None
        if quantity < values + results:
            weights = tally.value_weights[quantity] if quantity < values else tally.result_weights
            weights[value] = weights.get(value, 0) + weight
            if not weights[value]:
                del weights[value]
        elif value:
            tally.note_weights[quantity - values - results] += weight


def _plain_dice(node: Expression) -> tuple[Numbered | Listed, int]:
    """Return the kind and the number of dice of a pool without modifiers. Raises NotSums for another."""
    if (
        isinstance(node, nodes.Pool)
        and not node.modifiers
        and isinstance(node.count, nodes.Number)
        and isinstance(node.die, Numbered | Listed)
        and node.die.sides <= _MOST_SIDES
    ):
        return node.die, int(node.count.value)
    raise NotSums


class _Throws:
    """All throws of some dice as states: what they add to two looks, and how many are thrown again."""

    def __init__(self, dice: Sequence[_Dice], first: Read, second: Read, work: Work) -> None:
        self._work = work
        self._widths = first.width, second.width
        self._kinds: list[tuple[Weights, int]] = []
        # The different dice that are thrown again: what they may add, and their sides.
        added = [(one, first.added(one.place, one.kind), self._again(second, one)) for one in dice]
        self._more = [0] * len(self._kinds)
        self._dice: list[_Thrown] = []
        self.ways: int = 1
        """The denominator of all weights, whatever is asked: every die thrown, and thrown again."""
        for one, before, (after, kind) in added:
            if kind is not None:
                self._more[kind] += one.more
            self.ways *= one.kind.sides ** (one.count * (1 + any(one.again)) + one.more)
            if one.count:
                self._dice.append(self._vectors(one, before, after, kind))
        width = sum(self._widths) + len(self._kinds)
        self.columns = Columns([(one.first, one.count) for one in self._dice], width)
        self._known: dict[tuple[int, int], tuple[Weights, int]] = {}

    def _again(self, second: Read, dice: _Dice) -> tuple[list[Vector], int | None]:
        """Return what each face adds to the second look, and the place of what throwing it again may add."""
        after = second.added(dice.place, dice.kind)
        weights: Weights = {}
        for vector in after:
            weights[vector] = weights.get(vector, 0) + 1
        if not any(map(any, weights)) or not (dice.more or any(dice.again)):
            return after, None
        found = weights, dice.kind.sides
        if found not in self._kinds:
            self._kinds.append(found)
        return after, self._kinds.index(found)

    def _vectors(
        self, dice: _Dice, before: Sequence[Vector], after: Sequence[Vector], kind: int | None
    ) -> _Thrown:
        first: Weights = {}
        fixed: Weights = {}
        nothing = tuple([0] * self._widths[1])
        for sums, stay, again in zip(before, after, dice.again, strict=True):
            thrown = tuple([int(again and place == kind) for place in range(len(self._kinds))])
            vector = (*sums, *(nothing if again else stay), *thrown)
            first[vector] = first.get(vector, 0) + 1
            if not again:
                fixed[vector] = fixed.get(vector, 0) + 1
        return _Thrown(first, fixed, dice.kind.sides, dice.count)

    def states(self) -> Weights:
        """Return the weights of all throws."""
        return self._together([(one.first, one.sides, one.count) for one in self._dice])

    def fixed_states(self) -> Weights:
        """Return the weights of the throws none of whose dice may be thrown again."""
        if not all(one.fixed for one in self._dice):
            return {}
        return self._together([(one.fixed, one.sides, one.count) for one in self._dice])

    def _together(self, dice: Iterable[tuple[Weights, int, int]]) -> Weights:
        whole: Weights = {self.columns.empty: 1}
        scale = self.ways
        for vectors, sides, count in dice:
            several, over = power(self.columns.narrowed(vectors), sides, count, self._work)
            if scale % over:
                raise NotSums  # these are too many to be found exactly
            scale //= over
            whole = product(whole, several, self._work)
        return {state: weight * scale for state, weight in whole.items()}

    def parts(self, state: Vector) -> tuple[Vector, Vector, Vector]:
        """Return the sums of the first look, what stays for the second, and how many are thrown again."""
        wide = self.columns.widened(state)
        first, second = self._widths
        thrown = wide[first + second :]
        again = tuple([count + more for count, more in zip(thrown, self._more, strict=True)])
        return wide[:first], wide[first : first + second], again

    def again(self, thrown: Vector, states: Weights) -> Weights:
        """Return the states of the second look, after these numbers of dice were thrown again."""
        for place, count in enumerate(thrown):
            if count:
                found, over = self._several(place, int(count))
                states = product(states, found, self._work)
                if over > 1:
                    states = {state: weight // over for state, weight in states.items()}
        return states

    def _several(self, place: int, count: int) -> tuple[Weights, int]:
        if (place, count) not in self._known:
            vectors, sides = self._kinds[place]
            self._known[place, count] = power(vectors, sides, count, self._work)
        return self._known[place, count]
