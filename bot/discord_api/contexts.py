"""Where commands can be used, and by whom: servers and direct messages, however the bot was installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.services.rolls.gm import is_game_master

if TYPE_CHECKING:
    import discord

    from bot.store.preferences import ServerSettings

EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
BY_SERVER_OR_USER = app_commands.AppInstallationType(guild=True, user=True)


def may_manage_server(interaction: discord.Interaction[Any]) -> bool:
    """Whether a person may manage the server that they are on, which Discord says in each interaction."""
    permissions = interaction.permissions
    return interaction.guild_id is not None and (permissions.administrator or permissions.manage_guild)


def is_member_here(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the bot is a member of the server on which a person is using it.

    Those who have installed it for themselves can use it on servers of which it is not a member.
    """
    return interaction.is_guild_integration() or not interaction.is_user_integration()


def is_game_master_here(interaction: discord.Interaction[Any], settings: ServerSettings) -> bool:
    """Whether a person is a GM of the server they are on, which has these settings."""
    # Without intents, the roles of a server are unknown, and Member.roles leaves out unknown roles. The ids
    # in the interaction are not public in discord.py.
    role_ids = getattr(interaction.user, "_roles", ())
    return is_game_master(settings, role_ids=role_ids, manages_server=may_manage_server(interaction))
