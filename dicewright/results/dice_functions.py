"""What `sets`, `widest`, `tallest` and `sides` say of dice, for rolls and for what is shown of them.

A set is two or more dice that count the same. Its width is how many they are, its height is what
each of them counts.
"""

from __future__ import annotations

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dicewright.numbers import Number
    from dicewright.results import Die


def matching_sets(values: Iterable[Number]) -> list[tuple[int, Number]]:
    """Return the width and height of each set, the widest first, and of equally wide ones the highest.

    >>> matching_sets([4, 7, 9, 7, 4, 7])
    [(3, 7), (2, 4)]
    """
    found = [(width, height) for height, width in Counter(values).items() if width > 1]
    return sorted(found, reverse=True)


def value(name: str, dice: Sequence[Die]) -> Number:
    """Return what a function makes of these dice; 0 if there is no set, or no die."""
    if name == "sides":
        return max((die.sides for die in dice), default=0)
    sets = matching_sets(die.value for die in dice)
    match name:
        case "sets":
            return len(sets)
        case "widest":
            return max((width for width, _ in sets), default=0)
        case _:
            return max((height for _, height in sets), default=0)
