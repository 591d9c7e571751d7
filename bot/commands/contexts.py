"""Where commands can be used: on servers and in direct messages, by whoever installed the bot."""

from __future__ import annotations

from discord import app_commands

EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
BY_SERVER_OR_USER = app_commands.AppInstallationType(guild=True, user=True)
