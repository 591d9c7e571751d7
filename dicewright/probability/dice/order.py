"""Picking dice by rank: keep, drop and middle, without looking at every way the dice can fall.

The faces are walked from the highest down. At each it is decided how many of the dice not yet placed
show it (a binomial coefficient says in how many ways), so a state is no more than the number of dice
still to be placed, and with it goes a polynomial of what the kept ones add up to. 100d6kh50 has six
faces and at most 101 states at each, not 6 ** 100 outcomes. Once every kept place is
filled, the dice below may fall as they like.
"""

from __future__ import annotations

from functools import reduce
from math import comb, prod
from operator import add, sub

from dicewright.numbers import simplest
from dicewright.probability.dice.levels import cost, highest_in_levels, in_levels
from dicewright.probability.distributions.distribution import Distribution, from_grid, from_weights
from dicewright.probability.distributions.polynomials import Largest, Scattered, packing_width, unpack
from dicewright.probability.distributions.sums import grid, is_scattered, uniform
from dicewright.probability.work import multiplication, numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Protocol, Self, TypeVar

    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Die, Outcome, Worth
    from dicewright.probability.work import Work

    class Polynomial(Protocol):
        """A packed polynomial, which is a whole number, or a scattered one."""

        def __lshift__(self, by: Any, /) -> Self: ...
        def __add__(self, other: Self, /) -> Self: ...
        def __mul__(self, factor: int, /) -> Self: ...
        def bit_length(self) -> int: ...

    P = TypeVar("P", bound=Polynomial)
    # Which entry of the case shows a value, and the exponents that stand for it with their weights.
    _Step = tuple[int, list[tuple[Any, int]]]


# Of a face with its exponent and its weight.
_FACE_BYTES = 120
# Products of numbers of fewer bits all take about the same.
_SHORT = 2_000
# Dice with fewer faces are not looked at for whether these are levels.
_FEW_FACES = 12


def kept_total(
    case: Case, first: int, last: int, worth: Worth, work: Work, *, earliest_first: bool
) -> Distribution:
    """Return the distribution of what the dice kept are worth together.

    The dice are ranked from the highest down; those from rank `first` up to, not including, `last`
    are kept. Of equal dice the one that comes first in the case ranks highest, or else lowest.
    """
    faces_shown = sum(len(die.outcomes) for die, _ in case)
    work.spend(12 * faces_shown)
    if faces_shown > _SHORT:
        work.need(4 * _FACE_BYTES * faces_shown)
    denominator = prod(die.denominator**count for die, count in case)
    worths = {worth(die, outcome) for die, _ in case for outcome in die.outcomes}
    start, step, (span,) = grid((uniform(worths, work),))
    if is_scattered(span, len(worths), last - first):
        steps = _steps(case, worth, earliest_first=earliest_first)
        sums = _walk(case, steps, first, last, Scattered({0: 1}), work)
        return from_weights({simplest(total): ways for total, ways in sums.weights.items()}, denominator)
    width = packing_width(denominator.bit_length())
    shifts = {value: width * int((value - start) // step) for value in worths}
    steps = _steps(case, lambda die, outcome: shifts[worth(die, outcome)], earliest_first=earliest_first)
    count = case[0][1]
    alike = len(case) == 1 and len(steps) == len(case[0][0].outcomes) and first < last
    if alike and first == 0:
        packed = _highest_of_equal([shown for _, (shown,) in steps], count, last, width, work)
    elif alike and last == count:
        # Turned upside down, the lowest are the highest.
        faces = [(span * width - exponent, weight) for _, ((exponent, weight),) in reversed(steps)]
        length = span * (last - first) + 1
        work.need(length * width // 4 + numbers_size(length, width))
        packed = _highest_of_equal(faces, count, last - first, width, work)
        weights = unpack(packed, width, length)[::-1]
        return from_grid(start * (last - first), step, weights, denominator)
    else:
        packed = _walk(case, steps, first, last, 1, work)
    length = span * (last - first) + 1
    work.need(length * width // 4 + numbers_size(length, width))
    return from_grid(start * (last - first), step, unpack(packed, width, length), denominator)


def kept_faces(sides: int, count: int, kept: int, work: Work, *, highest: bool) -> Distribution:
    """Return the distribution of the sum of the highest, or the lowest, of dice that are numbered from 1.

    >>> from dicewright.limits import Limits
    >>> from dicewright.probability.work import Work
    >>> list(kept_faces(3, 2, 1, Work(Limits()), highest=True).items())
    [(1, 1), (2, 3), (3, 5)]
    """
    bits = count * sides.bit_length()
    if sides > _SHORT:
        work.need(sides * _FACE_BYTES)
    denominator = sides**count
    if kept == 1:
        work.spend(sides * (6 + (bits * count.bit_length() >> 8)))
        work.need(2 * numbers_size(sides, bits))
        # The highest die shows at most this face if all of them do.
        at_most = [face**count for face in range(sides + 1)]
        weights = list(map(sub, at_most[1:], at_most))
    else:
        width = packing_width(denominator.bit_length())
        faces = [(face * width, 1) for face in range(sides - 1, -1, -1)]
        weights = unpack(_highest(faces, count, kept, work), width, (sides - 1) * kept + 1)
    # Turned upside down, dice show their lowest where they showed their highest.
    return from_grid(kept, 1, weights if highest else weights[::-1], denominator)


def different_total(die: Die, count: int, first: int, last: int, worth: Worth, work: Work) -> Distribution:
    """Return the total of what is kept of equal, fair dice that all show different faces.

    Every choice of faces is equally likely; those from rank `first` up to, not including, `last` are kept.
    """
    kept = last - first
    denominator = comb(len(die.outcomes), count)
    worths = {worth(die, outcome) for outcome in die.outcomes}
    start, step, (span,) = grid((uniform(worths, work),))
    width = packing_width(denominator.bit_length())
    length = span * kept + 1
    scattered = is_scattered(span, len(worths), kept)
    polynomial_bits = min(denominator, length) << 14 if scattered else length * width
    work.need(count * (polynomial_bits // (64 if scattered else 8)))
    work.spend(len(die.outcomes) * count * (5 + polynomial_bits // 12_000))
    one: Any = Scattered({0: 1}) if scattered else 1
    chosen: list[Any] = [one] + [one * 0] * count
    faces = sorted(die.outcomes, key=lambda outcome: outcome[0], reverse=True)
    for place, outcome in enumerate(faces):
        value = worth(die, outcome)
        by = value if scattered else width * int((value - start) // step)
        # This many of the faces from this one down are still to be chosen, and this many were.
        for before in range(min(place, count - 1), max(-1, count - len(faces) + place - 1), -1):
            more = chosen[before]
            chosen[before + 1] = chosen[before + 1] + (more << by if first <= before < last else more)
    if scattered:
        return from_weights(
            {simplest(total): ways for total, ways in chosen[count].weights.items()}, denominator
        )
    return from_grid(start * kept, step, unpack(chosen[count], width, length), denominator)


def kept_dice(case: Case, first: int, last: int, work: Work, *, earliest_first: bool) -> Mapping[Case, int]:
    """Return every row of dice that can be kept, as dice that show what they show, each with its weight.

    The weights are out of the product of all denominators of the dice; ranks as for `kept_total`.
    """
    # Rows of numbers that stand for dice are compared in a fraction of the time that rows of dice take.
    numbers: dict[Die, int] = {}

    def shown(die: Die, outcome: Outcome) -> tuple[int, ...]:
        return (numbers.setdefault(die.showing(outcome), len(numbers)),)

    steps = _steps(case, shown, earliest_first=earliest_first)
    rows = _walk(case, steps, first, last, Scattered({(): 1}), work).weights
    work.spend((last - first) * len(rows) // 4)
    entries = [(die, 1) for die in numbers]
    return {tuple([entries[number] for number in row]): weight for row, weight in rows.items()}


def kept_sides(
    case: Case, first: int, last: int, work: Work, *, earliest_first: bool
) -> Mapping[tuple[Number, int], int]:
    """Return the most sides that a die kept has, with how many show the name tallied, and the weights.

    The weights and ranks are those of `kept_dice`; if no die is kept, there are 0 sides.
    """

    def shown(die: Die, outcome: Outcome) -> tuple[int, int]:
        return (die.kind.sides if die.kind else 0), outcome[3]

    steps = _steps(case, shown, earliest_first=earliest_first)
    return _walk(case, steps, first, last, Largest({(0, 0): 1}), work).weights


def _steps(case: Case, exponent: Callable[[Die, Outcome], Any], *, earliest_first: bool) -> list[_Step]:
    """Return the faces in the order in which they are walked."""
    places = range(len(case)) if earliest_first else range(len(case) - 1, -1, -1)
    faces: dict[Number, dict[int, list[tuple[Any, int]]]] = {}
    for place in places:
        die = case[place][0]
        for outcome, weight in zip(die.outcomes, die.weights, strict=True):
            shown = faces.setdefault(outcome[0], {}).setdefault(place, [])
            shown.append((exponent(die, outcome), weight))
    return [step for value in sorted(faces, reverse=True) for step in faces[value].items()]


def _highest_of_equal(faces: Sequence[tuple[int, int]], count: int, kept: int, width: int, work: Work) -> int:
    """Return what `_highest` does; level by level where that is quicker."""
    levels = in_levels(faces) if kept > 1 and len(faces) > _FEW_FACES else None
    if levels is not None:
        longest = max(exponent for exponent, _ in faces)
        by_faces = len(faces) * kept * multiplication(longest * kept // 2, longest // 2)
        if cost(levels, count, kept, width) < by_faces:
            return highest_in_levels(levels, count, kept, width, _highest, work)
    return _highest(faces, count, kept, work)


def _highest(faces: Sequence[tuple[int, int]], count: int, kept: int, work: Work) -> int:
    """Return the packed polynomial of the highest of equal dice, from their faces, the highest first.

    The lowest die kept shows one face, and some number m of dice show higher ones: these are free to
    show any of them, so they add up to the m-th power of one polynomial, and the powers are taken
    together by Horner's rule. Of the others at least kept - m show the face, and the rest that or
    less. In how many ways they do not, `too_few` of them showing it, follows for one m from the one
    before, by Pascal's rule for the last die.
    """
    dropped = count - kept
    places, filled = [1], [1]
    for number in range(1, kept):
        places.append(places[-1] * (count - number + 1) // number)  # count choose number
        filled.append(filled[-1] * (dropped + number) // number)  # dropped + number choose number
    found = above = 0
    below = sum(weight for _, weight in faces)
    bits = count * below.bit_length()
    most = max(exponent for exponent, _ in faces) * kept + bits
    if most > _SHORT:
        work.need(most // 2 + numbers_size(2 * kept, bits))
        for_counts = kept * (6 + multiplication(bits, bits))
    low = faces[0][0] if faces else 0
    for exponent, weight in faces:
        at_most = below
        below -= weight
        if exponent < low:
            above <<= low - exponent
            low = exponent
        if most > _SHORT:
            work.spend(for_counts + kept * multiplication(most // 2, above.bit_length()))
        else:
            work.spend(8 * kept)
        together = 0
        anyhow, none = at_most ** (dropped + 1), below ** (dropped + 1)
        too_few, showing = none, none
        for needed in range(1, kept + 1):
            ways = places[kept - needed] * (anyhow - too_few)
            together = together * above + (ways << (exponent - low) * needed)
            if needed < kept:
                anyhow *= at_most
                showing *= weight
                too_few = too_few * at_most + showing * filled[needed]
        found += together << low * kept
        above += weight << exponent - low
    return found


def _walk(case: Case, steps: Sequence[_Step], first: int, last: int, one: P, work: Work) -> P:
    """Return the polynomial of what the dice kept add up to."""
    if first == last:
        anyhow: int = prod(die.mass**count for die, count in case)
        return one * anyhow
    everyone = sum(count for _, count in case)
    below = [die.mass for die, _ in case]
    states = {tuple(count for _, count in case): one}
    found = one * 0
    for place, shown in steps:
        weight = sum(weight for _, weight in shown)
        below[place] -= weight
        reached: dict[tuple[int, ...], P] = {}
        held = sum(polynomial.bit_length() for polynomial in states.values()) // 8
        work.need(3 * held)
        grown = 0
        for left, polynomial in states.items():
            count, placed = left[place], everyone - sum(left)
            before, behind = left[:place], left[place + 1 :]
            # This many dice that show this are above the ranks kept, and this many fill the last of them.
            above, enough = max(0, first - placed), last - placed
            factor_bits = count * (1 + weight.bit_length())
            # What a binomial coefficient takes.
            for_ways = 12 + count * count // 15_000
            for showing in range(min(count + 1, enough)):
                if showing > above:
                    polynomial = _with_one_more(polynomial, shown)
                # It has grown, and with it what each step costs.
                work.spend(for_ways + (polynomial.bit_length() >> 9) * (1 + (factor_bits >> 8)))
                if showing == count or below[place]:
                    ways: int = comb(count, showing) * weight ** min(showing, above)
                    state = (*before, count - showing, *behind)
                    term = polynomial * ways
                    if state not in reached:
                        grown += 100 + term.bit_length() // 8
                        work.need(2 * (held + grown))
                    reached[state] = reached[state] + term if state in reached else term
            if count >= enough:
                powers = multiplication(factor_bits, count * below[place].bit_length())
                work.spend((count - enough + 1) * (for_ways + 2 * powers))
                work.spend((polynomial.bit_length() >> 9) * (1 + (factor_bits >> 8)))
                # The dice left over show this too, or fall anywhere below.
                ways = prod(b**rest for b, rest in zip(below, (*before, 0, *behind), strict=True))
                ways *= sum(
                    comb(count, showing)
                    * weight ** (showing - enough + above)
                    * below[place] ** (count - showing)
                    for showing in range(enough, count + 1)
                )
                found += _with_one_more(polynomial, shown) * ways
        states = reached
    return found


def _with_one_more(polynomial: P, shown: Sequence[tuple[Any, int]]) -> P:
    """Return the polynomial with one more die kept that shows one value."""
    terms = [(polynomial if weight == 1 else polynomial * weight) << exponent for exponent, weight in shown]
    extended: P = reduce(add, terms)
    return extended
