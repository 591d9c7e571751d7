"""One pool of a plan: how it draws its faces, what they come to, and the dice they are."""

from __future__ import annotations

from functools import lru_cache

from dicewright.limits import too_many_dice
from dicewright.notation.dice import Fate, Numbered
from dicewright.results import Die

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.limits import Limits
    from dicewright.randomness import Draw
    from dicewright.results import Marking, Origin
    from dicewright.source import Span

    Faces = Sequence[int]

# Dice of so few faces, among the first so many of a roll, are seen again and again.
_FEW_FACES = 100
_FIRST_DICE = 128
_DICE_REMEMBERED = 2_048


class Choice:
    """Which dice of a pool count: what the faces come to, and the places of the dice that are dropped."""

    __slots__ = ("dropped", "value")

    def __init__(self, value: Callable[[Faces], int], dropped: Callable[[Faces], Sequence[int]]) -> None:
        self.value = value
        self.dropped = dropped


class Pool:
    """Dice of one kind with at most one modifier that matters.

    `offset` is what is added to the faces: of Fate dice, and of numbers that stand beside the pool.
    """

    __slots__ = (
        "advantage",
        "count",
        "dropped",
        "fate",
        "kind",
        "offset",
        "others",
        "shows",
        "sides",
        "value",
    )

    def __init__(self, count: int, kind: Numbered | Fate) -> None:
        self.count = count
        self.kind = kind
        self.sides = kind.sides
        self.fate = isinstance(kind, Fate)
        self.offset = -2 * count if self.fate else 0
        self.value: Callable[[Faces], int] = sum
        self.dropped: Callable[[Faces], Sequence[int]] | None = None
        self.others: bytes | None = None
        """The faces that do not match, where dice are counted."""
        self.advantage = 0
        """How many of the dice an advantage added."""
        self.shows = True
        """Whether the dice follow from the faces by what is known here: not if they are sorted or marked."""

    def choose(self, choice: Choice) -> None:
        self.value, self.dropped = choice.value, choice.dropped

    def count_matching(self, others: bytes) -> None:
        self.others = others
        self.value = lambda drawn: len(bytes(drawn).translate(None, others))

    def total(self, draw: Draw, faces: list[Faces]) -> int:
        """Draw the faces, add them to the list, and return what they come to with the offset."""
        drawn = draw(self.count, self.sides)
        faces.append(drawn)
        return self.value(drawn) + self.offset

    def worth(self, drawn: Faces) -> int:
        """Return what faces that were drawn come to, without what stands beside the pool."""
        return self.value(drawn) - (2 * len(drawn) if self.fate else 0)

    def dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        """Return the dice that show these faces; `number` is that of the first, `term` the pool's."""
        if self.fate:
            return self._fate_dice(drawn, number, term)
        sides = self.sides
        known = sides <= _FEW_FACES and number + len(drawn) <= _FIRST_DICE
        die: Callable[..., Die] = _known_die if known else _die
        if self.others is not None:
            others = self.others
            return [
                die(place, term, sides, face, True, int(face not in others))
                for place, face in enumerate(drawn, number)
            ]
        dice = [die(place, term, sides, face) for place, face in enumerate(drawn, number)]
        if self.advantage:
            start = len(drawn) - self.advantage
            dice[start:] = [
                die(place, term, sides, face, True, None, "advantage")
                for place, face in enumerate(drawn[start:], number + start)
            ]
        if self.dropped is not None:
            for place in self.dropped(drawn):
                dice[place] = die(number + place, term, sides, drawn[place], False, None, dice[place].origin)
        return dice

    def _fate_dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        return [
            Die(place, term, self.kind, (face - 2,), face - 2) for place, face in enumerate(drawn, number)
        ]


class Exploding(Pool):
    """Dice of which each highest face brings one more, as in `10d6!`."""

    __slots__ = ("allowed", "limits", "span")

    def __init__(self, count: int, kind: Numbered, limits: Limits, span: Span) -> None:
        super().__init__(count, kind)
        self.limits = limits
        self.span = span
        self.allowed = limits.dice
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

    def in_reading_order(self, drawn: Faces) -> list[int]:
        """Return the faces with each chain behind the die that it began with."""
        sides, more = self.sides, iter(drawn[self.count :])
        found = []
        for face in drawn[: self.count]:
            found.append(face)
            while face == sides:
                face = next(more)
                found.append(face)
        return found

    def dice(self, drawn: Faces, number: int, term: int) -> list[Die]:
        sides, place = self.sides, self.count
        dice = []
        for first, face in enumerate(drawn[:place], number):
            source = first
            dice.append(_die(source, term, sides, face))
            while face == sides:
                face = drawn[place]
                dice.append(_die(number + place, term, sides, face, True, None, "exploded", source))
                source = number + place
                place += 1
        return dice


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
    mark: Marking | None = None
    if sides == 20 and kept:
        mark = "critical" if face == 20 else "failure" if face == 1 else None
    kind = _numbered(sides)
    return Die(number, term, kind, (face,), face, None, kept, origin, source, False, successes, 0, mark)


_numbered = lru_cache(maxsize=256)(Numbered)
_known_die = lru_cache(maxsize=_DICE_REMEMBERED)(_die)


def keeping(which: str, number: int, count: int, *, keep: bool) -> Choice:
    """Return the choice that keeps, or drops, the highest or lowest of `count` dice; equal ones in order.

    >>> choice = keeping("highest", 3, 4, keep=True)
    >>> choice.value([1, 5, 1, 3]), choice.dropped(b"\\1\\5\\1\\3")
    (9, (2,))
    """
    kept = min(number, count) if keep else max(0, count - number)
    highest = (which == "highest") is keep
    return Choice(_value(kept, count, highest=highest), _dropped(kept, count, highest=highest, keep=keep))


def _value(kept: int, count: int, *, highest: bool) -> Callable[[Faces], int]:
    if kept == count:
        return sum
    if kept == 1:
        return max if highest else min
    if kept == count - 1:
        return _without_lowest if highest else _without_highest
    chosen = slice(count - kept, None) if highest else slice(kept)
    return lambda drawn: sum(sorted(drawn)[chosen])


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
