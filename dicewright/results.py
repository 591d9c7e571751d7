"""What was rolled: every die, kept or dropped, with where it came from, and what it all came to."""

from __future__ import annotations

from itertools import compress

from dicewright import labels
from dicewright.notation import nodes
from dicewright.notation.modifiers import Count
from dicewright.numbers import written
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Literal

    from dicewright.notation.dice import DieKind
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number

    Origin = Literal["rolled", "advantage", "exploded", "rerolled", "added"]
    Marking = Literal["critical", "failure"]


class Die(Value):
    """One die as it lies on the table.

    >>> import dicewright
    >>> die = dicewright.roll("2d6kh1", dice=dicewright.scripted([2, 5])).dice[0]
    >>> die.sides, die.value, die.kept
    (6, 2, False)
    """

    number: int
    """Its place in the order in which the dice of this roll were thrown, from 0."""
    term: int
    """Which pool of the roll it belongs to, from 0."""
    kind: DieKind
    """What faces it has."""
    rolls: tuple[Number, ...]
    """What it showed; a compounding die shows several faces."""
    value: Number
    """What it counts: its face, unless a modifier changed that."""
    name: str | None = None
    """The name on its face, where that has one."""
    kept: bool = True
    """Whether it counts; dropped and replaced dice do not."""
    origin: Origin = "rolled"
    """Why it was thrown."""
    source: int | None = None
    """The number of the die that made it explode, be rerolled or added."""
    replaced: bool = False
    """Whether it was rerolled, so that another die stands in its place."""
    successes: int | None = None
    """The successes it is worth, or None where dice are not counted."""
    failures: int = 0
    """The successes it takes away."""
    mark: Marking | None = None
    """Whether it is marked as a critical success or failure."""

    @property
    def sides(self) -> int:
        """The number of faces."""
        return self.kind.sides

    @property
    def face(self) -> Number:
        """What it showed when it first lay still."""
        return self.rolls[0]

    @property
    def clamped(self) -> bool:
        """Whether a modifier makes it count something else than it shows."""
        return self.value != sum(self.rolls)

    def to_dict(self) -> dict[str, Any]:
        """Return the die as plain data that JSON can hold; fractions are texts such as "3.5"."""
        plain = {field: getattr(self, field) for field in self._fields if field != "kind"}
        plain["rolls"] = [jsonable(face) for face in self.rolls]
        return {"sides": self.sides, "face": jsonable(self.face), **plain, "value": jsonable(self.value)}


class Rolled(Value):
    """A node of the tree with what became of it: its total, its parts, and its own dice.

    `parts` holds the nodes inside in the order rolled; of a conditional, the test and the branch taken.
    `kept` tells for each roll of a group whether it counts. A test has `success` and `margin`.
    """

    node: Expression
    total: Number
    parts: tuple[Rolled, ...] = ()
    dice: tuple[Die, ...] = ()
    kept: tuple[bool, ...] = ()
    success: bool | None = None
    margin: Number | None = None

    def walk(self, *, in_play: bool = False) -> Iterator[Rolled]:
        """Return this node and all below it in the order rolled, each after its parts.

        `in_play` leaves out the rolls that a group has dropped.
        """
        found = []
        pending = [self]
        while pending:
            rolled = pending.pop()
            found.append(rolled)
            pending += compress(rolled.parts, rolled.kept) if in_play and rolled.kept else rolled.parts
        return reversed(found)


class RollResult(Value):
    """One roll of a text: one repeat of one part between semicolons.

    >>> import dicewright
    >>> result = dicewright.roll("1d20+5 vs 15", dice=dicewright.scripted([12])).rolls[0]
    >>> result.total, result.success, result.margin
    (17, True, 2)
    """

    roll: nodes.Roll
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
        """The rolled tree without the names and labels around it: a saved test is a test."""
        rolled = self.rolled
        while isinstance(rolled.node, nodes.Named | nodes.Labelled):
            rolled = rolled.parts[0]
        return rolled

    @property
    def tested(self) -> Rolled:
        """The rolled tree without the test around it."""
        outermost = self.outermost
        return outermost.parts[0] if isinstance(outermost.node, nodes.Test) else self.rolled

    @property
    def total(self) -> Number:
        """What the roll came to; of a test, the total that was tested."""
        return self.tested.total

    @property
    def success(self) -> bool | None:
        """Whether the test was passed, or None where nothing was tested."""
        return self.outermost.success

    @property
    def margin(self) -> Number | None:
        """By how much: negative for a failure; None where nothing was tested."""
        return self.outermost.margin

    @property
    def dice(self) -> tuple[Die, ...]:
        """All dice thrown, in reading order; dropped and replaced ones too."""
        return tuple(die for rolled in self.rolled.walk() for die in rolled.dice)

    @property
    def counts(self) -> bool:
        """Whether the total is a number of successes."""
        node = self.tested.node
        while isinstance(node, nodes.Labelled | nodes.Named):
            node = node.term if isinstance(node, nodes.Labelled) else node.expression
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
        return labels.totals(self.rolled)

    @property
    def tally(self) -> dict[str, int]:
        """How many kept dice show each named face, in the order first seen."""
        counted: dict[str, int] = {}
        for die in self._in_play():
            if die.name is not None:
                counted[die.name] = counted.get(die.name, 0) + 1
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


def jsonable(value: Number) -> int | str:
    """Return a number for JSON: an int, or the exact text of a fraction, such as "3.5" or "10/3"."""
    return value if isinstance(value, int) else written(value)
