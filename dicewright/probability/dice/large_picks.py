"""The highest of very many equal dice to a dozen digits, if every way they can fall takes too long.

The lowest die kept shows some face. Of the others, a number m show higher ones and are all kept; the rest
of the kept ones show that face. So their sum is, over all faces and all m, a mixture of

    A ** m * B ** (kept - m),

where A is what a die that shows more is worth, and B one that shows just that. Among very many dice only a
few faces and a few hundred numbers m matter: the tails of binomial distributions are cut as in `narrow`,
and what they fall short of the truth is missing from the result. The sum over m is halved again and again,
with powers of A and B that are shared between the halves.
"""

from __future__ import annotations

from math import comb

from dicewright.numbers import simplest
from dicewright.probability.distributions import narrow, sums
from dicewright.probability.distributions.narrow import Narrow
from dicewright.probability.work import multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Die, Outcome
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.work import Work

    # The first number, and the chances of it and those after it, out of two to some power.
    _Chances = tuple[int, list[int]]

# A face is left out if the chance that it is the lowest one kept is below e ** -40.
_UNLIKELY = 40
# What each step takes in the lists of what one die may be worth.
_PLACE_BYTES = 64
# Values with fewer steps between them may be scattered.
_SHORT = 100_000
# At most about this many faces matter.
_FACES = 40
# Extra bits for the chances of numbers, each of which is worked out from the one before.
_GUARD = 40


def kept_roughly(
    die: Die,
    count: int,
    kept: int,
    after: Callable[[Outcome], Distribution],
    work: Work,
    *,
    highest: bool,
) -> Distribution | None:
    """Return the distribution of the sum of the highest, or the lowest, of equal dice, to a dozen digits.

    `after` says what a die that shows an outcome is worth. None if these values are scattered.
    """
    faces = _faces(die, after, work, highest=highest)
    values = {value for _, part in faces for value in part.values}
    work.spend(10 * len(values))
    start = min(values)
    step = sums.common_step([simplest(value - start) for value in values])
    span = int((max(values) - start) // step)
    if span * kept > _SHORT and sums.is_scattered(span, len(values), kept):
        return None
    work.need(_PLACE_BYTES * span)
    # What is cut and rounded off is lost once for each face that matters, not once for each die.
    tail, bits = narrow.precision(_FACES)
    found = Narrow(0, (), bits)
    above, whole = 0, die.mass
    for place, (weight, _) in enumerate(faces):
        if _matters(count, kept, above, weight, whole, work):
            numbers = _numbers_above(count, kept, above, weight, whole, bits + _GUARD, work)
            chances = (numbers[0], [chance >> _GUARD for chance in numbers[1]])
            higher = _mixed(faces[:place], start, step, bits, work)
            equal = _mixed(faces[place : place + 1], start, step, bits, work)
            found = found.plus(_sum(chances, higher, equal, kept, tail, work))
        above += weight
    if not found.weights:
        return None
    if whole < die.denominator:
        # A little is missing of each die, as of one that has exploded: that none of it comes up.
        _charge(count, die.denominator, work)
        all_there = (whole**count << bits) // die.denominator**count
        found = Narrow(found.offset, [weight * all_there >> bits for weight in found.weights], bits)
    return found.distribution(start * kept, step)


def _faces(
    die: Die, after: Callable[[Outcome], Distribution], work: Work, *, highest: bool
) -> list[tuple[int, Distribution]]:
    """Return the weight of each number that a die can show, in the order of ranks, and what it is worth."""
    shown: dict[Number, list[tuple[int, Distribution]]] = {}
    work.spend(60 * len(die.outcomes))
    for outcome, weight in zip(die.outcomes, die.weights, strict=True):
        shown.setdefault(outcome[0], []).append((weight, after(outcome)))
    found = []
    for value in sorted(shown, reverse=highest):
        weight = sum(weight for weight, _ in shown[value])
        found.append((weight, sums.mixture(shown[value], weight, work)))
    return found


def _matters(count: int, kept: int, above: int, weight: int, whole: int, work: Work) -> bool:
    """Return whether a face may be the lowest one kept with more than a negligible chance.

    By Bernstein's inequality, a number of dice is d off its mean, either way, with a chance of no more
    than exp(-d ** 2 / (2 (variance + d / 3))).
    """
    work.spend(40)
    for enough, mass in ((1, above), (-1, above + weight)):
        # Too many show more than the face, or too few show it or more.
        off = enough * (count * mass - kept * whole)
        variance = count * mass * (whole - mass)
        if off > 0 and 3 * off * off > 2 * _UNLIKELY * (3 * variance + off * whole):
            return False
    return True


def _numbers_above(
    count: int, kept: int, above: int, weight: int, whole: int, bits: int, work: Work
) -> _Chances:
    """Return the chances of each number of dice above a face that is the lowest one kept."""
    first, chances = _binomial(count, above, whole, bits, work)
    chances = chances[: max(0, kept - first)]
    below = whole - above - weight
    if not below:
        return first, chances  # all others show the face
    missed = _too_few(count, kept, weight, weight + below, bits, work)
    enough = []
    for number, chance in enumerate(chances, first):
        work.spend(4)
        enough.append(chance * max(0, (1 << bits) - missed(number)) >> bits)
    return first, enough


def _binomial(count: int, weight: int, whole: int, bits: int, work: Work) -> _Chances:
    """Return the chances of each number of dice that match, rounded down."""
    if not weight or weight == whole:
        return (count if weight else 0), [1 << bits]
    middle = (count + 1) * weight // whole
    other = whole - weight
    _charge(count, whole, work)
    most = (comb(count, middle) * weight**middle * other ** (count - middle) << bits) // whole**count
    upwards, downwards = [most], []
    number, chance = middle, most
    while number < count and chance:
        work.spend(4)
        chance = chance * (count - number) * weight // ((number + 1) * other)
        number += 1
        upwards.append(chance)
    number, chance = middle, most
    while number and chance:
        work.spend(4)
        chance = chance * number * other // ((count - number + 1) * weight)
        number -= 1
        downwards.append(chance)
    return middle - len(downwards), downwards[::-1] + upwards


def _too_few(count: int, kept: int, weight: int, whole: int, bits: int, work: Work) -> Callable[[int], int]:
    """Return the chance that, with a number of dice above, too few of the others show the face.

    With n others of which k have to show it, one more die above makes it n - 1 and k - 1, and
    P(n - 1, at least k - 1) = P(n, at least k) + (1 - r) P(n - 1, just k - 1), where r is the chance to show
    it. The last term follows from that before by the factor k / (n r). All are rounded up.
    """
    below = whole - weight
    # Where the term is greatest.
    middle = min(kept - 1, max(0, (kept * whole - count * weight) // below))
    needed, others = kept - middle, count - middle
    _charge(others, whole, work)
    term = -(-(comb(others, needed) * weight**needed * below ** (others - needed) << bits) // whole**others)
    terms = {middle: term}
    number = middle
    while number < kept and term > 1:
        work.spend(5)
        term = -(-term * (kept - number) * whole // ((count - number) * weight))
        number += 1
        terms[number] = term
    top, number, term = number, middle, terms[middle]
    while number and term > 1:
        work.spend(5)
        term = -(-term * (count - number + 1) * weight // ((kept - number + 1) * whole))
        number -= 1
        terms[number] = term
    missed: dict[int, int] = {}
    sum_ = 0
    for number in range(top, min(terms) - 1, -1):
        missed[number] = sum_
        sum_ += -(-terms[number] * below // whole)
    lowest = min(terms)
    return lambda number: 0 if number >= top else missed[number] if number >= lowest else sum_


def _charge(count: int, whole: int, work: Work) -> None:
    """Count what a power and a binomial coefficient of very many dice take."""
    size = count * whole.bit_length()
    work.spend(50 + 12 * multiplication(size, size))
    work.need(size)


def _mixed(
    faces: Sequence[tuple[int, Distribution]], start: Number, step: Number, bits: int, work: Work
) -> Narrow:
    """Return what a die is worth that shows one of these faces."""
    if not faces:
        return Narrow(0, (), bits)
    whole = sum(weight for weight, _ in faces)
    one = sums.mixture(faces, whole, work)
    work.spend(int((one.maximum - one.minimum) // step))
    offset = int((one.minimum - start) // step)
    weights = sums.dense(one, step)
    work.need(numbers_size(len(weights), bits))
    row = narrow.narrow(weights, one.denominator, bits, work)
    return Narrow(offset, row.weights, bits)


def _sum(chances: _Chances, higher: Narrow, equal: Narrow, kept: int, tail: int, work: Work) -> Narrow:
    """Return the sum over m of chance(m) * higher ** m * equal ** (kept - m)."""
    numbers = Narrow(*chances, higher.bits).cut(tail)
    first, listed = numbers.offset, numbers.weights
    if not listed:
        return numbers
    powers: dict[tuple[str, int], Narrow] = {
        ("higher", 0): Narrow(0, (1 << higher.bits,), higher.bits),
        ("equal", 0): Narrow(0, (1 << higher.bits,), higher.bits),
        ("higher", 1): higher,
        ("equal", 1): equal,
    }

    def power(which: str, exponent: int) -> Narrow:
        if (which, exponent) not in powers:
            half = power(which, exponent // 2)
            square = half.times(half, work, tail)
            odd = exponent % 2
            powers[which, exponent] = square.times(powers[which, 1], work, tail) if odd else square
        return powers[which, exponent]

    def part(begin: int, size: int) -> Narrow:
        """Return the sum over this many numbers; both exponents together are `size` - 1."""
        if size == 1:
            return Narrow(0, (listed[begin],), higher.bits)
        half = 1 << (size - 1).bit_length() - 1  # a power of two, so that halves share their powers
        fewer = part(begin, half).times(power("equal", size - half), work, tail)
        return fewer.plus(part(begin + half, size - half).times(power("higher", half), work, tail))

    found = part(0, len(listed)).times(power("higher", first), work, tail)
    return found.times(power("equal", kept - first - len(listed) + 1), work, tail)
