"""Reusing the objects that discord.py makes for servers.

Without the guilds intent, it would create one for each interaction, including the bot's own member. The
bot only needs a server's id, so the objects of the servers that rolled most recently can be reused.
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
# Each takes about three kilobytes.
_MOST_REMEMBERED = 200


class _Servers(LRUCache[int, "discord.Guild"]):
    """The objects of the servers that rolled most recently."""

    def popitem(self) -> tuple[int, discord.Guild]:
        """Forget the server that has not rolled for the longest time.

        It and the bot's own member refer to each other, so hundreds of them would wait for a garbage
        collection: six megabytes for a bot on thousands of servers.
        """
        guild_id, server = super().popitem()
        for member in server.members:
            server._remove_member(member)
        return guild_id, server


def remembering_servers(make: Made) -> Made:
    """Wrap `make`, the function that makes servers, to return the same object again for the same id."""
    known = _Servers(_MOST_REMEMBERED)

    def server(guild_id: int, *, data: dict[str, Any] | None = None) -> discord.Guild:
        found = known.get(guild_id)
        if found is None:
            known[guild_id] = found = make(guild_id, data=data)
        return found

    return server


def forget_servers(readers: dict[str, Reader]) -> None:
    """Replace the parser of READY so that it skips the list of all servers at the start of a session.

    discord.py would keep an object of 2.3 kilobytes for each, which nothing here uses.
    """
    read = readers[_READY]
    readers[_READY] = lambda data: read({**data, "guilds": []})
