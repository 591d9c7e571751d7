"""Short cuts: the total of a common roll without looking at each die.

`rolling` says what notation means, and makes every die of a result. Most results are only asked for
their total, so for the rolls that players type most a program draws the same faces in the same order,
at C speed, and works out the total alone; the dice follow from the faces when somebody looks at them.
What has no program here is rolled by `rolling` at once. The tests hold each program to it.
"""

from __future__ import annotations

from dicewright.limits import too_many_dice
from dicewright.notation import nodes
from dicewright.notation.dice import Fate, Numbered
from dicewright.notation.modifiers import Advantage, Count, Drop, Explode, Keep, Mark, Sort

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.dice import Draw
    from dicewright.limits import Limits
    from dicewright.notation.modifiers import Modifier
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number

    Faces = Sequence[int]
    Program = Callable[[Draw], tuple[Number, Sequence[Faces]]]
    # Draws what a node needs, adds the faces to the list, and returns the node's total.
    Step = Callable[[Draw, list[Faces]], int]

# bytes.translate and bytes.count work on faces that fit into a byte.
_LARGEST_IN_A_BYTE = 255
# No total of a program comes near the limit of digits.
_LARGEST_NUMBER = 10**6


def compiled(tree: nodes.Rolls, limits: Limits) -> Program | None:
    """Return a function that rolls the tree for its total and its faces; None where there is no short cut."""
    compiler = _Compiler(limits)
    steps: list[Step] = []
    for part in tree.rolls:
        step = compiler.roll(part)
        if step is None or compiler.dice > limits.dice or compiler.products > 1:
            return None
        steps.append(step)
    if len(steps) > 1:
        return _program(_sum(steps))
    return _alone(tree.rolls[0]) or _program(steps[0])


def _program(step: Step) -> Program:
    def program(draw: Draw) -> tuple[Number, Sequence[Faces]]:
        faces: list[Faces] = []
        return step(draw, faces), faces

    return program


def _alone(part: nodes.Roll) -> Program | None:
    """Return the program of a roll that is one plain pool, which needs no list of faces."""
    node = part.expression
    if part.repeat is not None or not isinstance(node, nodes.Pool) or node.modifiers:
        return None
    if not isinstance(node.die, Numbered) or not isinstance(node.count, nodes.Number):
        return None
    count, sides = int(node.count.value), node.die.sides

    def program(draw: Draw) -> tuple[Number, Sequence[Faces]]:
        faces = draw(count, sides)
        return sum(faces), (faces,)

    return program


class _Compiler:
    """Turns nodes into steps, and adds up what they will cost."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.dice = 0
        self.products = 0

    def roll(self, part: nodes.Roll) -> Step | None:
        node = part.expression
        if isinstance(node, nodes.Test):
            if not isinstance(node.target, nodes.Number):
                return None
            node = node.roll
        dice_before = self.dice
        step = self._step(node)
        repeat = part.repeat or 1
        if step is None or repeat == 1:
            return step
        self.dice += (self.dice - dice_before) * (repeat - 1)
        return _sum([step] * repeat)

    def _step(self, node: Expression) -> Step | None:
        if isinstance(node, nodes.Number):
            value = node.value
            return _constant(value) if isinstance(value, int) and value <= _LARGEST_NUMBER else None
        if isinstance(node, nodes.Pool):
            kind = node.die
            if isinstance(node.count, nodes.Number) and isinstance(kind, Numbered | Fate):
                count = int(node.count.value)
                self.dice += count
                return self._pool(count, kind, node.modifiers)
            return None
        if isinstance(node, nodes.Arithmetic):
            return self._chain(node)
        return self._step(node.term) if isinstance(node, nodes.Labelled) else None

    def _chain(self, node: nodes.Arithmetic) -> Step | None:
        value = self._step(node.first)
        for operation in node.rest:
            operand = self._step(operation.operand)
            if value is None or operand is None:
                return None
            operator = operation.operator
            if operator == "+":
                value = _add(value, operand)
            elif operator == "-":
                value = _subtract(value, operand)
            elif operator == "*":
                self.products += 1
                value = _multiply(value, operand)
            else:
                return None
        return value

    def _pool(self, count: int, kind: Numbered | Fate, written: Sequence[Modifier]) -> Step | None:
        sides = kind.sides
        modifiers = written and [modifier for modifier in written if not isinstance(modifier, Mark | Sort)]
        if not modifiers:
            return _kept_all(count, sides, offset=0 if isinstance(kind, Numbered) else -2 * count)
        if isinstance(kind, Fate) or len(modifiers) > 1:
            return None
        match modifiers[0]:
            case Keep(which, number) if which != "middle":
                return _kept(count, sides, which == "highest", min(number, count))
            case Drop(which, number):
                return _kept(count, sides, which == "lowest", max(0, count - number))
            case Advantage(drop, number) if count:
                self.dice += number
                return _kept(count + number, sides, drop == "lowest", count)
            case Count(kind="success", match=match) if sides <= _LARGEST_IN_A_BYTE:
                return _counted(
                    count, sides, bytes(face for face in range(1, sides + 1) if not match.matches(face))
                )
            case Explode(kind="each", match=None) if 1 < sides <= _LARGEST_IN_A_BYTE:
                # Whatever explodes shares the budget with all else, so only one pool of a text may.
                self.products += 1
                self.dice += 1
                return _exploding(count, sides, self._limits)
            case _:
                return None


def _kept_all(count: int, sides: int, offset: int) -> Step:
    def step(draw: Draw, faces: list[Faces]) -> int:
        drawn = draw(count, sides)
        faces.append(drawn)
        return sum(drawn) + offset

    return step


def _kept(count: int, sides: int, highest: bool, number: int) -> Step:
    chosen = slice(count - number, None) if highest else slice(number)
    extreme = max if highest else min

    def one(draw: Draw, faces: list[Faces]) -> int:
        drawn = draw(count, sides)
        faces.append(drawn)
        return extreme(drawn)

    def several(draw: Draw, faces: list[Faces]) -> int:
        drawn = draw(count, sides)
        faces.append(drawn)
        return sum(sorted(drawn)[chosen])

    return one if number == 1 and count else several


def _counted(count: int, sides: int, others: bytes) -> Step:
    def step(draw: Draw, faces: list[Faces]) -> int:
        drawn = bytes(draw(count, sides))
        faces.append(drawn)
        return len(drawn.translate(None, others))

    return step


def _exploding(count: int, sides: int, limits: Limits) -> Step:
    def step(draw: Draw, faces: list[Faces]) -> int:
        total, rolled, more = 0, 0, count
        while more:
            rolled += more
            if rolled > limits.dice:
                raise too_many_dice(rolled, limits, None)
            drawn = draw(more, sides)
            faces.append(drawn)
            total += sum(drawn)
            more = drawn.count(sides)
        return total

    return step


def _constant(number: int) -> Step:
    return lambda _draw, _faces: number


def _add(left: Step, right: Step) -> Step:
    return lambda draw, faces: left(draw, faces) + right(draw, faces)


def _subtract(left: Step, right: Step) -> Step:
    return lambda draw, faces: left(draw, faces) - right(draw, faces)


def _multiply(left: Step, right: Step) -> Step:
    return lambda draw, faces: left(draw, faces) * right(draw, faces)


def _sum(steps: Sequence[Step]) -> Step:
    return lambda draw, faces: sum(step(draw, faces) for step in steps)
