"""What a verifiable roll records of what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dicewright import Notation
from dicewright.verification import Call

if TYPE_CHECKING:
    from bot.services.systems.calls import GameCall


def call_for(rolls: Notation | GameCall) -> Call:
    """Return the record of what is about to be rolled: dice notation, or a call of a game system.

    >>> import dicewright
    >>> call_for(dicewright.parse("@attack+2", names={"attack": "d20"})).notation
    '@attack + 2'
    """
    if isinstance(rolls, Notation):
        names = {name: str(meaning) for name, meaning in rolls.names.items()}
        return Call(rolls.text, names, str(rolls))
    text = f"{rolls.times}x {rolls.text}" if rolls.times > 1 else rolls.text
    return Call(text, dict(rolls.names), rolls.again, rolls.system.digest)
