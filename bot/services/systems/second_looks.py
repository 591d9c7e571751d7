"""Second looks at finished rolls: dice rolled again, or kept. Each is a new roll."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from cachetools import LRUCache

from bot.services.systems.calls import played_once
from bot.services.systems.played import Played
from bot.services.user_error import UserError
from bot.texts import N_, _
from dicewright import DiceError, scripted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.services.systems.server_games import ServerGames
    from bot.store.rolls import RecordedRoll
    from dicewright import Draw, System, SystemResult

    Action = Literal["push", "keep"]
    # The name of a pool, and which of its dice, from 0.
    Chosen = tuple[str, int]

_GONE = N_("This roll has been deleted from the history.")
_NOT_YOURS = N_("Only the player who made this roll can do that.")
_CHANGED = N_("The rules of this game system have changed since this roll. Roll again.")
_NOT_NOW = N_("That isn't possible with this roll.")
# The system's file limits how many second looks a roll can have; this only bounds what is read.
_LONGEST_CHAIN = 20
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A second look at a roll, ready to be thrown."""

    first: RecordedRoll
    system: System
    result: SystemResult
    """The result of the first roll."""
    action: Action
    chosen: tuple[Chosen, ...]
    """The dice that the player chose, or those that the rules say."""
    version: str = ""
    """Which version of a server's own game system it is; "" of one that is shipped."""

    @property
    def note(self) -> str:
        """The note of the first roll."""
        return self.first.note

    @property
    def label(self) -> str:
        """The name of the second look."""
        kind = self.system.rolls[self.result.roll]
        named = kind.push if self.action == "push" else kind.keep
        return named.name if named is not None else ""

    def roll(self, dice: Draw | None) -> Played:
        """Return the result of the dice. Raises RollError."""
        if self.action == "push":
            throw = partial(self.system.push, self.result, chosen=self.chosen)
        else:
            throw = partial(self.system.keep, self.result, self.chosen)
        result, played = played_once(self.system, throw, dice)
        outcome = self.first.outcome or {}
        return Played(
            system=self.system.command,
            text=self.first.text,
            call=outcome["call"],
            note=outcome["note"],
            look=self.label,
            first_link=self.first.link if self.first.message_id is not None else "",
            names=tuple(self.first.names.items()),
            rolls=(played._replace(chosen=result.chosen, action=self.action),),
            first_id=self.first.interaction_id,
        )


class SecondLooks:
    """Finds the rolls that players take a second look at. Its methods raise UserError and StoreUnavailable.

    `find` returns a roll of the history with its result, by the interaction that made it; `looked_at` says
    whether there is already a second look at it.
    """

    def __init__(
        self,
        games: ServerGames,
        find: Callable[[int], Awaitable[RecordedRoll | None]],
        looked_at: Callable[[int], Awaitable[bool]],
    ) -> None:
        self._games = games
        self._find = find
        self._looked_at = looked_at
        # Second looks that are not in the history yet.
        self._thrown: LRUCache[int, bool] = LRUCache(_MOST_REMEMBERED)

    async def at(
        self, interaction_id: int, action: Action, *, player_id: int, chosen: Sequence[Chosen] | None = None
    ) -> SecondLook:
        """Return a second look at a roll by the player who made it, with the dice that were chosen."""
        first, system, result = await self.first(interaction_id, player_id=player_id)
        possible = system.may_push(result) if action == "push" else system.may_keep(result)
        if not possible:
            raise UserError(_(_NOT_NOW))
        look = SecondLook(
            first,
            system,
            result,
            action,
            _picked(system, result, action, chosen),
            self._games.version_of(system),
        )
        # Only one second look per roll, or a player could roll again until the dice are good.
        if interaction_id in self._thrown or await self._looked_at(interaction_id):
            raise UserError(_("You have already done that with this roll."))
        self._thrown[interaction_id] = True
        return look

    def withdraw(self, look: SecondLook) -> None:
        """Allow a second look again after its answer could not be sent."""
        self._thrown.pop(look.first.interaction_id, None)

    async def dice(
        self, interaction_id: int, action: Action, *, player_id: int
    ) -> tuple[SystemResult, tuple[Chosen, ...], int]:
        """Return a roll, those of its dice that the player may choose, and the most that may be chosen."""
        _first, system, result = await self.first(interaction_id, player_id=player_id)
        if action == "keep":
            dice, most = system.keepable(result), system.most_kept(result)
        else:
            dice = system.pushable(result) if system.may_push(result) else ()
            push = system.rolls[result.roll].push
            most = (push.choose if push is not None else None) or len(dice)
        if not dice:
            raise UserError(_(_NOT_NOW))
        return result, dice, min(most, len(dice))

    async def first(
        self, interaction_id: int, *, player_id: int | None = None
    ) -> tuple[RecordedRoll, System, SystemResult]:
        """Return a roll and its result, made again from its faces."""
        chain: list[RecordedRoll] = []
        next_id: int | None = interaction_id
        while next_id is not None and len(chain) < _LONGEST_CHAIN:
            roll = await self._find(next_id)
            if roll is None or roll.system is None or roll.outcome is None or roll.faces is None:
                raise UserError(_(_GONE))
            chain.append(roll)
            action = roll.outcome["rolls"][0].get("action") if roll.outcome["rolls"] else None
            next_id = roll.first_id if action else None
        if player_id is not None and chain[0].player_id != player_id:
            raise UserError(_(_NOT_YOURS))
        system = await self._system(chain[0])
        try:
            result = self._made(system, chain[-1])
            for roll in reversed(chain[:-1]):
                result = self._looked(system, result, roll)
        except (DiceError, ValueError, KeyError, IndexError):
            raise UserError(_(_CHANGED)) from None
        return chain[0], system, result

    async def _system(self, roll: RecordedRoll) -> System:
        """Return the system that a roll was made with, which its server may have replaced since."""
        digest = (roll.outcome or {})["rolls"][0]["digest"]
        found = await self._games.made_by(roll.server_id, str(roll.system), digest)
        if found is None:
            raise UserError(_(_CHANGED))
        return found

    @staticmethod
    def _made(system: System, roll: RecordedRoll) -> SystemResult:
        return system.roll((roll.outcome or {})["call"], dice=scripted(roll.faces or ()))

    @staticmethod
    def _looked(system: System, first: SystemResult, roll: RecordedRoll) -> SystemResult:
        plain = (roll.outcome or {})["rolls"][0]
        chosen = [(name, at) for name, at in plain["chosen"]]
        dice = scripted(roll.faces or ())
        if plain["action"] == "push":
            return system.push(first, chosen=chosen, dice=dice)
        return system.keep(first, chosen, dice=dice)


def _picked(
    system: System, result: SystemResult, action: Action, chosen: Sequence[Chosen] | None
) -> tuple[Chosen, ...]:
    """Return the dice that a second look is about. Raises RollError if it cannot be about those chosen.

    Only a look says what the rules of the file choose, so one is taken with dice that nobody sees.
    """
    if action == "push":
        return system.push(result, chosen=chosen, seed=b"").chosen
    return system.keep(result, chosen or (), seed=b"").chosen
