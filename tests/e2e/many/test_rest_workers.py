"""Workers of the fake's REST API: whatever one of them takes, all of them know."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.support.fake_discord import FakeDiscord

if TYPE_CHECKING:
    from tests.support.fake_discord import Interaction

ANSWER = {"type": 4, "data": {"content": "7"}}
# What a bot has from sending to Discord to its taking the first answer.
ANSWER_SECONDS = 3.0


async def answered(discord: FakeDiscord, interaction: Interaction, worker: int) -> tuple[int, int | None]:
    """Answer through one of the workers; return the status, and Discord's code for what it does not take."""
    url = discord.environment(worker=worker)["DISCORD_API_URL"]
    path = f"{url}/interactions/{interaction.interaction_id}/{interaction.token}/callback"
    async with aiohttp.ClientSession() as client, client.post(path, json=ANSWER) as response:
        return response.status, (await response.json()).get("code")


@pytest.mark.parametrize(("first", "second"), list(product(range(2), repeat=2)))
async def test_a_second_answer_is_refused_by_whichever_worker(first: int, second: int) -> None:
    async with FakeDiscord(rest_workers=2) as discord:
        asked = await discord.slash("roll")
        assert await answered(discord, asked, first) == (200, None)
        assert await answered(discord, asked, second) == (400, 40060)
    assert asked.answered_through == first
    assert asked.refusals == [40060]
    assert len(asked.messages) == 1
    assert [request.worker for request in discord.rest.requests] == [first, second]


@pytest.mark.parametrize(
    ("age", "expected", "refusals"),
    [(0.0, (200, None), []), (2.0, (200, None), []), (3.1, (404, 10062), [10062])],
)
async def test_an_answer_has_three_seconds(
    age: float, expected: tuple[int, int | None], refusals: list[int]
) -> None:
    async with FakeDiscord(answer_seconds=ANSWER_SECONDS) as discord:
        asked = await discord.slash("roll", age=age)
        assert await answered(discord, asked, 0) == expected
    assert asked.refusals == refusals
    assert bool(asked.messages) == (not refusals)


async def test_what_has_an_answer_is_not_too_late_for_another() -> None:
    async with FakeDiscord(answer_seconds=ANSWER_SECONDS) as discord:
        asked = await discord.slash("roll")
        assert await answered(discord, asked, 0) == (200, None)
        asked.sent_at -= 2 * ANSWER_SECONDS
        assert await answered(discord, asked, 0) == (400, 40060)


async def test_nothing_that_was_forgotten_can_be_answered() -> None:
    async with FakeDiscord() as discord:
        asked = await discord.slash("roll")
        discord.forget()
        assert await answered(discord, asked, 0) == (404, 10062)


async def test_where_the_gateway_is_needs_no_token() -> None:
    async with FakeDiscord(rest_workers=2) as discord, aiohttp.ClientSession() as client:
        for worker in range(2):
            url = discord.environment(worker=worker)["DISCORD_API_URL"]
            async with client.get(f"{url}/gateway") as response:
                assert await response.json() == {"url": discord.gateway.url}
            async with client.get(f"{url}/gateway/bot") as response:
                assert response.status == 401
