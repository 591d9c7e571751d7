"""What a verifiable roll records of what was asked for."""

from __future__ import annotations

from bot.services.systems.calls import GameCall
from bot.services.systems.lists import CallList
from dicewright import Notation, verification
from dicewright.verification import Call


def call_for(rolls: Notation | GameCall | CallList) -> Call:
    """Return the record of what is about to be rolled: dice notation, a call of a game system, or several.

    >>> import dicewright
    >>> call_for(dicewright.parse("@attack+2", names={"attack": "d20"})).notation
    '@attack + 2'
    """
    if isinstance(rolls, Notation):
        names = {name: str(meaning) for name, meaning in rolls.names.items()}
        return Call(rolls.text, names, str(rolls))
    if isinstance(rolls, CallList):
        digests = [part.system.digest if isinstance(part, GameCall) else "" for part in rolls.parts]
        return Call(rolls.typed, rolls.names, rolls.again, verification.list_digest(digests))
    text = f"{rolls.times}x {rolls.text}" if rolls.times > 1 else rolls.text
    return Call(text, dict(rolls.names), rolls.again, rolls.system.digest)
