"""Readings that need a walk over the values: picks by rank, and equal dice."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Die

    # What a die with a value counts for a reading: None where it takes no part.
    Shown = Callable[[Die, Number], Number | None]
    Worth = Callable[[Die, Number], Number]
    _Found = tuple[Number | None, int, Number]


class Ranked:
    """The sum of what the dice are worth whose rank lies in a range, 0 for the highest die."""

    __slots__ = ("_first", "_last", "_shown", "_worth", "start")

    def __init__(self, first: int, last: int | None, shown: Shown, worth: Worth) -> None:
        self._first = first
        self._last = last
        self._shown = shown
        self._worth = worth
        self.start: tuple[int, Number] = (0, 0)

    def seen(self, state: tuple[int, Number], die: Die, value: Number, count: int) -> tuple[int, Number]:
        value_here = self._shown(die, value)
        if value_here is None:
            return state
        rank, total = state
        kept = self._kept(rank, count)
        if kept:
            total += kept * self._worth(die, value_here)
        # Past the last rank that counts, how far makes no difference.
        rank += count
        return (rank if self._last is None or rank < self._last else self._last), total

    def _kept(self, rank: int, count: int) -> int:
        last = rank + count if self._last is None else min(self._last, rank + count)
        return max(0, last - max(self._first, rank))

    def closed(self, state: tuple[int, Number]) -> tuple[int, Number]:
        return state

    def done(self, state: tuple[int, Number]) -> Number:
        return state[1]


class LargestSides(Ranked):
    """The number of sides of the largest die whose rank lies in a range."""

    __slots__ = ()

    def seen(self, state: tuple[int, Number], die: Die, value: Number, count: int) -> tuple[int, Number]:
        if self._shown(die, value) is None:
            return state
        rank, largest = state
        if self._kept(rank, count) and die.kind is not None:
            largest = max(largest, die.kind.sides)
        rank += count
        return (rank if self._last is None or rank < self._last else self._last), largest


class Sets:
    """How many sets of equal dice there are, how wide the widest is, or what the tallest shows."""

    __slots__ = ("_kind", "_shown", "start")

    def __init__(self, kind: str, shown: Shown) -> None:
        self._kind = kind
        self._shown = shown
        # What has been found, then how many dice show the value that is looked at, and the value.
        self.start: _Found = (None if kind == "tallest" else 0, 0, 0)

    def seen(self, state: _Found, die: Die, value: Number, count: int) -> _Found:
        if self._shown(die, value) is None:
            return state
        return state[0], state[1] + count, value

    def closed(self, state: _Found) -> _Found:
        found, count, value = state
        if not count:
            return state
        if found is None:
            # The highest values come first, so the first set is the tallest.
            found = value if count >= 2 else None
        elif self._kind == "widest":
            found = max(found, count if count >= 2 else 0)
        elif self._kind == "sets":
            found += count >= 2
        return found, 0, 0

    def done(self, state: _Found) -> Number:
        return state[0] or 0
