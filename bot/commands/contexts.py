"""Where commands can be used and by whom: on servers and in direct messages, whoever installed the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

if TYPE_CHECKING:
    import discord

EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
BY_SERVER_OR_USER = app_commands.AppInstallationType(guild=True, user=True)


def may_manage_server(interaction: discord.Interaction[Any]) -> bool:
    """Whether a person is on a server that they may manage. Discord says so with each interaction."""
    permissions = interaction.permissions
    return interaction.guild_id is not None and (permissions.administrator or permissions.manage_guild)
