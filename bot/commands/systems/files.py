"""/system add, table, remove, export and share: the game systems of a server's own."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.systems.systems import choices_of, named
from bot.discord_api.answers import thinking_privately
from bot.discord_api.components import Component, Form
from bot.discord_api.contexts import is_member_here, may_manage_server
from bot.discord_api.files.attachments import downloaded
from bot.presentation.rolls.buttons import KEPT_KEY
from bot.presentation.systems import files as shown
from bot.services.saved.sharing import shown_code
from bot.services.systems.calls import VERSION_LENGTH
from bot.services.systems.files import LARGEST_FILE
from bot.services.user_error import UserError
from bot.store.connection.availability import StoreUnavailable
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from discord import app_commands

    from bot.services.button_states import ButtonStates
    from bot.services.rate_limiter import RateLimiter
    from bot.services.saved.sharing import Sharing
    from bot.services.systems.files import SystemFiles
    from bot.services.systems.server_games import ServerGames

_Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFileAnswers:
    """Changes a server's game systems. These methods raise DiceError, UserError and StoreUnavailable."""

    files: SystemFiles
    games: ServerGames
    sharing: Sharing
    states: ButtonStates
    rate: RateLimiter

    async def add(self, interaction: _Interaction, file: discord.Attachment | None, code: str | None) -> None:
        """Add the system of a file or of a code."""
        _check_may_change(interaction)
        if (file is None) == (code is None):
            raise UserError(_("Give either a file or a code from /system share."))
        self.rate.check(interaction.user.id)
        async with thinking_privately(interaction):
            if file is None:
                await self._place(interaction, await self.sharing.system_file(code or ""))
                return
            from bot.services.systems.plain_tables import is_toml, table_file  # only for those who add a file

            text = _text_in(await downloaded(file, most_bytes=LARGEST_FILE))
            if is_toml(text):
                await self._place(interaction, text)
            else:
                await self._place(interaction, table_file(file.filename, text), plain=True)

    async def open_table(self, interaction: _Interaction, name: str) -> None:
        """Show the form for the rows of a table."""
        from bot.services.systems.plain_tables import command_of

        _check_may_change(interaction)
        command = command_of(name)
        if not command:
            raise UserError(_("A table needs a name with letters, such as loot: it's what players type."))
        await interaction.response.send_modal(shown.table_form(command))

    async def table(self, interaction: _Interaction, typed: Mapping[str, str], command: str) -> None:
        """Add the table whose rows were pasted."""
        from bot.services.systems.plain_tables import table_file

        _check_may_change(interaction)
        self.rate.check(interaction.user.id)
        async with thinking_privately(interaction):
            await self._place(interaction, table_file(command, typed[shown.ROWS_FIELD]), plain=True)

    async def put(self, interaction: _Interaction, key: str) -> None:
        """Add a file although that hides something: somebody has said yes."""
        _check_may_change(interaction)
        text = await self.states.find(key)
        if text is None:
            raise UserError(_("This button has expired. Use /system add again."))
        async with thinking_privately(interaction):
            await self._place(interaction, text, sure=True)

    async def remove(self, interaction: _Interaction, name: str) -> None:
        """Remove a system, with a button that puts it back."""
        file = await self.files.remove(_check_may_change(interaction), name)
        view = shown.put_back_view(file.digest[:VERSION_LENGTH])
        await interaction.response.send_message(shown.removed_text(file), view=view, ephemeral=True)

    async def put_back(self, interaction: _Interaction, version: str) -> None:
        """Undo a removal."""
        file = await self.files.put_back(_check_may_change(interaction), version)
        await interaction.response.send_message(shown.put_back_text(file), ephemeral=True)

    async def export(self, interaction: _Interaction, name: str) -> None:
        """Send the file of a system, also of one that comes with the bot."""
        games = await self.games.here(interaction.guild_id)
        system = named(games.systems, name)
        own = games.files.get(system.command)
        content = (own or self.games.shipped.systems.file(system.command)).encode()
        await interaction.response.send_message(
            shown.exported_text(system.command, own=own is not None),
            file=discord.File(BytesIO(content), f"{system.command}.toml"),
            ephemeral=True,
        )

    async def share(self, interaction: _Interaction, name: str) -> None:
        """Share a system of the server by a code."""
        file = await self.files.find(_server(interaction), name)
        share = await self.sharing.share_system(interaction.user.id, file.text)
        days = (share.expires_at - share.created_at).days
        player, code = interaction.user.display_name, shown_code(share.code)
        await interaction.response.send_message(
            shown.shared_text(player, file.name, file.command, code, days)
        )

    async def names(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Return the server's own systems that match what is typed into an option."""
        if interaction.guild_id is None:
            return []
        try:
            files = await self.files.of(interaction.guild_id)
        except StoreUnavailable:
            return []
        wanted = typed.strip().casefold()
        matching = [file for file in files if wanted in file.command or wanted in file.name.casefold()]
        return choices_of((file.command, file.name) for file in matching)

    def components(self) -> Iterator[Component]:
        """Yield what happens when buttons are pressed."""
        yield Component(f"{shown.PLACE}{KEPT_KEY}", self.put)
        yield Component(f"{shown.PUT_BACK}(?P<version>[0-9a-f]{{{VERSION_LENGTH}}})", self.put_back)

    def forms(self) -> Iterator[Form]:
        """Yield what happens when the form of a table is sent in."""
        yield Form(rf"{shown.TABLE}(?P<command>[a-z][a-z0-9-]{{0,31}})", self.table)

    async def _place(
        self, interaction: _Interaction, text: str, *, sure: bool = False, plain: bool = False
    ) -> None:
        """Add a file and show what its tests said; or ask, where it hides something."""
        found = await self.files.add(
            text, server_id=_server(interaction), player_id=interaction.user.id, sure=sure
        )
        if found.check.failures:
            await interaction.edit_original_response(embed=shown.failed_reply(found.check))
            return
        if found.added:
            embeds, view = shown.added_reply(found, plain=plain)
        else:
            embeds, view = shown.question(found, await self.states.keep(text), plain=plain)
        await interaction.edit_original_response(embeds=embeds, view=view)


def _check_may_change(interaction: _Interaction) -> int:
    """Return the server. Raises UserError where there is none, or the person may not change its systems."""
    server_id = _server(interaction)
    if not may_manage_server(interaction):
        raise UserError(_("Only members with Manage Server can change this server's game systems."))
    return server_id


def _server(interaction: _Interaction) -> int:
    if interaction.guild_id is None or not is_member_here(interaction):
        raise UserError(_("Game systems are added to servers. Use this on a server that has the bot."))
    return interaction.guild_id


def _text_in(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(_("This file isn't UTF-8 text. Save it again as UTF-8.")) from None
