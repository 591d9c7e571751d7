"""What the commands and the buttons of saved rolls have in common."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.commands.saved.owners import WHOSE, changeable, may_change, owner_of
from bot.discord_api.answers import user_errors_answered
from bot.discord_api.custom_ids import UnreadableId
from bot.presentation.saved import cards as cards
from bot.presentation.saved.list import list_page
from bot.services.rolls.requests import Place
from bot.services.saved.sharing import read_code, shown_code
from bot.store.saved_rolls import OwnerKind
from dicewright import NotationError

if TYPE_CHECKING:
    import discord

    from bot.services.button_states import ButtonStates
    from bot.services.characters.characters import Characters
    from bot.services.rolls.requests import Requests
    from bot.services.saved.changes import Saved, SavedMany
    from bot.services.saved.saved import SavedRolls
    from bot.services.saved.sharing import Sharing
    from bot.store.saved_rolls import Owner, SavedRoll


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be saved, as a button can keep it.

    >>> Draft.read(str(Draft("player", "attack", "1d20 + 5"))).text
    '1d20 + 5'
    """

    kind: str
    """Whose it is: a player's, who is the person that presses the button, or a server's."""
    name: str
    text: str
    new_name: str = ""
    edited: bool = False
    """Whether something is saved under the name already, and is to be changed."""

    def __str__(self) -> str:
        return json.dumps([self.kind, self.name, self.text, self.new_name, self.edited])

    @classmethod
    def read(cls, kept: str) -> Draft:
        """Return the draft that `str` wrote. Raises ValueError for any other text."""
        try:
            kind, name, text, new_name, edited = json.loads(kept)
        except TypeError as unlike:
            raise ValueError("this is nothing to save") from unlike
        if kind not in WHOSE:
            raise ValueError("this is nothing to save")
        return cls(kind, str(name), str(text), str(new_name), edited=edited is True)


@dataclass(frozen=True, slots=True)
class SavedActions:
    """Does what was asked, and answers with it. Raises UserError, DiceError and StoreUnavailable."""

    saved: SavedRolls
    sharing: Sharing
    states: ButtonStates
    characters: Characters
    requests: Requests

    async def add(self, interaction: discord.Interaction[Any], owner: Owner, name: str, text: str) -> None:
        """Save a roll under a new name."""
        await self._save(interaction, Draft(owner.kind, name, text))

    async def change(
        self, interaction: discord.Interaction[Any], owner: Owner, name: str, text: str, *, new_name: str
    ) -> None:
        """Change what a name stands for, and the name."""
        await self._save(interaction, Draft(owner.kind, name, text, new_name, edited=True))

    async def save_meant(self, interaction: discord.Interaction[Any], key: str) -> None:
        """Save what a button under a mistake stands for."""
        kept = await self.states.found(key)
        try:
            draft = Draft.read(kept)
        except ValueError:
            raise UnreadableId from None
        await self._save(interaction, draft)

    async def _save(self, interaction: discord.Interaction[Any], draft: Draft) -> None:
        async with user_errors_answered(interaction, partial(self._instead, draft)):
            owner = changeable(interaction, owner_of(interaction, WHOSE[draft.kind]))
            server_id = interaction.guild_id
            try:
                outcome = (
                    await self.saved.edit(
                        owner, draft.name, draft.text, new_name=draft.new_name, server_id=server_id
                    )
                    if draft.edited
                    else await self.saved.add(owner, draft.name, draft.text, server_id=server_id)
                )
            except NotationError as error:
                place = Place(interaction.user.id, server_id, interaction.channel_id)
                raise await self.requests.better_error(draft.text, error, place) from None
            await self._show_saved(interaction, outcome)

    async def _instead(self, draft: Draft, error: NotationError) -> discord.ui.View | None:
        """Return the button that saves what was meant."""
        if not error.fix:
            return None
        key = await self.states.keep(str(replace(draft, text=error.fix)))
        return cards.meant_view(error.fix, key)

    async def _show_saved(self, interaction: discord.Interaction[Any], outcome: Saved) -> None:
        """Show what was saved, under consideration of the character in use."""
        place = interaction.user.id, interaction.guild_id, interaction.channel_id
        character = await self.characters.here(*place)
        values = await self.characters.values(*place)
        outcome = replace(outcome, missing=tuple(name for name in outcome.missing if name not in values))
        said = cards.saved_text(outcome)
        if character is not None and outcome.roll.name in values:
            said += " " + cards.hidden_text(outcome.roll, character.name)
        await self.show(interaction, outcome.roll, said=said)

    async def show(self, interaction: discord.Interaction[Any], roll: SavedRoll, *, said: str = "") -> None:
        """Show a saved roll, with buttons for what can be done with it."""
        view = cards.card_view(roll, may_change=may_change(interaction, roll.owner))
        await interaction.response.send_message(embed=cards.card(roll, said=said), view=view, ephemeral=True)

    async def show_page(
        self, interaction: discord.Interaction[Any], whose: str, number: int, *, in_place: bool
    ) -> None:
        """Show a page of a list; `in_place` of the one that was turned."""
        owner = owner_of(interaction, whose)
        embed, view = list_page(
            await self.saved.of(owner),
            number,
            whose=cards.owner_key(owner),
            on_server=interaction.guild_id is not None,
        )
        if in_place:
            await interaction.response.edit_message(embed=embed, view=view)
        else:
            await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    async def open_form(self, interaction: discord.Interaction[Any], roll: SavedRoll) -> None:
        """Open the form in which a saved roll is changed."""
        changeable(interaction, roll.owner)
        await interaction.response.send_modal(cards.edit_form(roll))

    async def remove(self, interaction: discord.Interaction[Any], roll: SavedRoll) -> None:
        """Remove a saved roll, with a button that puts it back."""
        key = await self.states.keep(roll.text)
        removed = await self.saved.remove(changeable(interaction, roll.owner), roll.name)
        await interaction.response.send_message(
            cards.removed_text(removed), view=cards.put_back_view(removed, key), ephemeral=True
        )

    async def share(self, interaction: discord.Interaction[Any], roll: SavedRoll) -> None:
        """Share a saved roll: all here can save it with a button, and others by the code."""
        share = await self.sharing.share(interaction.user.id, roll.owner, roll.name)
        days = (share.expires_at - share.created_at).days
        text = cards.shared_text(
            interaction.user.display_name, roll, share.rolls, shown_code(share.code), days
        )
        await interaction.response.send_message(text, view=cards.take_view(share.code))

    async def take(
        self, interaction: discord.Interaction[Any], code: str, owner: Owner, *, replace: bool
    ) -> None:
        """Save what a code stands for."""
        outcome = await self.sharing.take(
            code, changeable(interaction, owner), replace=replace, server_id=interaction.guild_id
        )
        again = read_code(code) if owner.kind is OwnerKind.PLAYER else ""
        await self.show_imported(interaction, outcome, code=again)

    async def show_imported(
        self, interaction: discord.Interaction[Any], outcome: SavedMany, *, code: str = ""
    ) -> None:
        """Show the outcome of an import; with a code, what was there can still be replaced."""
        text = cards.imported_text(outcome)
        if outcome.kept and code:
            await interaction.response.send_message(text, view=cards.replace_view(code), ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)

    async def put_back(
        self, interaction: discord.Interaction[Any], owner: Owner, name: str, state_key: str
    ) -> None:
        """Undo a removal."""
        await self.add(interaction, owner, name, await self.states.found(state_key))
