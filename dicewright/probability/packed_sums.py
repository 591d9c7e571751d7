"""Several sums at once as the exponents of one polynomial, which is packed into a whole number."""

from __future__ import annotations

from math import gcd, lcm
from sys import byteorder

from dicewright.numbers import divide
from dicewright.probability.distributions.polynomials import packing_width, unpack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from dicewright.numbers import Number

# The formats of numbers with this many bits.
_FORMATS: dict[int, Literal["B", "H", "I", "Q"]] = {8: "B", 16: "H", 32: "I", 64: "Q"}


def width_for(bits: int) -> int:
    """Return how many bits to give each coefficient: as many as a machine's number has, if that is enough."""
    return next((width for width in _FORMATS if bits <= width), packing_width(bits))


def unpacked(packed: int, width: int, length: int) -> Sequence[int]:
    """Return the first `length` coefficients of a polynomial from its value at x = 2 ** width."""
    if width not in _FORMATS or byteorder != "little":
        return unpack(packed, width, length)
    return memoryview(packed.to_bytes(width // 8 * length, "little")).cast(_FORMATS[width])


class PackedSums:
    """Several sums as the digits of one number, which is the exponent of a polynomial."""

    def __init__(self) -> None:
        self.start: int = 0
        """The exponent before anything is added."""
        self.size: int = 1
        """How many exponents there can be."""
        # For each sum: how far apart its digits are, how many digits, the lowest, and what one stands for.
        self._digits: list[tuple[int, int, int, int, int]] = []
        # How far apart the digits of a sum are, by what faces add to it.
        self._known: dict[tuple[int, ...], int] = {}

    def of_all(self, shown: Sequence[tuple[int, Number]], counts: Sequence[int]) -> list[int]:
        """Return what faces add to the exponent, given what each kind of die, by its place, adds to a sum.

        All dice are counted, `counts` of each kind.
        """
        numbers, scale, step = _on_a_grid([number for _, number in shown])
        lows: dict[int, int] = {}
        highs: dict[int, int] = {}
        for (place, _), number in zip(shown, numbers, strict=True):
            lows[place] = min(lows.get(place, number), number)
            highs[place] = max(highs.get(place, number), number)
        low = sum([lows[place] * counts[place] for place in lows])
        high = sum([highs[place] * counts[place] for place in highs])
        above = [number - lows[place] for (place, _), number in zip(shown, numbers, strict=True)]
        return self._added(above, high - low + 1, low, (step, scale))

    def of_some(self, adds: Sequence[Number], most: int) -> list[int]:
        """Return what faces add to the exponent where at most `most` of the dice are counted."""
        numbers, scale, step = _on_a_grid(adds)
        low, high = most * min([0, *numbers]), most * max([0, *numbers])
        self.start -= low * self.size
        stride = self._sum(high - low + 1, low, (step, scale))
        return [number * stride for number in numbers]

    def _added(self, above: list[int], span: int, low: int, unit: tuple[int, int]) -> list[int]:
        key = tuple(above)
        if key in self._known:
            # Sums that differ by a number alone, or by a factor, share their digits.
            self._digits.append((self._known[key], span, low, *unit))
            return [0] * len(above)
        self._known[key] = stride = self._sum(span, low, unit)
        return [number * stride for number in above]

    def _sum(self, span: int, low: int, unit: tuple[int, int]) -> int:
        stride = self.size
        self._digits.append((stride, span, low, *unit))
        self.size *= span
        return stride

    def read(self, exponent: int) -> list[Number]:
        """Return the sums that an exponent stands for."""
        return [
            (exponent // stride % span + low) * step
            if scale == 1
            else divide((exponent // stride % span + low) * step, scale)
            for stride, span, low, step, scale in self._digits
        ]


def _on_a_grid(numbers: Sequence[Number]) -> tuple[list[int], int, int]:
    """Return numbers as multiples of step / scale, then the scale and the step."""
    scale = lcm(*[number.denominator for number in numbers])
    whole = [int(number * scale) for number in numbers]
    step = gcd(*whole) or 1
    return [number // step for number in whole], scale, step
