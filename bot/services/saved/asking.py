"""What the values that a saved call needs are, in the words of its game."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.services.systems.suggesting import described_part, read_parts
from dicewright import NotationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.systems.calls import GameCalls

_NAME = re.compile(r"@([^\W\d]\w*)")


def described_names(games: GameCalls, text: str, names: Sequence[str]) -> dict[str, str]:
    """Return what each of the @names in a call is for, in the words of the game: "Hunger, 0 to 5".

    A name that is for nothing in particular, such as one of two that are added, is left out.
    """
    found: dict[str, str] = {}
    for name in names:
        for usual, other in (("1", "2"), ("5", "6"), ("50", "51")):
            values = dict.fromkeys(_NAME.findall(text), usual)
            try:
                first, second = (
                    games.read(text, names={**values, name: number}) for number in (usual, other)
                )
                kind, before = read_parts(first)
                after = read_parts(second)[1]
            except NotationError:
                continue
            changed = [piece for piece in kind.pieces if before[piece.parameter] != after[piece.parameter]]
            if len(changed) == 1 and before[changed[0].parameter] == int(usual):
                found[name] = described_part(kind, changed[0])
            break
    return found
