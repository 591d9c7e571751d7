"""Answering another player's roll with one of one's own: which of the two wins, by the rules of the game."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.services.saved.uses import MissingValues
from bot.services.systems.calls import played_once
from bot.services.systems.played import Played, tie_words
from bot.services.user_error import UserError
from bot.texts import N_, _
from dicewright import DiceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.services.systems.calls import GameCall
    from bot.services.systems.second_looks import SecondLooks
    from bot.store.rolls import RecordedRoll
    from dicewright import Draw, System, SystemResult

    Understand = Callable[[str], Awaitable[GameCall | None]]

_WINS = N_("Wins against {call}: {said}")
_LOSES = N_("Loses against {call}: {said}")
_TIES = N_("{tie} with {call}: {said}")


@dataclass(frozen=True, slots=True)
class Answering:
    """An answer to a roll, ready to be thrown."""

    first: RecordedRoll
    system: System
    result: SystemResult
    """The result of the first roll."""
    call: GameCall
    """What the other player rolls against it."""

    @property
    def note(self) -> str:
        """None: that of the first roll is about the other side."""
        return ""

    def roll(self, dice: Draw | None) -> Played:
        """Return the result of the dice. Raises RollError or LimitError."""
        second, played = played_once(self.system, self.call.result, dice)
        found = self.system.opposed(self.result, second)
        first = self.first.outcome or {}
        said = self.result.outcome or self.result.message
        if found.winner is None:
            verdict = _(_TIES, tie=tie_words(found.words), call=first["call"], said=said)
        else:
            verdict = _(_WINS if found.winner else _LOSES, call=first["call"], said=said)
        return Played(
            system=self.system.command,
            text=self.call.typed,
            call=self.call.call,
            note=self.call.note,
            names=tuple(self.call.names.items()),
            rolls=(played,),
            verdict=verdict,
            answers=self.first.interaction_id,
            first_link=self.first.link if self.first.message_id is not None else "",
        )


class AnsweredRolls:
    """Finds the rolls that players answer. Its methods raise UserError, DiceError and StoreUnavailable."""

    def __init__(self, looks: SecondLooks) -> None:
        self._looks = looks

    async def example(self, interaction_id: int, *, player_id: int) -> tuple[str, str]:
        """Return the call of a roll, and what an answer to it may look like."""
        first, system, result = await self._opposable(interaction_id, player_id)
        return str((first.outcome or {})["call"]), system.example(result.roll)

    async def answer(
        self, interaction_id: int, typed: str, *, player_id: int, understand: Understand
    ) -> Answering:
        """Return an answer to a roll; `understand` reads a call with the saved values in it.

        What is typed may leave out the game and the name of the roll: "40" answers "coc 55".
        """
        first, system, result = await self._opposable(interaction_id, player_id)
        opening = system.description.opening(result.roll)
        errors: list[DiceError] = []
        for text in (typed, f"{opening} {typed}"):
            try:
                call = await understand(text)
            except MissingValues:
                raise
            except DiceError as unreadable:
                errors.append(unreadable)
                continue
            if call is not None and _compares(call, system, result):
                # By the version of the game that the first roll was made with.
                return Answering(first, system, result, replace(call, system=system))
        if errors:
            raise _telling(errors, typed, opening)
        example = system.example(result.roll)
        raise UserError(_("Answer with a roll of the same kind, such as {example}.", example=example))

    async def _opposable(
        self, interaction_id: int, player_id: int
    ) -> tuple[RecordedRoll, System, SystemResult]:
        first, system, result = await self._looks.first(interaction_id)
        if first.player_id == player_id:
            raise UserError(
                _(
                    "Another player has to answer this roll. To roll both sides yourself, type them with "
                    "“vs” in between: {example}.",
                    example=f"/roll {(first.outcome or {})['call']} vs {system.example(result.roll)}",
                )
            )
        if not system.may_oppose(result):
            raise UserError(_("That isn't possible with this roll."))
        return first, system, result


def _telling(errors: Sequence[DiceError], typed: str, opening: str) -> DiceError:
    """Return the more useful of the errors about a text as it was typed, and with the game before it."""
    for error in errors:
        if getattr(error, "fix", None):
            return error
    first_word = typed.split()[0].lower() if typed.strip() else ""
    whole = first_word.startswith("@") or first_word == opening.split()[0]
    # What is wrong with the text as it was typed says little if the game was left out.
    return errors[0] if whole else errors[-1]


def _compares(call: GameCall, system: System, result: SystemResult) -> bool:
    """Return whether a call is one roll of the same kind as a result."""
    if call.sides or call.times > 1 or call.system.command != system.command:
        return False
    return system.call(call.text, call.names or None)[0].kind.name == result.roll
