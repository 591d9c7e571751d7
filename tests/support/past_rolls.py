"""What a page of the history says of each roll."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import discord


class Row(NamedTuple):
    """A roll of a page."""

    name: str
    """The line with its total and dice; the total is bold, and nothing that all rolls have."""
    value: str
    """The line below that."""


def rows(embed: discord.Embed) -> list[Row]:
    """Return the rolls of a page."""
    found = [part.partition("\n") for part in (embed.description or "").split("\n\n")]
    return [Row(name.replace("**", "", 2), value) for name, sign, value in found if sign]
