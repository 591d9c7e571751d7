"""The kinds of dice: what faces one has, and what each of them counts."""

from __future__ import annotations

from functools import lru_cache

from dicewright.notation.tree.matches import Among, AnyOf, matching
from dicewright.numbers import written
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dicewright.notation.tree.matches import Comparison
    from dicewright.numbers import Number


class Face(Value):
    """What one face of a die counts, and the name on it if it has one.

    The name may be several symbols: "2s+a" is two s and an a.
    """

    value: Number
    name: str | None = None

    @property
    def symbols(self) -> Mapping[str, int]:
        """How often each symbol is on it; a plain name is one symbol."""
        return {} if self.name is None else symbols(self.name)

    def __str__(self) -> str:
        if self.name is None:
            return written(self.value)
        return f"{self.name}:{written(self.value)}" if self.value else self.name


@lru_cache(maxsize=256)
def symbols(name: str) -> Mapping[str, int]:
    """Return how often each symbol is in the name of a face.

    >>> symbols("2s+a"), symbols("hit")
    ({'s': 2, 'a': 1}, {'hit': 1})
    """
    found: dict[str, int] = {}
    for part in name.split("+"):
        symbol = part.lstrip("0123456789")
        number = int(part[: len(part) - len(symbol)] or 1)
        found[symbol] = found.get(symbol, 0) + number
    return found


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

    def __hash__(self) -> int:
        """Return what equal dice share, quickly: much that is remembered of dice is found by their kind."""
        return hash(self.sides)

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
        # Without brackets, the same digit twice or more would be read as positional dice.
        return f"({self.sides})" if is_positional(str(self.sides)) else str(self.sides)


class Positional(_Die):
    """Dice read as the digits of one number: a d66 is two six-sided dice, and shows 11 to 66.

    >>> str(Positional(6, 2)), Positional(6, 2).sides, Positional(6, 2).position([3, 5])
    ('66', 36, 17)
    """

    digit: int
    """The highest face of each of the dice, at most 9."""
    length: int
    """How many dice, and so how many digits."""

    @property
    def sides(self) -> int:
        """How many numbers there are."""
        return int(self.digit**self.length)

    def position(self, faces: Sequence[int]) -> int:
        """Return the place, from 1, of the number whose digits these faces are."""
        place = 0
        for face in faces:
            place = place * self.digit + face - 1
        return place + 1

    def face(self, position: int) -> Face:
        """Return the number at a position from 1 to `sides`, ascending."""
        value, scale, rest = 0, 1, position - 1
        for _ in range(self.length):
            rest, digit = divmod(rest, self.digit)
            value += (digit + 1) * scale
            scale *= 10
        return Face(value)

    def listed(self) -> Iterable[Face | FaceRange]:
        return self._ranges()

    def _ranges(self) -> Iterator[FaceRange]:
        tens = [0] if self.length == 1 else Positional(self.digit, self.length - 1).values()
        for ten in tens:
            yield FaceRange(10 * ten + 1, 10 * ten + self.digit)

    def values(self) -> Iterator[int]:
        """Yield every number, ascending."""
        for entry in self._ranges():
            yield from range(entry.first, entry.last + 1)

    def shows(self, value: Number) -> bool:
        digits = str(value) if value.denominator == 1 and 0 < value <= self.highest else ""
        return len(digits) == self.length and all("1" <= each <= str(self.digit) for each in digits)

    @property
    def lowest(self) -> Number:
        return int("1" * self.length)

    @property
    def highest(self) -> Number:
        return int(str(self.digit) * self.length)

    def __str__(self) -> str:
        return str(self.digit) * self.length


def is_positional(sides: str) -> bool:
    """Return whether sides are written as the same digit twice or more, as in d66.

    >>> is_positional("666"), is_positional("6"), is_positional("100")
    (True, False, False)
    """
    return len(sides) > 1 and sides[0] != "0" and sides == sides[0] * len(sides)


class Fate(_Die):
    """A Fate die: -1, 0 and +1."""

    def __hash__(self) -> int:
        """Return what all of them share."""
        return 3

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

    def __hash__(self) -> int:
        """Return what equal dice share, without looking at every face."""
        last = self.faces[-1]
        return hash((len(self.faces), last.name or last.value if isinstance(last, Face) else last.last))

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
        """The names and symbols on the faces, in the order listed, each once."""
        entries = (entry for entry in self.faces if isinstance(entry, Face))
        return tuple(dict.fromkeys(symbol for entry in entries for symbol in entry.symbols))

    def __str__(self) -> str:
        listed = ", ".join(map(str, self.faces))
        # Words alone would be read as several faces without their commas.
        alone = len(self.faces) == 1 and " " in listed and ":" not in listed
        return f"[{listed}{':0' * alone}]"


DieKind = Numbered | Positional | Fate | Listed
