"""/settings: one panel for a server, one for each player."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.discord_api.answers import user_errors_answered
from bot.discord_api.components import Component, selected, selected_id
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE, is_member_here, may_manage_server
from bot.discord_api.custom_ids import read_choice, read_number
from bot.presentation import settings_panels as panels
from bot.services.user_error import UserError
from bot.store.visibility import Visibility
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.discord_api.channels import ChannelPosts
    from bot.services.history.retention import RetentionRules
    from bot.services.settings.preferences import Preferences
    from bot.store.preferences import ServerSettings

_ON_OR_OFF = {"server": None, "on": True, "off": False}
_OWN_REPLIES = {"server": None, "full": False, "compact": True}
_VISIBILITIES = {visibility.value: visibility for visibility in Visibility}
_MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class SettingsAnswers:
    """Shows the settings of servers and players. These methods raise UserError and StoreUnavailable."""

    preferences: Preferences
    rules: RetentionRules
    channels: ChannelPosts

    async def server_panel(self, interaction: discord.Interaction[Any]) -> panels.Panel:
        """Return the panel of the server, for those who manage it."""
        return self.panel_of(await self.preferences.stored_server(_managed_server(interaction)))

    async def own_panel(self, interaction: discord.Interaction[Any]) -> panels.Panel:
        """Return the panel of the person."""
        own = await self.preferences.stored_player(interaction.user.id)
        return panels.own_panel(own, may_manage=_may_manage(interaction))

    def panel_of(self, settings: ServerSettings) -> panels.Panel:
        """Return the panel of a server, which says where nothing can be posted."""
        chosen = (settings.gm_channel_id, settings.results_channel_id)
        paused = frozenset(filter(self.channels.is_paused, chosen))
        return panels.server_panel(settings, default_days=self.rules.history_days, paused=paused)

    async def open_channel(
        self, interaction: discord.Interaction[Any], channel_id: int, field: str, before: ServerSettings
    ) -> None:
        """Post a first message in a channel: that the bot may not write there should show now, not later."""
        try:
            await interaction.client.get_partial_messageable(channel_id).send(panels.greeting(field))
        except (discord.Forbidden, discord.NotFound):
            # The select of the panel shows the channel that was chosen, until the panel is drawn again.
            await interaction.response.edit_message(view=self.panel_of(before))
            raise UserError(
                _(
                    "The bot can't post in that channel. Give it the permissions View Channel, Send Messages "
                    "and Embed Links there, then choose the channel again."
                )
            ) from None
        self.channels.resume(channel_id)


def settings_commands(answer: SettingsAnswers) -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield /settings."""

    async def settings(interaction: discord.Interaction[Any]) -> None:
        async with user_errors_answered(interaction):
            panel = (
                await answer.server_panel(interaction)
                if _may_manage(interaction)
                else await answer.own_panel(interaction)
            )
            await interaction.response.send_message(view=panel, ephemeral=True)

    yield app_commands.Command(
        name="settings",
        description=locale_str("Choose how rolls look, who can see them, and who the GM is"),
        callback=settings,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )


@dataclass(frozen=True, slots=True)
class SettingsChoices:
    """What choosing or tapping something on a panel does."""

    answer: SettingsAnswers

    async def role(self, interaction: discord.Interaction[Any]) -> None:
        """Set the GM role."""
        await self._change_server(interaction, gm_role_id=selected_id(interaction))

    async def channel(self, interaction: discord.Interaction[Any], field: str) -> None:
        """Set one of the channels that the bot posts in."""
        answer = self.answer
        before = await answer.preferences.stored_server(_managed_server(interaction))
        channel_id = selected_id(interaction)
        unchanged = channel_id == getattr(before, field) and not answer.channels.is_paused(channel_id)
        if channel_id is not None and not unchanged:
            await answer.open_channel(interaction, channel_id, field, before)
        await self._change_server(interaction, **{field: channel_id})

    async def visibility(self, interaction: discord.Interaction[Any]) -> None:
        """Set the default visibility."""
        chosen = read_choice(selected(interaction), _VISIBILITIES)
        await self._change_server(interaction, default_visibility=chosen)

    async def history_days(self, interaction: discord.Interaction[Any]) -> None:
        """Set how long rolls are kept."""
        value = selected(interaction)
        days = None if value == panels.DEFAULT_DAYS else read_number(value, 1, _MOST_DAYS)
        await self._change_server(interaction, history_days=days)

    async def toggle(self, interaction: discord.Interaction[Any], field: str) -> None:
        """Turn a setting of the server on or off."""
        before = await self.answer.preferences.stored_server(_managed_server(interaction))
        await self._change_server(interaction, **{field: not getattr(before, field)})

    async def own_replies(self, interaction: discord.Interaction[Any]) -> None:
        """Set the style of the person's replies."""
        await self._change_own(interaction, compact=read_choice(selected(interaction), _OWN_REPLIES))

    async def own_luck(self, interaction: discord.Interaction[Any]) -> None:
        """Set whether the person's replies have a line about luck."""
        await self._change_own(interaction, luck=read_choice(selected(interaction), _ON_OR_OFF))

    async def own_pictures(self, interaction: discord.Interaction[Any]) -> None:
        """Set whether the person's replies show pictures of the dice."""
        await self._change_own(interaction, pictures=read_choice(selected(interaction), _ON_OR_OFF))

    async def show_own(self, interaction: discord.Interaction[Any]) -> None:
        """Show the person's panel."""
        await interaction.response.edit_message(view=await self.answer.own_panel(interaction))

    async def show_server(self, interaction: discord.Interaction[Any]) -> None:
        """Show the server's panel."""
        await interaction.response.edit_message(view=await self.answer.server_panel(interaction))

    async def _change_server(self, interaction: discord.Interaction[Any], **changes: Any) -> None:
        changed = await self.answer.preferences.change_server(_managed_server(interaction), **changes)
        await interaction.response.edit_message(view=self.answer.panel_of(changed))

    async def _change_own(self, interaction: discord.Interaction[Any], **changes: Any) -> None:
        own = await self.answer.preferences.change_player(interaction.user.id, **changes)
        panel = panels.own_panel(own, may_manage=_may_manage(interaction))
        await interaction.response.edit_message(view=panel)


def settings_components(answer: SettingsAnswers) -> Iterator[Component]:
    """Yield the handlers of everything on the panels."""
    choices = SettingsChoices(answer)
    yield Component(panels.GM_ROLE, choices.role)
    for channel in (panels.GM_CHANNEL, panels.RESULTS_CHANNEL):
        prefix, _colon, field = channel.rpartition(":")
        yield Component(f"{prefix}:(?P<field>{field})", choices.channel)
    yield Component(panels.VISIBILITY, choices.visibility)
    yield Component(panels.HISTORY_DAYS, choices.history_days)
    yield Component(f"{panels.TOGGLE}(?P<field>compact|buttons|luck|pictures)", choices.toggle)
    yield Component(panels.OWN_REPLIES, choices.own_replies)
    yield Component(panels.OWN_LUCK, choices.own_luck)
    yield Component(panels.OWN_PICTURES, choices.own_pictures)
    yield Component(panels.SHOW_OWN, choices.show_own)
    yield Component(panels.SHOW_SERVER, choices.show_server)


def _may_manage(interaction: discord.Interaction[Any]) -> bool:
    return is_member_here(interaction) and may_manage_server(interaction)


def _managed_server(interaction: discord.Interaction[Any]) -> int:
    if interaction.guild_id is None or not _may_manage(interaction):
        raise UserError(_("Only members with Manage Server can change the server's settings."))
    return interaction.guild_id
