"""The highest of equal dice that compound, such as 7d10!!kh5: level by level, not face by face.

Every time such a die explodes, its faces are the same ones again, higher by a step and less likely by a
factor. So the lowest die that is kept has exploded some number of times, say g. Of the others that are kept,
some number a have exploded more often; how often is one polynomial, and what the last roll of each shows
is another that is the same for all g. Of those that have exploded g times, some number m, the highest
kept - a are kept, by what their last rolls show. For every a and m, what depends on g is added up, and
multiplied by what does not once.
"""

from __future__ import annotations

from math import comb

from dicewright.probability.distributions.polynomials import unpack
from dicewright.probability.work import multiplication, numbers_size
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.probability.work import Work

    # Exponents of a packed polynomial with their weights, the highest face first.
    Faces = Sequence[tuple[int, int]]
    # The packed polynomial of a number of the highest dice of several.
    Highest = Callable[[Faces, int, int, Work], int]

_FEWEST = 3


class Levels(Value):
    """The faces of a die as the same ones over and over."""

    inner: tuple[tuple[int, int], ...]
    """The exponent and the weight of each face of the lowest level, the highest face first."""
    step: int
    """What is added to the exponents from one level to the next one up."""
    weights: tuple[int, ...]
    """What the weights of each level are multiplied by, the highest level first."""


def in_levels(faces: Faces) -> Levels | None:
    """Return faces as levels; None if they are not the same ones over and over.

    >>> levels = in_levels([(50, 1), (45, 1), (30, 2), (25, 2), (10, 4), (5, 4)])
    >>> levels.inner, levels.step, levels.weights
    (((10, 1), (5, 1)), 20, (1, 2, 4))
    """
    number = len(faces)
    for size in range(1, number // _FEWEST + 1):
        if number % size:
            continue
        step = faces[0][0] - faces[size][0]
        lowest = faces[number - size :]
        least = min(faces[0][1], lowest[0][1])
        unit = faces[:size] if least == faces[0][1] else lowest
        weights = [faces[first][1] // least for first in range(0, number, size)]
        if step <= 0 or weights[0] == weights[-1]:
            continue
        wanted = [
            (exponent + step * (len(weights) - 1 - level), weight * weights[level])
            for level in range(len(weights))
            for (exponent, _), (_, weight) in zip(lowest, unit, strict=True)
        ]
        if wanted == list(faces):
            inner = tuple((exponent, weight) for (exponent, _), (_, weight) in zip(lowest, unit, strict=True))
            return Levels(inner, step, tuple(weights))
    return None


def cost(levels: Levels, count: int, kept: int, width: int) -> int:
    """Return the units of work that the highest of dice in levels take."""
    depth = len(levels.weights)
    heights = ((depth - 1) * kept + 1) * width
    longest = (depth - 1) * kept * levels.step + width
    inner = max(exponent for exponent, _ in levels.inner) * kept + width
    pairs = kept * (count - kept + 1)
    for_heights = depth * pairs * (8 + multiplication(heights, width))
    for_pairs = pairs * (multiplication(longest, inner) + 2 * depth * kept + 40 * len(levels.inner))
    return for_heights + for_pairs + kept * multiplication(longest + inner, inner)


def highest_in_levels(levels: Levels, count: int, kept: int, width: int, highest: Highest, work: Work) -> int:
    """Return the packed polynomial of the highest of equal dice, each coefficient `width` bits wide.

    `highest` returns the same for any faces.
    """
    depth = len(levels.weights)
    most = ((depth - 1) * levels.step + max(exponent for exponent, _ in levels.inner)) * kept + width
    work.spend(cost(levels, count, kept, width))
    heights_size = ((depth - 1) * kept + 1) * width // 8
    work.need(most // 2 + kept * (count - kept + 1) * heights_size + numbers_size(depth * kept, width))
    heights = _heights(levels, count, kept, width)
    last = sum([weight << exponent for exponent, weight in levels.inner])
    found, others = 0, 1
    for above in range(kept):
        together = 0
        for equal in range(kept - above, count - above + 1):
            part = _spread(heights[above, equal], width, levels.step, (depth - 1) * kept + 1)
            together += part * highest(levels.inner, equal, kept - above, work)
        found += together * others
        others *= last
    return found


def _heights(levels: Levels, count: int, kept: int, width: int) -> dict[tuple[int, int], int]:
    """Return how high the levels of the dice kept are together, by how many dice are above the lowest kept.

    The second number of a key is how many dice are on that lowest level.
    """
    depth, mass = len(levels.weights), sum([weight for _, weight in levels.inner])
    found = {(above, equal): 0 for above in range(kept) for equal in range(kept - above, count - above + 1)}
    higher, lower = 0, mass * sum(levels.weights)
    for place, weight in enumerate(levels.weights):
        height = depth - 1 - place
        lower -= mass * weight
        power = 1
        for above in range(kept):
            needed = kept - above
            kept_here = (comb(count, above) * power) << (height * needed * width)
            for equal in range(needed, count - above + 1):
                ways = comb(count - above, equal) * weight**equal * lower ** (count - above - equal)
                found[above, equal] += kept_here * ways
            power *= higher
        higher += weight << height * width
    return found


def _spread(packed: int, width: int, step: int, length: int) -> int:
    """Return a packed polynomial with its terms further apart: `step` bits instead of `width`."""
    if step == width:
        return packed
    gap = bytes((step - width) // 8)
    terms = [weight.to_bytes(width // 8, "little") for weight in unpack(packed, width, length)]
    return int.from_bytes(gap.join(terms), "little")
