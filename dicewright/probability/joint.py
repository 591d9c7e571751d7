"""The joint results of several readings of the same dice.

Dice that are only added up, in however many ways at once, are a vector for each die: equal dice are a
power, and several kinds a product, so that a pool is as quick for ten readings as for one. Readings
that pick among dice, or look for equal ones, take a walk over the values that dice can show, from the
highest down, with a count of the dice that show each of them and a state for every reading.
"""

from __future__ import annotations

from math import comb
from operator import add as add_numbers

from dicewright.probability.distributions.distribution import from_weights
from dicewright.probability.distributions.sums import add, repeated
from dicewright.probability.equal_dice import MOST_DICE, sets_among
from dicewright.probability.joint_walkers import is_about_sets
from dicewright.probability.packed_sums import PackedSums
from dicewright.probability.walking import walked
from dicewright.probability.work import multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.walking import Vector, Walker, Worth
    from dicewright.probability.work import Work


# One step of a walk, in units of work, and one vector that is packed or unpacked.
_STEP, _VECTOR = 12, 8
# Fewer pairs than this are added one by one.
_PAIRS = 30_000
# What a vector takes in a dictionary, beside its weight.
_PAIR_BYTES = 250
# And so are those whose sums have more places than this for each pair, so that most stay empty.
_SCATTERED = 4
# With this few ways to divide dice among what they show, these are looked at one by one; with up to the
# second number, where the sums have more places than that.
_FEW, _MANY = 24, 20_000


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
        return walked(case, worths, walkers, work)
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
    ways = comb(count + len(vectors) - 1, count)
    if ways <= _FEW:
        return _divided(vectors, count, work), denominator**count
    packing = PackedSums()
    (once,) = _packed(packing, [vectors], [count])
    if ways <= min(packing.size, _MANY):
        return _divided(vectors, count, work), denominator**count
    work.spend(_VECTOR * len(vectors))
    sums = repeated(from_weights(once, denominator), count, work)
    return _unpacked(packing, sums, work), sums.denominator


def _divided(vectors: Mapping[Vector, int], count: int, work: Work) -> dict[Vector, int]:
    """Return the weights of the sums of equal dice from how many of them show each vector."""
    (last, last_weight), *others = vectors.items()
    bits = count * max(vectors.values()).bit_length()
    # How many dice are left, and the sum of the others.
    states: dict[tuple[int, Vector], int] = {(count, tuple([0] * len(last))): 1}
    for vector, weight in others:
        work.spend(_STEP // 2 * len(states) * (2 + count // 3))
        moved = [tuple([number * one for one in vector]) for number in range(count + 1)]
        found: dict[tuple[int, Vector], int] = {}
        for (left, sums), ways in states.items():
            for number in range(left + 1):
                state = left - number, tuple(map(add_numbers, sums, moved[number]))
                found[state] = found.get(state, 0) + ways
                ways = ways * (left - number) * weight // (number + 1)
        states = found
    work.spend(len(states) * (_STEP + multiplication(bits, bits)))
    moved = [tuple([number * one for one in last]) for number in range(count + 1)]
    powers = [last_weight**number for number in range(count + 1)]
    whole: dict[Vector, int] = {}
    for (left, sums), ways in states.items():
        vector = tuple(map(add_numbers, sums, moved[left]))
        whole[vector] = whole.get(vector, 0) + ways * powers[left]
    return whole


def product(left: dict[Vector, int], right: dict[Vector, int], work: Work) -> dict[Vector, int]:
    """Return the sum of two independent vectors; its denominator is the product of theirs."""
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 1:
        (only, factor), *_ = left.items()
        if factor == 1 and not any(only):
            return right
    pairs = len(left) * len(right)
    bits = max(left.values()).bit_length() + max(right.values()).bit_length() if pairs else 0
    if pairs > _PAIRS:
        packing = PackedSums()
        first, second = _packed(packing, [left, right], [1, 1])
        if packing.size <= _SCATTERED * pairs:
            work.spend(_VECTOR * (len(left) + len(right)))
            return _unpacked(packing, add(from_weights(first, 1), from_weights(second, 1), work), work)
        work.need(pairs * _PAIR_BYTES + numbers_size(pairs, bits))
    work.spend(pairs * (_STEP // 2 + multiplication(bits, bits)))
    found: dict[Vector, int] = {}
    for vector, weight in left.items():
        for other, factor in right.items():
            both = tuple([one + another for one, another in zip(vector, other, strict=True)])
            found[both] = found.get(both, 0) + weight * factor
    return found


def _packed(
    packing: PackedSums, sides: Sequence[Mapping[Vector, int]], counts: Sequence[int]
) -> list[dict[Number, int]]:
    """Return the weights of vectors by their exponents; `counts` of each side are added up."""
    vectors = [(place, vector) for place, side in enumerate(sides) for vector in side]
    columns = [
        packing.of_all([(place, vector[at]) for place, vector in vectors], counts)
        for at in range(len(vectors[0][1]))
    ]
    exponents = iter(map(sum, zip(*columns, strict=True)))
    return [{next(exponents): weight for weight in side.values()} for side in sides]


def _unpacked(packing: PackedSums, sums: Distribution, work: Work) -> dict[Vector, int]:
    work.spend(_VECTOR * len(sums.values))
    return {tuple(packing.read(int(exponent))): weight for exponent, weight in sums.items()}
