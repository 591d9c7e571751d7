"""Throwing the dice of a verifiable roll, with the sides of each die beside its face."""

from __future__ import annotations

import re

from dicewright.errors import DiceError, LimitError, RollError
from dicewright.limits import DEFAULT_LIMITS
from dicewright.numbers import written
from dicewright.parsed import parse
from dicewright.randomness import seeded
from dicewright.values import Value
from dicewright.verification import scheme
from dicewright.verification.looks import first_call, look_of, thrown_look
from dicewright.verification.records import Call, Thrown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.limits import Limits
    from dicewright.randomness import Draw
    from dicewright.systems.registry import Systems
    from dicewright.systems.system import System

# A file lists no more faces of a roll, since they follow from the seed anyway.
MOST_LISTED = 500
_REPEATED = re.compile(r"([0-9]{1,3})x (.*)", re.DOTALL)


def throw(
    call: Call, seed: bytes, *, limits: Limits = DEFAULT_LIMITS, systems: Systems | None = None
) -> Thrown:
    """Return the result of a call with a seed.

    `systems` are the game systems that are known; without them, those that are shipped. A roll that fails
    with these dice, as by a division by zero, has no faces and the total "". Raises NotationError and
    LimitError for a text that cannot be rolled at all, and DiceError with the code "other-system" if the
    file of a game system is another one than the call was rolled with.

    >>> throw(Call("2d6 + 1d20", {}, "2d6 + 1d20"), b"example")
    Thrown(faces=(3, 5, 8), sides=(6, 6, 20), total='16')
    """
    sides: list[int] = []
    draw = _recording(seeded(seed), sides)
    try:
        if call.system:
            faces, total = _by_system(call, draw, systems)
        else:
            result = parse(call.text, names=call.names or None, limits=limits).roll(dice=draw)
            faces, total = result.faces, written(result.total)
    except RollError:
        return Thrown(None, None, "")
    except LimitError:
        if not sides:
            raise  # before a die was thrown, which no dice can help
        return Thrown(None, None, "")
    if len(faces) > MOST_LISTED:
        return Thrown(None, None, total)
    return Thrown(faces, tuple(sides), total)


def _by_system(call: Call, draw: Draw, systems: Systems | None) -> tuple[tuple[int, ...], str]:
    from dicewright.systems.registry import shipped

    known = shipped() if systems is None else systems
    if look_of(call) is not None:
        system = known.find(first_call(call.notation))
        if system.digest != call.system:
            raise _other_system(system.command)
        look = thrown_look(system, call.notation, draw)
        return look.faces, str(look)
    # A call holds no semicolon, so this is a list of several. Its full form needs no names.
    texts = call.notation.split("; ") if ";" in call.notation else [call.text]
    names = call.names if len(texts) == 1 else {}
    parts = [_part(text, known, of_several=len(texts) > 1) for text in texts]
    digests = [part.digest for part in parts]
    if call.system != (digests[0] if len(parts) == 1 else scheme.list_digest(digests)):
        commands = " and ".join(dict.fromkeys(part.command for part in parts if part.command))
        raise _other_system(commands)
    faces: list[int] = []
    said: list[str] = []
    for part in parts:
        for text in part.texts:
            if part.system is None:
                result = parse(text).roll(dice=draw)
                said.append(written(result.total))
                faces += result.faces
            else:
                thrown = part.system.roll(text, names=names or None, dice=draw)
                said.append(str(thrown))
                faces += thrown.faces
    return tuple(faces), "; ".join(said)


def _other_system(commands: str) -> DiceError:
    return DiceError(
        f'The file of the game system "{commands}" is not the one that this was rolled with.',
        code="other-system",
        hint="Name that file with --system.",
    )


class _Part(Value):
    """One roll of a text: a call, as often as it is rolled, both sides of a contest, or dice notation."""

    texts: tuple[str, ...]
    system: System | None

    @property
    def digest(self) -> str:
        return "" if self.system is None else self.system.digest

    @property
    def command(self) -> str:
        return "" if self.system is None else self.system.command


def _part(text: str, known: Systems, *, of_several: bool) -> _Part:
    """Return one roll; of several, some may be dice notation. Raises NotationError."""
    times, call = 1, text
    if repeated := _REPEATED.fullmatch(text):
        times, call = int(repeated[1]), repeated[2]
    if of_several and not known.understands(call):
        return _Part((text,), None)
    system = known.find(call)
    return _Part((known.opposing(call) or (call,)) * times, system)


def _recording(draw: Draw, sides: list[int]) -> Draw:
    def recorded(count: int, each: int) -> Sequence[int]:
        sides.extend([each] * count)
        return draw(count, each)

    return recorded
