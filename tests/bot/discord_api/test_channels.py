"""Posting in the channels that a server has chosen, by what Discord says to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.discord_api.channels import ChannelPosts
from tests.support.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = "<html><body>error 1015</body></html>"
MISSING_ACCESS = {"code": 50001, "message": "Missing Access"}
UNKNOWN_CHANNEL = {"code": 10003, "message": "Unknown Channel"}


class Answer:
    """What discord.py reads of an answer that refuses."""

    reason = "Refused"
    headers: Mapping[str, str] = {}

    def __init__(self, status: int) -> None:
        self.status = status


class Client:
    """A Discord that answers every message in the same way, and counts them."""

    def __init__(self, failure: Exception | None) -> None:
        self.failure = failure
        self.asked = 0

    def get_partial_messageable(self, _channel_id: int) -> Client:
        return self

    async def send(self, **_message: Any) -> None:
        self.asked += 1
        if self.failure:
            raise self.failure


def refused(kind: type[discord.HTTPException], status: int, said: Any) -> discord.HTTPException:
    return kind(Answer(status), said)  # type: ignore[arg-type]


LASTING = [
    refused(discord.Forbidden, 403, MISSING_ACCESS),
    refused(discord.Forbidden, 403, {"code": 50013, "message": "Missing Permissions"}),
    refused(discord.NotFound, 404, UNKNOWN_CHANNEL),
]
PASSING = [
    refused(discord.DiscordServerError, 503, "upstream"),
    refused(discord.Forbidden, 403, PAGE),
    refused(discord.HTTPException, 400, {"code": 50035, "message": "Invalid Form Body"}),
    refused(discord.HTTPException, 400, {"code": 50083, "message": "Thread is archived"}),
    ConnectionResetError("reset"),
]


@pytest.mark.parametrize("failure", LASTING, ids=str)
async def test_a_channel_that_refuses_is_asked_once_a_day(failure: Exception) -> None:
    clock, client = Clock(), Client(failure)
    posts = ChannelPosts(clock)
    copied = [await posts.copy(client, 7, {"content": "x"}) for _ in range(5)]  # type: ignore[arg-type]
    assert copied == [False] * 5
    assert client.asked == 1
    assert posts.is_paused(7)
    assert not posts.is_paused(8)
    clock.advance(days=1)
    client.failure = None
    assert await posts.copy(client, 7, {"content": "x"})  # type: ignore[arg-type]
    assert not posts.is_paused(7)


@pytest.mark.parametrize("failure", LASTING, ids=str)
async def test_who_chooses_it_anew_has_it_asked_at_once(failure: Exception) -> None:
    client = Client(failure)
    posts = ChannelPosts(Clock())
    await posts.copy(client, 7, {})  # type: ignore[arg-type]
    posts.resume(7)
    await posts.copy(client, 7, {})  # type: ignore[arg-type]
    assert client.asked == 2


@pytest.mark.parametrize("failure", PASSING, ids=str)
async def test_what_passes_pauses_nothing(failure: Exception) -> None:
    client = Client(failure)
    posts = ChannelPosts(Clock())
    for _ in range(3):
        assert not await posts.copy(client, 7, {})  # type: ignore[arg-type]
    assert client.asked == 3


async def test_a_channel_that_nobody_has_chosen_is_asked_each_time() -> None:
    client = Client(LASTING[0])
    posts = ChannelPosts(Clock())
    for _ in range(3):
        assert not await posts.post(client, 7, {})  # type: ignore[arg-type]
    assert client.asked == 3
