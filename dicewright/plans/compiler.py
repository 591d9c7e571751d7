"""From tree to plan: which rolls have one, and what they cost at most."""

from __future__ import annotations

from functools import lru_cache

from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Fate, Numbered
from dicewright.notation.tree.matches import COMPARISONS, Comparison
from dicewright.notation.tree.modifiers import Advantage, Count, Drop, Explode, Keep, Mark, Sort
from dicewright.plans.plan import Part, Plan
from dicewright.plans.pools import Counting, Exploding, FatePool, OneDie, Pool, choosing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Roll, Rolls
    from dicewright.numbers import Number
    from dicewright.plans.plan import Program
    from dicewright.plans.pools import Faces
    from dicewright.randomness import Draw

# Tuples, because a union such as Mark | Sort is rebuilt each time it is evaluated.
_KINDS = (Numbered, Fate)
_SHOWN = (Mark, Sort)
# bytes.translate and bytes.count work on faces that fit into a byte.
_LARGEST_IN_A_BYTE = 255
# No total of a plan, of a million faces on a few thousand dice and one product, has more digits.
_LARGEST_NUMBER = 10**6
_DIGITS = 40
_PLUS_OR_MINUS = {"+": 1, "-": -1}


def planned(tree: Rolls, limits: Limits) -> Plan | None:
    """Return the plan of a tree; None if there is none, or if a limit could be passed."""
    if limits.digits < _DIGITS:
        return None
    first = tree.rolls[0]
    if len(tree.rolls) == 1 and (pool := _plain_dice(first, limits)) is not None:
        return Plan((Part(first, pool, (pool,)),), limits, explodes=False, shows=True)
    compiler = _Compiler(limits)
    parts = []
    for roll in tree.rolls:
        part = compiler.part(roll)
        if part is None or not compiler.within_limits():
            return None
        parts.append(part)
    exploding = compiler.exploding
    if exploding is not None:
        exploding.allowed = limits.dice - (compiler.dice - exploding.count)
    return Plan(parts, limits, explodes=exploding is not None, shows=compiler.shows)


def _plain_dice(roll: Roll, limits: Limits) -> Pool | None:
    """Return the pool of plain dice with at most a number after them, which need no bookkeeping.

    It is None for all others.
    """
    node, offset = roll.expression, 0
    if isinstance(node, nodes.Arithmetic):
        node, offset = _without_number(node)
    if not isinstance(node, nodes.Pool) or node.modifiers or roll.repeat is not None:
        return None
    count, kind = node.count, node.die
    if not isinstance(count, nodes.Number) or not isinstance(kind, Numbered) or count.value > limits.dice:
        return None
    pool = (OneDie if count.value == 1 else Pool)(int(count.value), kind.sides)
    pool.offset = offset
    return pool


def _without_number(node: Expression) -> tuple[Expression, int]:
    """Return the pool to which a number is added, and the number; for all else, the whole and 0."""
    if isinstance(node, nodes.Arithmetic) and len(node.rest) == 1 and isinstance(node.first, nodes.Pool):
        operation = node.rest[0]
        operator, operand = operation.operator, operation.operand
        if operator in ("+", "-") and isinstance(operand, nodes.Number):
            value = operand.value
            if isinstance(value, int) and value <= _LARGEST_NUMBER:
                return node.first, value if operator == "+" else -value
    return node, 0


class _Weighed:
    """The sum of programs, each times a factor, and a number."""

    __slots__ = ("offset", "terms")

    def __init__(self, terms: list[tuple[Program, int]], offset: int) -> None:
        self.terms = terms
        self.offset = offset

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        total = self.offset
        for program, factor in self.terms:
            total += factor * program.total(draw, faces)
        return total

    def add(self, other: _Weighed, factor: int) -> None:
        for program, each in other.terms:
            self.terms.append((program, factor * each))
        self.offset += factor * other.offset

    def scale(self, factor: int) -> None:
        self.offset *= factor
        for place, (program, each) in enumerate(self.terms):
            self.terms[place] = program, factor * each

    def program(self) -> Program:
        """Return the quickest program for the sum: a single pool adds the number by itself."""
        if len(self.terms) != 1:
            return self
        program, factor = self.terms[0]
        if factor != 1 or not isinstance(program, Pool):
            return self
        program.offset += self.offset
        return program


class _Product:
    """Two sums of dice, multiplied."""

    __slots__ = ("left", "right")

    def __init__(self, left: Program, right: Program) -> None:
        self.left = left
        self.right = right

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        return self.left.total(draw, faces) * self.right.total(draw, faces)


class _Compiler:
    """Turns nodes into programs, and adds up what they will cost."""

    __slots__ = ("_limits", "_pools", "dice", "exploding", "shared", "shows", "steps")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pools: list[Pool] = []
        self.dice = 0
        self.steps = 0
        self.exploding: Exploding | None = None
        self.shows = True
        self.shared = 0
        """Parts that no second part may stand beside: a product, since it could grow past the limit of
        digits with another; an explosion, since it shares what is left of the dice with another."""

    def within_limits(self) -> bool:
        """Return whether no limit can be passed, but that of dice if they explode."""
        limits = self._limits
        return self.dice <= limits.dice and self.steps <= limits.steps and self.shared <= 1

    def part(self, roll: Roll) -> Part | None:
        node = roll.expression
        if roll.repeat is None and (single := self._single_pool(node)) is not None:
            return Part(roll, single, (single,))
        if isinstance(node, nodes.Test):
            if not isinstance(node.target, nodes.Number):
                return None
            node = node.roll
        dice_before, steps_before = self.dice, self.steps
        self._pools = []
        sum_of_all = self._node(node)
        if sum_of_all is None:
            return None
        if roll.repeat is not None:
            self.dice += (self.dice - dice_before) * (roll.repeat - 1)
            self.steps += (self.steps - steps_before) * (roll.repeat - 1)
            self.shared *= roll.repeat
        return Part(roll, sum_of_all.program(), self._pools)

    def _single_pool(self, node: Expression) -> Pool | None:
        """Return the program of a pool with at most a number after it, the most common kind of sum."""
        node, offset = _without_number(node)
        pool = self._pool(node) if isinstance(node, nodes.Pool) else None
        if pool is not None:
            pool.offset += offset
        return pool

    def _node(self, node: Expression) -> _Weighed | None:
        if isinstance(node, nodes.Pool):
            pool = self._pool(node)
            if pool is None:
                return None
            self._pools.append(pool)
            return _Weighed([(pool, 1)], 0)
        if isinstance(node, nodes.Number):
            value = node.value
            small = isinstance(value, int) and value <= _LARGEST_NUMBER
            return _Weighed([], int(value)) if small else None
        if isinstance(node, nodes.Arithmetic):
            return self._chain(node)
        return self._node(node.term) if isinstance(node, nodes.Labelled) else None

    def _chain(self, node: nodes.Arithmetic) -> _Weighed | None:
        found = self._node(node.first)
        for operation in node.rest:
            operator, written = operation.operator, operation.operand
            if found is None:
                return None
            sign = _PLUS_OR_MINUS.get(operator)
            if sign is not None and isinstance(written, nodes.Number):
                # Nearly every sum ends with one.
                value = written.value
                if not isinstance(value, int) or value > _LARGEST_NUMBER:
                    return None
                found.offset += sign * value
                continue
            if sign is not None and isinstance(written, nodes.Pool):
                pool = self._pool(written)
                if pool is None:
                    return None
                self._pools.append(pool)
                found.terms.append((pool, sign))
                continue
            operand = self._node(written)
            if operand is None:
                return None
            if sign is not None:
                found.add(operand, sign)
            elif operator == "*":
                self.shared += 1
                found = _product(found, operand)
            else:
                return None
        return found

    def _pool(self, node: nodes.Pool) -> Pool | None:
        kind = node.die
        if not isinstance(node.count, nodes.Number) or not isinstance(kind, _KINDS):
            return None
        count = int(node.count.value)
        self.dice += count
        if node.modifiers:
            return self._modified(count, kind, node.modifiers)
        return FatePool(count) if isinstance(kind, Fate) else Pool(count, kind.sides)

    def _modified(self, count: int, kind: Numbered | Fate, written: Sequence[Modifier]) -> Pool | None:
        modifiers = [modifier for modifier in written if not isinstance(modifier, _SHOWN)]
        # Each modifier looks at every die there is by then.
        self.steps += count * len(written)
        self.shows = self.shows and len(modifiers) == len(written)
        if isinstance(kind, Fate):
            return None if modifiers else FatePool(count)
        if len(modifiers) > 1:
            return None
        sides = kind.sides
        match modifiers[0] if modifiers else None:
            case None:
                return Pool(count, sides)
            case Keep(which="highest" | "lowest" as which, number=number):
                return choosing(which, number, count, sides, keep=True)
            case Drop(which=which, number=number):
                return choosing(which, number, count, sides, keep=False)
            case Advantage(drop=which, number=more) if count:
                self.dice += more
                self.steps += more * len(written)
                return choosing(which, more, count + more, sides, keep=False, advantage=more)
            case Count(kind="success", match=Comparison() as match) if sides <= _LARGEST_IN_A_BYTE:
                return Counting(count, sides, _others(match.operator, match.value, sides))
            case Explode(kind="each", match=None, span=span) if 1 < sides <= _LARGEST_IN_A_BYTE:
                self.shared += 1
                self.steps += self._limits.dice * len(written)
                self.exploding = Exploding(count, sides, self._limits, span)
                return self.exploding
            case _:
                return None


def _product(left: _Weighed, right: _Weighed) -> _Weighed:
    if not right.terms:
        left.scale(right.offset)
        return left
    if not left.terms:
        right.scale(left.offset)
        return right
    return _Weighed([(_Product(left.program(), right.program()), 1)], 0)


@lru_cache(maxsize=256)
def _others(operator: str, value: Number, sides: int) -> bytes:
    """Return the faces that do not match."""
    matches = COMPARISONS[operator]
    return bytes(face for face in range(1, sides + 1) if not matches(face, value))
