"""Rolling with faces or a seed that the test chose, and looking at the dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dicewright

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dicewright import Die, Result


def rolled(text: str, *faces: int) -> Result:
    """Return the result of the text with these faces; each of them must be used."""
    result = dicewright.roll(text, dice=dicewright.scripted(faces))
    assert result.faces == faces
    return result


def table(result: Result) -> str:
    """Return the dice as they lie on the table, one word each: 6 kept, (1) dropped, 6<0 came from die 0."""
    return " ".join(map(_word, result.dice))


def kept(dice: Iterable[Die]) -> list[Die]:
    """Return the dice that count."""
    return [die for die in dice if die.kept]


def _word(die: Die) -> str:
    shown = "+".join(map(str, die.rolls))
    if die.clamped:
        shown += f"={die.value}"
    if die.source is not None:
        shown += f"<{die.source}"
    if die.successes is not None or die.failures:
        shown += f":{(die.successes or 0) - die.failures:+}"
    shown += {"critical": "*", "failure": "_", None: ""}[die.mark]
    return shown if die.kept else f"({shown})"
