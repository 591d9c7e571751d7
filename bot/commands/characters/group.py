"""/character: named numbers of the people whom a player plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.commands.existing_option import EXISTING, Existing
from bot.discord_api.answers import user_errors_answered
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.discord_api.files.attachments import downloaded
from bot.presentation.discord_limits import CHOICE_NAME, CHOICES, cut
from bot.services.characters.files import LARGEST_FILE
from bot.services.characters.names import name_key
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _

if TYPE_CHECKING:
    from bot.commands.characters.actions import CharacterActions

_WHICH = locale_str("Which character (the one in use here by default)")
_NONE = "none"
_PLACES = [
    app_commands.Choice(name=locale_str("this server"), value="server"),
    app_commands.Choice(name=locale_str("this channel"), value="channel"),
]
_Interaction = discord.Interaction[Any]
_Name = app_commands.Range[str, 1, 50]
_Value = app_commands.Range[str, 1, 100]


class CharacterCommands(app_commands.Group):
    """The commands; what they do is in `CharacterActions`."""

    def __init__(self, actions: CharacterActions) -> None:
        super().__init__(
            name="character",
            description=locale_str("Keep your characters' numbers, and roll with them"),
            allowed_contexts=EVERYWHERE,
            allowed_installs=BY_SERVER_OR_USER,
        )
        self._actions = actions

    @app_commands.command(description=locale_str("Add a character: paste its values into a form"))
    async def add(self, interaction: _Interaction) -> None:
        """Open the form."""
        async with user_errors_answered(interaction):
            await self._actions.open_form(interaction, None)

    @app_commands.command(description=locale_str("Choose the character you play here"))
    @app_commands.choices(where=_PLACES)
    @app_commands.describe(
        name=locale_str("Which character"), where=locale_str("Where you play it: this server or this channel")
    )
    async def use(
        self, interaction: _Interaction, name: _Name, where: Literal["server", "channel"] = "server"
    ) -> None:
        """Use one."""
        async with user_errors_answered(interaction):
            cast = await self._actions.characters.cast(interaction.user.id)
            none = name_key(name) == _NONE and _NONE not in cast.characters
            character = None if none else await self._actions.find(interaction, name)
            await self._actions.use(interaction, character, where)

    @app_commands.command(name="set", description=locale_str("Set one value of your character"))
    @app_commands.describe(
        name=locale_str("Such as Stealth, which you then roll as @stealth"),
        value=locale_str("A number, or dice such as 1d6. Leave it out to remove the value"),
        character=_WHICH,
    )
    async def set_(
        self, interaction: _Interaction, name: _Name, value: _Value = "", character: _Name = ""
    ) -> None:
        """Set one."""
        async with user_errors_answered(interaction):
            found = await self._actions.find(interaction, character)
            await self._actions.set(interaction, found, name, value)

    @app_commands.command(description=locale_str("Show a character"))
    @app_commands.describe(name=_WHICH)
    async def show(self, interaction: _Interaction, name: _Name = "") -> None:
        """Show one, with buttons for the rest."""
        async with user_errors_answered(interaction):
            await self._actions.show(interaction, await self._actions.find(interaction, name))

    @app_commands.command(name="list", description=locale_str("List your characters"))
    async def list_(self, interaction: _Interaction) -> None:
        """Show all."""
        async with user_errors_answered(interaction):
            await self._actions.show_all(interaction)

    @app_commands.command(description=locale_str("Edit all values of a character in a form"))
    @app_commands.describe(name=_WHICH)
    async def edit(self, interaction: _Interaction, name: _Name = "") -> None:
        """Open the form."""
        async with user_errors_answered(interaction):
            await self._actions.open_form(interaction, await self._actions.find(interaction, name))

    @app_commands.command(description=locale_str("Delete a character"))
    @app_commands.describe(name=locale_str("Which character"))
    async def remove(self, interaction: _Interaction, name: _Name) -> None:
        """Remove one."""
        async with user_errors_answered(interaction):
            await self._actions.remove(interaction, name)

    @app_commands.command(description=locale_str("Export characters as a file"))
    @app_commands.describe(name=locale_str("Which character (all of them by default)"))
    async def export(self, interaction: _Interaction, name: _Name = "") -> None:
        """Send the file."""
        async with user_errors_answered(interaction):
            cast = await self._actions.characters.cast(interaction.user.id)
            chosen = [await self._actions.find(interaction, name)] if name else cast.characters.values()
            await self._actions.export(interaction, tuple(chosen))

    @app_commands.command(
        name="import", description=locale_str("Add characters from a file, or a sheet as a text file")
    )
    @app_commands.choices(existing=EXISTING)
    @app_commands.describe(
        file=locale_str("A file from /character export, or a text file with a value in each line"),
        name=locale_str("What to call the character of a text file"),
        existing=locale_str("What to do with characters that you already have"),
    )
    async def import_(
        self,
        interaction: _Interaction,
        file: discord.Attachment,
        name: _Name = "",
        existing: Existing = "keep",
    ) -> None:
        """Add those in a file."""
        async with user_errors_answered(interaction):
            content = await downloaded(file, most_bytes=LARGEST_FILE)
            called = name or file.filename.rpartition(".")[0] or file.filename
            await self._actions.take(interaction, content, called[:50], replace=existing == "replace")

    @use.autocomplete("name")
    @show.autocomplete("name")
    @edit.autocomplete("name")
    @remove.autocomplete("name")
    @export.autocomplete("name")
    @set_.autocomplete("character")
    async def _offer(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            cast = await self._actions.characters.cast(interaction.user.id)
        except StoreUnavailable:
            return []
        wanted = name_key(typed)
        choices = [
            app_commands.Choice(name=each.name, value=each.name)
            for each in cast.characters.values()
            if wanted in each.key
        ]
        if interaction.command is self.use and wanted in _NONE:
            choices.append(app_commands.Choice(name=_("no character"), value=_NONE))
        return choices[:CHOICES]

    @set_.autocomplete("name")
    async def _offer_values(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        written = getattr(interaction.namespace, "character", None) or ""
        try:
            character = await self._actions.find(interaction, written)
        except (StoreUnavailable, UserError):
            return []
        wanted = name_key(typed).replace(" ", "_")
        return [
            app_commands.Choice(name=cut(f"{name} \N{MIDDLE DOT} {text}", CHOICE_NAME), value=name)
            for name, text in character.values.items()
            if wanted in name
        ][:CHOICES]
