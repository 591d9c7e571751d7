"""Counting the faces of rolls, in a worker: without the database, whose modules take most of its memory."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import dicewright
from dicewright import DEFAULT_LIMITS, DiceError, scripted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dicewright import Limits


def count_faces(
    rolls: Iterable[tuple[str, Mapping[str, str], Sequence[int] | None]], limits: Limits
) -> tuple[Counter[tuple[int, int]], int]:
    """Return how often each face was thrown, by sides and place, and in how many rolls any was.

    A roll is its text, what its names stood for, and its faces.
    """
    faces: Counter[tuple[int, int]] = Counter()
    counted = 0
    for roll in rolls:
        thrown = thrown_faces(*roll, limits)
        faces.update(thrown)
        counted += bool(thrown)
    return faces, counted


def thrown_faces(
    text: str, names: Mapping[str, str], faces: Sequence[int] | None, limits: Limits = DEFAULT_LIMITS
) -> list[tuple[int, int]]:
    """Return every face thrown in a roll, as the die's sides and the face's place; dropped dice too.

    None are known of a roll that is hidden, whose faces were too many to keep, or that an older version
    read in another way.
    """
    if faces is None:
        return []
    script = scripted(faces)
    thrown: list[tuple[int, int]] = []

    def draw(count: int, sides: int) -> Sequence[int]:
        shown = script(count, sides)
        thrown.extend((sides, face) for face in shown)
        return shown

    try:
        dicewright.parse(text, names=names or None, limits=limits).roll(dice=draw)
    except DiceError:
        return []
    return thrown
