"""Rolling for a player."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cachetools import LRUCache

import dicewright
from bot.services.rolls.again import Again, again
from dicewright import DEFAULT_LIMITS, Limits, Notation, nodes
from dicewright.nodes import least_dice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.services.systems.calls import GameCall
    from bot.services.systems.played import Played
    from bot.store.saved_rolls import Owner
    from bot.store.visibility import Visibility
    from dicewright import Draw, Result

    Rolled = Result | Played

# So many dice take some 10 ms to throw and to write out, which is as long as others may have to wait.
MANY_DICE = 1_000

# What is worked out of odds while everybody waits is bounded by the core, too.
_MOST_SMALL_DICE = 100
_LONGEST_SMALL_TEXT = 200

# What tables roll again and again is short, and long texts would fill the memory with their trees.
_LONGEST_REMEMBERED = 100
_MOST_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class RollRequest:
    """What a player asked for: dice notation, and perhaps a note on what it is for."""

    text: str
    note: str = ""
    times: int = 1
    """How often all of it is rolled."""
    visibility: Visibility | None = None
    """Who is to see it; None leaves that to the server."""
    saved_by: Owner | None = None
    """Whose saved roll it is, where the text is no more than its @name; None for whoever has it first."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text ready to be rolled, and what is known of it before a die is thrown."""

    rolls: Notation | GameCall
    takes_long: bool
    """Whether it is so large that nothing else should wait for it."""
    again: Again
    """How it can be rolled again."""


@dataclass(frozen=True, slots=True)
class RollingService:
    """Rolls what players ask for, within limits; `dice` are the operating system's unless given."""

    limits: Limits = DEFAULT_LIMITS
    dice: Draw | None = None
    _prepared: LRUCache[tuple[str, int], Prepared] = field(
        default_factory=lambda: LRUCache(_MOST_REMEMBERED), init=False, repr=False, compare=False
    )

    def prepare(self, text: str, *, names: Mapping[str, str] | None = None, times: int = 1) -> Prepared:
        """Return a text ready to be rolled, as `understand` does, with what follows from it."""
        key = (text, times)
        if not names and (prepared := self._prepared.get(key)):
            return prepared
        notation = self.understand(text, names=names, times=times)
        prepared = Prepared(notation, least_dice(notation.tree) > MANY_DICE, again(notation))
        if not names and len(text) <= _LONGEST_REMEMBERED:
            self._prepared[key] = prepared
        return prepared

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

    def roll(self, rolls: Notation | GameCall, *, seed: bytes | None = None) -> Rolled:
        """Return what the dice came to; with a seed, those that follow from it.

        Raises RollError or LimitError.
        """
        if isinstance(rolls, Notation):
            return rolls.roll(dice=self.dice) if seed is None else rolls.roll(seed=seed)
        return rolls.roll(self.dice if seed is None else dicewright.seeded(seed))


def is_small(notation: Notation) -> bool:
    """Whether a roll has few dice in a short text, so that its odds may be found while everybody waits.

    The core bounds the work for exact odds; this is what holds where it counts that too low.

    >>> is_small(dicewright.parse("4d6kh3")), is_small(dicewright.parse("3000d6!"))
    (True, False)
    """
    length = len(notation.text) + sum(len(str(meaning)) for meaning in notation.names.values())
    return length <= _LONGEST_SMALL_TEXT and least_dice(notation.tree) <= _MOST_SMALL_DICE
