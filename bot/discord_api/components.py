"""Buttons, selects and forms that work on any message, however old, whatever was restarted since."""

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


async def receive_component(
    interaction: discord.Interaction[Any], components: Iterable[Component], report: Report
) -> None:
    """Call the handler of a button or a select that was used; what it raises goes to `report`.

    discord.py's own items for this see only those of messages that hold them, and answer nothing else.
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
    """Do the same for a form that was sent in.

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
            return
    await report(interaction, UnreadableId())


def message_of(interaction: discord.Interaction[Any]) -> discord.Message:
    """Return the message whose button was pressed. Raises UnreadableId if there is none."""
    if interaction.message is None:
        raise UnreadableId
    return interaction.message


def selected(interaction: discord.Interaction[Any]) -> str:
    """Return the one value that was chosen in a select. Raises UnreadableId for more, or none."""
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
    """Return all values that were chosen in a select, which may be none."""
    return tuple(_values(interaction))


def selected_id(interaction: discord.Interaction[Any]) -> int | None:
    """Return the id of the channel or role that was chosen; None for none. Raises UnreadableId."""
    return read_id(selected(interaction)) if _values(interaction) else None


def _values(interaction: discord.Interaction[Any]) -> list[str]:
    data: Any = interaction.data
    return list(data.get("values", ()))


def _typed(components: Iterable[dict[str, Any]]) -> dict[str, str]:
    # A form that was sent in without one of its fields is one with an empty field.
    typed: dict[str, str] = defaultdict(str)
    for each in components:
        # A text field is in a row of its own, or in a label.
        fields = each.get("components") or [each.get("component") or {}]
        typed |= {field["custom_id"]: field["value"] for field in fields if "value" in field}
        # A select in a form has several values, or none.
        typed |= {field["custom_id"]: " ".join(field["values"]) for field in fields if field.get("values")}
    return typed
