"""The form that asks for the values that a saved roll needs, and the roll with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.rolls.buttons import pressed_state
from bot.commands.saved.owners import owner_of
from bot.discord_api.components import Form
from bot.presentation.rolls.buttons import ButtonState
from bot.presentation.saved.values_form import values_form, values_in, values_pattern
from bot.services.rolls.requests import Place
from bot.services.rolls.rolling import RollRequest
from bot.services.saved.uses import read_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.commands.rolls.answers import RollAnswer
    from bot.services.button_states import ButtonStates
    from bot.services.rolls.requests import Requests
    from bot.services.saved.uses import MissingValues
    from bot.store.visibility import Visibility

_WHOSE = {"player": "mine", "server": "server"}


@dataclass(frozen=True, slots=True)
class ValueForms:
    """Asks for values, each in a field of its own."""

    requests: Requests
    states: ButtonStates

    async def __call__(
        self,
        interaction: discord.Interaction[Any],
        request: RollRequest,
        missing: MissingValues,
        visibility: Visibility,
    ) -> bool:
        """Answer with the form; return whether that can be done.

        Discord takes no form in answer to a form, one of several rolls is better written out, and no value
        helps a text that is wrong besides.
        """
        if interaction.type is discord.InteractionType.modal_submit or missing.use.text != request.text:
            return False
        place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)
        filled = missing.use.with_values(missing.samples)
        if request.saved_by is None and not await self.requests.is_right(filled, place):
            return False
        described = await self.requests.described(missing, interaction.guild_id)
        whose = "any" if request.saved_by is None else _WHOSE[request.saved_by.kind]
        state = ButtonState(request.text, request.note, visibility)
        modal, kept = values_form(
            missing, described, state, self.states.key_of, whose=whose, times=request.times
        )
        await interaction.response.send_modal(modal)
        await self.states.keep_soon(kept)
        return True


def value_forms(states: ButtonStates, answer_with_roll: RollAnswer) -> Iterator[Form]:
    """Yield what happens when the form is sent in."""

    async def roll(
        interaction: discord.Interaction[Any],
        typed: Mapping[str, str],
        whose: str,
        times: str,
        state: str | None,
        key: str | None,
    ) -> None:
        pressed = await pressed_state(states, state, key)
        use = read_use(pressed.text)
        text = pressed.text if use is None else use.with_values(values_in(typed))
        await answer_with_roll(
            interaction,
            RollRequest(
                text,
                pressed.note,
                max(1, int(times)),
                pressed.visibility,
                saved_by=None if whose == "any" else owner_of(interaction, whose),
            ),
        )

    yield Form(values_pattern(), roll)
