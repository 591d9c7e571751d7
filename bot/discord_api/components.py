"""Buttons, selects and forms that work on any message, however old, whatever was restarted since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.texts import speak

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    Report = Callable[[discord.Interaction[Any], Exception], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Component:
    """What to do when somebody uses a button or a select."""

    pattern: str
    """A regular expression for the whole custom id. It holds all there is to know, or where that is kept."""
    handle: Callable[..., Awaitable[None]]
    """Called with the interaction, and the named groups of the pattern by name."""


@dataclass(frozen=True, slots=True)
class Form:
    """What to do when somebody sends a form in."""

    pattern: str
    handle: Callable[..., Awaitable[None]]
    """Called with the interaction, what was typed by custom id, and the named groups of the pattern."""


def dynamic_item(component: Component, report: Report) -> type[discord.ui.DynamicItem[Any]]:
    """Return what discord.py needs to call a component's handler; its errors go to `report`."""

    class Used(discord.ui.DynamicItem[discord.ui.Item[Any]], template=component.pattern):
        def __init__(self, item: discord.ui.Item[Any], found: re.Match[str]) -> None:
            super().__init__(item)
            self._found = found

        @classmethod
        async def from_custom_id(
            cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> Used:
            return cls(item, match)

        async def callback(self, interaction: discord.Interaction[Any]) -> None:
            speak(interaction.locale.value)
            try:
                await component.handle(interaction, **self._found.groupdict())
            except Exception as error:
                await report(interaction, error)

    return Used


async def receive_form(interaction: discord.Interaction[Any], forms: Iterable[Form], report: Report) -> None:
    """Call the handler of a form that was sent in.

    discord.py itself knows only the forms that this process has shown, and while a player types into
    one the bot may be restarted.
    """
    speak(interaction.locale.value)
    data: Any = interaction.data
    for form in forms:
        if found := re.fullmatch(form.pattern, data["custom_id"]):
            try:
                await form.handle(interaction, _typed(data["components"]), **found.groupdict())
            except Exception as error:
                await report(interaction, error)


def selected(interaction: discord.Interaction[Any]) -> list[str]:
    """Return what was chosen in a select: values, or ids of channels and roles."""
    data: Any = interaction.data
    return list(data.get("values", ()))


def _typed(components: Iterable[dict[str, Any]]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for each in components:
        # A text field lies in a row of its own, or in a label.
        fields = each.get("components") or [each.get("component") or {}]
        typed |= {field["custom_id"]: field["value"] for field in fields if "value" in field}
    return typed
