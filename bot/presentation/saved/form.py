"""The form that gives a roll a name."""

from __future__ import annotations

from typing import Any

import discord

from bot.presentation.views import form
from bot.texts import _

SAVE_FORM = "save-roll"
NAME_FIELD = "name"
TEXT_FIELD = "text"
_LONGEST_NAME = 33  # 32 letters, and an @ before them
_LONGEST_TEXT = 1_000


def save_form(text: str) -> discord.ui.Modal:
    """Return a form with the text of a roll in it. Call it while an event loop runs."""
    name: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=NAME_FIELD, placeholder=_("attack"), max_length=_LONGEST_NAME
    )
    roll: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=TEXT_FIELD,
        style=discord.TextStyle.paragraph,
        default=text[:_LONGEST_TEXT],
        max_length=_LONGEST_TEXT,
    )
    return form(
        discord.ui.Label(
            text=_("Name"), description=_("Roll it anywhere, for example with /roll @attack"), component=name
        ),
        discord.ui.Label(text=_("Dice"), component=roll),
        title=_("Save this roll"),
        custom_id=SAVE_FORM,
    )
