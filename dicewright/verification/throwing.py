"""Throwing the dice of a verifiable roll, with the sides of each die beside its face."""

from __future__ import annotations

from dicewright.errors import DiceError
from dicewright.limits import DEFAULT_LIMITS
from dicewright.numbers import written
from dicewright.parsed import parse
from dicewright.randomness import seeded
from dicewright.verification.records import Call, Thrown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.limits import Limits
    from dicewright.randomness import Draw
    from dicewright.systems.registry import Systems

# A file lists no more faces of a roll, since they follow from the seed anyway.
MOST_LISTED = 500


def throw(
    call: Call, seed: bytes, *, limits: Limits = DEFAULT_LIMITS, systems: Systems | None = None
) -> Thrown:
    """Return what a call comes to with a seed.

    `systems` are the game systems that are known; without them, those that are shipped. Raises the errors
    of `dicewright.roll`, and DiceError with the code "other-system" where the file of a game system is
    another one than the call was rolled with.

    >>> throw(Call("2d6 + 1d20", {}, "2d6 + 1d20"), b"example")
    Thrown(faces=(3, 5, 8), sides=(6, 6, 20), total='16')
    """
    sides: list[int] = []
    draw = _recording(seeded(seed), sides)
    if call.system:
        faces, total = _by_system(call, draw, systems)
    else:
        result = parse(call.text, names=call.names or None, limits=limits).roll(dice=draw)
        faces, total = result.faces, written(result.total)
    if len(faces) > MOST_LISTED:
        return Thrown(None, None, total)
    return Thrown(faces, tuple(sides), total)


def _by_system(call: Call, draw: Draw, systems: Systems | None) -> tuple[tuple[int, ...], str]:
    from dicewright.systems.registry import shipped

    known = shipped() if systems is None else systems
    result = known.roll(call.text, dice=draw)
    if result.digest != call.system:
        raise DiceError(
            f'The file of the game system "{result.system}" is not the one that this was rolled with.',
            code="other-system",
            hint="Name that file with --system.",
        )
    return result.faces, str(result)


def _recording(draw: Draw, sides: list[int]) -> Draw:
    def recorded(count: int, each: int) -> Sequence[int]:
        sides.extend([each] * count)
        return draw(count, each)

    return recorded
