"""Sums of many dice to a dozen digits, where all digits of all totals would take too much memory.

The weights of 9000d20 have 38,900 bits each, and nearly all of its 171,001 totals are less likely than
10 ** -20. Here chances are whole numbers out of a power of two, rounded down, and totals at both ends
that nobody will see are left out. What is kept is therefore never more than the truth, and what all of
it falls short of the truth, `Distribution.missing`, is less than one in `NEGLIGIBLE`.
"""

from __future__ import annotations

from itertools import accumulate

from dicewright.probability.distribution import Distribution, from_grid
from dicewright.probability.polynomials import pack, packing_width, unpack
from dicewright.probability.work import multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.numbers import Number
    from dicewright.probability.work import Work

NEGLIGIBLE = 10**13
"""One in this many. Ten terms that leave out as little still miss less than 1 in 10 ** 12 together."""

# An end is cut where all of it is less likely than 2 ** -TAIL; chances are rounded to 2 ** -(TAIL + ROUNDING).
_TAIL = 50
_ROUNDING = 24


class Narrow:
    """Chances out of `2 ** bits`, of the values from `offset` steps up."""

    __slots__ = ("bits", "offset", "weights")

    def __init__(self, offset: int, weights: Sequence[int], bits: int) -> None:
        self.offset = offset
        self.weights = weights
        self.bits = bits

    def times(self, other: Narrow, work: Work, tail: int) -> Narrow:
        """Return the chances of the sum of two independent values, with its ends cut."""
        longest = max(len(self.weights), len(other.weights))
        length = len(self.weights) + len(other.weights) - 1
        width = packing_width(2 * self.bits + 1)
        work.need(longest * width // 2 + numbers_size(length, 2 * self.bits))
        work.spend(3 * length + multiplication(len(self.weights) * width, len(other.weights) * width))
        packed = pack(self.weights, width)
        packed *= packed if self is other else pack(other.weights, width)
        weights = [weight >> self.bits for weight in unpack(packed, width, length)]
        return Narrow(self.offset + other.offset, weights, self.bits).cut(tail)

    def cut(self, tail: int) -> Narrow:
        """Return the chances without those at each end that are less likely than 2 ** -tail together."""
        least = 1 << self.bits - tail
        below = next((place for place, sum_ in enumerate(accumulate(self.weights)) if sum_ >= least), 0)
        above = next(
            (place for place, sum_ in enumerate(accumulate(reversed(self.weights))) if sum_ >= least), 0
        )
        if not below and not above:
            return self
        return Narrow(self.offset + below, self.weights[below : len(self.weights) - above], self.bits)


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
    tail = _TAIL + count.bit_length()
    one = narrow(weights, denominator, tail + _ROUNDING, work).cut(tail)
    found = one
    for digit in bin(count)[3:]:
        found = found.times(found, work, tail)
        if digit == "1":
            found = found.times(one, work, tail)
    return from_grid(start * count + found.offset * step, step, found.weights, 1 << found.bits)


def product(
    start: Number, step: Number, factors: Sequence[tuple[Sequence[int], int]], work: Work
) -> Distribution:
    """Return the distribution of the sum of two independent values, from the weights of each and their denominators."""
    bits = _TAIL + _ROUNDING
    left, right = (narrow(weights, denominator, bits, work).cut(_TAIL) for weights, denominator in factors)
    found = left.times(right, work, _TAIL)
    return from_grid(start + found.offset * step, step, found.weights, 1 << found.bits)
