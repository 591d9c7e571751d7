"""Rolling for a player."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import dicewright
from bot.services.resolving import Resolved
from dicewright import DEFAULT_LIMITS, Limits
from dicewright.cost import least_dice
from dicewright.notation import nodes

if TYPE_CHECKING:
    from bot.store.visibility import Visibility
    from dicewright import Notation, Result
    from dicewright.dice import Draw

# So many dice take some 10 ms to throw and to write out, which is as long as others may have to wait.
_MANY_DICE = 1_000


class Names(Protocol):
    """Knows what the @names in a text stand for, as `bot.services.saved.SavedRolls` does."""

    async def resolve(self, text: str, player_id: int, server_id: int | None) -> Resolved: ...

    async def count_uses(self, resolved: Resolved) -> None: ...


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
class Understood:
    """A request ready to be rolled, and the saved rolls it uses."""

    notation: Notation
    resolved: Resolved


@dataclass(frozen=True, slots=True)
class RollingService:
    """Rolls what players ask for, within limits; `dice` are the operating system's unless given."""

    names: Names
    limits: Limits = DEFAULT_LIMITS
    dice: Draw | None = None

    async def understand(self, request: RollRequest, player_id: int, server_id: int | None) -> Understood:
        """Return the request ready to be rolled by a player on a server, or in a direct message.

        Raises NotationError or LimitError; and StoreUnavailable where it has an @name in it.
        """
        resolved = await self.names.resolve(request.text, player_id, server_id)
        notation = dicewright.parse(resolved.text, names=resolved.names or None, limits=self.limits)
        if request.times > 1:
            # Parsed as it is first, so that an error points into what the player wrote.
            repeated = str(_times(notation.tree, request.times))
            notation = dicewright.parse(repeated, names=resolved.names or None, limits=self.limits)
        return Understood(notation, resolved)

    def takes_long(self, notation: Notation) -> bool:
        """Whether a roll is so large that nothing else should wait for it.

        This is known from the notation alone, before a die is thrown.
        """
        return least_dice(notation.tree) > _MANY_DICE

    def roll(self, notation: Notation) -> Result:
        """Return what the dice came to. Raises RollError or LimitError."""
        return notation.roll(dice=self.dice)


def _times(tree: nodes.Rolls, times: int) -> nodes.Rolls:
    return nodes.Rolls(tuple(roll.replace(repeat=(roll.repeat or 1) * times) for roll in tree.rolls))
