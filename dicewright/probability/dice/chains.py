"""Long chains of explosions, by their series.

Many equal dice that explode are a power of one series, all of it exact. With one polynomial for what
each die of a chain is worth - `other` for a first die that does not explode, `matching` for one that
does, `link` for an extra die that explodes again, `end` for the last one - a die with its chain is worth

    other + matching * end / (1 - link),

a quotient P / Q of two polynomials. Its n-th power g follows from P Q g' = n (P' Q - P Q') g: one short
sum for each coefficient, however many dice there are (R. P. Stanley, Differentiably Finite Power Series,
1980). Totals are followed until all greater ones together are negligible.
"""

from __future__ import annotations

from functools import reduce
from math import gcd, lcm

from dicewright.numbers import simplest
from dicewright.probability.dice import pools
from dicewright.probability.distributions import sums
from dicewright.probability.distributions.distribution import from_grid
from dicewright.probability.work import numbers_size
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.notation.tree.modifiers import Explode
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Die
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.work import Work

    # Coefficients by exponent.
    Polynomial = dict[int, int]

# Beyond this many pairs of faces, the polynomials alone take too long.
_MOST_FACES = 40_000
# Chances of one chain are whole numbers out of two to this power.
_BITS = 160
# What takes more is left to a dozen digits: half a second, 24 megabytes.
_MOST_UNITS, _MOST_BYTES = 3_200_000, 24_000_000


class Chain(Value):
    """What the dice of a chain of explosions are worth. Their chances add up to 1 in pairs."""

    other: Distribution | None
    """A first die that does not explode, or None if it must."""
    matching: Distribution
    """A first die that explodes."""
    link: Distribution
    """An extra die that explodes."""
    end: Distribution
    """An extra die that does not."""


class _Series(Value):
    """The chances of start, start + step, …: the coefficients of P / (scale * Q)."""

    start: Number
    step: Number
    numerator: Polynomial
    divisor: Polynomial
    scale: int
    shortest: int
    """By how many steps a link adds to the total at least."""


def chain_power(chain: Chain, one: Distribution, count: int, work: Work) -> Distribution:
    """Return the distribution of the sum of many dice, each of which explodes.

    `one` is that of a single one of them, cut where `count` of them miss next to nothing.
    """
    roughly = sums.rough_power(one, count, work)
    if roughly is None:
        return sums.repeated(one, count, work)
    if chain.link.minimum >= 0:
        sign, last = 1, roughly.maximum
    elif chain.link.maximum <= 0:
        sign, last = -1, -roughly.minimum
    else:
        return roughly
    faces = max(len(part.values) for part in (chain.matching, chain.link, chain.end))
    if faces * faces > _MOST_FACES:
        return roughly
    work.spend(8 * (faces + 8) ** 2)
    series = _series(chain, sign)
    # Even after the divisor's lowest coefficient, all weights are whole.
    length = int((last - series.start * count) // series.step) + 1
    constant = series.divisor[0]
    links = count + (length // series.shortest if series.shortest else 0)
    denominator = series.scale**count * constant**links
    bits = denominator.bit_length()
    product = _times(series.numerator, series.divisor)
    slopes = _plus(
        _times(_slope(series.numerator), series.divisor), _times(series.numerator, _slope(series.divisor)), -1
    )
    places = sorted({place for place in product if place} | {place + 1 for place in slopes})
    units, size = length * (len(places) + 1) * (2 + bits // 900), numbers_size(length, bits)
    if units > _MOST_UNITS or size > _MOST_BYTES:
        return roughly
    work.spend(units)
    work.need(size)
    factors = [(place, count * slopes.get(place - 1, 0), product.get(place, 0)) for place in places]
    weights = [series.numerator[0] ** count * constant ** (links - count)]
    for k in range(1, length):
        total = 0
        for place, slope, factor in factors:
            if place > k:
                break
            total += (slope - factor * (k - place)) * weights[k - place]
        weights.append(total // (k * product[0]))
    weights, denominator = _without_twos(weights, denominator)
    # What is common to some of them is seldom more than what is common to all.
    common = gcd(denominator, weights[0], weights[length // 2], weights[-1])
    if length * (common.bit_length() * denominator.bit_length() >> 17) > _MOST_UNITS:
        return roughly
    start, step = series.start * count, series.step
    if sign > 0:
        return from_grid(start, step, weights, denominator)
    return from_grid(-(start + step * (length - 1)), step, weights[::-1], denominator)


def is_long(modifier: Explode, die: Die) -> bool:
    """Return whether more than three in four extra dice explode again: chains are long then."""
    if modifier.match is None or modifier.kind not in ("each", "penetrate"):
        return False
    again = die.again
    return 4 * pools.split(again, modifier.match)[0].mass > 3 * again.denominator


def chain_once(chain: Chain, bound: int, work: Work) -> Distribution | None:
    """Return the distribution of one die with its chain, to more digits than matter.

    The coefficients of P / Q follow from those before them; they are taken until all others together are
    less likely than one in `bound`. None if links count more and less than nothing, or have very many
    faces.
    """
    sign = 1 if chain.link.minimum >= 0 else -1
    if (sign < 0 and chain.link.maximum > 0) or len(chain.link.values) ** 2 > _MOST_FACES:
        return None
    work.spend(8 * (max(len(part.values) for part in (chain.matching, chain.link, chain.end)) + 8) ** 2)
    series = _series(chain, sign)
    first = series.divisor[0]
    links = [(place, -weight) for place, weight in sorted(series.divisor.items()) if place]
    left = 1 << _BITS
    weights: list[int] = []
    while left * bound > 1 << _BITS:
        k = len(weights)
        work.spend(4 + len(links))
        work.need(numbers_size(k, _BITS))
        weight = (series.numerator.get(k, 0) << _BITS) // series.scale
        for place, factor in links:
            if place > k:
                break
            weight += factor * weights[k - place]
        weights.append(max(0, weight // first))
        left -= weights[-1]
    length = len(weights)
    start = series.start if sign > 0 else -(series.start + series.step * (length - 1))
    return from_grid(start, series.step, weights if sign > 0 else weights[::-1], 1 << _BITS)


def _without_twos(weights: list[int], denominator: int) -> tuple[list[int], int]:
    """Return weights and their denominator halved as often as all of them can be, which takes no division."""
    trailing = [(weight & -weight).bit_length() for weight in (denominator, *weights) if weight]
    twos = min(trailing) - 1
    return ([weight >> twos for weight in weights], denominator >> twos) if twos else (weights, denominator)


def _series(chain: Chain, sign: int) -> _Series:
    """Return the series of a chain; of the negative of all values for a negative sign."""
    ending = [sign * (first + last) for first in _ends(chain.matching) for last in _ends(chain.end)]
    start = min([*ending, *(sign * value for value in _ends(chain.other))])
    step = sums.common_step(
        [
            *(sign * value - start for value in (chain.other.values if chain.other else ())),
            *(sign * (value + chain.end.minimum) - start for value in chain.matching.values),
            *(value - chain.end.minimum for value in chain.end.values),
            *(sign * value for value in chain.link.values),
        ]
    )

    def polynomial(distribution: Distribution | None, origin: Number, scale: int) -> Polynomial:
        if distribution is None:
            return {}
        factor = scale // distribution.denominator
        return {
            int((sign * value - origin) // step): weight * factor for value, weight in distribution.items()
        }

    extra = lcm(chain.link.denominator, chain.end.denominator)
    scale = lcm(chain.matching.denominator, chain.other.denominator if chain.other else 1)
    link = polynomial(chain.link, 0, extra)
    divisor = _plus({0: extra}, link, -1)
    last = sign * chain.end.minimum
    exploded = _times(polynomial(chain.matching, start - last, scale), polynomial(chain.end, last, extra))
    numerator = _plus(_times(polynomial(chain.other, start, scale), divisor), exploded, 1)
    common = reduce(gcd, numerator.values(), scale)
    numerator = {place: weight // common for place, weight in numerator.items()}
    shortest = min((place for place in link if place), default=0)
    return _Series(simplest(start), step, numerator, divisor, scale // common, shortest)


def _ends(distribution: Distribution | None) -> tuple[Number, ...]:
    return () if distribution is None else (distribution.minimum, distribution.maximum)


def _times(left: Polynomial, right: Polynomial) -> Polynomial:
    found: Polynomial = {}
    for place, weight in left.items():
        for more, other in right.items():
            found[place + more] = found.get(place + more, 0) + weight * other
    return {place: weight for place, weight in found.items() if weight}


def _plus(left: Polynomial, right: Polynomial, sign: int) -> Polynomial:
    found = dict(left)
    for place, weight in right.items():
        found[place] = found.get(place, 0) + sign * weight
    return {place: weight for place, weight in found.items() if weight}


def _slope(polynomial: Polynomial) -> Polynomial:
    return {place - 1: place * weight for place, weight in polynomial.items() if place}
