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
    from dicewright.source import Span

    Faces = Sequence[int]
    Program = Callable[[Draw], tuple[Number, Sequence[Faces]]]
    # Draws what a node needs, adds the faces to the list, and returns the node's total.
    Step = Callable[[Draw, list[Faces]], int]

# bytes.translate and bytes.count work on faces that fit into a byte.
_LARGEST_IN_A_BYTE = 255
# A thousand characters of such numbers and dice, with one product, come to no more digits than this.
_LARGEST_NUMBER = 10**6
_ENOUGH_DIGITS = 50


def compiled(tree: nodes.Rolls, limits: Limits) -> Program | None:
    """Return a function that rolls the tree for its total and its faces; None where there is no short cut."""
    compiler = _Compiler(limits)
    steps = [compiler.roll(part) for part in tree.rolls]
    known = [step for step in steps if step is not None]
    if len(known) < len(steps) or not compiler.within_limits():
        return None
    if len(known) > 1:
        return _program(_sum(known))
    return _alone(tree.rolls[0]) or _program(known[0])


def _program(step: Step) -> Program:
    def program(draw: Draw) -> tuple[Number, Sequence[Faces]]:
        faces: list[Faces] = []
        return step(draw, faces), faces

    return program


def _alone(part: nodes.Roll) -> Program | None:
    """Return the program of a text that is one plain pool, which needs no list of faces."""
    match part:
        case nodes.Roll(nodes.Pool(nodes.Number(value=1), Numbered(sides), ()), None):

            def one_die(draw: Draw) -> tuple[Number, Sequence[Faces]]:
                faces = draw(1, sides)
                return faces[0], (faces,)

            return one_die
        case nodes.Roll(nodes.Pool(nodes.Number(value=int(count)), Numbered(sides), ()), None):

            def pool(draw: Draw) -> tuple[Number, Sequence[Faces]]:
                faces = draw(count, sides)
                return sum(faces), (faces,)

            return pool
        case _:
            return None


class _Compiler:
    """Turns nodes into steps, and adds up what they will cost."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.dice = 0
        self.steps = 0
        self.products = 0
        self.exploding = 0

    def within_limits(self) -> bool:
        """Return whether no limit can be passed, but that of dice where they explode."""
        return (
            self.dice <= self.limits.dice
            and self.steps <= self.limits.steps
            and self.products <= 1
            and self.exploding <= 1
            and self.limits.digits >= _ENOUGH_DIGITS
        )

    def roll(self, part: nodes.Roll) -> Step | None:
        node = part.expression
        if isinstance(node, nodes.Test):
            if not isinstance(node.target, nodes.Number):
                return None
            node = node.roll
        before = self.dice, self.steps, self.exploding
        step = self._step(node)
        repeat = part.repeat or 1
        if step is None or repeat == 1:
            return step
        self.dice += (self.dice - before[0]) * (repeat - 1)
        self.steps += (self.steps - before[1]) * (repeat - 1)
        self.exploding += (self.exploding - before[2]) * (repeat - 1)
        return _sum([step] * repeat)

    def _step(self, node: Expression) -> Step | None:
        match node:
            case nodes.Number(value=int(value)) if value <= _LARGEST_NUMBER:
                return lambda _draw, _faces: value
            case nodes.Pool(nodes.Number(value=int(count)), Numbered() | Fate() as kind, modifiers):
                self.dice += count
                return self._pool(count, kind, modifiers)
            case nodes.Labelled(term=inside):
                return self._step(inside)
            case nodes.Arithmetic():
                return self._chain(node)
            case _:
                return None

    def _chain(self, node: nodes.Arithmetic) -> Step | None:
        value = self._step(node.first)
        for operation in node.rest:
            operand = self._step(operation.operand)
            if value is None or operand is None:
                return None
            match operation.operator, operation.operand:
                case "+", nodes.Number(value=int(number)):
                    value = _plus(value, number)
                case "-", nodes.Number(value=int(number)):
                    value = _plus(value, -number)
                case "+", _:
                    value = _add(value, operand)
                case "-", _:
                    value = _subtract(value, operand)
                case "*", _:
                    self.products += 1
                    value = _multiply(value, operand)
                case _:
                    return None
        return value

    def _pool(self, count: int, kind: Numbered | Fate, written: Sequence[Modifier]) -> Step | None:
        modifiers = [modifier for modifier in written if not isinstance(modifier, Mark | Sort)]
        sides = kind.sides
        # Each modifier looks at every die there is by then.
        self.steps += count * len(written)
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
                self.steps += number * len(written)
                return _kept(count + number, sides, drop == "lowest", count)
            case Count(kind="success", match=match) if sides <= _LARGEST_IN_A_BYTE:
                return _counted(count, sides, bytes(face for face in range(256) if not match.matches(face)))
            case Explode(kind="each", match=None) if 1 < sides <= _LARGEST_IN_A_BYTE:
                # What explodes may use up the whole budget, so only one pool of a text may.
                self.exploding += 1
                self.steps += self.limits.dice * len(written)
                return _exploding(count, sides, modifiers[0].span, self)
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


def _exploding(count: int, sides: int, span: Span, costs: _Compiler) -> Step:
    def step(draw: Draw, faces: list[Faces]) -> int:
        total, more = 0, count
        # The dice that can be counted beforehand are; what they leave is for those that explode.
        rolled = costs.dice - count
        while more:
            rolled += more
            if rolled > costs.limits.dice:
                raise too_many_dice(rolled, costs.limits, span)
            drawn = draw(more, sides)
            faces.append(drawn)
            total += sum(drawn)
            more = drawn.count(sides)
        return total

    return step


def _plus(left: Step, number: int) -> Step:
    return lambda draw, faces: left(draw, faces) + number


def _add(left: Step, right: Step) -> Step:
    return lambda draw, faces: left(draw, faces) + right(draw, faces)


def _subtract(left: Step, right: Step) -> Step:
    return lambda draw, faces: left(draw, faces) - right(draw, faces)


def _multiply(left: Step, right: Step) -> Step:
    return lambda draw, faces: left(draw, faces) * right(draw, faces)


def _sum(steps: Sequence[Step]) -> Step:
    return lambda draw, faces: sum(step(draw, faces) for step in steps)
