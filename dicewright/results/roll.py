"""One roll of a text: its total, its test, its dice, and what they count."""

from __future__ import annotations

from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import innermost
from dicewright.notation.tree.modifiers import Count
from dicewright.numbers import jsonable
from dicewright.results import labels
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from dicewright.notation.tree.rolls import Roll
    from dicewright.numbers import Number
    from dicewright.results import Die, Rolled


class RollResult(Value):
    """One roll of a text: one repeat of one part between semicolons.

    >>> import dicewright
    >>> result = dicewright.roll("1d20+5 vs 15", dice=dicewright.scripted([12])).rolls[0]
    >>> result.total, result.success, result.margin
    (17, True, 2)
    """

    roll: Roll
    """The part of the tree that was rolled."""
    rolled: Rolled
    """The same tree with what became of each node."""

    @property
    def notation(self) -> str:
        """The canonical form of what was rolled, without repeats and note."""
        return str(self.roll.expression)

    @property
    def note(self) -> str:
        """What the player noted on the roll, or ""."""
        return self.roll.note

    @property
    def outermost(self) -> Rolled:
        """The rolled tree without the names and labels around it, or a `let`: a saved test is a test."""
        rolled = self.rolled
        while isinstance(rolled.node, nodes.Named | nodes.Labelled | nodes.Let):
            rolled = rolled.parts[-1]
        return rolled

    @property
    def tested(self) -> Rolled:
        """The rolled tree without the test around it."""
        outermost = self.outermost
        return outermost.parts[0] if isinstance(outermost.node, nodes.Test) else self.rolled

    @property
    def total(self) -> Number:
        """The result of the roll; of a test, the total that was tested."""
        return self.tested.total

    @property
    def success(self) -> bool | None:
        """Whether the test was passed, or None if nothing was tested."""
        return self.outermost.success

    @property
    def margin(self) -> Number | None:
        """By how much: negative for a failure; None if nothing was tested."""
        return self.outermost.margin

    @property
    def dice(self) -> tuple[Die, ...]:
        """All dice thrown, in reading order; dropped and replaced ones too."""
        rolled = self.rolled
        if not rolled.parts:
            return rolled.dice
        return tuple([die for part in rolled.walk() for die in part.dice])

    @property
    def counts(self) -> bool:
        """Whether the total is a number of successes."""
        node = self.tested.node
        if isinstance(node, nodes.Arithmetic):
            return False  # a sum is no number of successes
        node = innermost(node)
        return isinstance(node, nodes.Pool | nodes.Group) and any(
            isinstance(m, Count) for m in node.modifiers
        )

    @property
    def successes(self) -> int | None:
        """How many successes the kept dice show before failures are taken away; None if none are counted."""
        counted = [die.successes for die in self._in_play() if die.successes is not None]
        return sum(counted) if counted else None

    @property
    def failures(self) -> int:
        """How many successes the kept dice take away."""
        return sum(die.failures for die in self._in_play())

    @property
    def labels(self) -> dict[str, Number]:
        """The total by label, in reading order. A factor around a labelled term counts in."""
        labelled = any(isinstance(rolled.node, nodes.Labelled) for rolled in self.rolled.walk())
        return labels.totals(self.rolled) if labelled else {}

    @property
    def tally(self) -> dict[str, int]:
        """How often the kept dice show each name or symbol, in the order first seen."""
        counted: dict[str, int] = {}
        for die in self._in_play():
            for symbol, number in die.symbols.items() if die.name is not None else ():
                counted[symbol] = counted.get(symbol, 0) + number
        return counted

    def _in_play(self) -> Iterator[Die]:
        """Yield the dice that are kept, in rolls that are kept."""
        return (die for rolled in self.rolled.walk(in_play=True) for die in rolled.dice if die.kept)

    def to_dict(self) -> dict[str, Any]:
        """Return the roll as plain data that JSON can hold; fractions are texts such as "3.5"."""
        return {
            "notation": self.notation,
            "note": self.note,
            "total": jsonable(self.total),
            "success": self.success,
            "margin": None if self.margin is None else jsonable(self.margin),
            "successes": self.successes,
            "failures": self.failures,
            "labels": {label: jsonable(total) for label, total in self.labels.items()},
            "tally": self.tally,
            "dice": [die.to_dict() for die in self.dice],
        }
