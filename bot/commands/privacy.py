"""/privacy: what is stored about a player, to export or to delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.discord_api.answers import user_errors_answered
from bot.discord_api.components import Component
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.discord_api.custom_ids import read_id, read_key
from bot.presentation import privacy_panel as panel
from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.rolls.files import RollFiles
    from bot.services.history.retention import RetentionRules
    from bot.services.privacy.personal_file import PersonalFiles
    from bot.services.privacy.privacy import Privacy
    from bot.services.rate_limiter import RateLimiter
    from bot.services.settings.preferences import Preferences

_PLAYER = r"(?P<player_id>\d+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyAnswers:
    """Shows, hands out and deletes what is stored about the person who asks, and about nobody else.

    These methods raise UserError and StoreUnavailable.
    """

    privacy: Privacy
    personal: PersonalFiles
    files: RollFiles
    preferences: Preferences
    rate: RateLimiter
    rules: RetentionRules

    def components(self) -> Iterator[Component]:
        """Yield what happens when the buttons are pressed."""
        yield Component(panel.EXPORT + _PLAYER, self.export)
        yield Component(rf"{panel.REST}{_PLAYER}:(?P<key>\d+\.\d+)", self.export)
        yield Component(panel.DELETE + _PLAYER, self.ask)
        yield Component(panel.KEEP + _PLAYER, self.keep)
        yield Component(panel.CONFIRM + _PLAYER, self.delete)

    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Answer with what is stored."""
        self.rate.check(interaction.user.id)
        embed, view = await self._page(interaction)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    async def export(self, interaction: discord.Interaction[Any], player_id: str, key: str = "") -> None:
        """Answer with all of it as a file, or with the rolls before a key."""
        asker_id = _asker(interaction, player_id)
        async with self.files.making(interaction) as most_bytes:
            file = await self.personal.file(asker_id, most_bytes=most_bytes, before=read_key(key))
            await self.files.send(
                interaction, file, panel.export_text(file), panel.export_view(asker_id, file)
            )

    async def ask(self, interaction: discord.Interaction[Any], player_id: str) -> None:
        """Ask whether all of it is to be deleted."""
        asker_id = _asker(interaction, player_id)
        embed, view = panel.confirmation(asker_id, await self.privacy.holdings(asker_id))
        await interaction.response.edit_message(embed=embed, view=view)

    async def keep(self, interaction: discord.Interaction[Any], player_id: str) -> None:
        """Go back to what is stored."""
        _asker(interaction, player_id)
        embed, view = await self._page(interaction)
        await interaction.response.edit_message(embed=embed, view=view)

    async def delete(self, interaction: discord.Interaction[Any], player_id: str) -> None:
        """Delete all of it, which may take a while, and say so."""
        asker_id = _asker(interaction, player_id)
        await interaction.response.defer()
        embed, view = panel.deleted(await self.privacy.remove_all(asker_id))
        await interaction.edit_original_response(embed=embed, view=view)

    async def _page(self, interaction: discord.Interaction[Any]) -> tuple[discord.Embed, discord.ui.View]:
        player_id = interaction.user.id
        server = await self.preferences.server(interaction.guild_id)
        stored = await self.privacy.holdings(player_id)
        return panel.privacy_page(player_id, stored, self.rules, days_here=server.history_days)


def privacy_commands(answer: PrivacyAnswers) -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield /privacy."""

    async def privacy(interaction: discord.Interaction[Any]) -> None:
        async with user_errors_answered(interaction):
            await answer.show(interaction)

    yield app_commands.Command(
        name="privacy",
        description=locale_str("See, export or delete what's stored about you"),
        callback=privacy,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )


def _asker(interaction: discord.Interaction[Any], player_id: str) -> int:
    """Return whose data it is about. Raises UserError for anybody else."""
    if interaction.user.id != read_id(player_id):
        raise UserError(_("These buttons are for someone else. Use /privacy to see your own data."))
    return interaction.user.id
