"""Command names and descriptions in the languages of the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.texts import in_language

if TYPE_CHECKING:
    import discord

_NAMES = (Location.command_name, Location.group_name, Location.parameter_name)


class CatalogTranslator(app_commands.Translator):
    """Gives discord.py the catalog's translation for each of Discord's languages."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a text in a language; None if Discord should show the English one."""
        return in_language(locale.value, string.message, context=_context(context))


def _context(context: app_commands.TranslationContext[Any, Any]) -> str:
    # Names in the context menu of messages may be any text.
    if context.location in _NAMES and not isinstance(context.data, app_commands.ContextMenu):
        return "command"
    return ""
