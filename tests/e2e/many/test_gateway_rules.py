"""The fake's gateway of many shards, asked by a bare websocket: each of Discord's rules, one by one."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.support.fake_discord import FakeDiscord, Rules
from tests.support.fake_discord.gateway import Operation
from tests.support.waiting import NEVER, PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.fake_discord import Interaction

STRICT = Rules(shards=4, identify_seconds=NEVER)
FRIEND = {"context": "bot_dm"}


def server(number: int) -> int:
    """Return the id of a server whose shard is the remainder of the number."""
    return (number << 22) + 77


@dataclass(slots=True)
class Line:
    """A connection to the gateway, without any library of Discord's."""

    discord: FakeDiscord
    socket: aiohttp.ClientWebSocketResponse
    sequence: int = 0
    interactions: list[str] = field(default_factory=list)
    """The ids of the interactions that came so far."""

    async def send(self, operation: int, data: Any) -> None:
        await self.socket.send_json({"op": operation, "d": data})

    async def identify(self, *shard: int, **others: Any) -> dict[str, Any]:
        """Identify, and return what Discord says to it: READY, or what it has against it."""
        token = {"token": self.discord.token, "intents": 0}
        await self.send(Operation.IDENTIFY, token | ({"shard": shard} if shard else {}) | others)
        return await self.next()

    async def resume(self, ready: dict[str, Any], sequence: int) -> None:
        about = {"session_id": ready["d"]["session_id"], "seq": sequence}
        await self.send(Operation.RESUME, {"token": self.discord.token} | about)

    async def next(self) -> dict[str, Any]:
        """Return what comes next; where the connection ends, its code."""
        frame = await self.socket.receive(PATIENCE)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            return {"closed": self.socket.close_code}
        received: dict[str, Any] = json.loads(frame.data)
        self.sequence = received.get("s") or self.sequence
        if received.get("t") == "INTERACTION_CREATE":
            self.interactions.append(received["d"]["id"])
        return received

    async def until_answered(self) -> list[str]:
        """Return the interactions that came before the answer to a heartbeat that is sent now."""
        await self.send(Operation.HEARTBEAT, self.sequence)
        while (await self.next())["op"] != Operation.HEARTBEAT_ACK:
            pass
        return self.interactions

    async def abandon(self) -> None:
        """End the only session's connection without a close code, as a process that is killed does."""
        (session,) = self.discord.gateway.sessions
        await self.discord.gateway.abort()
        await self.discord.gateway.wait_for_close(session)


@asynccontextmanager
async def gateway(rules: Rules, *, lines: int = 1) -> AsyncIterator[tuple[FakeDiscord, *tuple[Line, ...]]]:
    """Yield a Discord, and lines to it that have said hello."""
    async with FakeDiscord(rules=rules) as discord, aiohttp.ClientSession() as client:
        opened = [Line(discord, await client.ws_connect(discord.gateway.url)) for _ in range(lines)]
        for line in opened:
            assert (await line.next())["op"] == Operation.HELLO
        yield (discord, *opened)


@pytest.mark.parametrize(
    ("shard", "closed"),
    [
        ((0, 1), None),
        ((3, 4), None),
        ((), None),
        ((4, 4), 4010),
        ((-1, 4), 4010),
        ((0, 0), 4010),
        ((0,), 4010),
        ((0, 1, 2), 4010),
        (("0", "1"), 4010),
    ],
)
async def test_which_shards_there_are(shard: tuple[int, ...], closed: int | None) -> None:
    async with gateway(Rules(shards=4)) as (_, line):
        answer = await line.identify(*shard)
        assert answer.get("closed") == closed
        if not closed:
            assert answer["t"] == "READY"
            assert answer["d"]["shard"] == list(shard or (0, 1))


@pytest.mark.parametrize(
    ("servers", "shard", "closed"),
    [
        (2_500, (), None),
        (2_501, (), 4011),
        (2_501, (0, 1), 4011),
        (2_501, (0, 2), None),
        (5_000, (1, 2), None),
        (5_001, (0, 2), 4011),
        (5_001, (1, 2), None),
        # With this many, Discord decides the number of shards.
        (150_001, (0, 64), None),
        (150_001, (0, 128), None),
        (150_001, (0, 96), 4010),
    ],
)
async def test_how_many_servers_a_shard_takes(
    servers: int, shard: tuple[int, ...], closed: int | None
) -> None:
    rules = Rules(shards=64, servers=tuple(server(number) for number in range(servers)))
    async with gateway(rules) as (_, line):
        answer = await line.identify(*shard)
        assert answer.get("closed") == closed
        if not closed:
            number, count = shard or (0, 1)
            ids = [int(each["id"]) for each in answer["d"]["guilds"]]
            assert ids == [each for each in rules.servers if (each >> 22) % count == number]
            assert all(each["unavailable"] for each in answer["d"]["guilds"])


async def test_from_each_bucket_one_may_identify_at_a_time() -> None:
    rules = Rules(shards=4, max_concurrency=2, identify_seconds=NEVER)
    async with gateway(rules, lines=4) as (discord, *lines):
        answers = [await line.identify(shard, 4) for shard, line in enumerate(lines)]
    assert [answer.get("t") for answer in answers] == ["READY", "READY", None, None]
    assert [answer["d"] for answer in answers[2:]] == [False, False]
    assert {answer["op"] for answer in answers[2:]} == {Operation.INVALID_SESSION}
    assert [session.shard for session in discord.gateway.sessions] == [0, 1]


async def test_a_bucket_has_room_again_after_its_seconds() -> None:
    async with gateway(Rules(identify_seconds=0.2), lines=1) as (discord, line):
        discord.gateway.starts.has_room(0)
        while (answer := await line.identify(0, 1)).get("t") != "READY":
            # The connection stays, and may ask again.
            assert answer["op"] == Operation.INVALID_SESSION
            await asyncio.sleep(0.05)


async def test_session_starts_count_down_and_resumes_do_not() -> None:
    async with gateway(Rules(shards=3, max_concurrency=2), lines=3) as (discord, first, second, third):
        ready = await first.identify(0, 3)
        await second.identify(1, 3)
        await discord.gateway.abort(shard=0)
        await third.resume(ready, 1)
        assert (await third.next())["t"] == "RESUMED"
        headers = {"Authorization": f"Bot {discord.token}"}
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"{discord.api_url}/gateway/bot", headers=headers) as response,
        ):
            answer = await response.json()
    limit = answer.pop("session_start_limit")
    assert 0 < limit.pop("reset_after") <= 86_400_000
    assert limit == {"total": 1000, "remaining": 998, "max_concurrency": 2}
    assert answer == {"url": discord.gateway.url, "shards": 3}


async def test_one_start_too_many_costs_the_token_and_all_sessions() -> None:
    async with gateway(Rules(), lines=3) as (discord, first, second, third):
        discord.gateway.starts.allow(total=1000, remaining=1, reset_after=3_600_000)
        token = discord.token
        assert (await first.identify())["t"] == "READY"
        assert await second.identify() == {"closed": 4004}
        assert await first.next() == {"closed": 4004}
        assert await third.identify(token=token) == {"closed": 4004}
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"{discord.api_url}/users/@me", headers={"Authorization": f"Bot {token}"}) as response,
        ):
            assert response.status == 401


async def test_events_go_to_the_shard_of_their_server() -> None:
    async with gateway(Rules(shards=3), lines=3) as (discord, *lines):
        for shard, line in enumerate(lines):
            await line.identify(shard, 3)
        sent: list[Interaction] = [await discord.slash("roll", guild_id=server(n)) for n in range(7)]
        sent.append(await discord.slash("roll", guild_id=server(2), **FRIEND))
        came = [await line.until_answered() for line in lines]
    ids = [str(each.interaction_id) for each in sent]
    assert came == [[ids[0], ids[3], ids[6], ids[7]], [ids[1], ids[4]], [ids[2], ids[5]]]
    assert all(each.delivered_at is not None for each in sent)


async def test_each_session_of_a_shard_gets_its_events_by_its_own_count() -> None:
    async with gateway(Rules(), lines=4) as (discord, *lines):
        for line, shard in zip(lines, [(0, 2), (0, 2), (2, 3), (0, 1)], strict=True):
            await line.identify(*shard)
        sent = [str((await discord.slash("roll", guild_id=server(n))).interaction_id) for n in range(6)]
        came = [await line.until_answered() for line in lines]
    assert came == [sent[::2], sent[::2], sent[2::3], sent]


@pytest.mark.parametrize("how", ["aborted", 4000, 4900, 3000, "by Discord"])
async def test_what_was_missed_comes_first_and_then_what_is_new(how: str | int) -> None:
    async with gateway(Rules(), lines=2) as (discord, first, second):
        ready = await first.identify()
        sent = [await discord.slash("roll") for _ in range(3)]
        await first.until_answered()
        (session,) = discord.gateway.sessions
        if how == "aborted":
            await discord.gateway.abort()
        elif isinstance(how, int):
            await first.socket.close(code=how)
        else:
            answers = await asyncio.gather(discord.gateway.drop(4000), first.next())
            assert answers[1] == {"closed": 4000}
        await discord.gateway.wait_for_close(session)
        sent += [await discord.slash("roll") for _ in range(2)]
        assert sent[-1].delivered_at is None
        # READY was the first event, so this one has seen one roll of the five.
        await second.resume(ready, 2)
        events = [await second.next() for _ in range(5)]
        sent.append(await discord.slash("roll"))
        events.append(await second.next())
    assert [each["s"] for each in events] == [3, 4, 5, 6, 7, 8]
    assert [each["t"] for each in events] == ["INTERACTION_CREATE"] * 4 + ["RESUMED", "INTERACTION_CREATE"]
    assert second.interactions == [str(each.interaction_id) for each in sent[1:]]
    assert all(each.delivered_at is not None for each in sent)


@pytest.mark.parametrize("code", [1000, 1001])
async def test_a_session_that_its_bot_has_ended_is_over(code: int) -> None:
    async with gateway(Rules(), lines=2) as (discord, first, second):
        ready = await first.identify()
        await first.socket.close(code=code)
        await discord.gateway.wait_for_close(discord.gateway.sessions[0])
        lost = await discord.slash("roll")
        await second.resume(ready, 1)
        answer = await second.next()
        assert (answer["op"], answer["d"]) == (Operation.INVALID_SESSION, False)
        # The same connection may begin a new one, which knows nothing of what came in between.
        assert (await second.identify())["t"] == "READY"
        assert await second.until_answered() == []
        assert lost.delivered_at is None


async def test_a_session_that_nobody_resumed_in_time_is_over() -> None:
    async with gateway(Rules(session_seconds=0.0), lines=2) as (_, first, second):
        ready = await first.identify()
        await first.abandon()
        await asyncio.sleep(0.01)
        await second.resume(ready, 1)
        answer = await second.next()
    assert (answer["op"], answer["d"]) == (Operation.INVALID_SESSION, False)


@pytest.mark.parametrize(
    ("sequence", "answer"),
    [
        (4, {"t": "RESUMED"}),
        (2, {"t": "INTERACTION_CREATE"}),
        # The two before the last ones are no longer there to be sent again.
        (1, {"op": Operation.INVALID_SESSION, "d": False}),
        (5, {"closed": 4007}),
    ],
)
async def test_how_far_back_a_session_goes(sequence: int, answer: dict[str, Any]) -> None:
    async with gateway(Rules(replayed=2), lines=2) as (discord, first, second):
        ready = await first.identify()
        for _ in range(3):
            await discord.slash("roll")
        await first.abandon()
        await second.resume(ready, sequence)
        received = await second.next()
    assert {key: received.get(key) for key in answer} == answer


async def test_a_session_runs_on_one_connection() -> None:
    async with gateway(Rules(), lines=2) as (discord, first, second):
        ready = await first.identify()
        await second.resume(ready, 1)
        assert (await second.next())["t"] == "RESUMED"
        assert await first.next() == {"closed": 4000}
        sent = await discord.slash("roll")
        assert await second.until_answered() == [str(sent.interaction_id)]
        assert discord.gateway.sessions[0].connected


@pytest.mark.parametrize(
    ("frames", "closed"),
    [
        (["nonsense"], 4002),
        (["[]"], 4002),
        (['{"d": 1}'], 4002),
        (['{"op": 99}'], 4001),
        (['{"op": 3, "d": {}}'], 4003),
        (['{"op": 1, "d": null}'] * 121, 4008),
        (['{"op": 2, "d": {"token": "another"}}'], 4004),
        (['{"op": 6, "d": {"token": "another", "session_id": "", "seq": 1}}'], 4004),
    ],
    ids=["no JSON", "no payload", "no operation", "unknown", "too soon", "too many", "token", "resume token"],
)
async def test_what_ends_a_connection(frames: list[str], closed: int) -> None:
    async with gateway(Rules()) as (_, line):
        for frame in frames:
            await line.socket.send_str(frame)
        while (answer := await line.next()).get("op") == Operation.HEARTBEAT_ACK:
            pass
    assert answer == {"closed": closed}


async def test_who_has_identified_does_not_again() -> None:
    async with gateway(Rules()) as (_, line):
        assert (await line.identify())["t"] == "READY"
        assert await line.identify() == {"closed": 4005}


async def test_who_sends_no_heartbeat_is_disconnected_and_may_resume() -> None:
    async with gateway(Rules(heartbeat_interval=100), lines=1) as (discord, line):
        await line.identify()
        assert await line.next() == {"closed": 4009}
        await discord.gateway.wait_for_close(discord.gateway.sessions[0])
        assert discord.gateway.sessions[0].valid
