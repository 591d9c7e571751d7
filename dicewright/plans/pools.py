"""One pool of a plan: how it draws its faces, what they add up to, and which dice they become."""

from __future__ import annotations

from functools import lru_cache

from dicewright.limits import too_many_dice
from dicewright.notation.tree.dice import Fate, Numbered
from dicewright.results import Die, natural_mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.limits import Limits
    from dicewright.randomness import Draw
    from dicewright.results import Origin
    from dicewright.source import Span

    Faces = Sequence[int]
    Choice = tuple[Callable[[Faces], int], Callable[[Faces], Sequence[int]]]

# Dice with at most this many faces, among the first of a roll, turn up again and again: they are cached.
_FEW_FACES = 100
_FIRST_DICE = 128
# With at least this many dice for each side, faces are counted and not sorted.
_DICE_A_SIDE = 10
_DICE_REMEMBERED = 2_048


class Pool:
    """Dice with the faces 1 up to their number of sides, all kept.

    `offset` is what is added to the faces: of Fate dice, and of numbers that stand beside the pool.
    """

    __slots__ = ("count", "offset", "sides")

    dropped: Callable[[Faces], Sequence[int]] | None = None
    """Returns the places of the dice that are dropped."""
    others: bytes | None = None
    """The faces that do not match, if dice are counted."""
    fate = False
    explodes = False

    def __init__(self, count: int, sides: int) -> None:
        self.count: int = count
        self.sides: int = sides
        self.offset: int = 0

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        """Draw the faces, add them to the list, and return the total with the offset."""
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return sum(drawn, self.offset)

    def worth(self, drawn: Faces) -> int:
        """Return the total of faces that were drawn, without the offset."""
        return sum(drawn)

    def dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        """Return the dice that show these faces; `number` is that of the first, `term` the pool's."""
        sides = self.sides
        die = self._maker(number + len(drawn))
        return [die(place, term, sides, face) for place, face in enumerate(drawn, number)]

    def _maker(self, last: int) -> Callable[..., Die]:
        """Return the function that makes the dice of this pool; `last` is the number of the last one."""
        return _known_die if self.sides <= _FEW_FACES and last <= _FIRST_DICE else _die


class OneDie(Pool):
    """A die alone, which needs no sum."""

    __slots__ = ()

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        drawn = draw(1, self.sides)
        faces.append(drawn)
        return drawn[0] + self.offset


class FatePool(Pool):
    """Fate dice."""

    __slots__ = ()
    fate = True

    def __init__(self, count: int) -> None:
        super().__init__(count, 3)
        self.offset: int = -2 * count

    def worth(self, drawn: Faces) -> int:
        return sum(drawn) - 2 * len(drawn)

    def dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        return [Die(place, term, Fate(), (face - 2,), face - 2) for place, face in enumerate(drawn, number)]


class Choosing(Pool):
    """Dice whose highest or lowest are kept or dropped; some of them may come from an advantage."""

    __slots__ = ("_worth", "advantage", "dropped")

    dropped: Callable[[Faces], Sequence[int]]

    def __init__(self, count: int, sides: int, choice: Choice, advantage: int = 0) -> None:
        super().__init__(count, sides)
        self._worth, self.dropped = choice
        self.advantage: int = advantage

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return self._worth(drawn) + self.offset

    def worth(self, drawn: Faces) -> int:
        return self._worth(drawn)

    def dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        sides = self.sides
        die = self._maker(number + len(drawn))
        dice = [die(place, term, sides, face) for place, face in enumerate(drawn, number)]
        if self.advantage:
            start = len(drawn) - self.advantage
            dice[start:] = [
                die(place, term, sides, face, True, None, "advantage")
                for place, face in enumerate(drawn[start:], number + start)
            ]
        for place in self.dropped(drawn):
            dice[place] = die(number + place, term, sides, drawn[place], False, None, dice[place].origin)
        return dice


class _ButLowest(Choosing):
    """Dice of which all but the lowest are kept, as in `4d6kh3`; worked out without a call."""

    __slots__ = ()

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return sum(drawn) - min(drawn) + self.offset


def choosing(which: str, number: int, count: int, sides: int, *, keep: bool, advantage: int = 0) -> Choosing:
    """Return the pool of dice of which the highest or lowest are kept or dropped."""
    choice = keeping(which, number, count, sides, keep=keep)
    kind = _ButLowest if choice[0] is _without_lowest else Choosing
    return kind(count, sides, choice, advantage)


class Counting(Pool):
    """Dice that are counted if they match."""

    __slots__ = ("others",)

    others: bytes

    def __init__(self, count: int, sides: int, others: bytes) -> None:
        super().__init__(count, sides)
        self.others = others

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return self.worth(drawn) + self.offset

    def worth(self, drawn: Faces) -> int:
        return len(bytes(drawn).translate(None, self.others))

    def dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        sides, others = self.sides, self.others
        die = self._maker(number + len(drawn))
        return [
            die(place, term, sides, face, True, int(face not in others))
            for place, face in enumerate(drawn, number)
        ]


class Exploding(Pool):
    """Dice that explode: each highest face brings one more die, as in `10d6!`."""

    __slots__ = ("allowed", "limits", "span")
    explodes = True

    def __init__(self, count: int, sides: int, limits: Limits, span: Span) -> None:
        super().__init__(count, sides)
        self.limits: Limits = limits
        self.span: Span = span
        self.allowed: int = limits.dice
        """How many dice are left for it beside all others of the text."""

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        # Chains one after the other, or all at once: the same faces come in the same order.
        total, rolled, more = self.offset, 0, self.count
        while more:
            rolled += more
            if rolled > self.allowed:
                raise too_many_dice(rolled + self.limits.dice - self.allowed, self.limits, self.span)
            drawn = draw(more, self.sides)
            faces.append(drawn)
            total += sum(drawn)
            more = drawn.count(self.sides)
        return total

    def dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        sides, place = self.sides, self.count
        die = self._maker(number + len(drawn))
        dice = []
        for first, face in enumerate(drawn[:place], number):
            source = first
            dice.append(die(source, term, sides, face))
            while face == sides:
                face = drawn[place]
                dice.append(die(number + place, term, sides, face, True, None, "exploded", source))
                source = number + place
                place += 1
        return dice


def in_reading_order(drawn: Faces, count: int, sides: int) -> Faces:
    """Return the faces of dice that explode with each chain right after the die that started it.

    >>> in_reading_order([6, 2, 6, 4], 2, 6)
    [6, 6, 4, 2]
    """
    if len(drawn) == count:
        return drawn
    more = iter(drawn[count:])
    found = []
    for face in drawn[:count]:
        found.append(face)
        while face == sides:
            face = next(more)
            found.append(face)
    return found


def _die(
    number: int,
    term: int,
    sides: int,
    face: int,
    kept: bool = True,
    successes: int | None = None,
    origin: Origin = "rolled",
    source: int | None = None,
) -> Die:
    mark = natural_mark(face, successes) if sides == 20 and kept else None
    kind = _numbered(sides)
    return Die(number, term, kind, (face,), face, None, kept, origin, source, False, successes, 0, mark)


_numbered = lru_cache(maxsize=256)(Numbered)
_known_die = lru_cache(maxsize=_DICE_REMEMBERED)(_die)


@lru_cache(maxsize=256)
def keeping(which: str, number: int, count: int, sides: int, *, keep: bool) -> Choice:
    """Return functions for the sum of the kept dice, and for the places of the dropped ones.

    Of equal dice, the earliest are chosen.

    >>> worth, dropped = keeping("highest", 3, 4, 6, keep=True)
    >>> worth([1, 5, 1, 3]), dropped([1, 5, 1, 3])
    (9, (2,))
    """
    kept = min(number, count) if keep else max(0, count - number)
    highest = (which == "highest") is keep
    return _worth(kept, count, sides, highest=highest), _dropped(kept, count, highest=highest, keep=keep)


def _worth(kept: int, count: int, sides: int, *, highest: bool) -> Callable[[Faces], int]:
    if kept == count:
        return sum
    if kept == 1:
        return max if highest else min
    if kept == count - 1:
        return _without_lowest if highest else _without_highest
    chosen = slice(count - kept, None) if highest else slice(kept)
    if count < _DICE_A_SIDE * sides:
        return lambda drawn: sum(sorted(drawn)[chosen])
    faces = range(sides, 0, -1) if highest else range(1, sides + 1)

    def worth(drawn: Faces) -> int:
        if not isinstance(drawn, bytes):
            return sum(sorted(drawn)[chosen])
        # To count how often each face came takes a pass over all dice, and less than to sort them.
        total, left = 0, kept
        for face in faces:
            there = min(left, count - len(drawn.translate(None, bytes((face,)))))
            total += there * face
            left -= there
            if not left:
                break
        return total

    return worth


def _without_lowest(drawn: Faces) -> int:
    return sum(drawn) - min(drawn)


def _without_highest(drawn: Faces) -> int:
    return sum(drawn) - max(drawn)


def _dropped(kept: int, count: int, *, highest: bool, keep: bool) -> Callable[[Faces], Sequence[int]]:
    if kept == count:
        return lambda _drawn: ()
    if kept == count - 1:
        # Of equal dice the earliest are chosen: to be kept, or to be dropped.
        extreme = min if highest else max
        if keep:
            return lambda drawn: (count - 1 - drawn[::-1].index(extreme(drawn)),)
        return lambda drawn: (drawn.index(extreme(drawn)),)

    def dropped(drawn: Faces) -> Sequence[int]:
        order = sorted(range(count), key=drawn.__getitem__, reverse=highest is keep)
        return order[kept:] if keep else order[: count - kept]

    return dropped
