"""Distributions made of others: sums, functions of independent values, and mixtures.

If the values of a distribution lie on a grid without wide gaps, sums are products of polynomials;
if they are scattered, every pair is added.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import accumulate
from math import comb, gcd, lcm, prod
from operator import mul, sub

from dicewright import numbers
from dicewright.numbers import simplest
from dicewright.probability.distributions import narrow, polynomials
from dicewright.probability.distributions.distribution import (
    Distribution,
    as_range,
    from_grid,
    from_weights,
    reduced,
)
from dicewright.probability.distributions.polynomials import power_cost, product_cost, product_with_ones
from dicewright.probability.work import numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dicewright.numbers import Number
    from dicewright.probability.work import Work


def constant(value: Number) -> Distribution:
    """Return the distribution of a value that is certain."""
    return Distribution(range(value, value + 1) if isinstance(value, int) else (value,), (1,), 1)


def uniform(values: Collection[Number], work: Work) -> Distribution:
    """Return the distribution in which each of the values listed is equally likely."""
    work.spend(len(values) if not isinstance(values, range) else len(values) // 8)
    work.need(len(values) * (_POINTER_BYTES if isinstance(values, range) else _ENTRY_BYTES))
    if isinstance(values, range):
        return Distribution(values, (1,) * len(values), len(values))
    return from_weights(Counter(values))


def add(left: Distribution, right: Distribution, work: Work) -> Distribution:
    """Return the distribution of the sum of two independent values."""
    if len(left.values) == 1:
        left, right = right, left
    if len(right.values) == 1:
        return _shifted(left, right)
    start, step, spans = grid((left, right))
    if 1 + sum(spans) > len(left.values) * len(right.values):
        return combine(numbers.add, left, right, work)
    denominator = left.denominator * right.denominator
    if sum(spans) < _SHORT:
        weights = polynomials.product(dense(left, step), dense(right, step), work)
        return from_grid(start, step, weights, denominator)
    work.need(sum(spans) * _POINTER_BYTES)
    factors = dense(left, step), dense(right, step)
    for one, other in (factors, factors[::-1]):
        if len(other) > _MANY and other.count(1) == len(other):
            return from_grid(start, step, product_with_ones(one, len(other), work), denominator)
    if is_large(product_cost(*factors)) and _is_whole(left) and _is_whole(right):
        weighed = (factors[0], left.denominator), (factors[1], right.denominator)
        return narrow.product(start, step, weighed, work)
    return from_grid(start, step, polynomials.product(*factors, work), denominator)


# More work or memory than this is left to sums to a dozen digits: a quarter of a second, 24 megabytes.
_LARGE_UNITS, _LARGE_BYTES = 1_500_000, 24_000_000
_NEARLY_ALL = 2**40
_MANY = 30
# Sums with fewer totals than this are never large.
_SHORT = 200
# Of a value and of its entry in a dictionary that grows, and of its place in a list.
_ENTRY_BYTES, _POINTER_BYTES = 140, 8
# Units of one call of a function of values and its bookkeeping, and of a step with fractions.
_CALL, _FRACTION = 13, 40


def is_large(cost: tuple[int, int]) -> bool:
    """Return whether a sum takes too many units or bytes to be exact, so that a dozen digits must do."""
    return cost[0] > _LARGE_UNITS or cost[1] > _LARGE_BYTES


def _is_whole(distribution: Distribution) -> bool:
    """Return whether all outcomes are there, but for a little that was cut from endless explosions.

    Weights that are no chances, because they are more than their denominator, have to stay exact.
    """
    missing = distribution.denominator - distribution.total_weight
    return 0 <= missing * _NEARLY_ALL <= distribution.denominator


def repeated(distribution: Distribution, count: int, work: Work) -> Distribution:
    """Return the distribution of the sum of `count` independent values of the same distribution."""
    if count == 0:
        return constant(0)
    values = distribution.values
    if count == 1:
        return distribution
    if isinstance(values, range) and len(values) > 1:
        # Without gaps there is no grid to look for.
        start: Number = values.start
        step: Number = values.step
        weights = distribution.weights
    else:
        start, step, (span,) = grid((distribution,))
        if is_scattered(span, len(values), count):
            half = repeated(distribution, count // 2, work)
            whole = add(half, half, work)
            return add(whole, distribution, work) if count % 2 else whole
        work.need(span * _POINTER_BYTES)
        weights = dense(distribution, step)
    if len(weights) * count > _SHORT and is_large(power_cost(weights, count)) and _is_whole(distribution):
        return narrow.power(start, step, weights, distribution.denominator, count, work)
    powered = polynomials.power(weights, count, work)
    return from_grid(start * count, step, powered, distribution.denominator**count)


def rough_power(distribution: Distribution, count: int, work: Work) -> Distribution | None:
    """Return the same as `repeated`, to a dozen digits; None if the values are scattered."""
    start, step, (span,) = grid((distribution,))
    if is_scattered(span, len(distribution.values), count):
        return None
    work.need(span * _POINTER_BYTES)
    return narrow.power(start, step, dense(distribution, step), distribution.denominator, count, work)


def none_and_some(
    none: Distribution, some: Distribution, count: int, work: Work
) -> tuple[Distribution | None, Distribution]:
    """Return the distributions of the sum of `count` values: with none of the second sort, and with some.

    The chances of both sorts add up to 1. None stands for what is negligible.
    """
    scale = lcm(none.denominator, some.denominator)
    either = mixture([(1, none), (1, some)], 1, work)
    start, step, (span,) = grid((either,))
    scattered = is_scattered(span, len(either.values), count)
    if scattered or not is_large(power_cost(dense(either, step), count)):
        without, whole = repeated(none, count, work), repeated(either, count, work)
        return without, mixture([(1, whole), (-1, without)], 1, work)
    work.need(4 * span * _POINTER_BYTES)

    def row(part: Distribution) -> list[int]:
        weights = [0] * (span + 1)
        for value, weight in part.items():
            weights[int((value - start) // step)] = weight * (scale // part.denominator)
        return weights

    rare, usual = narrow.none_and_some(row(none), row(some), scale, count, work)
    return rare.distribution(start * count, step) if rare.weights else None, usual.distribution(
        start * count, step
    )


def combine(
    function: Callable[[Number, Number], Number], left: Distribution, right: Distribution, work: Work
) -> Distribution:
    """Return the distribution of a function of two independent values."""
    denominator = left.denominator * right.denominator
    bits = denominator.bit_length()
    work.spend(len(left.values) * len(right.values) * (_CALL + (bits >> 10)))
    weights: dict[Number, int] = {}
    for first, weight in left.items():
        for second, other in right.items():
            value = function(first, second)
            weights[value] = weights.get(value, 0) + weight * other
        if len(weights) > _MANY:
            work.need(entries_size(weights, bits))
        if not isinstance(value, int):
            # Rows of fractions mostly end in one, and each of them takes much longer.
            work.spend(len(right.values) * _FRACTION)
    return from_weights(weights, denominator)


def entries_size(weights: Mapping[Number, int], bits: int) -> int:
    """Return the bytes of a dictionary of weights by value, and of a distribution made of it."""
    return len(weights) * (_ENTRY_BYTES + _POINTER_BYTES) + 2 * numbers_size(len(weights), bits)


def extreme(parts: Sequence[Distribution], work: Work, *, highest: bool) -> Distribution:
    """Return the distribution of the highest, or the lowest, of independent values.

    The highest is at most x if all of them are, and these chances are multiplied.

    >>> from dicewright.limits import Limits
    >>> from dicewright.probability.work import Work
    >>> work = Work(Limits())
    >>> list(extreme([uniform((1, 2), work), uniform((2, 4), work)], work, highest=True).items())
    [(2, 1), (4, 1)]
    """
    denominator = prod([part.denominator for part in parts])
    number = sum(len(part.values) for part in parts)
    work.need(number * _ENTRY_BYTES)
    work.spend(2 * number)
    values = sorted({value for part in parts for value in part.values}, reverse=not highest)
    bits = denominator.bit_length()
    work.need(len(values) * 2 * _ENTRY_BYTES + 4 * numbers_size(len(values), bits))
    work.spend(len(values) * len(parts) * (8 + (bits >> 8)))
    together = [1] * len(values)
    for part in parts:
        weights = dict(part.items())
        reached = accumulate([weights.get(value, 0) for value in values])
        together = list(map(mul, together, reached))
    ways = map(sub, together, [0, *together])
    return from_weights(dict(zip(values, ways, strict=True)), denominator)


def mapped(function: Callable[[Number], Number], distribution: Distribution, work: Work) -> Distribution:
    """Return the distribution of a function of the value."""
    work.spend(_CALL * len(distribution.values))
    work.need(len(distribution.values) * _ENTRY_BYTES)
    weights: dict[Number, int] = {}
    for value, weight in distribution.items():
        image = function(value)
        weights[image] = weights.get(image, 0) + weight
    return from_weights(weights, distribution.denominator)


def mixture(parts: Sequence[tuple[int, Distribution]], denominator: int, work: Work) -> Distribution:
    """Return the distribution of a value that comes from `part` with the chance weight / denominator.

    A weight may be negative, as in an inclusion and exclusion, if no weight of the result is.
    """
    if len(parts) == 1 and parts[0][0] == denominator:
        return parts[0][1]
    common = lcm(*(part.denominator for _, part in parts))
    bits = common.bit_length() + denominator.bit_length()
    work.spend(sum(len(part.values) for _, part in parts) * (2 + (bits >> 9)))
    weights: dict[Number, int] = {}
    for chance, part in parts:
        scale = chance * (common // part.denominator)
        for value, weight in part.items():
            weights[value] = weights.get(value, 0) + weight * scale
        if len(weights) > _SHORT:
            work.need(entries_size(weights, bits))
    return from_weights(weights, common * denominator)


def grid(distributions: Sequence[Distribution]) -> tuple[Number, Number, list[int]]:
    """Return the sum of the lowest values, the widest step all values lie on, and each span in steps."""
    start = simplest(sum(part.values[0] for part in distributions))
    step = common_step([_step(part.values) for part in distributions])
    return start, step, [int((part.values[-1] - part.values[0]) // step) for part in distributions]


def common_step(steps: Sequence[Number]) -> Number:
    """Return the widest step of which all of these are multiples."""
    whole = [step for step in steps if isinstance(step, int)]
    if len(whole) == len(steps):
        return gcd(*whole) or 1
    scale = lcm(*(step.denominator for step in steps))
    return simplest(Fraction(gcd(*(int(step * scale) for step in steps)), scale))


def dense(distribution: Distribution, step: Number) -> Sequence[int]:
    """Return the weights at the lowest value and at every step above it, with 0 where there is none."""
    values = distribution.values
    if isinstance(values, range) and values.step == step:
        return distribution.weights
    start = distribution.minimum
    weights = [0] * (int((distribution.maximum - start) // step) + 1)
    for value, weight in distribution.items():
        weights[int((value - start) // step)] = weight
    return weights


def is_scattered(span: int, values: int, count: int) -> bool:
    """Return whether the sums of `count` out of `values` values leave most steps of their span empty."""
    # A lower bound of the number of multisets, which is the most that the sums can be.
    return span * count + 1 > comb(count + values - 1, min(count, values - 1, 8))


def size(distribution: Distribution) -> int:
    """Return the bytes that a distribution holds, or a few more."""
    length = len(distribution.values)
    values = 0 if isinstance(distribution.values, range) else length * _ENTRY_BYTES
    if distribution.denominator <= length:
        return values + length * _POINTER_BYTES  # small weights are one object each, however many they are
    return values + length * _POINTER_BYTES + numbers_size(length, distribution.denominator.bit_length())


def _step(values: Sequence[Number]) -> Number:
    """Return the widest step that leads from the lowest value to each other, or 0."""
    if isinstance(values, range):
        return values.step if len(values) > 1 else 0
    return common_step([simplest(value - values[0]) for value in values])


def _shifted(distribution: Distribution, by: Distribution) -> Distribution:
    offset, weight = by.minimum, by.weights[0]
    values = distribution.values
    if isinstance(values, range) and isinstance(offset, int):
        moved: Sequence[Number] = range(values.start + offset, values.stop + offset, values.step)
    else:
        moved = as_range([simplest(value + offset) for value in values])
    if weight == by.denominator:
        return Distribution(moved, distribution.weights, distribution.denominator)
    weights = [weight * other for other in distribution.weights]
    return reduced(moved, weights, distribution.denominator * by.denominator)
