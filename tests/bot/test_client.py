"""The client on its way out, against a Discord over sockets."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.client import DicewrightClient
from tests.support.fake_discord import FakeDiscord, Rules
from tests.support.waiting import until

if TYPE_CHECKING:
    import pytest


async def test_nothing_comes_in_any_more_when_the_api_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    # What came in between would be answered by a closed session.
    closing: list[bool] = []
    close = discord.AutoShardedClient.close

    async def noted(client: discord.AutoShardedClient) -> None:
        closing.extend(shard.is_closed() for shard in client.shards.values())
        await close(client)

    monkeypatch.setattr(discord.AutoShardedClient, "close", noted)
    async with FakeDiscord() as fake:
        monkeypatch.setattr(Route, "BASE", fake.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(fake.gateway_url))
        client = DicewrightClient([], new_error_id=str)
        running = asyncio.create_task(client.start(fake.token))
        await until(client.is_ready)
        (session,) = fake.gateway.sessions
        await client.close()
        assert closing == [True]
        assert await fake.gateway.wait_for_close(session) == 1000
        await running


async def test_no_server_is_kept_for_being_one_that_the_bot_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Rules(servers=tuple(number << 22 for number in range(1, 101)))
    async with FakeDiscord(rules=rules) as fake:
        monkeypatch.setattr(Route, "BASE", fake.api_url)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(fake.gateway_url))
        client = DicewrightClient([], new_error_id=str)
        running = asyncio.create_task(client.start(fake.token))
        await until(client.is_ready)
        assert list(client.guilds) == []
        await client.close()
        await running


async def test_only_what_finds_no_way_of_its_own_is_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    # A command and what it suggests are tasks by then; buttons and forms come by this event.
    heard: list[discord.InteractionType] = []
    monkeypatch.setattr(
        discord.AutoShardedClient,
        "dispatch",
        lambda _client, _event, interaction: heard.append(interaction.type),
    )
    client = DicewrightClient([], new_error_id=str)
    for kind in discord.InteractionType:
        client.dispatch("interaction", SimpleNamespace(type=kind))
    assert heard == [
        discord.InteractionType.ping,
        discord.InteractionType.component,
        discord.InteractionType.modal_submit,
    ]


async def test_it_holds_no_thread_before_its_login() -> None:
    # Like the clients of a simulated Discord, a client that never logs in is never closed.
    before = threads()
    client = DicewrightClient([], new_error_id=str)
    assert threads() <= before, "those of the tests before may end just now"
    assert not client.is_closed()


def threads() -> int:
    """Return how many threads this process has, including those that Python does not know of."""
    return len(list(Path("/proc/self/task").iterdir()))
