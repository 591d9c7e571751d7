"""Rolling with faces or a seed chosen by the test, and showing the dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dicewright

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dicewright import Die, Result


def rolled(text: str, *faces: int) -> Result:
    """Return the result of a text with these faces, all of which must be used."""
    result = dicewright.roll(text, dice=dicewright.scripted(faces))
    assert result.faces == faces
    return result


def table(result: Result) -> str:
    """Return the dice, one word each: 6 is kept, (1) is dropped, 6<0 comes from die 0."""
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
