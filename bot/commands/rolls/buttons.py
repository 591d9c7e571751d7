"""The buttons under rolls. Anybody may press them, and then rolls or saves as themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.discord_api.components import Component, Form, selected
from bot.discord_api.custom_ids import UnreadableId
from bot.presentation.rolls.buttons import MENU, ROLL, SAVE, ButtonState, state_pattern
from bot.presentation.saved.form import NAME_FIELD, SAVE_FORM, TEXT_FIELD, save_form
from bot.services.rolls.rolling import RollRequest
from bot.services.user_error import UserError
from bot.store.saved_rolls import Owner
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import discord

    from bot.commands.rolls.answers import RollAnswer
    from bot.commands.saved.actions import SavedActions
    from bot.services.button_states import ButtonStates


def roll_button_components(states: ButtonStates, answer_with_roll: RollAnswer) -> Iterator[Component]:
    """Yield what happens when a button under a roll is pressed.

    The roll is that of the message, with what its names stood for, and seen by those who see the message:
    what one player rolls for oneself, only that player can press.
    """

    async def roll(interaction: discord.Interaction[Any], state: str | None, key: str | None) -> None:
        pressed = await pressed_state(states, state, key)
        await answer_with_roll(interaction, pressed_request(pressed))

    async def save(interaction: discord.Interaction[Any], state: str | None, key: str | None) -> None:
        pressed = await pressed_state(states, state, key)
        await interaction.response.send_modal(save_form(_with_note(pressed)))

    yield Component(state_pattern(ROLL), roll)
    yield Component(state_pattern(SAVE), save)


def pressed_request(pressed: ButtonState) -> RollRequest:
    """Return what is asked for by a button that rolls."""
    return RollRequest(
        pressed.text,
        pressed.note,
        visibility=pressed.visibility,
        version=pressed.version,
        called=pressed.called,
    )


def menu_component(components: Sequence[Component]) -> Component:
    """Return the menu under a roll: what is chosen in it does what a button of that custom id does."""

    async def choose(interaction: discord.Interaction[Any]) -> None:
        chosen = selected(interaction)
        for component in components:
            if found := re.fullmatch(component.pattern, chosen):
                await component.handle(interaction, **found.groupdict())
                return
        raise UnreadableId

    return Component(MENU, choose)


async def pressed_state(states: ButtonStates, state: str | None, key: str | None) -> ButtonState:
    """Return what a button stands for, from the groups of its pattern.

    Raises UserError if that is no longer known or was never given out, and StoreUnavailable.
    """
    written = state if key is None else await states.find(key)
    if written is None:
        raise UserError(_("This button has expired. Type the roll again."))
    try:
        return ButtonState.read(written)
    except ValueError:
        raise UnreadableId from None


def _with_note(pressed: ButtonState) -> str:
    """Return what a button rolls with its note after it, if that is one roll without a note."""
    bare = not set("#;") & {*pressed.text, *pressed.note}
    return f"{pressed.text} # {pressed.note}" if pressed.note and bare else pressed.text


def save_forms(actions: SavedActions) -> Iterator[Form]:
    """Yield what happens when the form of the button Save is sent in."""

    async def save(interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        owner = Owner.player(interaction.user.id)
        await actions.add(interaction, owner, typed[NAME_FIELD], typed[TEXT_FIELD])

    yield Form(SAVE_FORM, save)
