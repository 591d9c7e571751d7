"""A hint in small text under a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.discord_limits import EMBED_DESCRIPTION, MESSAGE_CONTENT

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_hint(message: Mapping[str, Any], hint: str) -> dict[str, Any]:
    """Return a reply with a hint below it; if that is full, in the half of the message that is empty.

    >>> with_hint({"content": "**8**"}, "Once.")
    {'content': '**8**\\n-# Once.'}
    """
    line = f"-# {hint}"
    embed = message.get("embed")
    if embed is None:
        longer = f"{message['content']}\n{line}"
        if len(longer) <= MESSAGE_CONTENT:
            return {**message, "content": longer}
        return {**message, "embed": discord.Embed(description=line)}
    longer = f"{embed.description}\n{line}"
    if len(longer) > EMBED_DESCRIPTION:
        return {**message, "content": line}
    embed.description = longer
    return dict(message)
