"""Sums of many dice to a dozen digits, where all digits of all totals would take too much memory.

The weights of 9000d20 have 38,900 bits each, and nearly all of its 171,001 totals are less likely than
10 ** -20. Here chances are whole numbers out of a power of two, rounded down, and totals at both ends
that nobody will see are left out. What is kept is therefore never more than the truth, and what all of
it falls short of the truth, `Distribution.missing`, is less than one in `NEGLIGIBLE`.
"""

from __future__ import annotations

from itertools import accumulate

from dicewright.probability.distributions.distribution import Distribution, from_grid
from dicewright.probability.distributions.polynomials import pack, packing_width, unpack
from dicewright.probability.work import multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.numbers import Number
    from dicewright.probability.work import Work

NEGLIGIBLE = 10**13
"""One in this many. Ten terms that leave out as little still miss less than 1 in 10 ** 12 together."""

# An end is cut where all of it is less likely than 2 ** -TAIL; chances are rounded down to
# 2 ** -(TAIL + ROUNDING).
_TAIL = 50
_ROUNDING = 24


class Narrow:
    """Chances out of `2 ** bits`, of the values from `offset` steps up."""

    __slots__ = ("bits", "offset", "weights")

    def __init__(self, offset: int, weights: Sequence[int], bits: int) -> None:
        self.offset: int = offset
        self.weights: Sequence[int] = weights
        self.bits: int = bits

    def times(self, other: Narrow, work: Work, tail: int) -> Narrow:
        """Return the chances of the sum of two independent values, with its ends cut."""
        if not self.weights or not other.weights:
            return Narrow(0, (), self.bits)
        for one, certain in ((self, other), (other, self)):
            if len(certain.weights) == 1 and certain.weights[0] == 1 << self.bits:
                return Narrow(one.offset + certain.offset, one.weights, self.bits)
        longest = max(len(self.weights), len(other.weights))
        length = len(self.weights) + len(other.weights) - 1
        width = packing_width(2 * self.bits + 1)
        work.need(longest * width // 2 + numbers_size(length, 2 * self.bits))
        work.spend(3 * length + multiplication(len(self.weights) * width, len(other.weights) * width))
        packed = pack(self.weights, width)
        packed *= packed if self is other else pack(other.weights, width)
        weights = [weight >> self.bits for weight in unpack(packed, width, length)]
        return Narrow(self.offset + other.offset, weights, self.bits).cut(tail)

    def plus(self, other: Narrow) -> Narrow:
        """Return the chances of both together, if one excludes the other."""
        if not self.weights or not other.weights:
            return self if self.weights else other
        offset = min(self.offset, other.offset)
        weights = [0] * (max(part.offset + len(part.weights) for part in (self, other)) - offset)
        for part in (self, other):
            for place, weight in enumerate(part.weights, part.offset - offset):
                weights[place] += weight
        return Narrow(offset, weights, self.bits)

    def distribution(self, start: Number, step: Number) -> Distribution:
        """Return the distribution in which `offset` steps above `start` is the lowest value."""
        return from_grid(start + self.offset * step, step, self.weights, 1 << self.bits)

    def cut(self, tail: int) -> Narrow:
        """Return the chances without those at each end that are less likely than 2 ** -tail together."""
        least = 1 << self.bits - tail
        if sum(self.weights) < least:
            return Narrow(0, (), self.bits)
        below = next((place for place, sum_ in enumerate(accumulate(self.weights)) if sum_ >= least), 0)
        above = next(
            (place for place, sum_ in enumerate(accumulate(reversed(self.weights))) if sum_ >= least), 0
        )
        if not below and not above:
            return self
        return Narrow(self.offset + below, self.weights[below : len(self.weights) - above], self.bits)


def precision(count: int) -> tuple[int, int]:
    """Return, for a sum of this many values, the `tail` to cut at, and the `bits` of each chance."""
    tail = _TAIL + count.bit_length()
    return tail, tail + _ROUNDING


def narrow(weights: Sequence[int], denominator: int, bits: int, work: Work) -> Narrow:
    """Return chances rounded down to multiples of 2 ** -bits."""
    work.spend(len(weights) * (2 + (denominator.bit_length() >> 10)))
    work.need(numbers_size(len(weights), bits))
    surplus = max(0, denominator.bit_length() - 2 * bits)
    if surplus:
        # What the lowest of very many digits say is rounded down as well.
        weights, denominator = [weight >> surplus for weight in weights], (denominator >> surplus) + 1
    return Narrow(0, [(weight << bits) // denominator for weight in weights], bits)


def power(
    start: Number, step: Number, weights: Sequence[int], denominator: int, count: int, work: Work
) -> Distribution:
    """Return the distribution of the sum of `count` values `start + i * step` with these weights.

    The weights must add up to the denominator, or nearly: what they fall short of it is missing
    `count` times in the sum.
    """
    # What is lost of one value is lost `count` times in the sum.
    tail, bits = precision(count)
    one = narrow(weights, denominator, bits, work).cut(tail)
    found = one
    for digit in bin(count)[3:]:
        found = found.times(found, work, tail)
        if digit == "1":
            found = found.times(one, work, tail)
    return found.distribution(start * count, step)


def product(
    start: Number, step: Number, factors: Sequence[tuple[Sequence[int], int]], work: Work
) -> Distribution:
    """Return the distribution of the sum of two independent values, each given by weights and denominator."""
    bits = _TAIL + _ROUNDING
    left, right = (narrow(weights, denominator, bits, work).cut(_TAIL) for weights, denominator in factors)
    found = left.times(right, work, _TAIL)
    return found.distribution(start, step)


def none_and_some(
    none: Sequence[int], some: Sequence[int], denominator: int, count: int, work: Work
) -> tuple[Narrow, Narrow]:
    """Return the chances of `count` values of which none is of the second sort, and those where some are.

    The weights of both sorts begin at the same value.
    """
    tail = _TAIL + count.bit_length() + 1
    ones = [narrow(weights, denominator, tail + _ROUNDING, work).cut(tail) for weights in (none, some)]
    one_none, one_some = ones
    one = one_none.plus(one_some)
    found_none, found_some = ones
    for digit in bin(count)[3:]:
        either = found_none.plus(found_some).plus(found_none)
        found_some = found_some.times(either, work, tail)
        found_none = found_none.times(found_none, work, tail)
        if digit == "1":
            found_some = found_some.times(one, work, tail).plus(found_none.times(one_some, work, tail))
            found_none = found_none.times(one_none, work, tail)
    return found_none, found_some
