"""The odds of rolls whose pools are independent of one another and small: most rolls at most tables.

What is read off each pool is found first, throw by throw or face by face; equal readings of one pool are
added up, and then every combination of them is gone through. Nothing of this depends on the numbers that
were typed, so it is prepared once for each kind of roll.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations_with_replacement
from math import comb, factorial, prod

from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Listed, Numbered
from dicewright.probability.exact import distribution
from dicewright.probability.joint import power
from dicewright.systems.odds.sources import TooLong
from dicewright.systems.odds.tallying import Asked, Loop
from dicewright.systems.rolling.throwing import Formulas, pool_dice_of
from dicewright.systems.rules.compiling import compiled
from dicewright.systems.rules.plans import as_node
from dicewright.systems.rules.readings import scores

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.numbers import Number
    from dicewright.probability.totals import Totals
    from dicewright.systems.odds.outcome_odds import Tally
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Compiled, Formula, Known
    from dicewright.systems.rules.model import Pool, RollKind
    from dicewright.systems.rules.plans import Plan

    # What is read off a pool, with the weight of the throws that show it.
    Throws = list[tuple[tuple[Number, ...], int]]

# More combinations than these are left to the walk, which adds up what can be added; but where a formula
# does more with a pool than add it, there is nothing to gain from that.
_COMBINATIONS, _TANGLED = 600, 50_000
# A pool that can fall in more ways is walked, too; readings that pick among dice take longer.
_WAYS, _SIDES, _DICE = 150, 100, 200
_NONE: frozenset[int] = frozenset()
# For how many different numbers typed a pool's readings are kept, and of how many vectors at most.
_REMEMBERED, _SHORT = 4, 60
# In units of work: one reading of one throw, and one formula of one combination.
_READING, _FORMULA = 10, 2
# How many operations of a long formula take one unit.
_OPERATIONS = 4


class NotDirect(Exception):
    """This roll has to be walked."""


def tallied(program: Program, given: Mapping[str, Any], totals: Totals, tally: Tally) -> int:
    """Add all throws of a roll to the tally, and return the denominator of the weights.

    Raises NotDirect, and adds nothing, where the roll has too many throws or is not of this kind.
    """
    prepared = _prepared(program)
    if prepared is None:
        raise NotDirect
    return prepared.run(program.start(dict(given)), totals, tally)


@lru_cache(maxsize=128)
def _prepared(program: Program) -> _Direct | None:
    try:
        return _Direct(program.kind, program.limits)
    except (NotDirect, TooLong):
        return None


class _Direct:
    """A kind of roll, prepared."""

    def __init__(self, kind: RollKind, limits: Limits) -> None:
        self._limits = limits
        self._pools = [_Readings(pool, kind.places[pool.name], limits) for pool in kind.pools]
        self._pool_at = {pool.place: pool for pool in self._pools}
        self._fixed = kind.places_before
        for pool in kind.pools:
            self._refuse_dice(pool.plan.formulas)
        self._names = {place: f"p{place}" for place in self._fixed}
        self._names |= {kind.places[value.name]: f"v{at}" for at, value in enumerate(kind.values)}
        self._names[kind.places["result"]] = "r"
        asked = Asked(
            [value.formula for value in kind.values],
            kind.result,
            [outcome.test_of(kind.places["result"]) for outcome in kind.outcomes],
            kind.shift,
            [note.test for note in kind.notes],
        )
        self._size = len(kind.formulas)
        self._tangled = _tangled(kind)
        self._given = sorted(self._fixed)
        self._loop = Loop(
            asked,
            [pool.names for pool in self._pools],
            [f"p{place}" for place in self._given],
            limits,
            self._slot,
            self._reading,
        )

    def _refuse_dice(self, formulas: Iterable[Formula]) -> None:
        if not all(formula.needs_only(self._fixed) for formula in formulas):
            raise NotDirect

    def _slot(self, place: int) -> str:
        return self._names[place]

    def _reading(self, formula: Formula) -> str:
        self._refuse_dice(formula.parts)
        places = formula.data.pools
        if len(places) > 1 and not formula.data.additive:
            raise NotDirect
        one = [
            self._pool_at[place].name_of(
                formula if len(places) == 1 else formula.replace(data=formula.data.replace(pools=(place,)))
            )
            for place in places
        ]
        return one[0] if len(one) == 1 else f"({' + '.join(one)})"

    def run(self, known: Known, totals: Totals, tally: Tally) -> int:
        groups: list[Throws] = []
        combinations = denominator = mass = 1
        several = []
        for pool in self._pools:
            throws, over = pool.throws(known, totals)
            combinations *= len(throws)
            if len(throws) > 1:
                several.append(pool.place)
            if combinations > (_TANGLED if self._tangled.issuperset(several) else _COMBINATIONS):
                raise NotDirect
            groups.append(throws)
            denominator *= over
            mass *= sum([weight for _, weight in throws])
        totals.work.spend(combinations * max(_FORMULA * (1 + self._size), self._loop.length // _OPERATIONS))
        self._loop.run(groups, [known[place] for place in self._given], tally)
        tally.mass += mass
        return denominator


class _Readings:
    """What is read off one pool."""

    def __init__(self, pool: Pool, place: int, limits: Limits) -> None:
        self.place: int = place
        self._plan = pool.plan
        self._limits = limits
        self._formulas: list[Formula] = []
        self._read: list[Compiled] = []
        self._operands: list[list[Compiled]] = []
        self._work_out = Formulas(limits)
        self._typed = _is_typed(pool.plan)
        self._deciding: list[Compiled] | None = None
        self._found: dict[tuple[Number, ...], tuple[tuple[Throws, int], int]] = {}
        self.names: list[str] = []
        """The names of its readings in the source, as far as they have been asked for."""

    def name_of(self, formula: Formula) -> str:
        """Return the name of a reading."""
        if formula not in self._formulas:
            self.names.append(f"d{self.place}_{len(self._formulas)}")
            self._formulas.append(formula)
            self._read.append(compiled(formula, self._limits))
            self._operands.append([compiled(part, self._limits) for part in formula.parts])
        return self.names[self._formulas.index(formula)]

    def throws(self, known: Known, totals: Totals) -> tuple[Throws, int]:
        """Return what is read off every throw, and the denominator of the weights."""
        if not self._formulas:
            return [((), 1)], 1
        decided = self._decided(known)
        remembered = None if decided is None else self._found.get(decided)
        if remembered is not None:
            # It costs as much again, so that no answer depends on earlier questions.
            found, spent = remembered
            totals.work.spend(spent)
            return found
        before = totals.work.spent
        found = self._throws(known, totals)
        if decided is not None and len(found[0]) <= _SHORT:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[decided] = found, totals.work.spent - before
        return found

    def _decided(self, known: Known) -> tuple[Number, ...] | None:
        """Return the numbers that decide how the pool falls and is read; None where dice were typed."""
        if self._typed:
            return None
        if self._deciding is None:
            deciding = [compiled(one, self._limits) for one in self._plan.formulas]
            self._deciding = deciding + [one for operands in self._operands for one in operands]
        return tuple([formula(known) for formula in self._deciding])

    def _throws(self, known: Known, totals: Totals) -> tuple[Throws, int]:
        node = as_node(self._plan, self._work_out.with_known(known), known, self._limits)
        if (
            isinstance(node, nodes.Pool)
            and not node.modifiers
            and isinstance(node.count, nodes.Number)
            and isinstance(node.die, Numbered | Listed)
            and node.die.sides <= _SIDES
            and node.count.value <= _DICE
        ):
            return self._of_plain_dice(int(node.count.value), node.die, known, totals)
        if any(formula.data.kind != "total" for formula in self._formulas):
            raise NotDirect
        alone = distribution(node, totals)
        copies = len(self._formulas)
        return [((total,) * copies, weight) for total, weight in alone.items()], alone.denominator

    def _of_plain_dice(self, count: int, kind: DieKind, known: Known, totals: Totals) -> tuple[Throws, int]:
        additive = all(formula.data.additive for formula in self._formulas)
        alone = count == 1 or additive
        ways = kind.sides if alone else comb(count + kind.sides - 1, count)
        if not alone and ways > _WAYS:
            raise NotDirect
        totals.work.spend(_READING * ways * (1 + len(self._formulas)))
        found: dict[tuple[Number, ...], int] = {}
        if alone:
            for vector in zip(*self._columns(kind, known), strict=True):
                found[vector] = found.get(vector, 0) + 1
        else:
            dice, known = pool_dice_of(kind), list(known)
            for faces, weight in _fallen(count, kind.sides):
                known[self.place] = dice(faces)
                vector = tuple([read(known) for read in self._read])
                found[vector] = found.get(vector, 0) + weight
        if count == 1 or not additive:
            return list(found.items()), kind.sides**count
        if not count:
            return [(tuple([0] * len(self._formulas)), 1)], 1
        together, over = power(found, kind.sides, count, totals.work)
        return list(together.items()), over

    def _columns(self, kind: DieKind, known: Known) -> list[Sequence[Number]]:
        """Return what each reading gives for each face of a single die."""
        values = list(kind.values())
        found: list[Sequence[Number]] = []
        for formula, read, operands in zip(self._formulas, self._read, self._operands, strict=True):
            spec = formula.data
            if spec.kind == "total":
                found.append(values)
            elif spec.counts:
                found.append(scores(spec.steps, values, [operand(known) for operand in operands]))
            else:
                dice, now = pool_dice_of(kind), list(known)
                column = []
                for face in range(1, kind.sides + 1):
                    now[self.place] = dice((face,))
                    column.append(read(now))
                found.append(column)
        return found


def _is_typed(plan: Plan) -> bool:
    """Return whether a plan throws dice that were typed."""
    return plan.kind == "given" or any(map(_is_typed, plan.parts))


@lru_cache(maxsize=32)
def _fallen(count: int, sides: int) -> Sequence[tuple[tuple[int, ...], int]]:
    """Return every way in which dice can fall in any order, with the number of throws that show it."""
    everyone = factorial(count)
    return [
        (faces, everyone // prod([factorial(faces.count(face)) for face in {*faces}]))
        for faces in combinations_with_replacement(range(1, sides + 1), count)
    ]


def _tangled(kind: RollKind) -> set[int]:
    """Return the pools of which more is asked, together with others, than how much they add up to.

    Of these nothing can be added up beforehand, as in `max(@trait, @wild)`.
    """
    known: dict[int, frozenset[int]] = {}
    found: set[int] = set()

    def pools_of(formula: Formula) -> frozenset[int]:
        if formula.operation == "slot":
            return known.get(formula.data, _NONE)
        if formula.operation == "reading":
            return frozenset(formula.data.pools)
        parts = list(map(pools_of, formula.parts))
        together = _NONE.union(*parts)
        if len(together) > 1 and formula.operation not in ("+", "-", "negative"):
            found.update(*[part for part in parts if len(part) == 1])
        return together

    for value in kind.values:
        known[kind.places[value.name]] = pools_of(value.formula)
    if kind.result is not None:
        known[kind.places["result"]] = pools_of(kind.result)
    for formula in kind.formulas:
        pools_of(formula)
    return found
