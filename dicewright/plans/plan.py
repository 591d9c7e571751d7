"""What a plan knows to do: to draw a text's faces for their total, and to read the dice off them."""

from __future__ import annotations

from itertools import chain, islice

from dicewright.arithmetic import combined, margin
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.plans.pools import Exploding
from dicewright.results import Rolled
from dicewright.results.roll import RollResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Protocol

    from dicewright.limits import Limits
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Roll
    from dicewright.numbers import Number
    from dicewright.plans.pools import Faces, Pool
    from dicewright.randomness import Draw
    from dicewright.results import Die

    class Program(Protocol):
        """Draws what a part needs, adds the faces to the list, and returns the part's total."""

        def total(self, draw: Draw, faces: list[Faces]) -> int: ...


class Part:
    """One roll of a text: its program, and its pools in reading order."""

    __slots__ = ("pools", "program", "roll", "times")

    def __init__(self, roll: Roll, program: Program, pools: Sequence[Pool]) -> None:
        self.roll: Roll = roll
        self.program: Program = program
        self.pools: Sequence[Pool] = pools
        self.times: int = roll.repeat or 1


class _Several:
    """Several rolls one after the other, repeats included."""

    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        return sum(_totals(self.parts, draw, faces))


def _totals(parts: Sequence[Part], draw: Draw, faces: list[Faces]) -> Iterator[int]:
    for part in parts:
        for _ in range(part.times):
            yield part.program.total(draw, faces)


class Plan:
    """How a whole text is rolled. It holds no faces: they are given to the caller who rolls."""

    __slots__ = ("_explodes", "_only", "limits", "parts", "program", "shows", "writer", "written")

    program: Program
    """Draws all faces, adds them to the list in blocks, and returns the total of all rolls."""
    writer: Callable[[Number, Sequence[Faces]], str] | None
    """What writes a result as text, or None if nothing does: set when one is first written."""
    written: bool
    """Whether it has been set."""

    def __init__(self, parts: Sequence[Part], limits: Limits, *, explodes: bool, shows: bool) -> None:
        self.parts: Sequence[Part] = parts
        self.limits: Limits = limits
        self.shows: bool = shows
        """Whether the dice follow from the faces by this plan: not if they are sorted or marked."""
        self.written = False
        self._explodes = explodes
        self._only: Pool | None = None
        first = parts[0]
        if len(parts) == first.times == 1:
            self.program = first.program
            if len(first.pools) == 1:
                self._only = first.pools[0]
        else:
            self.program = _Several(parts)

    def totals(self, blocks: Sequence[Faces]) -> list[int]:
        """Return the total of each roll, from all faces in order: dice that explode are drawn in pieces."""
        following = chain.from_iterable(blocks)
        return list(_totals(self.parts, lambda count, _sides: list(islice(following, count)), []))

    def blocks(self, faces: Sequence[Faces]) -> Sequence[Faces]:
        """Return the faces in one block for each pool: dice that explode are drawn in several."""
        if not self._explodes:
            return faces
        if self._only is not None:
            return [b"".join(map(bytes, faces))]
        pools = [pool for part in self.parts for _ in range(part.times) for pool in part.pools]
        first = next(place for place, pool in enumerate(pools) if isinstance(pool, Exploding))
        last = first + len(faces) - len(pools) + 1
        return [*faces[:first], b"".join(map(bytes, faces[first:last])), *faces[last:]]

    def dice(self, faces: Sequence[Faces]) -> tuple[Die, ...]:
        """Return all dice in reading order."""
        if self._only is not None:
            return tuple(self._only.dice(faces[0] if len(faces) == 1 else self.blocks(faces)[0], 0, 0))
        blocks = self.blocks(faces)
        found: list[Die] = []
        following = iter(blocks)
        for part in self.parts:
            for _ in range(part.times):
                for term, pool in enumerate(part.pools):
                    found += pool.dice(next(following), len(found), term)
        return tuple(found)

    def rolls(self, faces: Sequence[Faces]) -> tuple[RollResult, ...]:
        """Return each roll with what became of every node."""
        reading = _Reading(self.blocks(faces), self.limits)
        return tuple(
            RollResult(part.roll, reading.rolled(part.roll.expression, enumerate(part.pools)))
            for part in self.parts
            for _ in range(part.times)
        )


class _Reading:
    """Reads the results of nodes off the faces, from left to right."""

    __slots__ = ("_blocks", "_limits", "_number")

    def __init__(self, blocks: Sequence[Faces], limits: Limits) -> None:
        self._blocks = iter(blocks)
        self._limits = limits
        self._number = 0

    def rolled(self, node: Expression, pools: Iterator[tuple[int, Pool]]) -> Rolled:
        if isinstance(node, nodes.Number):
            return Rolled(node, node.value)
        if isinstance(node, nodes.Pool):
            term, pool = next(pools)
            drawn = next(self._blocks)
            dice = tuple(pool.dice(drawn, self._number, term))
            self._number += len(drawn)
            return Rolled(node, pool.worth(drawn), (), dice)
        if isinstance(node, nodes.Test):
            roll, target = self.rolled(node.roll, pools), self.rolled(node.target, pools)
            success = COMPARISONS[node.operator](roll.total, target.total)
            by = margin(node.operator, roll.total, target.total)
            return Rolled(node, int(success), (roll, target), success=success, margin=by)
        if isinstance(node, nodes.Arithmetic):
            within: Sequence[Expression] = (node.first, *[step.operand for step in node.rest])
        else:
            within = children(node)
        parts = tuple([self.rolled(inside, pools) for inside in within])
        return Rolled(node, combined(node, [part.total for part in parts], self._limits), parts)
