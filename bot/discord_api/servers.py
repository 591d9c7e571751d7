"""Servers as discord.py holds them while it reads an interaction.

Without the intent for servers, it would make one anew for each interaction, with the bot's own member in
it. All that the bot reads of a server is its id, and so those that rolled last can be used again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    Made = Callable[..., discord.Guild]
    Reader = Callable[[Any], None]


_READY = "READY"
# Each takes some three kilobytes.
_MOST_REMEMBERED = 200


def remembering_servers(make: Made) -> Made:
    """Return a function that returns the servers which `make` makes, the same one again for an id."""
    known: LRUCache[int, discord.Guild] = LRUCache(_MOST_REMEMBERED)

    def server(guild_id: int, *, data: dict[str, Any] | None = None) -> discord.Guild:
        found = known.get(guild_id)
        if found is None:
            known[guild_id] = found = make(guild_id, data=data)
        return found

    return server


def forget_servers(readers: dict[str, Reader]) -> None:
    """Have the list of all servers that begins a session passed over, by changing the reader of READY.

    discord.py would keep an object for each, of 2.3 kilobytes, and nothing here asks for it.
    """
    read = readers[_READY]
    readers[_READY] = lambda data: read({**data, "guilds": []})
