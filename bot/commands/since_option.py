"""The option `since` of commands that look at past rolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.app_commands import locale_str

from bot.services.history.since import SUGGESTED

if TYPE_CHECKING:
    import discord

MEANING = locale_str("How far back to look: 6 hours, 3 days, yesterday, or a date such as 2026-03-01")
Since = app_commands.Range[str, 1, 40]


async def suggest_since(_interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
    """Return points in the past that have what was typed in them."""
    return [app_commands.Choice(name=each, value=each) for each in SUGGESTED if typed.strip().lower() in each]
