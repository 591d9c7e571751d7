"""Stage by stage through a roll's pools: the joint results of their readings, as weighted vectors.

A component is the pools that must be looked at together; most are a single pool. The sums that are
asked about are found component by component and added up. Where a later pool depends on an earlier
one, the states are divided by what decides it.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from math import lcm

from dicewright.errors import OddsTooLarge
from dicewright.probability.joint import product
from dicewright.systems.odds.components import Readings, is_additive
from dicewright.systems.odds.folded.coarsening import coarsened
from dicewright.systems.odds.folded.folding import Folding
from dicewright.systems.odds.laying import NotJoint, laid, laid_alone
from dicewright.systems.odds.sums import Sums, summed
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.plans import as_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.probability.totals import Totals
    from dicewright.probability.walking import Vector
    from dicewright.systems.odds.finals import Finals
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.plans import Plan

_STATE = 12
# How much of the work may go to finding one die of many first.
_ALONE = Fraction(1, 2)


def states_of(finals: Finals, totals: Totals, *, folded: bool = False) -> tuple[dict[Vector, int], int]:
    """Return the weights of the states that a roll can end in, and their denominator.

    `finals.rewritten` then works on these states. If they are to be folded, only what the formulas still
    depend on is kept after each stage. Raises NotJoint where that cannot be done.
    """
    return _Stages(finals, totals, folded=folded).run()


class _Stages:
    def __init__(self, finals: Finals, totals: Totals, *, folded: bool) -> None:
        self.folded = folded
        self.finals = finals
        self.totals = totals
        self.binder = finals.binder
        kind = finals.kind
        self.pools = [(kind.places[pool.name], pool.plan) for pool in kind.pools]
        self.faces: dict[int, Any] = {}
        # What decides how each pool is thrown.
        self.deciding = {place: list(self._deciding(plan)) for place, plan in self.pools}
        self.components = self._components()
        self.sums = Sums(self.binder, self._is_local)
        finals.rewritten = [self.sums.add(formula) for formula in finals.formulas]
        self.decided = [
            {id(formula): self.sums.add(formula) for place in component for formula in self.deciding[place]}
            for component in self.components
        ]

    def _deciding(self, plan: Plan) -> Iterator[Formula]:
        """Yield the formulas of a plan that depend on dice."""
        for formula in plan.formulas:
            bound = self.binder.bound(formula)
            if self.binder.depends(bound):
                yield bound

    def _components(self) -> list[list[int]]:
        """Return the places of the pools that are looked at together, in the order they are thrown."""
        groups = {place: {place} for place, _ in self.pools}
        asked = [*self.finals.formulas, *[one for found in self.deciding.values() for one in found]]
        for formula in asked:
            for one in formula.walk():
                if one.operation != "reading":
                    continue
                if any(part.operation != "number" for part in one.parts):
                    raise NotJoint  # what the dice are held against is thrown, too
                if one.data.faces:
                    self.faces = dict(one.data.faces)
                if not is_additive(one):
                    together = set[int]().union(*[groups[place] for place in one.data.pools])
                    for place in together:
                        groups[place] = together
        found: list[list[int]] = []
        for place in groups:
            component = sorted(groups[place])
            # A component is looked at when its last pool has been thrown.
            if place == component[-1]:
                found.append(component)
        return found

    def _is_local(self, formula: Formula) -> bool:
        depends = self.binder.depends(formula)
        return any(not depends & ~_bits(component) for component in self.components)

    def run(self) -> tuple[dict[Vector, int], int]:
        count = len(self.sums.sums)
        states: dict[Vector, int] = {tuple([0] * count): 1}
        denominator = 1
        processed = 0
        for stage, component in enumerate(self.components):
            for place in component:
                for formula in self.deciding[place]:
                    if self.binder.depends(formula) & ~processed:
                        raise NotJoint
            needed = self._needed_after(stage)
            local = [self._local(place, component) if place in needed else None for place in range(count)]
            local += [None] * (len(next(iter(states))) - count)
            states, over = self._stage(stage, component, local, states)
            denominator *= over
            processed |= _bits(component)
            if self.folded and stage + 1 < len(self.components):
                states = self._folded(stage, states)
        return states, denominator

    def _folded(self, stage: int, states: dict[Vector, int]) -> dict[Vector, int]:
        """Return the states after a stage with nothing in them on which no formula depends any more."""
        later = 0
        for component in self.components[stage + 1 :]:
            later |= _bits(component)
        known = {
            place
            for place, sum_ in enumerate(self.sums.sums)
            if not any(self.binder.depends(term) & later for term, _ in sum_.values())
        }
        later_ones = self.decided[stage + 1 :]
        asked = [*self.finals.rewritten, *[one for decided in later_ones for one in decided.values()]]
        folding = Folding(asked, len(self.sums.sums), self.finals.limits)
        folded = folding.fold(states, known, self.totals.work)
        formulas = iter(folding.formulas)
        self.finals.rewritten = [next(formulas) for _ in self.finals.rewritten]
        self.decided[stage + 1 :] = [{key: next(formulas) for key in decided} for decided in later_ones]
        return folded

    def _needed_after(self, stage: int) -> set[int]:
        """Return the places of the sums that are still asked for after a stage."""
        asked = [*self.finals.rewritten]
        for later in self.decided[stage + 1 :]:
            asked += later.values()
        return {one.data for formula in asked for one in formula.walk() if one.operation == "slot"}

    def _local(self, place: int, component: list[int]) -> Formula | None:
        """Return the part of a sum that one component adds; None where it adds nothing."""
        bits = _bits(component)
        own = [term for term in self.sums.sums[place].values() if self.binder.depends(term[0]) & bits]
        return summed(own, 0) if own else None

    def _stage(
        self, stage: int, component: list[int], local: list[Formula | None], states: dict[Vector, int]
    ) -> tuple[dict[Vector, int], int]:
        """Return the states after one more component, and the denominator that it adds."""
        wanted = [formula for formula in local if formula is not None]
        readings = Readings(wanted, self.binder, self.finals.limits)
        decided = self.decided[stage]
        work_out = {key: compiled(formula, self.finals.limits) for key, formula in decided.items()}
        divided: dict[tuple[Number, ...], dict[Vector, int]] = {}
        self.totals.work.spend(_STATE * len(states) * (1 + len(work_out)))
        needed = self._needed_after(stage)
        live = [formula is not None or place in needed for place, formula in enumerate(local)]
        if all(live) and not work_out:
            divided[()] = states
        else:
            for state, weight in states.items():
                known: Any = state
                key = tuple([formula(known) for formula in work_out.values()])
                kept = tuple([value if alive else 0 for value, alive in zip(state, live, strict=True)])
                part = divided.setdefault(key, {})
                part[kept] = part.get(kept, 0) + weight
        parts = []
        for key, part in divided.items():
            deciding = dict(zip(work_out, key, strict=True))
            found, over = self._features(component, deciding, readings)
            widened = found
            if None in local:
                widened = {self._widened(vector, local): weight for vector, weight in found.items()}
            if self.folded and stage and stage + 1 == len(self.components):
                adding = {place for place, formula in enumerate(local) if formula is not None}
                asked, limits = self.finals.rewritten, self.finals.limits
                widened = coarsened(widened, adding, part, asked, limits, self.totals.work)
            parts.append((product(part, widened, self.totals.work), over))
        if len(parts) == 1:
            return parts[0]
        common = lcm(*(over for _, over in parts))
        whole: dict[Vector, int] = {}
        for part, over in parts:
            self.totals.work.spend(_STATE * len(part))
            for state, weight in part.items():
                whole[state] = whole.get(state, 0) + weight * (common // over)
        return whole, common

    def _features(
        self, component: list[int], deciding: dict[int, Number], readings: Readings
    ) -> tuple[dict[Vector, int], int]:
        def worked_out(formula: Formula) -> Number:
            bound = self.binder.bound(formula)
            if bound.operation == "number":
                number: Number = bound.data
                return number
            return deciding[id(bound)]

        trees = [
            (place, as_node(plan, worked_out, self.finals.known, self.finals.limits))
            for place, plan in self.pools
            if place in component
        ]
        if len(trees) == 1 and readings.adds_up:
            ((place, tree),) = trees
            # Where weights get too long, the dice that come of explosions are looked at number by number.
            with suppress(OddsTooLarge), self.totals.work.part(_ALONE):
                alone = laid_alone(tree, place, self.faces, self.totals)
                if alone is not None:
                    one, count = alone
                    return readings.together(one, self.totals, count)
        dice = laid(trees, self.faces, self.totals, readings.inside)
        return readings.together(dice, self.totals)

    @staticmethod
    def _widened(vector: Vector, local: list[Formula | None]) -> Vector:
        following = iter(vector)
        return tuple([0 if formula is None else next(following) for formula in local])


def _bits(component: list[int]) -> int:
    found = 0
    for place in component:
        found |= 1 << place
    return found
