"""The form that asks for the values that a saved roll needs, and the roll with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.rolls.buttons import pressed_state
from bot.commands.saved.owners import WHOSE, owner_of
from bot.discord_api.components import Form
from bot.presentation.rolls.buttons import ButtonState, state_id
from bot.presentation.saved.values_form import VALUES, values_form, values_in, values_pattern
from bot.services.rolls.requests import Place
from bot.services.rolls.rolling import RollRequest
from bot.services.saved.uses import read_use
from bot.texts import _
from dicewright.rendering import isolate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.commands.rolls.answers import RollAnswer
    from bot.services.button_states import ButtonStates
    from bot.services.rolls.requests import Requests
    from bot.services.saved.uses import MissingValues
    from bot.store.visibility import Visibility


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
        """Answer with the form for a roll; return whether that can be done."""
        whose = "any" if request.saved_by is None else WHOSE[request.saved_by.kind]
        state = ButtonState(request.text, request.note, visibility)
        custom_id, kept = state_id(f"{VALUES}.{whose}.{request.times}", state, self.states.key_of)
        title = _("Roll @{name}", name=isolate(missing.use.name))
        alone = request.saved_by is not None
        return await self.ask(
            interaction, missing, request.text, custom_id=custom_id, kept=kept, title=title, surely=alone
        )

    async def ask(
        self,
        interaction: discord.Interaction[Any],
        missing: MissingValues,
        text: str,
        *,
        custom_id: str,
        kept: tuple[str, ...],
        title: str,
        surely: bool = False,
    ) -> bool:
        """Answer with the form for the values that a text needs; return whether that can be done.

        Discord takes no form in answer to a form, one of several rolls is better written out, and no value
        helps a text that is wrong besides, unless the text is `surely` right. What is `kept` is what its
        custom id stands for.
        """
        response = interaction.response
        if interaction.type is discord.InteractionType.modal_submit or response.is_done():
            return False
        if missing.use.text != text:
            return False
        place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)
        if not surely and not await self.requests.is_right(missing.use.with_values(missing.samples), place):
            return False
        described = await self.requests.described(missing, interaction.guild_id)
        await response.send_modal(values_form(missing, described, custom_id=custom_id, title=title))
        await self.states.keep_soon(kept)
        return True


def with_typed(text: str, typed: Mapping[str, str]) -> str:
    """Return a text with the values that were typed into the form for it."""
    use = read_use(text)
    return text if use is None else use.with_values(values_in(typed))


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
        await answer_with_roll(
            interaction,
            RollRequest(
                with_typed(pressed.text, typed),
                pressed.note,
                max(1, int(times)),
                pressed.visibility,
                saved_by=None if whose == "any" else owner_of(interaction, whose),
                # The button under a mistake does not know whose saved roll it was.
                asked="" if whose == "server" else pressed.text,
            ),
        )

    yield Form(values_pattern(), roll)
