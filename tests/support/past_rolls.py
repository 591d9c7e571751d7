"""Reading the rolls on a page of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import discord


class Row(NamedTuple):
    """A roll of a page."""

    name: str
    """The line with its total and dice, without what all rolls have; the total is in bold."""
    value: str
    """The line below."""


def rows(embed: discord.Embed) -> list[Row]:
    """Return the rolls on a page."""
    found = [part.partition("\n") for part in (embed.description or "").split("\n\n")]
    return [Row(name.replace("**", "", 2), value) for name, sign, value in found if sign]
