"""The joint results of several readings of the same dice.

Dice that are only added up, in however many ways at once, are a vector for each die: equal dice are a
power, and several kinds a product, so that a pool is as quick for ten readings as for one. Readings
that pick among dice, or look for equal ones, take a walk over the values that dice can show, from the
highest down, with a count of the dice that show each of them and a state for every reading.
"""

from __future__ import annotations

from math import lcm

from dicewright.probability.distributions.distribution import from_weights
from dicewright.probability.distributions.sums import add, repeated
from dicewright.probability.equal_dice import MOST_DICE, sets_among
from dicewright.probability.joint_walkers import is_about_sets
from dicewright.probability.work import multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Protocol

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Die, Outcome
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.work import Work

    Vector = tuple[Number, ...]
    Worth = Callable[[Die, Outcome], Number]
    # How many dice of each kind have not been looked at; the sums and the states of the walkers, with
    # the ways to reach them.
    Left = tuple[int, ...]
    States = dict[tuple[Vector, tuple[Any, ...]], int]

    class Walker(Protocol):
        """A reading that looks at the dice from the highest value down."""

        start: Any

        closed: Callable[[Any], Any] | None
        """The step after all dice that show a value; None if the state stays as it is."""

        def at(self, die: Die, value: Number) -> Callable[[Any, int], Any] | None:
            """Return the step from a state to the next one, for a number of dice of a kind that show a value.

            None if such dice take no part in the reading.
            """

        def done(self, state: Any) -> Number:
            """Return the result of the reading."""


# One step of a walk, in units of work, and one vector that is packed or unpacked.
_STEP, _VECTOR = 12, 8
# What a state of a walk takes beside its weight.
_STATE_BYTES = 400
# Fewer pairs than this are added one by one.
_PAIRS = 30_000
# So few dice with so few vectors are sooner added one by one than packed.
_FEW, _NARROW = 3, 4


def joint(
    case: Case, worths: Sequence[Worth], walkers: Sequence[Walker], work: Work
) -> tuple[dict[Vector, int], int]:
    """Return the weights of the joint results of the readings, and their denominator.

    Each vector has first the sums of the worths, then the results of the walkers.

    Raises OddsTooLarge if it takes more than the work allowed.
    """
    if walkers:
        if len(case) == 1 and not worths and case[0][1] <= MOST_DICE and is_about_sets(walkers):
            return sets_among(*case[0], walkers, work)
        return _walked(case, worths, walkers, work)
    whole: dict[Vector, int] = {tuple([0] * len(worths)): 1}
    denominator = 1
    for die, count in case:
        vectors: dict[Vector, int] = {}
        work.spend(_VECTOR * len(die.outcomes) * (1 + len(worths)))
        for outcome, weight in zip(die.outcomes, die.weights, strict=True):
            vector = tuple([worth(die, outcome) for worth in worths])
            vectors[vector] = vectors.get(vector, 0) + weight
        vectors, over = power(vectors, die.denominator, count, work)
        whole = product(whole, vectors, work)
        denominator *= over
    return whole, denominator


def power(
    vectors: Mapping[Vector, int], denominator: int, count: int, work: Work
) -> tuple[dict[Vector, int], int]:
    """Return the sum of `count` independent vectors with these chances, and its denominator."""
    if count == 1 or not vectors:
        return dict(vectors), denominator
    if count <= _FEW and len(vectors) <= _NARROW:
        whole = one = dict(vectors)
        for _ in range(count - 1):
            whole = product(whole, one, work)
        return whole, denominator**count
    packing = _Packing([vectors], [count])
    work.spend(_VECTOR * len(vectors))
    once = from_weights(
        {packing.packed(vector, 0): weight for vector, weight in vectors.items()}, denominator
    )
    return packing.unpacked(repeated(once, count, work), work)


def product(left: dict[Vector, int], right: dict[Vector, int], work: Work) -> dict[Vector, int]:
    """Return the sum of two independent vectors; its denominator is the product of theirs."""
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 1:
        (only, factor), *_ = left.items()
        if factor == 1 and not any(only):
            return right
    if len(left) * len(right) > _PAIRS:
        packing = _Packing([left, right], [1, 1])
        work.spend(_VECTOR * (len(left) + len(right)))
        first, second = (
            from_weights({packing.packed(vector, place): weight for vector, weight in side.items()}, 1)
            for place, side in enumerate((left, right))
        )
        return packing.unpacked(add(first, second, work), work)[0]
    bits = max(left.values()).bit_length() + max(right.values()).bit_length() if left and right else 0
    work.spend(len(left) * len(right) * (_STEP // 2 + multiplication(bits, bits)))
    found: dict[Vector, int] = {}
    for vector, weight in left.items():
        for other, factor in right.items():
            both = tuple([one + another for one, another in zip(vector, other, strict=True)])
            found[both] = found.get(both, 0) + weight * factor
    return found


class _Packing:
    """Writes vectors as whole numbers, wide enough that sums of them can be read again."""

    def __init__(self, sides: Sequence[Mapping[Vector, int]], counts: Sequence[int]) -> None:
        columns = [list(zip(*side, strict=True)) for side in sides]
        dimensions = range(len(next(iter(sides[0]))))
        self._scales = [
            lcm(*(value.denominator for side in columns for value in side[place])) for place in dimensions
        ]
        self._lows = [
            [int(min(side[place]) * self._scales[place]) for place in dimensions] for side in columns
        ]
        self._offsets = [
            sum(lows[place] * count for lows, count in zip(self._lows, counts, strict=True))
            for place in dimensions
        ]
        self._strides: list[int] = []
        stride = 1
        for place in dimensions:
            self._strides.append(stride)
            span = sum(
                (int(max(side[place]) * self._scales[place]) - lows[place]) * count
                for side, lows, count in zip(columns, self._lows, counts, strict=True)
            )
            stride *= span + 1

    def packed(self, vector: Vector, side: int) -> int:
        return sum(
            [
                (int(value * scale) - low) * stride
                for value, scale, low, stride in zip(
                    vector, self._scales, self._lows[side], self._strides, strict=True
                )
            ]
        )

    def unpacked(self, sums: Distribution, work: Work) -> tuple[dict[Vector, int], int]:
        work.spend(_VECTOR * len(sums.values))
        found: dict[Vector, int] = {}
        steps = list(zip(self._strides, self._offsets, self._scales, strict=True))[::-1]
        for packed, weight in sums.items():
            vector = []
            rest = int(packed)
            for stride, offset, scale in steps:
                digit, rest = divmod(rest, stride)
                vector.append(_over(digit + offset, scale))
            found[tuple(vector[::-1])] = weight
        return found, sums.denominator


def _over(number: int, scale: int) -> Number:
    if scale == 1:
        return number
    from dicewright.numbers import divide

    return divide(number, scale)


def _walked(
    case: Case, worths: Sequence[Worth], walkers: Sequence[Walker], work: Work
) -> tuple[dict[Vector, int], int]:
    """Walk over the values from the highest down; a state has the dice left, the sums, and the walkers'."""
    # A weight is at most the number of all ways to throw the dice, and every step multiplies one.
    bits = sum(count * die.denominator.bit_length() for die, count in case)
    weighing = multiplication(bits, bits)
    work.spend(sum(len(die.outcomes) for die, _ in case) * _VECTOR * (1 + len(worths)))
    faces: list[tuple[Number, int, Vector, int]] = []
    last: dict[int, int] = {}
    for place, (die, _count) in enumerate(case):
        shown: dict[tuple[Number, Vector], int] = {}
        for outcome, weight in zip(die.outcomes, die.weights, strict=True):
            key = outcome[0], tuple([worth(die, outcome) for worth in worths])
            shown[key] = shown.get(key, 0) + weight
        faces += [(value, place, vector, weight) for (value, vector), weight in shown.items()]
    faces.sort(key=lambda face: (-face[0], face[1]))
    for position, face in enumerate(faces):
        last[face[1]] = position
    start = tuple([0] * len(worths)), tuple([each.start for each in walkers])
    states: dict[Left, States] = {tuple([count for _, count in case]): {start: 1}}
    closing = any(each.closed is not None for each in walkers)
    for position, (value, place, vector, weight) in enumerate(faces):
        steps = [each.at(case[place][0], value) for each in walkers]
        tries = 2 if last[place] == position else 1 + case[place][1] // 2
        size = sum(map(len, states.values()))
        work.spend(size * tries * (_STEP + weighing))
        work.need(numbers_size(2 * size, bits) + _STATE_BYTES * 2 * size)
        states = _stepped(states, place, vector, weight, steps, all_left=last[place] == position)
        if closing and (position + 1 == len(faces) or faces[position + 1][0] != value):
            states = _closed(states, walkers)
    found: dict[Vector, int] = {}
    for (sums, inner), ways in (pair for inside in states.values() for pair in inside.items()):
        whole = (*sums, *[each.done(state) for each, state in zip(walkers, inner, strict=True)])
        found[whole] = found.get(whole, 0) + ways
    denominator = 1
    for die, count in case:
        denominator *= die.denominator**count
    return found, denominator


def _stepped(
    states: dict[Left, States],
    place: int,
    vector: Vector,
    weight: int,
    steps: Sequence[Callable[[Any, int], Any] | None],
    *,
    all_left: bool,
) -> dict[Left, States]:
    """Return the states after any number of one kind of dice show a value, or all that are left."""
    found: dict[Left, States] = {}
    adds = any(vector)
    # Two walkers are so frequent that they are worth a way of their own.
    one, other = steps if len(steps) == 2 else (None, None)
    for left, inside in states.items():
        here = left[place]
        # In how many ways that number of the dice left can be the ones that show it.
        counts = [(here, weight**here)] if all_left else []
        ways = 1
        for count in range(1, 0 if all_left else here + 1):
            ways = ways * (here - count + 1) * weight // count
            counts.append((count, ways))
        for count, ways in counts if here else ():
            reached = found.setdefault((*left[:place], here - count, *left[place + 1 :]), {})
            get = reached.get
            for (sums, inner), before in inside.items():
                if one is None or other is None:
                    after = tuple(
                        [
                            state if step is None else step(state, count)
                            for step, state in zip(steps, inner, strict=True)
                        ]
                    )
                else:
                    after = one(inner[0], count), other(inner[1], count)
                if adds:
                    sums = tuple([sum_ + count * more for sum_, more in zip(sums, vector, strict=True)])
                key = sums, after
                reached[key] = get(key, 0) + before * ways
        if not (here and all_left):
            _join(found, left, inside)
    return found


def _join(found: dict[Left, States], left: Left, inside: States) -> None:
    """Add states in which none of the dice show the value; `inside` is not used again by its owner."""
    if left not in found:
        found[left] = inside
        return
    reached = found[left]
    for state, ways in inside.items():
        reached[state] = reached.get(state, 0) + ways


def _closed(states: dict[Left, States], walkers: Sequence[Walker]) -> dict[Left, States]:
    found: dict[Left, States] = {}
    for left, inside in states.items():
        reached = found[left] = {}
        for (sums, inner), ways in inside.items():
            after = tuple(
                [
                    one if each.closed is None else each.closed(one)
                    for each, one in zip(walkers, inner, strict=True)
                ]
            )
            state = sums, after
            reached[state] = reached.get(state, 0) + ways
    return found
