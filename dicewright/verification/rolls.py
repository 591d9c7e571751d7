"""Checking one roll: its content, its key if it was sealed, and its dice."""

from __future__ import annotations

from dicewright.errors import DiceError
from dicewright.parsed import parse
from dicewright.source import excerpt
from dicewright.values import Value
from dicewright.verification import scheme
from dicewright.verification.looks import look_of
from dicewright.verification.report import Problem, RollLine
from dicewright.verification.seals import MOST_ROLLS, root_of
from dicewright.verification.throwing import throw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright.systems.registry import Systems
    from dicewright.verification.records import Call, Roll, Start, Thrown

_LONGEST_SAID = 60


class Grounds(Value):
    """What the rolls of a session are checked against."""

    start: Start
    secret: bytes | None
    """The secret, if it was revealed and is the one committed to."""
    systems: Systems | None = None
    """The game systems that are known; None for those that are shipped."""


def key_of(roll: Roll, grounds: Grounds) -> bytes | None:
    """Return what a roll's seed is made with, or None if that is not revealed."""
    if roll.opening is not None:
        return bytes.fromhex(roll.opening.key)
    return None if roll.sealed else grounds.secret


def content_of(roll: Roll) -> str:
    """Return the digest of what was asked for, as the chain should have it."""
    if roll.call is None:
        return roll.content
    return roll.call.digest(bytes.fromhex(roll.opening.key) if roll.opening is not None else None)


def link_of(roll: Roll, before: str) -> str:
    """Return the link that a roll should have after another one."""
    return scheme.roll_link(
        before,
        roll.number,
        roll.player,
        roll.turn,
        sealed=roll.sealed,
        content=content_of(roll),
        at=roll.at,
    )


def problems_of(roll: Roll, contributed: str, grounds: Grounds) -> Iterator[Problem]:
    """Yield what is wrong with a roll, but for its place in the chain."""
    if roll.opening is not None and not _is_opened(roll, grounds.start.seals):
        yield _problem(roll, "wrong-key", "was opened with a key that is not the one committed to")
    if roll.call is not None:
        yield from _call_problems(roll, roll.call)
    key = key_of(roll, grounds)
    if key is None or roll.thrown is None:
        return
    found = thrown_with(roll, key, contributed, grounds)
    if isinstance(found, DiceError):
        yield _problem(roll, found.code, f"cannot be rolled again: {found.advice}")
    elif found != roll.thrown:
        yield _problem(
            roll, "other-dice", f"shows {_described(roll.thrown)}, but its seed gives {_described(found)}"
        )
    elif _means_another(roll, key, contributed, grounds):
        assert roll.call is not None
        yield _problem(
            roll,
            "other-notation",
            f'says that its text means "{excerpt(roll.call.notation)}", which gives another result',
        )


def _means_another(roll: Roll, key: bytes, contributed: str, grounds: Grounds) -> bool:
    """Whether the full form of one call of a game system gives another result than the text."""
    call = roll.call
    assert call is not None
    if not call.system or ";" in call.notation or look_of(call) is not None:
        return False
    full = roll.replace(call=call.replace(text=call.notation, names={}))
    return thrown_with(full, key, contributed, grounds) != roll.thrown


def thrown_with(roll: Roll, key: bytes, contributed: str, grounds: Grounds) -> Thrown | DiceError:
    """Return the result of a roll after these words, or why it cannot be rolled."""
    assert roll.call is not None
    seed = scheme.roll_seed(key, roll.player, roll.turn, contributed)
    try:
        return throw(roll.call, seed, systems=grounds.systems)
    except DiceError as error:
        return error


def line_of(roll: Roll, grounds: Grounds, *, wrong: bool) -> RollLine:
    """Return the line of a report about a roll."""
    if roll.call is None:
        return RollLine(roll.number, "sealed", "wrong" if wrong else "sealed")
    if roll.thrown is None:
        return RollLine(roll.number, f"{excerpt(roll.call.text)}: not shown", "wrong" if wrong else "waits")
    what = excerpt(roll.call.notation, _LONGEST_SAID)
    if not roll.thrown.total:
        said = f"{what}: failed"
    else:
        said = roll.thrown.total if roll.call.system else f"{what} = {roll.thrown.total}"
    state = "follows" if key_of(roll, grounds) is not None else "waits"
    return RollLine(roll.number, said, "wrong" if wrong else state)


def _is_opened(roll: Roll, seals: str) -> bool:
    assert roll.opening is not None
    if not 1 <= roll.number <= MOST_ROLLS:
        return False
    return root_of(roll.number, bytes.fromhex(roll.opening.key), roll.opening.path) == seals


def _call_problems(roll: Roll, call: Call) -> Iterator[Problem]:
    if call.system:
        return
    try:
        canonical = str(parse(call.text, names=call.names or None))
    except DiceError as error:
        yield _problem(roll, error.code, f"has a text that is not dice notation: {error.advice}")
        return
    if canonical != call.notation:
        yield _problem(
            roll,
            "other-notation",
            f'says that its text means "{excerpt(call.notation)}", not "{excerpt(canonical)}"',
        )


def _described(thrown: Thrown) -> str:
    if not thrown.total:
        return "a roll that fails"
    if thrown.faces is None:
        return f"a total of {excerpt(thrown.total)}"
    return (
        f"{', '.join(map(str, thrown.faces[:10]))}{' …' * (len(thrown.faces) > 10)} = {excerpt(thrown.total)}"
    )


def _problem(roll: Roll, code: str, message: str) -> Problem:
    return Problem(code, f"Roll #{roll.number} {message}.", roll.number)
