"""What a die can show once some modifiers have worked on it, without looking at its faces one by one."""

from __future__ import annotations

from math import ceil, floor

from dicewright.notation.tree import contents
from dicewright.notation.tree.dice import Face, Positional
from dicewright.notation.tree.matches import Among, AnyOf, Comparison, Parity, whole_ranges
from dicewright.notation.tree.modifiers import Advantage, Clamp, Exclude, Explode, Reroll, Unique

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.numbers import Number

    # Whole numbers from the first to the last, or a single value twice.
    Range = tuple[Number, Number]

# A compound die may show anything above; this is above all that a comparison asks for.
_ENDLESS = 10**400
# With more ranges than this, nobody is warned: the work must stay small for any text.
_MOST_RANGES = 40


class Reach:
    """The values one kind of dice can show, as ranges of whole numbers and single values."""

    __slots__ = ("_anything", "die", "fresh", "ranges")

    def __init__(self, die: DieKind) -> None:
        self.die: DieKind = die
        # Whether a name has had a say: with another value of it, the dice may show anything.
        self._anything = False
        self.fresh: list[Range] = _of(die)
        self.ranges: list[Range] = self.fresh

    def can(self, match: Match) -> bool:
        """Return whether a value matches; also if that is too much to find out."""
        unknown = self._anything or len(self.ranges) > _MOST_RANGES
        return unknown or any(_matching(entry, match) for entry in self.ranges)

    def after(self, modifier: Modifier) -> None:
        """Take in what a modifier changes."""
        self._anything = self._anything or depends_on_names(modifier)
        if self._anything or len(self.ranges) > _MOST_RANGES:
            return
        match modifier:
            case Clamp(bound, value):
                least, most = (value, _ENDLESS) if bound == "minimum" else (-_ENDLESS, value)
                self.ranges = _distinct(_clamped(entry, least, most) for entry in self.ranges)
            case Reroll(kind="until", match=match):
                self.ranges = _distinct([*_without(self.ranges, match), *_without(self.fresh, match)])
            case Reroll(kind="once", match=match):
                self.ranges = _distinct([*_without(self.ranges, match), *self.fresh])
            case Explode(kind, match):
                self._explode(kind, match or Comparison("=", self.die.highest))
            case Exclude(match):
                self.ranges = _distinct(_without(self.ranges, match))
            case Advantage() | Reroll() | Unique():
                self.ranges = _distinct([*self.ranges, *self.fresh])
            case _:
                pass

    def _explode(self, kind: str, match: Match) -> None:
        if kind in ("compound", "compound-penetrate"):
            rest = _without(self.ranges, match)
            matching = [entry for entry in self.ranges if _matching(entry, match)]
            least = min((entry[0] for entry in matching), default=0) + min(0, self.die.lowest * 100)
            if self.die.lowest > 0:
                least = min((_least(entry, match) for entry in matching), default=0) + self.die.lowest
            least -= kind == "compound-penetrate"
            self.ranges = _distinct([*rest, (least, _ENDLESS)] if matching else rest)
        else:
            more = [(first - 1, last - 1) for first, last in self.fresh] if kind == "penetrate" else []
            self.ranges = _distinct([*self.ranges, *self.fresh, *more])


def supplied(match: Match) -> bool:
    """Return whether a name gives the number, which may be one that no die shows."""
    if isinstance(match, AnyOf):
        return any(map(supplied, match.matchers))
    return isinstance(match, Comparison) and match.formula is not None and contents.supplied(match.formula)


def depends_on_names(modifier: Modifier) -> bool:
    """Return whether a name has a part in a modifier, which may then do anything."""
    match: Match | None = getattr(modifier, "match", None)
    return contents.supplied(getattr(modifier, "formula", None)) or (match is not None and supplied(match))


def _without(ranges: Iterable[Range], match: Match) -> list[Range]:
    left: list[Range] = []
    for entry in ranges:
        left += _rest(entry, match)
    return left


def _of(die: DieKind) -> list[Range]:
    if isinstance(die, Positional) and die.sides > _MOST_RANGES * die.digit:
        return [(die.lowest, die.highest)]
    return _distinct(
        (entry.value, entry.value) if isinstance(entry, Face) else (entry.first, entry.last)
        for entry in die.listed()
    )


def _distinct(ranges: Iterable[Range]) -> list[Range]:
    """Return the ranges in order, those that touch or overlap as one if all in them are whole."""
    joined: list[Range] = []
    for first, last in sorted(set(ranges)):
        before = joined[-1] if joined else None
        whole = before is not None and all(value.denominator == 1 for value in (*before, first, last))
        if before is not None and first <= before[1] + 1 and whole:
            joined[-1] = before[0], max(before[1], last)
        else:
            joined.append((first, last))
    return joined


def _clamped(entry: Range, least: Number, most: Number) -> Range:
    first, last = (min(max(value, least), most) for value in entry)
    return first, last


def _matching(entry: Range, match: Match) -> bool:
    first, last = entry
    match match:
        case Parity():
            return first < last or match.matches(first)
        case Among():
            return any(max(first, ceil(low)) <= min(last, floor(high)) for low, high in match.ranges()) or (
                first == last and match.matches(first)
            )
        case AnyOf():
            return any(_matching(entry, matcher) for matcher in match.matchers)
        case _:
            value = match.value
            if match.operator == "=":
                return first <= value <= last and (value.denominator == 1 or first == last)
            if match.operator == "<>":
                return not first == last == value
            return match.matches(last if match.operator[0] == ">" else first)


def _least(entry: Range, match: Match) -> Number:
    """Return a lower bound of the matching values of an entry."""
    if isinstance(match, Comparison) and match.operator in ("=", ">=", ">"):
        return max(entry[0], match.value)
    return entry[0]


def _rest(entry: Range, match: Match) -> list[Range]:
    """Return what of an entry does not match."""
    first, last = entry
    if first == last:
        return [] if match.matches(first) else [entry]
    match match:
        case AnyOf():
            left = [entry]
            for matcher in match.matchers:
                left = [part for old in left for part in _rest(old, matcher)]
            return left
        case Parity():
            return [entry]
        case Comparison(operator="<>", value=value):
            return [(value, value)] if _matching(entry, Comparison("=", value)) else []
        case _:
            left = [entry]
            for low, high in whole_ranges(match, first, last):
                left = [part for old in left for part in _cut(old, low, high)]
            return left


def _cut(entry: Range, low: Number, high: Number) -> list[Range]:
    """Return an entry without the whole numbers from `low` to `high`."""
    first, last = entry
    if low > high or high < first or low > last:
        return [entry]
    parts = [(first, low - 1), (high + 1, last)]
    return [(start, stop) for start, stop in parts if start <= stop]
