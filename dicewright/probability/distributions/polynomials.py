"""Polynomials with whole coefficients, as lists from the constant term up.

The distribution of a die is one: the coefficient of x ** k is the weight of the face k steps above
the lowest. Adding independent dice multiplies them. Two known ways are fast in plain Python:

- A power p ** n by its term recurrence, from p f' = n p' f where f = p ** n (Knuth, The Art of
  Computer Programming, volume 2, section 4.7, exercise 4): one short sum for each coefficient.
- A product by Kronecker substitution: with x = 2 ** width, wide enough that no coefficient carries
  into the next, a polynomial is one big integer, and the product is one multiplication in C.
"""

from __future__ import annotations

from itertools import accumulate
from operator import sub

from dicewright.probability.work import Work, multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from dicewright.numbers import Number

# Up to this power one big multiplication or two beat the recurrence.
_PACKED_POWERS = 12
# With fewer coefficients than this, the cost need not be worked out.
_SMALL = 200


def power(coefficients: Sequence[int], exponent: int, work: Work) -> Sequence[int]:
    """Return the coefficients of a polynomial raised to a power of at least 1.

    The first coefficient must not be 0.

    >>> from dicewright.limits import Limits
    >>> power([1, 1], 4, Work(Limits()))
    [1, 4, 6, 4, 1]
    """
    if exponent == 1:
        return coefficients
    degree = len(coefficients) - 1
    if degree == 0:
        return [coefficients[0] ** exponent]
    uniform = coefficients.count(1) == degree + 1
    if uniform and exponent * degree < _SMALL:
        work.spend(2 * exponent * degree)
        return _uniform_power(degree + 1, exponent)
    units, size = power_cost(coefficients, exponent)
    work.spend(units)
    work.need(size)
    if uniform:
        return _uniform_power(degree + 1, exponent)
    if exponent <= _PACKED_POWERS:
        width = packing_width(exponent * sum(coefficients).bit_length())
        return unpack(pack(coefficients, width) ** exponent, width, exponent * degree + 1)
    terms = [(step, weight) for step, weight in enumerate(coefficients) if step and weight]
    return _power(coefficients[0], terms, exponent, exponent * degree)


def power_cost(coefficients: Sequence[int], exponent: int) -> tuple[int, int]:
    """Return the units and the bytes that such a power takes."""
    degree = len(coefficients) - 1
    bits = exponent * sum(coefficients).bit_length()
    length = exponent * degree + 1
    if coefficients.count(1) == degree + 1:
        # The second half of the coefficients are the same objects as the first.
        half = length // 2 + 1
        return half * (3 + bits // 600), 8 * half + numbers_size(half, bits)
    if exponent <= _PACKED_POWERS:
        width = packing_width(bits)
        half_bits = length * width // 2
        return 4 * length + multiplication(half_bits, half_bits), width * length + numbers_size(length, bits)
    terms = degree + 1 - coefficients.count(0)
    return length * (1 + terms) * (2_800 + bits) // 2_800, numbers_size(length, bits)


def product(left: Sequence[int], right: Sequence[int], work: Work) -> list[int]:
    """Return the coefficients of the product of two polynomials without negative coefficients.

    >>> from dicewright.limits import Limits
    >>> product([1, 1], [1, 2, 3], Work(Limits()))
    [1, 3, 5, 3]
    """
    units, size = product_cost(left, right)
    work.spend(units)
    work.need(size)
    width = packing_width((sum(left) * sum(right)).bit_length())
    return unpack(pack(left, width) * pack(right, width), width, len(left) + len(right) - 1)


def product_cost(left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
    """Return the units and the bytes that such a product takes."""
    bits = (sum(left) * sum(right)).bit_length()
    width = packing_width(bits)
    length = len(left) + len(right) - 1
    units = 2 * length + multiplication(len(left) * width, len(right) * width)
    return units, length * width // 2 + numbers_size(length, bits)


def product_with_ones(coefficients: Sequence[int], ones: int, work: Work) -> list[int]:
    """Return the coefficients of the product with 1 + x + ... + x ** (ones - 1), which are running sums.

    >>> from dicewright.limits import Limits
    >>> product_with_ones([1, 2, 3], 2, Work(Limits()))
    [1, 3, 5, 3]
    """
    number = len(coefficients)
    bits = sum(coefficients).bit_length()
    work.spend((number + ones) * (3 + (bits >> 10)))
    work.need(numbers_size(number + ones, bits))
    sums = list(accumulate(coefficients))
    everything = sums[-1]
    if number < ones:
        middle = [everything] * (ones - number)
        return [*sums, *middle, *[everything - part for part in sums[:-1]]]
    ending = [everything - part for part in sums[number - ones : -1]]
    return [*sums[:ones], *map(sub, sums[ones:], sums), *ending]


def packing_width(bits: int) -> int:
    """Return how many bits to give each coefficient, none of which is longer than `bits`: whole bytes."""
    return (bits + 7) // 8 * 8 or 8


def pack(coefficients: Sequence[int], width: int) -> int:
    """Return the value of a polynomial at x = 2 ** width."""
    size = width // 8
    return int.from_bytes(b"".join([weight.to_bytes(size, "little") for weight in coefficients]), "little")


def unpack(packed: int, width: int, length: int) -> list[int]:
    """Return the first `length` coefficients of a polynomial from its value at x = 2 ** width."""
    size = width // 8
    digits = packed.to_bytes(size * length, "little")
    read = int.from_bytes
    return [read(digits[start : start + size], "little") for start in range(0, size * length, size)]


class Scattered:
    """A polynomial with few terms far apart, with the operators that packed ones have as whole numbers.

    The exponents need no more than a sum: they may be numbers, or tuples, put one after the other.
    """

    __slots__ = ("weights",)

    def __init__(self, weights: Mapping[Any, int]) -> None:
        self.weights: Mapping[Any, int] = weights

    def __lshift__(self, by: Any) -> Scattered:
        return Scattered({exponent + by: weight for exponent, weight in self.weights.items()})

    def __add__(self, other: Scattered) -> Scattered:
        weights = dict(self.weights)
        for exponent, weight in other.weights.items():
            weights[exponent] = weights.get(exponent, 0) + weight
        return Scattered(weights)

    def __mul__(self, factor: int) -> Scattered:
        return Scattered({exponent: weight * factor for exponent, weight in self.weights.items() if factor})

    def bit_length(self) -> int:
        """Return the length of a packed polynomial that takes as long to work with."""
        exponent = next(iter(self.weights), 0)
        longer = len(exponent) // 8 if isinstance(exponent, tuple) else 0
        return len(self.weights) * (1 + longer) << 14


class Largest:
    """A polynomial whose exponents are pairs, of which the first go by the larger and the second add up."""

    __slots__ = ("weights",)

    def __init__(self, weights: Mapping[tuple[Number, int], int]) -> None:
        self.weights: Mapping[tuple[Number, int], int] = weights

    def __lshift__(self, by: tuple[Number, int]) -> Largest:
        most, more = by
        terms = self.weights.items()
        return _collected(((max(first, most), second + more), ways) for (first, second), ways in terms)

    def __add__(self, other: Largest) -> Largest:
        return _collected((*self.weights.items(), *other.weights.items()))

    def __mul__(self, factor: int) -> Largest:
        return Largest({pair: weight * factor for pair, weight in self.weights.items() if factor})

    def bit_length(self) -> int:
        """Return the length of a packed polynomial that takes as long to work with."""
        return len(self.weights) << 12


def _collected(terms: Iterable[tuple[tuple[Number, int], int]]) -> Largest:
    weights: dict[tuple[Number, int], int] = {}
    for pair, weight in terms:
        weights[pair] = weights.get(pair, 0) + weight
    return Largest(weights)


def _power(constant: int, terms: list[tuple[int, int]], exponent: int, degree: int) -> list[int]:
    power = [constant**exponent]
    for k in range(1, degree + 1):
        total = 0
        for step, weight in terms:
            if step > k:
                break
            total += ((exponent + 1) * step - k) * weight * power[k - step]
        power.append(total // (k * constant))
    return power


def _uniform_power(sides: int, exponent: int) -> list[int]:
    """Return (1 + x + ... + x ** (sides - 1)) ** exponent, of which the second half mirrors the first.

    The recurrence is that of ((1 - x ** sides) / (1 - x)) ** exponent: three terms for any number of
    sides.
    """
    degree = exponent * (sides - 1)
    power = [1]
    for k in range(1, degree // 2 + 1):
        total = (k - 1 + exponent) * power[k - 1]
        if k >= sides:
            total += (k - sides - exponent * sides) * power[k - sides]
        if k > sides:
            total -= (k - sides - 1 + exponent - exponent * sides) * power[k - sides - 1]
        power.append(total // k)
    return power + power[-1 if degree % 2 else -2 :: -1]
