"""Short cuts: the total of a common roll without looking at each die.

`rolling` says what notation means, and makes every die of a result. Most results are only asked for
their total, so for the rolls that players type most a program draws the same faces in the same order,
at C speed, and works out the total alone; the dice follow from the faces when somebody looks at them.
What has no program here is rolled by `rolling` at once. The tests hold each program to it.
"""

from __future__ import annotations

from functools import lru_cache

from dicewright.limits import too_many_dice
from dicewright.notation import nodes
from dicewright.notation.dice import Fate, Numbered
from dicewright.notation.modifiers import (
    COMPARISONS,
    Advantage,
    Comparison,
    Count,
    Drop,
    Explode,
    Keep,
    Mark,
    Sort,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from dicewright.limits import Limits
    from dicewright.notation.modifiers import Modifier
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.randomness import Draw
    from dicewright.source import Span

    class Program(Protocol):
        """Draws what a node needs, adds the faces to the list, and returns the node's total."""

        def total(self, draw: Draw, faces: list[Sequence[int]]) -> int: ...


# Tuples, because a union such as Mark | Sort is made anew each time it is met.
_KINDS = (Numbered, Fate)
_SHOWN = (Mark, Sort)
# bytes.translate and bytes.count work on faces that fit into a byte.
_LARGEST_IN_A_BYTE = 255
# No total of a program, of a million faces on a few thousand dice and one product, has more digits.
_LARGEST_NUMBER = 10**6
_DIGITS = 40


def compiled(tree: nodes.Rolls, limits: Limits) -> Program | None:
    """Return the program that rolls a tree for its total and its faces; None where there is no short cut."""
    if limits.digits < _DIGITS:
        return None
    compiler = _Compiler(limits)
    programs = []
    for part in tree.rolls:
        program = compiler.roll(part)
        if program is None or not compiler.within_limits():
            return None
        programs.append(program)
    if compiler.exploding is not None:
        compiler.exploding.allowed = limits.dice - (compiler.dice - compiler.exploding.count)
    return _total(programs)


class _Compiler:
    """Turns nodes into programs, and adds up what they will cost."""

    __slots__ = ("_limits", "dice", "exploding", "shared", "steps")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.dice = 0
        self.steps = 0
        self.exploding: _Exploding | None = None
        self.shared = 0
        """Parts that no second part may stand beside: a product, since it could grow past the limit of
        digits with another; an explosion, since it shares what is left of the dice with another."""

    def within_limits(self) -> bool:
        """Return whether no limit can be passed, but that of dice where they explode."""
        limits = self._limits
        return self.dice <= limits.dice and self.steps <= limits.steps and self.shared <= 1

    def roll(self, part: nodes.Roll) -> Program | None:
        node = part.expression
        if isinstance(node, nodes.Test):
            if not isinstance(node.target, nodes.Number):
                return None
            node = node.roll
        dice_before, steps_before = self.dice, self.steps
        program = self._node(node)
        if program is None or part.repeat is None:
            return program
        self.dice += (self.dice - dice_before) * (part.repeat - 1)
        self.steps += (self.steps - steps_before) * (part.repeat - 1)
        self.shared *= part.repeat
        return _Repeated(program, part.repeat)

    def _node(self, node: Expression) -> Program | None:
        if isinstance(node, nodes.Pool):
            kind = node.die
            if isinstance(node.count, nodes.Number) and isinstance(kind, _KINDS):
                count = int(node.count.value)
                self.dice += count
                return self._pool(count, kind, node.modifiers)
            return None
        if isinstance(node, nodes.Number):
            value = node.value
            return _Constant(value) if isinstance(value, int) and value <= _LARGEST_NUMBER else None
        if isinstance(node, nodes.Arithmetic):
            return self._chain(node)
        return self._node(node.term) if isinstance(node, nodes.Labelled) else None

    def _chain(self, node: nodes.Arithmetic) -> Program | None:
        first = self._node(node.first)
        if first is None:
            return None
        terms = [first]
        offset = 0
        for operation in node.rest:
            operator = operation.operator
            operand = self._node(operation.operand)
            if operand is None:
                return None
            if operator == "*":
                self.shared += 1
                terms[-1] = _Product(terms[-1], operand)
            elif operator not in ("+", "-"):
                return None
            elif isinstance(operand, _Constant):
                offset += operand.number if operator == "+" else -operand.number
            else:
                terms.append(operand if operator == "+" else _Negated(operand))
        return _shifted(_total(terms), offset)

    def _pool(self, count: int, kind: Numbered | Fate, written: Sequence[Modifier]) -> Program | None:
        sides = kind.sides
        modifiers = written and [modifier for modifier in written if not isinstance(modifier, _SHOWN)]
        # Each modifier looks at every die there is by then.
        self.steps += count * len(written)
        if not modifiers:
            return _All(count, sides, 0 if isinstance(kind, Numbered) else -2 * count)
        if isinstance(kind, Fate) or len(modifiers) > 1:
            return None
        modifier = modifiers[0]
        match modifier:
            case Keep() if modifier.which != "middle":
                return _kept(count, sides, modifier.which == "highest", min(modifier.number, count))
            case Drop():
                return _kept(count, sides, modifier.which == "lowest", max(0, count - modifier.number))
            case Advantage() if count:
                self.dice += modifier.number
                self.steps += modifier.number * len(written)
                return _kept(count + modifier.number, sides, modifier.drop == "lowest", count)
            case Count(match=Comparison() as match) if sides <= _LARGEST_IN_A_BYTE:
                return _Counted(count, sides, _others(match.operator, match.value, sides))
            case Explode(kind="each", match=None) if 1 < sides <= _LARGEST_IN_A_BYTE:
                self.shared += 1
                self.steps += self._limits.dice * len(written)
                self.exploding = _Exploding(count, sides, self._limits, modifier.span)
                return self.exploding
            case _:
                return None


def _total(programs: list[Program]) -> Program:
    """Return the program that adds up others, rolled in this order. Two are the most common, and faster."""
    if len(programs) == 1:
        return programs[0]
    return _Sum(*programs) if len(programs) == 2 else _Total(programs)


def _shifted(program: Program, offset: int) -> Program:
    """Return the program that adds a number to the total of another."""
    if not offset:
        return program
    if isinstance(program, _All):
        return _All(program.count, program.sides, program.offset + offset)
    return _Shifted(program, offset)


def _kept(count: int, sides: int, highest: bool, number: int) -> Program:
    if number == 1 and count:
        return _Best(count, sides) if highest else _Worst(count, sides)
    return _Kept(count, sides, slice(count - number, None) if highest else slice(number))


@lru_cache(maxsize=256)
def _others(operator: str, value: Number, sides: int) -> bytes:
    """Return the faces that do not match."""
    matches = COMPARISONS[operator]
    return bytes(face for face in range(1, sides + 1) if not matches(face, value))


class _Constant:
    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:  # noqa: ARG002 - draws nothing
        return self.number


class _All:
    __slots__ = ("count", "offset", "sides")

    def __init__(self, count: int, sides: int, offset: int) -> None:
        self.count = count
        self.sides = sides
        self.offset = offset

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return sum(drawn, self.offset)


class _Dice:
    __slots__ = ("count", "sides")

    def __init__(self, count: int, sides: int) -> None:
        self.count = count
        self.sides = sides


class _Best(_Dice):
    __slots__ = ()

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return max(drawn)


class _Worst(_Dice):
    __slots__ = ()

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return min(drawn)


class _Kept(_Dice):
    __slots__ = ("chosen",)

    def __init__(self, count: int, sides: int, chosen: slice) -> None:
        super().__init__(count, sides)
        self.chosen = chosen

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return sum(sorted(drawn)[self.chosen])


class _Counted(_Dice):
    __slots__ = ("others",)

    def __init__(self, count: int, sides: int, others: bytes) -> None:
        super().__init__(count, sides)
        self.others = others

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        drawn = bytes(draw(self.count, self.sides))
        faces.append(drawn)
        return len(drawn.translate(None, self.others))


class _Exploding(_Dice):
    __slots__ = ("allowed", "limits", "span")

    def __init__(self, count: int, sides: int, limits: Limits, span: Span) -> None:
        super().__init__(count, sides)
        self.limits = limits
        self.span = span
        self.allowed = limits.dice
        """How many dice are left for it beside all others of the text."""

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        # Chains one after the other, or all at once: the same faces come in the same order.
        total, rolled, more = 0, 0, self.count
        while more:
            rolled += more
            if rolled > self.allowed:
                raise too_many_dice(rolled + self.limits.dice - self.allowed, self.limits, self.span)
            drawn = draw(more, self.sides)
            faces.append(drawn)
            total += sum(drawn)
            more = drawn.count(self.sides)
        return total


class _Pair:
    __slots__ = ("left", "right")

    def __init__(self, left: Program, right: Program) -> None:
        self.left = left
        self.right = right


class _Sum(_Pair):
    __slots__ = ()

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        return self.left.total(draw, faces) + self.right.total(draw, faces)


class _Total:
    __slots__ = ("programs",)

    def __init__(self, programs: list[Program]) -> None:
        self.programs = programs

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        return sum([program.total(draw, faces) for program in self.programs])


class _Shifted:
    __slots__ = ("offset", "program")

    def __init__(self, program: Program, offset: int) -> None:
        self.program = program
        self.offset = offset

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        return self.program.total(draw, faces) + self.offset


class _Negated:
    __slots__ = ("program",)

    def __init__(self, program: Program) -> None:
        self.program = program

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        return -self.program.total(draw, faces)


class _Product(_Pair):
    __slots__ = ()

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        return self.left.total(draw, faces) * self.right.total(draw, faces)


class _Repeated:
    __slots__ = ("program", "times")

    def __init__(self, program: Program, times: int) -> None:
        self.program = program
        self.times = times

    def total(self, draw: Draw, faces: list[Sequence[int]]) -> int:
        return sum(self.program.total(draw, faces) for _ in range(self.times))
