"""Answer this roll: the button and the form with which another player rolls against a roll."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.commands.rolls.values import with_typed
from bot.discord_api.answers import user_errors_answered
from bot.discord_api.components import Component, Form
from bot.discord_api.custom_ids import read_id
from bot.presentation.rolls.buttons import KEPT_KEY
from bot.presentation.saved.values_form import ANSWER_VALUES
from bot.presentation.systems.buttons import (
    ANSWER,
    ANSWER_FIELD,
    ANSWER_MEANT,
    ANSWERED,
    answer_form,
    meant_button,
)
from bot.services.rolls.requests import Place
from bot.services.rolls.rolling import Again
from bot.services.saved.uses import MissingValues
from bot.services.systems.calls import GameCall
from bot.texts import _
from dicewright.rendering import isolate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import discord

    from bot.commands.rolls.answers import RollAnswers
    from bot.commands.rolls.values import ValueForms
    from bot.services.button_states import ButtonStates
    from bot.services.rolls.requests import Requests
    from bot.services.systems.answering import AnsweredRolls
    from dicewright import NotationError

_WHICH = r":(?P<roll>\d+)"


@dataclass(frozen=True, slots=True)
class AnsweringAnswers:
    """Asks the other player for a roll, and says who won."""

    answered: AnsweredRolls
    requests: Requests
    answer: RollAnswers
    values: ValueForms
    states: ButtonStates

    def components(self) -> Iterator[Component]:
        """Yield what happens when the button is pressed, or the one under a mistake in the form."""
        yield Component(f"{ANSWER}{_WHICH}", self.ask)
        yield Component(f"{ANSWER_MEANT}{_WHICH}:{KEPT_KEY}", self.roll_kept)

    def forms(self) -> Iterator[Form]:
        """Yield what happens when the form is sent in, or the one for the values of a saved roll."""
        yield Form(f"{ANSWERED}{_WHICH}", self.roll)
        yield Form(f"{ANSWER_VALUES}{_WHICH}:{KEPT_KEY}", self.roll_with_values)

    async def ask(self, interaction: discord.Interaction[Any], roll: str) -> None:
        """Show the form."""
        roll_id = read_id(roll)
        call, example = await self.answered.example(roll_id, player_id=interaction.user.id)
        await interaction.response.send_modal(answer_form(roll_id, call, example))

    async def roll(self, interaction: discord.Interaction[Any], typed: Mapping[str, str], roll: str) -> None:
        """Roll what was typed against the first roll."""
        await self._roll(interaction, read_id(roll), typed[ANSWER_FIELD])

    async def roll_kept(self, interaction: discord.Interaction[Any], roll: str, key: str) -> None:
        """Roll what a button stands for."""
        await self._roll(interaction, read_id(roll), await self.states.found(key))

    async def roll_with_values(
        self, interaction: discord.Interaction[Any], typed: Mapping[str, str], roll: str, key: str
    ) -> None:
        """Roll a saved roll with the values that were typed."""
        asked = await self.states.found(key)
        await self._roll(interaction, read_id(roll), with_typed(asked, typed), asked=asked)

    async def _roll(
        self, interaction: discord.Interaction[Any], roll_id: int, text: str, *, asked: str = ""
    ) -> None:
        async with user_errors_answered(interaction, partial(self._instead, roll_id, text, asked)):
            place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)

            async def understand(text: str) -> GameCall | None:
                meant = await self.requests.meaning(text, place)
                return meant if isinstance(meant, GameCall) else None

            try:
                answering = await self.answered.answer(
                    roll_id, text, player_id=interaction.user.id, understand=understand
                )
            except MissingValues as missing:
                custom_id = f"{ANSWER_VALUES}:{roll_id}:{self.states.key_of(text)}"
                title = _("Answer with @{name}", name=isolate(missing.use.name))
                if not await self.values.ask(
                    interaction, missing, text, custom_id=custom_id, kept=(text,), title=title
                ):
                    raise
                return
            call = answering.call
            again = Again(call.call, saved=False, version=call.version)
            await self.answer.after(interaction, answering, again)

    async def _instead(
        self, roll_id: int, text: str, asked: str, error: NotationError
    ) -> discord.ui.View | None:
        """Return the button that answers with what was meant, or asks for values: no form answers a form."""
        if error.fix:
            meant, label = error.fix, ""
        elif isinstance(error, MissingValues):
            meant, label = text, _("Enter the values")
        elif asked:
            meant, label = asked, _("Enter the values again")
        else:
            return None
        return meant_button(roll_id, meant, await self.states.keep(meant), label=label)
