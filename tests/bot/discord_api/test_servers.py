"""Servers that are used again, by what discord.py makes of interactions."""

from __future__ import annotations

from typing import Any

from bot.discord_api.servers import remembering_servers


class Made:
    """Stands for discord.py, and counts the servers that it makes."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, Any]] = []

    def __call__(self, guild_id: int, *, data: Any = None) -> Any:
        self.calls.append((guild_id, data))
        return object()


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
