"""The dice of a roll, kept or dropped, with where each came from, in the tree that they were rolled for."""

from __future__ import annotations

from itertools import compress

from dicewright.notation.tree import nodes
from dicewright.notation.tree.dice import Numbered, symbols
from dicewright.numbers import jsonable
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Literal

    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number

    Origin = Literal["rolled", "advantage", "exploded", "rerolled", "added"]
    Marking = Literal["critical", "failure"]


class Die(Value):
    """One die on the table.

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
    """The name on its face, if that has one."""
    kept: bool = True
    """Whether it counts; dropped and replaced dice do not."""
    origin: Origin = "rolled"
    """Why it was thrown."""
    source: int | None = None
    """The number of the die that made it explode, be rerolled or added."""
    replaced: bool = False
    """Whether it was rerolled, so that another die stands in its place."""
    successes: int | None = None
    """The successes it is worth, or None if dice are not counted."""
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
        """The face it showed when it was first thrown."""
        return self.rolls[0]

    @property
    def symbols(self) -> Mapping[str, int]:
        """How often each symbol is on its face: of "2s+a" s twice, and a plain name once."""
        return {} if self.name is None else symbols(self.name)

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
    `kept` says for each roll of a group whether it counts. A test has `success` and `margin`.

    >>> import dicewright
    >>> rolled = dicewright.roll("2d6 + 3", dice=dicewright.scripted([2, 5])).rolls[0].rolled
    >>> [(str(part.node), part.total) for part in rolled.parts]
    [('2d6', 7), ('3', 3)]
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

    def added_dice(self) -> list[Die]:
        """Return the dice that add up to this: not those that decided how many others to throw."""
        if isinstance(self.node, nodes.Pool):
            return list(self.dice)
        return [die for part in self.parts for die in part.added_dice()]


def natural_mark(face: Number, successes: int | None) -> Marking | None:
    """Return the mark of a face of a d20, which may be counted: one that rolls under is glad of a 1.

    >>> natural_mark(1, None), natural_mark(1, 2), natural_mark(20, 0)
    ('failure', None, None)
    """
    if face == 20 and successes != 0:
        return "critical"
    return "failure" if face == 1 and not successes else None


def plain_dice(kind: DieKind, positions: Sequence[int], number: int = 0, term: int = 0) -> list[Die]:
    """Return dice of one kind by the positions of the faces that are up; the first one has this number."""
    faces = {position: kind.face(position) for position in set(positions)}
    marked = kind.sides == 20 and isinstance(kind, Numbered)
    return [
        Die(
            number,
            term,
            kind,
            (face.value,),
            face.value,
            face.name,
            mark=natural_mark(face.value, None) if marked else None,
        )
        for number, face in enumerate([faces[position] for position in positions], number)
    ]
