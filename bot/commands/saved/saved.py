"""/saved: rolls and numbers under names that players choose."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.commands.existing_option import EXISTING, Existing
from bot.commands.saved.owners import Whose, changeable, found, owner_of
from bot.discord_api.answers import user_errors_answered
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.discord_api.files.attachments import downloaded
from bot.presentation.saved.list import saved_choices
from bot.services.saved.files import LARGEST_FILE, from_file, to_file
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _, ngettext

if TYPE_CHECKING:
    from bot.commands.saved.actions import SavedActions

_FOR = locale_str("Your own, which work everywhere, or this server's, which everyone here can roll")
_NAME = locale_str("Name of the saved roll")
_OWNERS = [
    app_commands.Choice(name=locale_str("me"), value="me"),
    app_commands.Choice(name=locale_str("this server"), value="server"),
]
_MOST_CHOICES = 25
_FILE_NAME = "saved-rolls.json"
_Interaction = discord.Interaction[Any]
_Name = app_commands.Range[str, 1, 100]
_Text = app_commands.Range[str, 1, 1_000]


class SavedCommands(app_commands.Group):
    """The commands; what they do is in `SavedActions`."""

    def __init__(self, actions: SavedActions) -> None:
        super().__init__(
            name="saved",
            description=locale_str("Save rolls and numbers under names you choose"),
            allowed_contexts=EVERYWHERE,
            allowed_installs=BY_SERVER_OR_USER,
        )
        self._actions = actions

    @app_commands.command(description=locale_str("Save a roll or a number under a name"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(
        name=locale_str("Such as attack, which you then roll as @attack"),
        roll=locale_str("Such as 1d20+5"),
        whose=_FOR,
    )
    async def add(self, interaction: _Interaction, name: _Name, roll: _Text, whose: Whose = "me") -> None:
        """Save a roll under a new name."""
        async with user_errors_answered(interaction):
            await self._actions.add(interaction, owner_of(interaction, whose), name, roll)

    @app_commands.command(name="list", description=locale_str("List saved rolls"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(whose=_FOR)
    async def list_(self, interaction: _Interaction, whose: Whose = "me") -> None:
        """Show the first page."""
        async with user_errors_answered(interaction):
            await self._actions.show_page(interaction, whose, 0, in_place=False)

    @app_commands.command(description=locale_str("Show a saved roll"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(name=_NAME, whose=_FOR)
    async def show(self, interaction: _Interaction, name: _Name, whose: Whose | None = None) -> None:
        """Show one, with buttons for the rest."""
        async with user_errors_answered(interaction):
            await self._actions.show(interaction, await found(interaction, self._actions.saved, name, whose))

    @app_commands.command(description=locale_str("Edit or rename a saved roll"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(name=_NAME, whose=_FOR)
    async def edit(self, interaction: _Interaction, name: _Name, whose: Whose | None = None) -> None:
        """Open the form."""
        async with user_errors_answered(interaction):
            roll = await found(interaction, self._actions.saved, name, whose)
            await self._actions.open_form(interaction, roll)

    @app_commands.command(description=locale_str("Delete a saved roll"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(name=_NAME, whose=_FOR)
    async def remove(self, interaction: _Interaction, name: _Name, whose: Whose | None = None) -> None:
        """Remove one."""
        async with user_errors_answered(interaction):
            roll = await found(interaction, self._actions.saved, name, whose)
            await self._actions.remove(interaction, roll)

    @app_commands.command(description=locale_str("Share a saved roll with other players"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(name=_NAME, whose=_FOR)
    async def share(self, interaction: _Interaction, name: _Name, whose: Whose | None = None) -> None:
        """Post it for the others."""
        async with user_errors_answered(interaction):
            await self._actions.share(interaction, await found(interaction, self._actions.saved, name, whose))

    @app_commands.command(name="import", description=locale_str("Import saved rolls from a code or a file"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(
        code=locale_str("A code from /saved share"),
        file=locale_str("A file from /saved export"),
        existing=locale_str("What to do with names that are already in use"),
        whose=_FOR,
    )
    @app_commands.choices(existing=EXISTING)
    async def import_(
        self,
        interaction: _Interaction,
        code: app_commands.Range[str, 1, 40] | None = None,
        file: discord.Attachment | None = None,
        existing: Existing = "keep",
        whose: Whose = "me",
    ) -> None:
        """Save many."""
        async with user_errors_answered(interaction):
            owner = changeable(interaction, owner_of(interaction, whose))
            replace = existing == "replace"
            if code is not None and file is None:
                await self._actions.take(interaction, code, owner, replace=replace)
            elif file is not None and code is None:
                texts = from_file(await downloaded(file, most_bytes=LARGEST_FILE))
                outcome = await self._actions.saved.save_many(
                    owner, texts, replace=replace, server_id=interaction.guild_id
                )
                await self._actions.show_imported(interaction, outcome)
            else:
                raise UserError(_("Give either a code from /saved share or a file from /saved export."))

    @app_commands.command(description=locale_str("Export saved rolls as a file"))
    @app_commands.rename(whose="for")
    @app_commands.choices(whose=_OWNERS)
    @app_commands.describe(whose=_FOR)
    async def export(self, interaction: _Interaction, whose: Whose = "me") -> None:
        """Send the file."""
        async with user_errors_answered(interaction):
            rolls = await self._actions.saved.of(owner_of(interaction, whose))
            if not rolls:
                raise UserError(_("There are no saved rolls to export."))
            file = discord.File(BytesIO(to_file(rolls).encode()), _FILE_NAME)
            await interaction.response.send_message(
                ngettext(
                    "{count} saved roll. Use /saved import to load this file again.",
                    "{count} saved rolls. Use /saved import to load this file again.",
                    len(rolls),
                ),
                file=file,
                ephemeral=True,
            )

    @show.autocomplete("name")
    @edit.autocomplete("name")
    @remove.autocomplete("name")
    @share.autocomplete("name")
    async def _offer(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            known = await self._actions.saved.known_to(interaction.user.id, interaction.guild_id)
        except StoreUnavailable:
            return []
        whose: str | None = getattr(interaction.namespace, "for", None)
        if whose is not None and (whose == "me" or interaction.guild_id is not None):
            owner = owner_of(interaction, whose)
            known = tuple(roll for roll in known if roll.owner == owner)
        choices = [app_commands.Choice(name=name, value=value) for name, value in saved_choices(known, typed)]
        return choices[:_MOST_CHOICES]
