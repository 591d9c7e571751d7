"""Readings that need a walk over the values: picks by rank, and equal dice."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeGuard

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Die

    # What a die with a value counts for a reading: None if it takes no part.
    Shown = Callable[[Die, Number], Number | None]
    Worth = Callable[[Die, Number], Number]
    # From the state of a reading to the next one, for a number of dice, and what that adds to its sum.
    Step = Callable[[Any, int], tuple[Any, int]]
    _Found = tuple[Number | None, int, Number]


def is_about_sets(walkers: Sequence[object]) -> TypeGuard[Sequence[Sets]]:
    """Return whether all of these look for equal dice."""
    return all(isinstance(walker, Sets) for walker in walkers)


class Ranked:
    """The sum of what the dice are worth whose rank is in a range, 0 for the highest die."""

    __slots__ = ("_first", "_last", "_shown", "_worth", "most", "start")

    def __init__(self, first: int, last: int | None, shown: Shown, worth: Worth) -> None:
        self._first = first
        self._last = last
        self._shown = shown
        self._worth = worth
        self.start: int = 0
        """The rank of the next die."""
        self.most: int | None = None if last is None else last - first

    def adds(self, die: Die, value: Number) -> Number:
        """Return what a die that shows a value is worth if it is kept."""
        value_here = self._shown(die, value)
        return 0 if value_here is None else self._worth(die, value_here)

    def at(self, die: Die, value: Number, worth: int) -> Step | None:
        """Return the step for dice of a kind that show a value; None if they take no part."""
        if self._shown(die, value) is None:
            return None
        first, last = self._first, self._last

        def seen(rank: int, count: int) -> tuple[int, int]:
            after = rank + count
            if last is not None and after > last:
                after = last  # past the last rank that counts, how far makes no difference
            kept = after - (first if first > rank else rank)
            return after, (kept * worth if kept > 0 else 0)

        return seen

    closed: Callable[[Any], Any] | None = None

    def done(self, _state: Any) -> Number:
        """Return 0, the sum where no die can be kept."""
        return 0


class LargestSides:
    """The number of sides of the largest die whose rank is in a range."""

    __slots__ = ("_first", "_last", "_shown", "most", "start")

    def __init__(self, first: int, last: int | None, shown: Shown) -> None:
        self._first = first
        self._last = last
        self._shown = shown
        # The rank of the next die, and the largest so far.
        self.start: tuple[int, int] = (0, 0)
        self.most: int | None = 0

    def adds(self, _die: Die, _value: Number) -> Number:
        """Return 0: there is no sum."""
        return 0

    def at(self, die: Die, value: Number, _worth: int) -> Step | None:
        """Return the step for dice of a kind that show a value; None if they take no part."""
        if self._shown(die, value) is None:
            return None
        sides = die.kind.sides if die.kind is not None else 0
        first, last = self._first, self._last

        def seen(state: tuple[int, int], count: int) -> tuple[tuple[int, int], int]:
            rank, largest = state
            after = rank + count
            if last is not None and after > last:
                after = last
            if sides > largest and after > (first if first > rank else rank):
                largest = sides
            return (after, largest), 0

        return seen

    closed: Callable[[Any], Any] | None = None

    def done(self, state: tuple[int, int]) -> Number:
        return state[1]


class Sets:
    """How many sets of equal dice there are, how wide the widest is, or what the tallest shows."""

    __slots__ = ("_kind", "_shown", "is_tallest", "most", "nothing", "start")

    def __init__(self, kind: str, shown: Shown) -> None:
        self._kind = kind
        self._shown = shown
        self.is_tallest: bool = kind == "tallest"
        self.nothing: Number | None = None if self.is_tallest else 0
        """What has been found before any set is."""
        # What has been found, then how many dice show the value that is looked at, and the value.
        self.start: _Found = (self.nothing, 0, 0)
        self.most: int | None = 0

    def sees(self, die: Die, value: Number) -> bool:
        """Return whether a die that shows a value takes part."""
        return self._shown(die, value) is not None

    def with_sets(self, found: Number | None, sets: int, widest: int, tallest: Number) -> Number | None:
        """Return what has been found after sets lower than all before: how many, the widest, the tallest."""
        if self.is_tallest:
            return tallest if found is None else found
        return max(found or 0, widest) if self._kind == "widest" else (found or 0) + sets

    def adds(self, _die: Die, _value: Number) -> Number:
        """Return 0: there is no sum."""
        return 0

    def at(self, die: Die, value: Number, _worth: int) -> Step | None:
        """Return the step for dice of a kind that show a value; None if they take no part."""
        if self._shown(die, value) is None:
            return None
        return lambda state, count: ((state[0], state[1] + count, value), 0)

    def closed(self, state: _Found) -> _Found:
        """Return the state after all dice that show a value."""
        found, count, value = state
        # The highest values come first, so each set is lower than those found before.
        return (self.with_sets(found, 1, count, value) if count >= 2 else found), 0, 0

    def done(self, state: _Found) -> Number:
        return state[0] or 0


class RankedSets:
    """What `Sets` finds among the dice whose rank lies in a range, 0 for the highest die."""

    __slots__ = ("_first", "_last", "_sets", "most", "start")

    def __init__(self, kind: str, first: int, last: int | None, shown: Shown) -> None:
        self._sets = Sets(kind, shown)
        self._first = first
        self._last = last
        # What the sets have found, and the rank of the next die.
        self.start: tuple[_Found, int] = (self._sets.start, 0)
        self.most: int | None = 0

    def adds(self, _die: Die, _value: Number) -> Number:
        """Return 0: there is no sum."""
        return 0

    def at(self, die: Die, value: Number, worth: int) -> Step | None:
        """Return the step for dice of a kind that show a value; None where they take no part."""
        seen = self._sets.at(die, value, worth)
        if seen is None:
            return None
        first, last = self._first, self._last

        def ranked(state: tuple[_Found, int], count: int) -> tuple[tuple[_Found, int], int]:
            found, rank = state
            after = rank + count
            kept = (after if last is None else min(after, last)) - max(rank, first)
            return ((seen(found, kept)[0] if kept > 0 else found), after), 0

        return ranked

    def closed(self, state: tuple[_Found, int]) -> tuple[_Found, int]:
        """Return the state after all dice that show a value."""
        found, rank = state
        return self._sets.closed(found), rank

    def done(self, state: tuple[_Found, int]) -> Number:
        return self._sets.done(state[0])
