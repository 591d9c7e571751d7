"""Answer this roll: the button and the form with which another player rolls against a roll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.discord_api.answers import user_errors_answered
from bot.discord_api.components import Component, Form
from bot.discord_api.custom_ids import read_id
from bot.presentation.systems.buttons import ANSWER, ANSWER_FIELD, ANSWERED, answer_form
from bot.services.rolls.requests import Place
from bot.services.rolls.rolling import Again
from bot.services.systems.calls import GameCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import discord

    from bot.commands.rolls.answers import RollAnswers
    from bot.services.rolls.requests import Requests
    from bot.services.systems.answering import AnsweredRolls

_WHICH = r":(?P<roll>\d+)"


@dataclass(frozen=True, slots=True)
class AnsweringAnswers:
    """Asks the other player for a roll, and says who won."""

    answered: AnsweredRolls
    requests: Requests
    answer: RollAnswers

    def components(self) -> Iterator[Component]:
        """Yield what happens when the button is pressed."""
        yield Component(f"{ANSWER}{_WHICH}", self.ask)

    def forms(self) -> Iterator[Form]:
        """Yield what happens when the form is sent in."""
        yield Form(f"{ANSWERED}{_WHICH}", self.roll)

    async def ask(self, interaction: discord.Interaction[Any], roll: str) -> None:
        """Show the form."""
        roll_id = read_id(roll)
        call, example = await self.answered.example(roll_id, player_id=interaction.user.id)
        await interaction.response.send_modal(answer_form(roll_id, call, example))

    async def roll(self, interaction: discord.Interaction[Any], typed: Mapping[str, str], roll: str) -> None:
        """Roll what was typed against the first roll."""
        async with user_errors_answered(interaction):
            place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)

            async def understand(text: str) -> GameCall | None:
                meant = await self.requests.meaning(text, place)
                return meant if isinstance(meant, GameCall) else None

            answering = await self.answered.answer(
                read_id(roll), typed[ANSWER_FIELD], player_id=interaction.user.id, understand=understand
            )
            call = answering.call
            again = Again(call.call, saved=False, version=call.version)
            await self.answer.after(interaction, answering, again)
