"""Columns of vectors that decide one another: of two that rise and fall together, one need not be found."""

from __future__ import annotations

from dicewright.numbers import divide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dicewright.numbers import Number
    from dicewright.probability.walking import Vector


class Columns:
    """The columns of some vectors that decide the others: of two that rise and fall together, one is left."""

    def __init__(self, vectors: Sequence[tuple[Mapping[Vector, int], int]], width: int) -> None:
        sides = [(list(zip(*each, strict=True)), count) for each, count in vectors]
        self._kept: list[int] = []
        # For each column: the place of one that is kept, the factor, and what is added.
        self._from: list[tuple[int, Number, Number]] = []
        self.states: int = 1
        """How many states there can be at most."""
        for place in range(width):
            found = next(
                (
                    (at, *line)
                    for at, other in enumerate(self._kept)
                    if (line := _line([(side[other], side[place], count) for side, count in sides]))
                ),
                None,
            )
            if found is None:
                found = len(self._kept), 1, 0
                self._kept.append(place)
                self.states *= 1 + sum(
                    int(max(side[place]) - min(side[place])) * count for side, count in sides
                )
            self._from.append(found)
        self.empty: Vector = tuple([0] * len(self._kept))

    def narrowed(self, vectors: Mapping[Vector, int]) -> dict[Vector, int]:
        """Return vectors with the columns that are kept."""
        return {tuple([vector[place] for place in self._kept]): weight for vector, weight in vectors.items()}

    def widened(self, state: Vector) -> Vector:
        """Return a sum of vectors with all its columns."""
        return tuple([factor * state[place] + more for place, factor, more in self._from])


def _line(
    sides: Sequence[tuple[Sequence[Number], Sequence[Number], int]],
) -> tuple[Number, Number] | None:
    """Return the factor and what is added that make one column, over all dice, of another; None without."""
    factor: Number | None = None
    more: Number = 0
    for known, wanted, count in sides:
        low, high = known.index(min(known)), known.index(max(known))
        run = known[high] - known[low]
        if run:
            here = divide(wanted[high] - wanted[low], run)
            if factor not in (None, here):
                return None
            factor = here
        more += count * wanted[low]
    offset = [
        (known[at], wanted[at], known, wanted)
        for known, wanted, _ in sides
        for at in (known.index(min(known)),)
    ]
    slope = factor or 0
    for first, start, known, wanted in offset:
        if any(start + slope * (one - first) != other for one, other in zip(known, wanted, strict=True)):
            return None
    more -= slope * sum(count * min(known) for known, _, count in sides)
    return slope, more
