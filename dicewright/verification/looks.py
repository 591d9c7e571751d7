"""Second looks, such as a push: how a record says which dice were on the table, and which were chosen.

The notation of a second look is the call of the first roll in full, the faces that it showed, and what was
done with which of its dice, as in `alien 2 s1 [6 2 3] push base_dice.1 stress_dice.0`. A second look at
that goes on in the same way.
"""

from __future__ import annotations

import re

from dicewright.errors import ArgumentError, DiceError
from dicewright.randomness import scripted
from dicewright.values import Value
from dicewright.verification.records import Call, Receipt, Removed, Roll, Session
from dicewright.verification.report import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dicewright.randomness import Draw
    from dicewright.systems.result import Chosen, SystemResult
    from dicewright.systems.system import System

_TEXT = re.compile(r"(push|keep)(?: #([1-9][0-9]{0,8}))?")
_STEP = re.compile(r" \[([0-9 ]*)\] (push|keep)((?: [^\s.\[\]]{1,64}\.[0-9]{1,5})*)")


class Look(Value):
    """A second look as a record has it.

    >>> look_of(Call("push #41", {}, "alien 2 s1 [6 2 3] push base_dice.1", "00" * 32)).number
    41
    """

    action: str
    number: int
    """The number of the roll that it looks at; 0 for one of another session, or one that has no number."""
    before: str
    """The notation up to the last action: what the first roll was, and the faces that it showed."""


def look_call(first: SystemResult, action: str, chosen: Iterable[Chosen], *, number: int = 0) -> Call:
    """Return what is recorded of a second look at a result before its dice are thrown.

    `chosen` are the dice that are thrown again or kept; `number` is that of the first roll, if it has one
    in the same session.

    >>> import dicewright
    >>> alien = dicewright.systems()["alien"]
    >>> result = alien.roll("alien 2 s1", dice=dicewright.scripted([6, 2, 3]))
    >>> look_call(result, "push", [("base_dice", 1)], number=41).notation
    'alien 2 s1 [6 2 3] push base_dice.1'
    """
    text = f"{action} #{number}" if number else action
    return Call(text, {}, _notation(first, action, chosen), first.digest)


def _notation(first: SystemResult, action: str, chosen: Iterable[Chosen]) -> str:
    earlier = first.first
    before = first.text if earlier is None else _notation(earlier, str(first.action), first.chosen)
    # Rows of tables may throw more dice when the result is read.
    assert first.message is not None
    dice = "".join(f" {pool}.{place}" for pool, place in sorted(chosen))
    return f"{_shown(before, first.faces)} {action}{dice}"


def _shown(notation: str, faces: Iterable[int]) -> str:
    return f"{notation} [{' '.join(map(str, faces))}]"


def look_of(call: Call) -> Look | None:
    """Return the second look that a record describes; None for any other roll.

    >>> look_of(Call("2d6", {}, "2d6")) is None
    True
    """
    text = _TEXT.fullmatch(call.text) if call.system else None
    steps = list(_STEP.finditer(call.notation)) if text else []
    if text is None or not steps or steps[-1].end() != len(call.notation) or steps[-1][2] != text[1]:
        return None
    action = steps[-1].start(2)
    return Look(steps[-1][2], int(text[2] or 0), call.notation[: action - 1])


def first_call(notation: str) -> str:
    """Return the call of the first roll of a second look.

    >>> first_call("alien 2 s1 [6 2 3] push base_dice.1")
    'alien 2 s1'
    """
    return _STEP.split(notation, maxsplit=1)[0]


def thrown_look(system: System, notation: str, draw: Draw) -> SystemResult:
    """Return the result of a second look with these dice.

    Raises RollError if the rules do not allow it, and DiceError with the code "other-first" if the first
    roll cannot have shown the faces that stand in the record.

    >>> import dicewright
    >>> alien, dice = dicewright.systems()["alien"], dicewright.scripted([6, 4, 5])
    >>> thrown_look(alien, "alien 2 s1 [6 2 3] push base_dice.1 stress_dice.0", dice).message
    '2 against 1: success'
    """
    steps = list(_STEP.finditer(notation))
    try:
        faces = [[int(face) for face in step[1].split()] for step in steps]
        result = system.roll(first_call(notation), dice=scripted(faces[0]))
        _check_faces(result, faces[0])
        for step, following in zip(steps[:-1], faces[1:], strict=True):
            result = _done(system, result, step, scripted(following))
            _check_faces(result, following)
    except (ArgumentError, ValueError):
        raise _impossible() from None
    return _done(system, result, steps[-1], draw)


def _done(system: System, first: SystemResult, step: re.Match[str], draw: Draw) -> SystemResult:
    named = (die.rpartition(".") for die in step[3].split())
    chosen = [(pool, int(place)) for pool, _dot, place in named]
    if step[2] == "push":
        return system.push(first, chosen=chosen, dice=draw)
    return system.keep(first, chosen, dice=draw)


def _check_faces(result: SystemResult, faces: list[int]) -> None:
    assert result.message is not None
    if list(result.faces) != faces:
        raise _impossible()


def _impossible() -> DiceError:
    return DiceError(
        "The roll that it looks at cannot have shown the dice that stand in its record.", code="other-first"
    )


def look_problems(session: Session) -> Iterator[Problem]:
    """Yield second looks at rolls of the session that were not as their records say."""
    rolls = _by_number(session)
    for number, roll in rolls.items():
        if not isinstance(roll, Roll) or roll.call is None or not (look := look_of(roll.call)):
            continue
        if look.number and not _is_right(roll, look, rolls):
            yield Problem(
                "other-first",
                f"Roll #{number} looks at roll #{look.number} again, but that was not as its record says.",
                number,
            )


def look_remarks(record: Session | Receipt) -> Iterator[str]:
    """Yield what cannot be checked of second looks, and how often one was taken at the same roll."""
    if isinstance(record, Receipt):
        look = look_of(record.roll.call) if record.roll.call else None
        if look is not None and look.number:
            yield (
                f"It is a second look: the file of the session shows whether roll #{look.number} was as its "
                "record says."
            )
        elif look is not None:
            yield "It is a second look at a roll that has no number in this session."
        return
    looked: dict[int, list[str]] = {}
    for number, roll in _by_number(session=record).items():
        if isinstance(roll, Roll) and roll.call is not None and (look := look_of(roll.call)):
            looked.setdefault(look.number, []).append(f"#{number}")
    for number, looks in looked.items():
        if not number:
            yield f"{', '.join(looks)}: a second look at a roll that has no number in this session."
        elif len(looks) > 1:
            yield f"{', '.join(looks)}: second looks at the same roll, #{number}."


def _by_number(session: Session) -> Mapping[int, Roll | Removed]:
    return {entry.number: entry for entry in session.entries if isinstance(entry, Roll | Removed)}


def _is_right(roll: Roll, look: Look, rolls: Mapping[int, Roll | Removed]) -> bool:
    assert roll.call is not None
    first = rolls.get(look.number)
    if look.number >= roll.number:
        return False
    if not isinstance(first, Roll) or first.call is None:
        # It is missing, which is said elsewhere, or hidden.
        return True
    if (first.player, first.call.system) != (roll.player, roll.call.system):
        return False
    if first.thrown is None or first.thrown.faces is None:
        return look.before.startswith(f"{first.call.notation} [")
    return look.before == _shown(first.call.notation, first.thrown.faces)
