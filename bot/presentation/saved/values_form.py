"""The form that asks for the values that a saved roll needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.discord_limits import FORM_TITLE, cut
from bot.presentation.rolls.buttons import state_pattern
from bot.presentation.views import form
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.services.saved.uses import MissingValues

VALUES = "values"
ODDS_VALUES = "values.odds"
ANSWER_VALUES = "values.answer"
_FIELD = "value:"
_LINES = "lines"
# Discord shows five fields in a form; more names than that share one.
_MOST_FIELDS = 5
_LONGEST_VALUE = 100
_LONGEST_LINES = 1_000
_LONGEST_LABEL = 45


def values_pattern() -> str:
    """Return the pattern of the form's custom ids: `whose`, `times`, and the groups of a button's state."""
    return state_pattern(rf"{VALUES}\.(?P<whose>any|mine|server)\.(?P<times>\d{{1,3}})")


def values_form(
    missing: MissingValues, described: Mapping[str, str], *, custom_id: str, title: str
) -> discord.ui.Modal:
    """Return the form with a field for each value; `described` says what a value is, by name.

    Call it while an event loop runs.
    """
    names = missing.missing
    fields = (
        [_field(name, missing.samples[name], described.get(name, "")) for name in names]
        if len(names) <= _MOST_FIELDS
        else [_all_in_one(names)]
    )
    return form(*fields, title=cut(title, FORM_TITLE), custom_id=custom_id)


def values_in(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the values in a form that was sent in, by name; empty ones are left out."""
    values = {
        field.removeprefix(_FIELD): text.strip() for field, text in typed.items() if field.startswith(_FIELD)
    }
    for line in typed.get(_LINES, "").splitlines():
        name, _sign, value = line.partition("=")
        values[name.strip()] = value.strip()
    return {name: value for name, value in values.items() if name and value}


def _field(name: str, sample: str, described: str) -> discord.ui.Item[Any]:
    words = name.replace("_", " ")
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=f"{_FIELD}{name}", placeholder=sample, max_length=_LONGEST_VALUE
    )
    label = cut(words[:1].upper() + words[1:], _LONGEST_LABEL)
    said = described if described.lower() != words else ""
    return discord.ui.Label(text=label, description=cut(said, 100) if said else None, component=field)


def _all_in_one(names: tuple[str, ...]) -> discord.ui.Item[Any]:
    lines = "".join(f"{name} = \n" for name in names)
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_LINES,
        style=discord.TextStyle.paragraph,
        default=lines[:_LONGEST_LINES],
        max_length=_LONGEST_LINES,
    )
    return discord.ui.Label(text=_("Values"), description=_("A number after each ="), component=field)
