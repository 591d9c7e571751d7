"""Rolling for a player."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import dicewright
from dicewright import DEFAULT_LIMITS, Limits
from dicewright.cost import least_dice
from dicewright.notation import nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.visibility import Visibility
    from dicewright import Notation, Result
    from dicewright.dice import Draw

# So many dice take some 10 ms to throw and to write out, which is as long as others may have to wait.
MANY_DICE = 1_000


@dataclass(frozen=True, slots=True)
class RollRequest:
    """What a player asked for: dice notation, and perhaps a note on what it is for."""

    text: str
    note: str = ""
    times: int = 1
    """How often all of it is rolled."""
    visibility: Visibility | None = None
    """Who is to see it; None leaves that to the server."""


@dataclass(frozen=True, slots=True)
class RollingService:
    """Rolls what players ask for, within limits; `dice` are the operating system's unless given."""

    limits: Limits = DEFAULT_LIMITS
    dice: Draw | None = None

    def understand(self, text: str, *, names: Mapping[str, str] | None = None, times: int = 1) -> Notation:
        """Return a text ready to be rolled so many times; `names` are what its @names stand for.

        Raises NotationError or LimitError.
        """
        notation = dicewright.parse(text, names=names or None, limits=self.limits)
        if times == 1:
            return notation
        # Only what was understood is multiplied, so that an error points into what the player wrote.
        rolls = (roll.replace(repeat=(roll.repeat or 1) * times) for roll in notation.tree.rolls)
        return dicewright.parse(str(nodes.Rolls(tuple(rolls))), names=names or None, limits=self.limits)

    def takes_long(self, notation: Notation) -> bool:
        """Whether a roll is so large that nothing else should wait for it.

        This is known from the notation alone, before a die is thrown.
        """
        return least_dice(notation.tree) > MANY_DICE

    def roll(self, notation: Notation) -> Result:
        """Return what the dice came to. Raises RollError or LimitError."""
        return notation.roll(dice=self.dice)
