"""Servers that are used again, by what discord.py makes of interactions."""

from __future__ import annotations

import gc
from typing import Any

import discord

from bot.discord_api.servers import remembering_servers


class Server:
    """A server without members."""

    members = ()


class Made:
    """Stands for discord.py, and counts the servers that it makes."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, Any]] = []

    def __call__(self, guild_id: int, *, data: Any = None) -> Any:
        self.calls.append((guild_id, data))
        return Server()


def test_a_server_is_made_once_and_each_id_has_its_own() -> None:
    made = Made()
    server = remembering_servers(made)
    first = server(1, data={"features": []})
    assert server(1, data=None) is first
    assert server(2) is not first
    assert made.calls == [(1, {"features": []}), (2, None)]


def test_not_all_are_remembered() -> None:
    made = Made()
    servers = 1_000
    server = remembering_servers(made)
    for guild_id in range(servers):
        server(guild_id)
    server(servers - 1)
    assert len(made.calls) == servers
    server(0)
    assert len(made.calls) == servers + 1


async def test_a_server_that_is_forgotten_waits_for_no_garbage_collection() -> None:
    client = discord.Client(intents=discord.Intents.none())
    state = client._connection
    myself = discord.ClientUser(
        state=state,
        data={"id": "1", "username": "dice", "discriminator": "0", "avatar": None, "global_name": None},
    )

    state.user = myself

    def made(guild_id: int, *, data: Any = None) -> discord.Guild:
        # As discord.py does for an interaction.
        guild = discord.Guild._create_unavailable(state=state, guild_id=guild_id, data=data)
        guild._add_member(discord.Member._from_client_user(user=myself, guild=guild, state=state))
        assert guild.me is not None
        return guild

    server = remembering_servers(made)
    gc.collect()
    gc.disable()
    try:
        for guild_id in range(500):
            server(guild_id)
        alive = sum(type(each) is discord.Guild for each in gc.get_objects())
    finally:
        gc.enable()
    assert alive == 200
    latest = server(499)
    assert latest.me is not None
