"""The buttons, selects and the form of saved rolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.commands.saved.owners import owner_of
from bot.discord_api.components import Component, Form, selected
from bot.presentation.rolls.buttons import KEPT_KEY
from bot.presentation.saved import cards as cards
from bot.presentation.saved.list import PAGE, PICK
from bot.services.rolls.rolling import RollRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import discord

    from bot.commands.rolls.answers import RollAnswer
    from bot.commands.saved.actions import SavedActions
    from bot.store.saved_rolls import SavedRoll

# A button acts for the person who presses it, or for the server it is on: never for anyone else.
_ROLL = r"(?P<whose>mine|server):(?P<name>\w+)"


def saved_components(actions: SavedActions, answer_with_roll: RollAnswer) -> Iterator[Component]:
    """Yield what happens when a button is tapped or something is chosen."""

    async def roll_it(interaction: discord.Interaction[Any], whose: str, name: str) -> None:
        roll = await _found(actions, interaction, whose, name)
        await answer_with_roll(interaction, RollRequest(f"@{roll.name}", saved_by=roll.owner))

    async def pick(interaction: discord.Interaction[Any], whose: str | None) -> None:
        name = selected(interaction)
        # Lists posted by earlier versions do not say whose they are.
        owner = owner_of(interaction, whose) if whose else None
        await answer_with_roll(interaction, RollRequest(f"@{name}", saved_by=owner))

    async def edit(interaction: discord.Interaction[Any], whose: str, name: str) -> None:
        await actions.open_form(interaction, await _found(actions, interaction, whose, name))

    async def share(interaction: discord.Interaction[Any], whose: str, name: str) -> None:
        await actions.share(interaction, await _found(actions, interaction, whose, name))

    async def remove(interaction: discord.Interaction[Any], whose: str, name: str) -> None:
        await actions.remove(interaction, await _found(actions, interaction, whose, name))

    async def put_back(interaction: discord.Interaction[Any], whose: str, name: str, key: str) -> None:
        await actions.put_back(interaction, owner_of(interaction, whose), name, key)

    async def turn(interaction: discord.Interaction[Any], whose: str, number: str) -> None:
        await actions.show_page(interaction, whose, int(number), in_place=True)

    async def take(interaction: discord.Interaction[Any], code: str) -> None:
        await actions.take(interaction, code, owner_of(interaction, "mine"), replace=False)

    async def replace(interaction: discord.Interaction[Any], code: str) -> None:
        await actions.take(interaction, code, owner_of(interaction, "mine"), replace=True)

    yield Component(f"{cards.ROLL}{_ROLL}", roll_it)
    yield Component(f"{cards.MEANT}{KEPT_KEY}", actions.save_meant)
    yield Component(rf"{PICK}(?::(?P<whose>mine|server))?", pick)
    yield Component(f"{cards.EDIT}{_ROLL}", edit)
    yield Component(f"{cards.SHARE}{_ROLL}", share)
    yield Component(f"{cards.REMOVE}{_ROLL}", remove)
    yield Component(f"{cards.PUT_BACK}{_ROLL}:(?P<key>[0-9a-f]+)", put_back)
    yield Component(rf"{PAGE}(?P<whose>mine|server):(?P<number>-?\d{{1,4}})", turn)
    yield Component(rf"{cards.TAKE}(?P<code>\w+)", take)
    yield Component(rf"{cards.REPLACE}(?P<code>\w+)", replace)


def saved_forms(actions: SavedActions) -> Iterator[Form]:
    """Yield what happens when the form is sent in."""

    async def edited(
        interaction: discord.Interaction[Any], typed: Mapping[str, str], whose: str, name: str
    ) -> None:
        owner, new_name = owner_of(interaction, whose), typed.get(cards.NAME, "")
        await actions.change(interaction, owner, name, typed[cards.TEXT], new_name=new_name)

    yield Form(f"{cards.EDITED}{_ROLL}", edited)


async def _found(
    actions: SavedActions, interaction: discord.Interaction[Any], whose: str, name: str
) -> SavedRoll:
    return await actions.saved.find(owner_of(interaction, whose), name)
