"""Which values are meant: `>=5`, even and odd, several at once (`r[1,3,4]`, `=[4..6]`), and adjacent
rerolls such as `r1r<=2`.
"""

from __future__ import annotations

from bisect import bisect_left
from math import ceil, floor
from operator import eq, ge, gt, le, lt, ne

from dicewright.numbers import written
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dicewright.notation.tree.base import Node
    from dicewright.numbers import Number

COMPARISONS: dict[str, Callable[[Number, Number], bool]] = {
    ">=": ge,
    "<=": le,
    ">": gt,
    "<": lt,
    "=": eq,
    "<>": ne,
}

# What absorbs what: of two comparisons with one operator, the one with this number matches all that
# the other does.
_WIDEST: dict[str, Callable[..., Number]] = {">=": min, ">": min, "<=": max, "<": max}


class Comparison(Value):
    """Compares a value with a number."""

    operator: str
    value: Number
    formula: Node | None = None
    """What the number is computed from, as in `>=@tn`; None if it is written out."""

    @property
    def test(self) -> tuple[Callable[[Number, Number], bool], Number]:
        """A function, and the number to pass to it after each value, if many values are tested."""
        return COMPARISONS[self.operator], self.value

    def matches(self, value: Number) -> bool:
        """Return whether `value` stands in this relation to the number."""
        return COMPARISONS[self.operator](value, self.value)

    @property
    def argument(self) -> str:
        """The comparison as a modifier's argument: `r1` is shown as `r=1`."""
        return str(self)

    def __str__(self) -> str:
        return f"{self.operator}{number_text(self.value, self.formula)}"


def number_text(value: Number, formula: Node | None) -> str:
    """Return a number of a modifier as it is written, or the formula that it is computed from."""
    if formula is None:
        return written(value)
    # Of all nodes only a name begins with @ and has modifiers; these would need brackets.
    text = str(formula)
    bare = text[0] == "@" and getattr(formula, "modifiers", None) == ()
    return text if bare else f"({text})"


def _leaves_of_two(value: Number, rest: Number) -> bool:
    return value % 2 == rest


class Parity(Value):
    """Asks whether a value is even or odd; a fraction is neither."""

    odd: bool

    @property
    def test(self) -> tuple[Callable[[Number, Number], bool], Number]:
        """The same as of a comparison: what leaves this rest when it is divided by 2."""
        return _leaves_of_two, self.odd

    def matches(self, value: Number) -> bool:
        """Return whether `value` is whole and of this parity."""
        return _leaves_of_two(value, self.odd)

    def __str__(self) -> str:
        return "odd" if self.odd else "even"


class Among(Value):
    """Compares a value with listed numbers and ranges, both ends of a range included.

    `bounds` holds the first and the last value of each range in turn, ascending and apart from each
    other; a single number is a range that ends where it begins.

    >>> str(among([(4, 6), (1, 1), (5, 8)]))
    '=[1, 4..8]'
    """

    bounds: tuple[Number, ...]

    @property
    def test(self) -> tuple[Callable[[Number, Among], bool], Among]:
        """A function, and what to pass to it after each value, as for a comparison."""
        return _lies_within, self

    def matches(self, value: Number) -> bool:
        """Return whether `value` is listed, or within a range."""
        place = bisect_left(self.bounds, value)
        return place % 2 == 1 or (place < len(self.bounds) and self.bounds[place] == value)

    def ranges(self) -> Iterable[tuple[Number, Number]]:
        """Return the first and last value of each range, ascending."""
        return zip(self.bounds[::2], self.bounds[1::2], strict=True)

    @property
    def argument(self) -> str:
        """The list in its brackets, as a modifier's argument."""
        entries = [
            written(first) if first == last else f"{written(first)}..{written(last)}"
            for first, last in self.ranges()
        ]
        return f"[{', '.join(entries)}]"

    def __str__(self) -> str:
        return f"={self.argument}"


class AnyOf(Value):
    """Matches a value that at least one of several matches does: two or more, and no two alike."""

    matchers: tuple[Comparison | Among, ...]

    @property
    def test(self) -> tuple[Callable[[Number, AnyOf], bool], AnyOf]:
        """A function, and what to pass to it after each value, as for a comparison."""
        return _lies_within, self

    def matches(self, value: Number) -> bool:
        """Return whether one of them matches."""
        return any(matcher.matches(value) for matcher in self.matchers)


# Any way of saying which dice are meant.
Match = Comparison | Among | AnyOf | Parity


def _lies_within(value: Number, match: Among | AnyOf) -> bool:
    return match.matches(value)


def among(ranges: Iterable[tuple[Number, Number]]) -> Among:
    """Return the match of these ranges, in order; those that overlap become one."""
    bounds: list[Number] = []
    for first, last in sorted(ranges):
        if bounds and first <= bounds[-1]:
            bounds[-1] = max(bounds[-1], last)
        else:
            bounds += first, last
    return Among(tuple(bounds))


def either(left: Comparison | Among | AnyOf, right: Comparison | Among | AnyOf) -> Comparison | Among | AnyOf:
    """Return the match that holds if one of two does, in as few parts as that takes.

    >>> str(either(Comparison("=", 3), Comparison("=", 1)))
    '=[1, 3]'
    >>> str(either(Comparison("<=", 2), Comparison("<=", 1)))
    '<=2'
    """
    parts: list[Comparison | Among] = []
    for part in (*_parts(left), *_parts(right)):
        for place, known in enumerate(parts):
            if (both := _joined(known, part)) is not None:
                parts[place] = both
                break
        else:
            parts.append(part)
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _parts(match: Comparison | Among | AnyOf) -> tuple[Comparison | Among, ...]:
    return match.matchers if isinstance(match, AnyOf) else (match,)


def _joined(left: Comparison | Among, right: Comparison | Among) -> Comparison | Among | None:
    """Return one part that matches what either does; None if that takes two."""
    if left == right:
        return left
    one, other = _listed(left), _listed(right)
    if one is not None and other is not None:
        return among([*one, *other])
    if isinstance(left, Among) or isinstance(right, Among) or left.operator != right.operator:
        return None
    if not (left.formula is right.formula is None):
        return None
    widest = _WIDEST.get(left.operator)
    return None if widest is None else left.replace(value=widest(left.value, right.value))


def _listed(match: Comparison | Among) -> Iterable[tuple[Number, Number]] | None:
    if isinstance(match, Among):
        return match.ranges()
    plain = match.operator == "=" and match.formula is None
    return [(match.value, match.value)] if plain else None


def matching(match: Among | AnyOf, first: int, last: int) -> int:
    """Return how many of the whole numbers from `first` to `last` match.

    >>> matching(among([(2, 3), (5, 9)]), 1, 6)
    4
    """
    ranges = [
        (max(low, first), min(high, last))
        for part in _parts(match)
        for low, high in whole_ranges(part, first, last)
    ]
    union = among([(low, high) for low, high in ranges if low <= high])
    # Both ends are whole here.
    return sum(int(high) - int(low) + 1 for low, high in union.ranges())


def whole_ranges(match: Comparison | Among, first: Number, last: Number) -> Iterable[tuple[Number, Number]]:
    """Return ranges of whole numbers that match: all of those from `first` to `last`, and perhaps others."""
    if isinstance(match, Among):
        return [(ceil(low), floor(high)) for low, high in match.ranges()]
    value = match.value
    match match.operator:
        case ">=":
            return [(ceil(value), last)]
        case ">":
            return [(floor(value) + 1, last)]
        case "<=":
            return [(first, floor(value))]
        case "<":
            return [(first, ceil(value) - 1)]
        case "=":
            return [(ceil(value), floor(value))]
        case _:
            return [(first, ceil(value) - 1), (floor(value) + 1, last)]
