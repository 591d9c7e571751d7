"""Buttons, selects and forms that work on any message, however old, and also after restarts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.discord_api.custom_ids import UnreadableId, read_id
from bot.texts import speak

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    import discord

    Report = Callable[[discord.Interaction[Any], Exception], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Component:
    """Handles a button or a select."""

    pattern: str
    """A regular expression for the whole custom id, which has the entire state, or the key to it."""
    handle: Callable[..., Awaitable[None]]
    """Called with the interaction, and the named groups of the pattern by name."""


@dataclass(frozen=True, slots=True)
class Form:
    """Handles a submitted form."""

    pattern: str
    handle: Callable[..., Awaitable[None]]
    """Called with the interaction, the typed texts by custom id, and the named groups of the pattern."""


async def receive_component(
    interaction: discord.Interaction[Any], components: Iterable[Component], report: Report
) -> None:
    """Call the handler of a button or a select that was used; its errors go to `report`.

    discord.py's dynamic items look the component up in the message, and don't answer if it isn't there.
    """
    speak(interaction.locale.value)
    data: Any = interaction.data
    for component in components:
        if found := re.fullmatch(component.pattern, data["custom_id"]):
            try:
                await component.handle(interaction, **found.groupdict())
            except Exception as error:
                await report(interaction, error)
            return
    await report(interaction, UnreadableId())


async def receive_form(interaction: discord.Interaction[Any], forms: Iterable[Form], report: Report) -> None:
    """Do the same for a form that was submitted.

    discord.py itself knows only the forms that this process has shown, but the bot may be restarted while
    a player is filling one in.
    """
    speak(interaction.locale.value)
    data: Any = interaction.data
    for form in forms:
        if found := re.fullmatch(form.pattern, data["custom_id"]):
            try:
                await form.handle(interaction, _typed(data["components"]), **found.groupdict())
            except Exception as error:
                await report(interaction, error)
            return
    await report(interaction, UnreadableId())


def message_of(interaction: discord.Interaction[Any]) -> discord.Message:
    """Return the message whose button was pressed. Raises UnreadableId if there is none."""
    if interaction.message is None:
        raise UnreadableId
    return interaction.message


def selected(interaction: discord.Interaction[Any]) -> str:
    """Return the only value that was chosen in a select. Raises UnreadableId for several or none."""
    values = _values(interaction)
    if len(values) != 1:
        raise UnreadableId
    return values[0]


def chosen_values(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """Return all values that were chosen in a select. Raises UnreadableId for none."""
    values = _values(interaction)
    if not values:
        raise UnreadableId
    return tuple(values)


def every_value(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """Return all values that were chosen in a select, possibly none."""
    return tuple(_values(interaction))


def selected_id(interaction: discord.Interaction[Any]) -> int | None:
    """Return the id of the channel or role that was chosen; None for none. Raises UnreadableId."""
    return read_id(selected(interaction)) if _values(interaction) else None


def _values(interaction: discord.Interaction[Any]) -> list[str]:
    data: Any = interaction.data
    return list(data.get("values", ()))


def _typed(components: Iterable[dict[str, Any]]) -> dict[str, str]:
    # A field that is missing in a submitted form counts as empty.
    typed: dict[str, str] = defaultdict(str)
    for each in components:
        # A text field is in its own row, or in a label.
        fields = each.get("components") or [each.get("component") or {}]
        typed |= {field["custom_id"]: field["value"] for field in fields if "value" in field}
        # A select in a form has several values, or none.
        typed |= {field["custom_id"]: " ".join(field["values"]) for field in fields if field.get("values")}
    return typed
