"""What a verifiable roll records of what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.systems.answering import Answering
from bot.services.systems.calls import GameCall
from bot.services.systems.lists import CallList
from bot.services.systems.second_looks import SecondLook
from dicewright import Notation, verification

if TYPE_CHECKING:
    from bot.services.rolls.rolling import Rollable
    from dicewright.verification import Call


def call_for(rolls: Rollable) -> Call:
    """Return the record of what is about to be rolled.

    >>> import dicewright
    >>> call_for(dicewright.parse("@attack+2", names={"attack": "d20"})).notation
    '@attack + 2'
    """
    if isinstance(rolls, Notation):
        names = {name: str(meaning) for name, meaning in rolls.names.items()}
        return verification.Call(rolls.text, names, str(rolls))
    if isinstance(rolls, Answering):
        return call_for(rolls.call)
    if isinstance(rolls, SecondLook):
        return verification.look_call(rolls.result, rolls.action, rolls.chosen)
    if isinstance(rolls, CallList):
        digests = [part.system.digest if isinstance(part, GameCall) else "" for part in rolls.parts]
        return verification.Call(rolls.typed, rolls.names, rolls.again, verification.list_digest(digests))
    text = f"{rolls.times}x {rolls.text}" if rolls.times > 1 else rolls.text
    return verification.Call(text, dict(rolls.names), rolls.again, rolls.system.digest)


def files_of(rolls: Rollable) -> tuple[str, ...]:
    """Return the digests of the game systems in a list, whose own digest names none of them."""
    if not isinstance(rolls, CallList):
        return ()
    return tuple(dict.fromkeys(part.system.digest for part in rolls.parts if isinstance(part, GameCall)))
