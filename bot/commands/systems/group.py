"""/system: the commands. What they do is in `SystemAnswers` and `SystemFileAnswers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.discord_api.answers import user_errors_answered
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE

if TYPE_CHECKING:
    from bot.commands.systems.files import SystemFileAnswers
    from bot.commands.systems.systems import SystemAnswers
    from bot.services.systems.choosing import Where

_WHERE = [
    app_commands.Choice(name=locale_str("this channel"), value="channel"),
    app_commands.Choice(name=locale_str("this server"), value="server"),
    app_commands.Choice(name=locale_str("me"), value="me"),
]
_Interaction = discord.Interaction[Any]
_Name = app_commands.Range[str, 1, 100]


class SystemCommands(app_commands.Group):
    """The commands."""

    def __init__(self, answers: SystemAnswers, files: SystemFileAnswers) -> None:
        super().__init__(
            name="system",
            description=locale_str("Game systems: see how each is rolled, and choose what you play"),
            allowed_contexts=EVERYWHERE,
            allowed_installs=BY_SERVER_OR_USER,
        )
        self._answers = answers
        self._files = files

    @app_commands.command(name="list", description=locale_str("List all game systems"))
    async def list_(self, interaction: _Interaction) -> None:
        """Show all systems."""
        async with user_errors_answered(interaction):
            await self._answers.list_(interaction)

    @app_commands.command(description=locale_str("See how a game system is rolled, with examples to try"))
    @app_commands.describe(name=locale_str("Its name, such as Call of Cthulhu or coc"))
    async def show(self, interaction: _Interaction, name: _Name) -> None:
        """Show the page of a system."""
        async with user_errors_answered(interaction):
            await self._answers.show(interaction, name)

    @app_commands.command(description=locale_str("Choose a game system, to roll it without its name"))
    @app_commands.rename(where="for")
    @app_commands.choices(where=_WHERE)
    @app_commands.describe(
        name=locale_str("Its name, such as Call of Cthulhu or coc"),
        where=locale_str("Where to use it (for others, you need Manage Server)"),
    )
    async def choose(self, interaction: _Interaction, name: _Name, where: str = "me") -> None:
        """Choose a system for a place."""
        async with user_errors_answered(interaction):
            await self._answers.choose(interaction, name, cast("Where", where))

    @app_commands.command(description=locale_str("Add a game system or a random table to this server"))
    @app_commands.describe(
        file=locale_str("A game system (TOML), or a text file with one row of a table in each line"),
        code=locale_str("A code from /system share"),
    )
    async def add(
        self,
        interaction: _Interaction,
        file: discord.Attachment | None = None,
        code: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Add a file."""
        async with user_errors_answered(interaction):
            await self._files.add(interaction, file, code)

    @app_commands.command(description=locale_str("Add a random table: paste one row in each line"))
    @app_commands.describe(name=locale_str("What players type to roll on it, such as loot"))
    async def table(self, interaction: _Interaction, name: _Name) -> None:
        """Open the form for the rows of a table."""
        async with user_errors_answered(interaction):
            await self._files.open_table(interaction, name)

    @app_commands.command(description=locale_str("Remove a game system that this server has added"))
    @app_commands.describe(name=locale_str("Its name or command"))
    async def remove(self, interaction: _Interaction, name: _Name) -> None:
        """Remove a file."""
        async with user_errors_answered(interaction):
            await self._files.remove(interaction, name)

    @app_commands.command(description=locale_str("Get the file of a game system, to change it"))
    @app_commands.describe(name=locale_str("Its name, such as Call of Cthulhu or coc"))
    async def export(self, interaction: _Interaction, name: _Name) -> None:
        """Send a file."""
        async with user_errors_answered(interaction):
            await self._files.export(interaction, name)

    @app_commands.command(description=locale_str("Share a game system of this server with other servers"))
    @app_commands.describe(name=locale_str("Its name or command"))
    async def share(self, interaction: _Interaction, name: _Name) -> None:
        """Post a code."""
        async with user_errors_answered(interaction):
            await self._files.share(interaction, name)

    @show.autocomplete("name")
    @choose.autocomplete("name")
    @export.autocomplete("name")
    async def _names(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._answers.names(interaction, typed)

    @remove.autocomplete("name")
    @share.autocomplete("name")
    async def _own_names(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._files.names(interaction, typed)
