"""What we touch of discord.py's inner parts to open single shards: as it was when this was written."""

from __future__ import annotations

import asyncio
import inspect
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import pytest
import pytest_asyncio
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route
from discord.shard import Shard
from discord.state import AutoShardedConnectionState

from bot.client import DicewrightClient
from bot.discord_api.gateway.connections import Connection, SessionEnded, begin
from bot.services.shards.sealing import GatewaySession
from tests.support.fake_discord import FakeDiscord
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

SERVER = (1_000 + 1) << 22


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        (
            DiscordWebSocket.from_client,
            "client, *, initial, gateway, shard_id, session, sequence, resume, encoding, compress",
        ),
        (DiscordWebSocket.poll_event, "self"),
        (DiscordWebSocket.close, "self, code"),
        (DiscordWebSocket.received_message, "self, msg, /"),
        (ReconnectWebSocket, "shard_id, *, resume"),
        (Shard, "ws, client, queue_put"),
        (discord.Client.before_identify_hook, "self, shard_id, *, initial"),
        (discord.AutoShardedClient.connect, "self, *, reconnect"),
        (AutoShardedConnectionState.parse_ready, "self, data"),
    ],
)
def test_the_members_that_are_used(member: Callable[..., Any], expected: str) -> None:
    kinds = []
    for name, parameter in inspect.signature(member).parameters.items():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in kinds:
            kinds.append("*")
        kinds.append(name)
        if parameter.kind is inspect.Parameter.POSITIONAL_ONLY and name != "self":
            kinds.append("/")
    assert ", ".join(kinds) == expected


def test_what_they_do_inside() -> None:
    # Names that are looked up on what discord.py makes, and its own use of them.
    connect = inspect.getsource(DiscordWebSocket.from_client)
    for line in (
        "ws._discord_parsers = client._connection.parsers",
        "ws.shard_count = client._connection.shard_count",
        "ws.session_id = session",
        "ws.sequence = sequence",
        "await ws.identify()",
        "await ws.resume()",
    ):
        assert line in connect
    received = inspect.getsource(DiscordWebSocket.received_message)
    assert "func = self._discord_parsers[event]" in received
    assert "self.gateway = yarl.URL(data['resume_gateway_url'])" in received
    assert "await self.call_hooks('before_identify'" in inspect.getsource(DiscordWebSocket.identify)
    assert "self.__shards = {}" in inspect.getsource(discord.AutoShardedClient.__init__)
    assert "client._reconnect" in inspect.getsource(Shard.__init__)


@pytest.fixture(autouse=True)
def _pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    async def identify_at_once(*_arguments: Any, **_options: Any) -> None:
        return

    monkeypatch.setattr(DicewrightClient, "before_identify_hook", identify_at_once)


@pytest_asyncio.fixture
async def fake(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(shards=2) as discord:
        monkeypatch.setattr(Route, "BASE", discord.api_url)
        yield discord


async def logged_in(fake: FakeDiscord, heard: list[int]) -> DicewrightClient:
    client = DicewrightClient([], new_error_id=str)
    await client.log_in(fake.token)
    begin(client, 2)
    client._connection.parsers["INTERACTION_CREATE"] = lambda data: heard.append(int(data["id"]))
    return client


async def test_another_process_goes_on_where_one_has_stopped(fake: FakeDiscord) -> None:
    heard: tuple[list[int], list[int]] = ([], [])
    sessions: list[GatewaySession] = []
    asked = []
    for number in range(2):
        client = await logged_in(fake, heard[number])
        connection = Connection(client, 1, lambda: True)
        assert connection.session is None
        await connection.open(sessions[-1] if sessions else None, yarl.URL(fake.gateway_url))
        reading = asyncio.ensure_future(connection.read())
        await until(lambda connection=connection: connection.is_open)
        assert list(client.shards) == [1]
        asked.append(await fake.slash("roll", guild_id=SERVER))
        await until(lambda number=number: asked[-1].interaction_id in heard[number])
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert connection.session is not None
        sessions.append(connection.session)
        await connection.close()
        assert client.shards == {}
        asked.append(await fake.slash("roll", guild_id=SERVER))
        await client.close()
    assert heard == ([asked[0].interaction_id], [asked[1].interaction_id, asked[2].interaction_id])
    assert [session.session_id for session in sessions] == ["session-1"] * 2
    assert [resume["seq"] for resume in fake.gateway.resumes] == [sessions[0].sequence]
    assert fake.gateway.sessions[0].identify["shard"] == [1, 2]


async def test_a_session_that_is_over_is_not_resumed(fake: FakeDiscord) -> None:
    client = await logged_in(fake, [])
    connection = Connection(client, 1, lambda: True)
    gone = GatewaySession(shard=1, shards=2, session_id="gone", sequence=7, address=fake.gateway_url)
    await connection.open(gone, None)
    with pytest.raises(SessionEnded) as ended:
        await connection.read()
    assert ended.value.session is None
    await connection.close()
    await client.close()


async def test_what_arrives_without_a_lease_waits_until_that_is_decided(fake: FakeDiscord) -> None:
    lease = SimpleNamespace(good=True)
    heard: list[int] = []
    client = await logged_in(fake, heard)
    connection = Connection(client, 1, lambda: lease.good)
    await connection.open(None, yarl.URL(fake.gateway_url))
    reading = asyncio.ensure_future(connection.read())
    await until(lambda: connection.is_open)
    expected = []
    for ours in (True, False, True):
        lease.good = False
        asked = await fake.slash("roll", guild_id=SERVER)
        sequence = connection.session.sequence if connection.session else 0
        await until(lambda sequence=sequence: connection.session.sequence > sequence)
        assert asked.interaction_id not in heard
        connection.decide(ours=ours)
        expected += [asked.interaction_id] if ours else []
        assert heard == expected
    lease.good = True
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    await connection.close()
    await client.close()


async def test_a_connection_that_is_given_up_midway_leaves_nothing_behind(
    fake: FakeDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Threads of earlier tests may end meanwhile.
    reached, before = asyncio.Event(), set(threading.enumerate())

    async def wait(*_arguments: Any, **_options: Any) -> None:
        reached.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(DicewrightClient, "before_identify_hook", wait)
    client = await logged_in(fake, [])
    connection = Connection(client, 1, lambda: True)
    opening = asyncio.ensure_future(connection.open(None, yarl.URL(fake.gateway_url)))
    await reached.wait()
    assert set(threading.enumerate()) - before, "its heartbeat"
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    await connection.close()
    await until(lambda: not set(threading.enumerate()) - before)
    assert fake.gateway.sessions == []
    await client.close()
