"""The form that gives a roll a name."""

from __future__ import annotations

import discord

SAVE_FORM = "save-roll"
NAME_FIELD = "name"
TEXT_FIELD = "text"
_LONGEST_NAME = 32
_LONGEST_TEXT = 1_000


def save_form(text: str) -> discord.ui.Modal:
    """Return a form with the text of a roll in it. Call it while an event loop runs."""
    form = discord.ui.Modal(title="Save this roll", custom_id=SAVE_FORM)
    form.add_item(
        discord.ui.Label(
            text="Name",
            description="You then roll it anywhere, such as: /roll @attack",
            component=discord.ui.TextInput(
                custom_id=NAME_FIELD, placeholder="attack", max_length=_LONGEST_NAME, required=True
            ),
        )
    )
    form.add_item(
        discord.ui.Label(
            text="Roll",
            component=discord.ui.TextInput(
                custom_id=TEXT_FIELD,
                style=discord.TextStyle.paragraph,
                default=text[:_LONGEST_TEXT],
                max_length=_LONGEST_TEXT,
                required=True,
            ),
        )
    )
    # discord.py keeps a form that was shown in memory until it is stopped; ours are known by their custom id.
    form.stop()
    return form
