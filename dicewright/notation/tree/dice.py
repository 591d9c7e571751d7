"""The kinds of dice: what faces one has, and what each of them counts."""

from __future__ import annotations

from dicewright.notation.tree.value_sets import Among, AnyOf, matching
from dicewright.numbers import written
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dicewright.notation.tree.modifiers import Comparison
    from dicewright.numbers import Number


class Face(Value):
    """What one face of a die counts, and the name on it where it has one."""

    value: Number
    name: str | None = None

    def __str__(self) -> str:
        if self.name is None:
            return written(self.value)
        return f"{self.name}:{written(self.value)}" if self.value else self.name


class FaceRange(Value):
    """Faces with consecutive whole numbers, both ends included, as in `d[0..9]`."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many faces these are. (`len()` could not say so of more than 2**63.)"""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


class _Die(Value):
    """What all kinds of dice can be asked without looking at a million faces one by one."""

    if TYPE_CHECKING:

        @property
        def lowest(self) -> Number: ...

        @property
        def highest(self) -> Number: ...

    def shows(self, value: Number) -> bool:
        """Return whether a face counts this."""
        return value in self.values()

    def values(self) -> Iterator[Number]:
        """Yield what each face counts, from the first to the last."""
        return iter(())

    def listed(self) -> Iterable[Face | FaceRange]:
        """Return the faces, those with consecutive numbers taken together."""
        return ()

    def can(self, match: Comparison | Among | AnyOf) -> bool:
        """Return whether at least one face matches."""
        if isinstance(match, Among | AnyOf):
            return any(_matching(entry, match) for entry in self.listed())
        lowest, highest, value = self.lowest, self.highest, match.value
        match match.operator:
            case "=":
                return self.shows(value)
            case "<>":
                return not lowest == highest == value
            case ">=" | ">":
                return match.matches(highest)
            case _:
                return match.matches(lowest)

    def must(self, match: Comparison | Among | AnyOf) -> bool:
        """Return whether every face matches."""
        if isinstance(match, Among | AnyOf):
            return all(_matching(entry, match) == _size(entry) for entry in self.listed())
        lowest, highest, value = self.lowest, self.highest, match.value
        match match.operator:
            case "=":
                return lowest == highest == value
            case "<>":
                return not self.shows(value)
            case ">=" | ">":
                return match.matches(lowest)
            case _:
                return match.matches(highest)


def _matching(entry: Face | FaceRange, match: Among | AnyOf) -> int:
    """Return how many faces of an entry match."""
    if isinstance(entry, Face):
        return int(match.matches(entry.value))
    return matching(match, entry.first, entry.last)


def _size(entry: Face | FaceRange) -> int:
    return 1 if isinstance(entry, Face) else entry.size


class Numbered(_Die):
    """A die with the faces 1 up to its number of sides."""

    sides: int

    def listed(self) -> Iterable[Face | FaceRange]:
        return (FaceRange(1, self.sides),)

    def shows(self, value: Number) -> bool:
        return value.denominator == 1 and 1 <= value <= self.sides

    def face(self, position: int) -> Face:
        """Return the face at a position from 1 to `sides`."""
        return Face(position)

    def values(self) -> Iterator[Number]:
        """Yield what each face counts, from the first to the last."""
        return iter(range(1, self.sides + 1))

    @property
    def lowest(self) -> Number:
        return 1

    @property
    def highest(self) -> Number:
        return self.sides

    def __str__(self) -> str:
        return str(self.sides)


class Fate(_Die):
    """A Fate die: -1, 0 and +1."""

    def listed(self) -> Iterable[Face | FaceRange]:
        return (FaceRange(-1, 1),)

    @property
    def sides(self) -> int:
        return 3

    def face(self, position: int) -> Face:
        """Return the face at a position from 1 to 3."""
        return Face(position - 2)

    def values(self) -> Iterator[Number]:
        """Yield -1, 0 and 1."""
        return iter((-1, 0, 1))

    @property
    def lowest(self) -> Number:
        return -1

    @property
    def highest(self) -> Number:
        return 1

    def __str__(self) -> str:
        return "F"


class Listed(_Die):
    """A die with the faces that the player lists."""

    faces: tuple[Face | FaceRange, ...]

    def listed(self) -> Iterable[Face | FaceRange]:
        return self.faces

    def shows(self, value: Number) -> bool:
        return any(
            entry.value == value
            if isinstance(entry, Face)
            else value.denominator == 1 and entry.first <= value <= entry.last
            for entry in self.faces
        )

    @property
    def sides(self) -> int:
        return sum(_size(entry) for entry in self.faces)

    def face(self, position: int) -> Face:
        """Return the face at a position from 1 to `sides`, in the order listed."""
        for entry in self.faces:
            if isinstance(entry, Face):
                if position == 1:
                    return entry
                position -= 1
            elif position <= entry.size:
                return Face(entry.first + position - 1)
            else:
                position -= entry.size
        raise IndexError(position)

    def values(self) -> Iterator[Number]:
        """Yield what each face counts, in the order listed."""
        for entry in self.faces:
            if isinstance(entry, Face):
                yield entry.value
            else:
                yield from range(entry.first, entry.last + 1)

    @property
    def lowest(self) -> Number:
        return min(entry.value if isinstance(entry, Face) else entry.first for entry in self.faces)

    @property
    def highest(self) -> Number:
        return max(entry.value if isinstance(entry, Face) else entry.last for entry in self.faces)

    @property
    def names(self) -> tuple[str, ...]:
        """The names on the faces, in the order listed, each once."""
        entries = (entry for entry in self.faces if isinstance(entry, Face))
        return tuple(dict.fromkeys(entry.name for entry in entries if entry.name is not None))

    def __str__(self) -> str:
        return f"[{', '.join(map(str, self.faces))}]"


DieKind = Numbered | Fate | Listed
