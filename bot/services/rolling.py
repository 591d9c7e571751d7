"""Rolling for a player."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import dicewright
from dicewright import DEFAULT_LIMITS, Limits
from dicewright.cost import least_dice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dicewright import Notation, Result
    from dicewright.dice import Draw

# So many dice take some 10 ms to throw and to write out, which is as long as others may have to wait.
_MANY_DICE = 1_000


@dataclass(frozen=True, slots=True)
class RollRequest:
    """What a player asked for: dice notation, and perhaps a note on what it is for."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RollingService:
    """Rolls what players ask for, within limits; `dice` are the operating system's unless given."""

    limits: Limits = DEFAULT_LIMITS
    dice: Draw | None = None

    def understand(self, request: RollRequest, names: Mapping[str, str] | None = None) -> Notation:
        """Return the request ready to be rolled; `names` are what its @names stand for.

        Raises NotationError or LimitError.
        """
        return dicewright.parse(request.text, names=names or None, limits=self.limits)

    def takes_long(self, notation: Notation) -> bool:
        """Whether a roll is so large that nothing else should wait for it.

        This is known from the notation alone, before a die is thrown.
        """
        return least_dice(notation.tree) > _MANY_DICE

    def roll(self, notation: Notation) -> Result:
        """Return what the dice came to. Raises RollError or LimitError."""
        return notation.roll(dice=self.dice)
