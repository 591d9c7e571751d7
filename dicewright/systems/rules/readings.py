"""Readings: what is read off dice that were thrown. Each pool is thrown once and read often."""

from __future__ import annotations

from itertools import chain

from dicewright.modifiers.keep import chosen
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from dicewright.notation.tree.dice import DieKind
    from dicewright.numbers import Number

    Known = list[Any]
    Compiled = Callable[[Known], Number]
    Match = Callable[[Number], bool]


_LARGEST_BYTE = 255
# What a die that matches is worth to a count.
_WORTH = {"success": 1, "double": 1, "failure": -1}
_ENDS = ("highest", "lowest")


class PoolDice:
    """The dice of a pool after the throw: its total, and those of its dice that count.

    `kinds` and `positions` are what each die is and which of its faces is up; they are asked for only
    if a reading is about sides or symbols.
    """

    __slots__ = ("kinds", "positions", "total", "values")

    def __init__(
        self,
        total: Number,
        values: Sequence[Number],
        kinds: Sequence[DieKind] | DieKind,
        positions: Sequence[int],
    ) -> None:
        self.total: Number = total
        self.values: Sequence[Number] = values
        self.kinds: DieKind | Sequence[DieKind] = kinds
        self.positions: Sequence[int] = positions

    def dice(self) -> Iterator[tuple[DieKind, int]]:
        """Return each die that counts: its kind, and the position of the face that is up."""
        return zip(self.each_kind(), self.positions, strict=True)

    def each_kind(self) -> Sequence[DieKind]:
        """Return the kind of each die that counts."""
        return self.kinds if isinstance(self.kinds, list | tuple) else [self.kinds] * len(self.values)  # type: ignore[list-item]  # a list or a tuple, or else one kind


class Step(Value):
    """One modifier of a reading. `operand` is the place of a computed number among the formula's parts."""

    kind: str
    """keep, drop, out, success, double, failure, minimum or maximum."""
    detail: Any = None
    """Which dice to keep or drop, or a comparison's sign, or a matcher."""
    number: Number | None = None
    operand: int | None = None


class Spec(Value):
    """What to read off which pools.

    `kind` is "total" (the pool's own total), "sum", "dice" (how many count), "symbol", or one of
    sets, widest, tallest and sides.
    """

    kind: str
    pools: tuple[int, ...]
    """The places of the pools."""
    steps: tuple[Step, ...] = ()
    symbol: str = ""
    faces: Mapping[int, Sequence[Mapping[str, int]]] = {}
    """The symbols on the faces of each kind of die, by the identity of the kind."""

    @property
    def additive(self) -> bool:
        """Whether each die adds to it for itself, whatever the others show."""
        summed = self.kind in ("total", "dice", "symbol", "sum")
        return summed and not any(step.kind in ("keep", "drop") for step in self.steps)

    @property
    def counts(self) -> bool:
        """Whether each die is counted, some perhaps double or against the others."""
        return self.kind == "sum" and bool(self.steps) and all(step.kind in _WORTH for step in self.steps)


def scores(steps: Sequence[Step], values: Sequence[Number], numbers: Sequence[Number]) -> list[int]:
    """Return what each die counts, given what it shows."""
    found = [0] * len(values)
    for step in steps:
        match, worth = matcher(step, numbers), _WORTH[step.kind]
        found = [score + worth if match(value) else score for score, value in zip(found, values, strict=True)]
    return found


def read(spec: Spec, operands: Sequence[Compiled]) -> Compiled:
    """Return the function that reads a number off the dice that a roll knows."""
    if spec.kind == "total":
        (only,) = spec.pools
        return lambda known: known[only].total
    if spec.counts:
        return _counts(spec, operands)
    if spec.kind == "sum" and len(spec.steps) == 1 and spec.steps[0].detail in _ENDS:
        return _best(spec, operands)
    if spec.kind == "symbol" and not spec.steps:
        return _symbols(spec)

    def general(known: Known) -> Number:
        numbers = [operand(known) for operand in operands]
        return value(spec, [known[place] for place in spec.pools], numbers)

    return general


def _counts(spec: Spec, operands: Sequence[Compiled]) -> Compiled:
    """Return the function for dice that are counted, some perhaps double or against the others."""
    counts = [_count(step, spec.pools, operands) for step in spec.steps]
    if len(counts) == 1 and _WORTH[spec.steps[0].kind] == 1:
        return counts[0]
    weighed = [(count, _WORTH[step.kind]) for count, step in zip(counts, spec.steps, strict=True)]
    return lambda known: sum([count(known) * worth for count, worth in weighed])


def _best(spec: Spec, operands: Sequence[Compiled]) -> Compiled:
    """Return the function for the sum of the highest, or the lowest, of some dice."""
    (step,) = spec.steps
    pools, highest, keeps = spec.pools, step.detail == "highest", step.kind == "keep"
    operand = None if step.operand is None else operands[step.operand]

    def best(known: Known) -> Number:
        number = max(0, int((step.number if operand is None else operand(known)) or 0))
        values: list[Number] = [value for place in pools for value in known[place].values]
        values.sort(reverse=highest)
        return sum(values[:number] if keeps else values[number:])

    return best


def _count(step: Step, pools: Sequence[int], operands: Sequence[Compiled]) -> Compiled:
    """Return the function for the commonest reading of all: how many dice match."""
    if step.operand is not None:
        operand = operands[step.operand]
        return lambda known: _matching(known, pools, matcher(step, [operand(known)], 0))
    if step.detail == "=" and isinstance(step.number, int) and 0 <= step.number <= _LARGEST_BYTE:
        return _equal(step.number, pools)
    match = matcher(step, ())
    # Faces mostly come as bytes, and counting those is one call into C.
    others = bytes(face for face in range(_LARGEST_BYTE + 1) if not match(face))

    def count(known: Known) -> int:
        matching = 0
        for place in pools:
            values = known[place].values
            if values.__class__ is bytes:
                matching += len(values.translate(None, others))
            else:
                for value in values:
                    if match(value):
                        matching += 1
        return matching

    return count


def _equal(number: int, pools: Sequence[int]) -> Compiled:
    """Return the function for how many dice show a small number; bytes, lists and tuples all count them."""
    if len(pools) == 1:
        (only,) = pools
        return lambda known: known[only].values.count(number)
    if len(pools) == 2:
        first, second = pools
        return lambda known: known[first].values.count(number) + known[second].values.count(number)
    return lambda known: sum([known[place].values.count(number) for place in pools])


def _matching(known: Known, pools: Sequence[int], match: Match) -> int:
    count = 0
    for place in pools:
        for value in known[place].values:
            if match(value):
                count += 1
    return count


def matcher(step: Step, numbers: Sequence[Number], place: int | None = None) -> Match:
    """Return what a value is tested by; `numbers` are the computed operands."""
    if not isinstance(step.detail, str):
        found: Match = step.detail.matches
        return found
    if place is None:
        place = step.operand
    number: Any = step.number if place is None else numbers[place]
    match step.detail:
        case ">=":
            return lambda value: value >= number
        case "<=":
            return lambda value: value <= number
        case ">":
            return lambda value: value > number
        case "<":
            return lambda value: value < number
        case "=":
            return lambda value: value == number
        case _:
            return lambda value: value != number


def value(spec: Spec, pools: Sequence[PoolDice], numbers: Sequence[Number]) -> Number:
    """Return the result of a reading on pools that were thrown."""
    values = list(chain.from_iterable(pool.values for pool in pools))
    kept, scores = stepped(spec.steps, values, numbers)
    match spec.kind:
        case "dice":
            return len(kept)
        case "sum":
            return sum(scores[place] for place in kept)
        case "symbol":
            each = list(_each_symbol(spec, pools))
            return sum(each[place] for place in kept)
        case "sides":
            kinds = list(chain.from_iterable(pool.each_kind() for pool in pools))
            return max((kinds[place].sides for place in kept), default=0)
        case _:
            return matching(spec.kind, [scores[place] for place in kept])


def stepped(
    steps: Sequence[Step], values: Sequence[Number], numbers: Sequence[Number]
) -> tuple[list[int], list[Number]]:
    """Return the places of the dice that are kept after some steps, and what each die is worth."""
    kept = list(range(len(values)))
    shown = list(values)
    scores: list[Number] | None = None
    for step in steps:
        match step.kind:
            case "keep" | "drop":
                number = step.number if step.operand is None else numbers[step.operand]
                picked = chosen([shown[place] for place in kept], step.detail, max(0, int(number or 0)))
                kept = [place for at, place in enumerate(kept) if (at in picked) == (step.kind == "keep")]
            case "out":
                match = matcher(step, numbers)
                kept = [place for place in kept if not match(shown[place])]
            case "minimum" | "maximum":
                number = step.number if step.operand is None else numbers[step.operand]
                bound = max if step.kind == "minimum" else min
                for place in kept:
                    shown[place] = bound(shown[place], number or 0)
            case _:
                match = matcher(step, numbers)
                scores = scores or [0] * len(values)
                worth = _WORTH[step.kind]
                for place in kept:
                    if match(shown[place]):
                        scores[place] += worth
    return kept, shown if scores is None else scores


def matching(kind: str, values: Sequence[Number]) -> Number:
    """Return how many sets of equal values there are, the size of the widest, or the tallest's value."""
    counts: dict[Number, int] = {}
    for shown in values:
        counts[shown] = counts.get(shown, 0) + 1
    if kind == "widest":
        return max((count for count in counts.values() if count >= 2), default=0)
    in_sets = [shown for shown, count in counts.items() if count >= 2]
    return len(in_sets) if kind == "sets" else max(in_sets, default=0)


def _symbols(spec: Spec) -> Compiled:
    """Return the function for how often a symbol shows in pools, over all dice that count."""
    pools = spec.pools
    worth = {kind: [face.get(spec.symbol, 0) for face in faces] for kind, faces in spec.faces.items()}

    def count(known: Known) -> int:
        found = 0
        for place in pools:
            pool = known[place]
            kinds, positions = pool.kinds, pool.positions
            if isinstance(kinds, list | tuple):
                for kind, position in zip(kinds, positions, strict=True):
                    counts = worth.get(id(kind))
                    if counts is not None:
                        found += counts[position - 1]
            elif (counts := worth.get(id(kinds))) is not None:
                for position in positions:
                    found += counts[position - 1]
        return found

    return count


def _each_symbol(spec: Spec, pools: Sequence[PoolDice]) -> list[int]:
    found = []
    for pool in pools:
        for kind, position in pool.dice():
            faces = spec.faces.get(id(kind))
            found.append(faces[position - 1].get(spec.symbol, 0) if faces else 0)
    return found
