"""The dice of one roll while they are thrown: where their faces come from, and what has exploded."""

from __future__ import annotations

from dicewright.cost import refuse_above
from dicewright.interpreter import evaluate
from dicewright.limits import too_many_dice
from dicewright.notation.tree.dice import Positional
from dicewright.notation.tree.rolls import Roll, Rolls
from dicewright.results import Die, natural_mark
from dicewright.results.thrower import Thrower

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind, Numbered
    from dicewright.notation.tree.nodes import Expression
    from dicewright.randomness import Draw
    from dicewright.results import Origin, Rolled
    from dicewright.source import Span
    from dicewright.systems.rules.formulas import Known
    from dicewright.systems.rules.readings import PoolDice

    Throw = Callable[[Known, "Hand"], PoolDice]


class Hand:
    """The dice of one roll while they are thrown: where faces come from, and those thrown so far."""

    __slots__ = ("dice", "draw", "exploded", "faces", "limits", "pool", "rolled")

    def __init__(self, draw: Draw, limits: Limits) -> None:
        self.draw: Draw = draw
        self.limits: Limits = limits
        self.faces: list[Sequence[int]] = []
        self.dice: int = 0
        self.pool: int = -1
        """The place of the pool that is thrown; -1 before the first."""
        self.rolled: dict[int, Rolled] = {}
        """What the interpreter rolled first for a pool, by its place."""
        self.exploded: dict[int, Chains] = {}
        """The dice of a pool of which some have exploded, by its place."""

    def throw(self, count: int, sides: int, span: Span) -> Sequence[int]:
        """Throw dice and return their faces. Raises LimitError for too many."""
        self.dice += count
        if self.dice > self.limits.dice:
            raise too_many_dice(self.dice, self.limits, span)
        drawn = self.draw(count, sides)
        self.faces.append(drawn)
        return drawn

    def throw_all(self, count: int, kind: DieKind, span: Span) -> Sequence[int]:
        """Return the positions of the faces that dice show; each digit of a d66 is a die of its own."""
        if not isinstance(kind, Positional):
            return self.throw(count, kind.sides, span)
        return [
            kind.position([self.throw(1, kind.digit, span)[0] for _ in range(kind.length)])
            for _ in range(count)
        ]

    def roll(self, node: Expression) -> tuple[Rolled, list[int]]:
        """Roll a tree of notation with what is left of the limits; return it with the faces it took."""
        thrower = Thrower(self.draw, self.limits)
        thrower.budget.dice_rolled = self.dice
        try:
            refuse_above(self.limits, Rolls((Roll(node),)))
            rolled = evaluate(node, thrower)
        finally:
            self.faces.append(thrower.faces)
        self.dice = thrower.budget.dice_rolled
        self.rolled.setdefault(self.pool, rolled)
        return rolled, thrower.faces


class Chains:
    """The dice of a pool of which some have exploded: the faces of each chain, in the order of the dice."""

    __slots__ = ("chains", "compound", "kind")

    def __init__(self, kind: Numbered, chains: Sequence[Sequence[int]], *, compound: bool) -> None:
        self.kind: Numbered = kind
        self.chains: Sequence[Sequence[int]] = chains
        self.compound: bool = compound
        """Whether a chain is one die, which counts all that it showed."""

    @property
    def size(self) -> int:
        """How many faces were thrown."""
        return sum(map(len, self.chains))

    def dice(self, number: int, term: int) -> list[Die]:
        """Return the dice; the first of them has this number."""
        if self.compound:
            return [
                self._die(place, term, chain, sum(chain)) for place, chain in enumerate(self.chains, number)
            ]
        found = []
        following = number + len(self.chains)
        for place, (first, *others) in enumerate(self.chains, number):
            found.append(self._die(place, term, (first,), first))
            source = place
            for face in others:
                found.append(self._die(following, term, (face,), face, "exploded", source))
                source = following
                following += 1
        return found

    def _die(
        self,
        number: int,
        term: int,
        rolls: Sequence[int],
        value: int,
        origin: Origin = "rolled",
        source: int | None = None,
    ) -> Die:
        mark = natural_mark(rolls[0], None) if self.kind.sides == 20 else None
        return Die(number, term, self.kind, tuple(rolls), value, origin=origin, source=source, mark=mark)
