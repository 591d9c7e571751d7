"""Which answers count as delivered, by what a Discord of a few lines says to each try."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest
from aiohttp import web
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter

from bot.discord_api.delivery import ALREADY_ACKNOWLEDGED, SureDelivery
from bot.metrics import Metrics
from tests.support.fake_discord.answers import json_response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TAKEN, ANSWERED, GONE, FAILING, BROKEN = "taken", "answered already", "gone", "failing", "broken line"
LIMITED, LAST = "rate limited", "the last one for now"
ANSWERS = {
    TAKEN: (
        200,
        {
            "interaction": {"id": "1", "response_message_id": "7"},
            "resource": {"type": 4, "message": {"id": "7", "content": "12"}},
        },
    ),
    ANSWERED: (400, {"code": ALREADY_ACKNOWLEDGED, "message": "Interaction has already been acknowledged."}),
    GONE: (404, {"code": 10062, "message": "Unknown interaction"}),
    FAILING: (503, {}),
    LIMITED: (429, {"retry_after": 0.01, "message": "You are being rate limited."}),
    LAST: (200, {"interaction": {"id": "1"}}),
}
HEADERS = {
    LIMITED: {"Via": "1.1 discord"},
    LAST: {"X-Ratelimit-Remaining": "0", "X-Ratelimit-Reset-After": "0.01"},
}


@pytest.fixture
async def script(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """What Discord says to each try, from the first to the last."""
    answers: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        said = answers.pop(0)
        if said is BROKEN:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        status, body = ANSWERS[said]
        response = json_response(body, status)
        response.headers.update(HEADERS.get(said, {}))
        return response

    application = web.Application()
    application.router.add_post("/interactions/1/token/callback", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    monkeypatch.setattr(Route, "BASE", f"http://{host}:{port}")
    waited = asyncio.sleep
    monkeypatch.setattr("discord.webhook.async_.asyncio.sleep", lambda _seconds: waited(0))
    yield answers
    await runner.cleanup()
    assert answers == [], "it was tried less often"


async def answer() -> object:
    params = MultipartParameters(payload={"type": 4, "data": {"content": "12"}}, multipart=None, files=None)
    async with aiohttp.ClientSession() as session:
        return await SureDelivery(Metrics()).create_interaction_response(
            1, "token", session=session, params=params
        )


@pytest.mark.parametrize(
    "answers",
    [
        [TAKEN],
        [FAILING, TAKEN],
        [FAILING, ANSWERED],
        [FAILING, FAILING, ANSWERED],
        [BROKEN, TAKEN],
        [BROKEN, ANSWERED],
        [FAILING, BROKEN, TAKEN],
        [BROKEN, FAILING, ANSWERED],
        [FAILING] * 4 + [ANSWERED],
        [LIMITED, TAKEN],
        [LIMITED, BROKEN, ANSWERED],
        [LAST],
    ],
    ids=", ".join,
)
async def test_delivered(script: list[str], answers: list[str]) -> None:
    script += answers
    assert await answer()


async def test_what_discord_says_of_an_answer_has_its_id_and_not_all_of_it(script: list[str]) -> None:
    script.append(TAKEN)
    assert await answer() == {"interaction": {"id": "1", "response_message_id": "7"}}


@pytest.mark.parametrize("token", ["aW50ZXJhY3Rpb24_-x", "a token/with?signs#"])
@pytest.mark.parametrize(
    "files", [None, [discord.File(io.BytesIO(b"1"), "roll.txt")]], ids=["text alone", "with a file"]
)
async def test_discord_is_asked_as_by_discord_py(
    monkeypatch: pytest.MonkeyPatch, token: str, files: list[discord.File] | None
) -> None:
    asked: list[tuple[object, ...]] = []

    async def answer(request: web.Request) -> web.Response:
        body = None if files else await request.json()
        kind = request.content_type, request.headers["User-Agent"]
        asked.append((request.method, request.raw_path, kind, body))
        return json_response({"interaction": {"id": "1"}})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    monkeypatch.setattr(Route, "BASE", f"http://{host}:{port}")
    payload = None if files else {"type": 4, "data": {"content": "Würfel \N{GAME DIE}", "tts": False}}
    multipart = [{"name": "payload_json", "value": '{"type": 4}'}] if files else None
    params = MultipartParameters(payload=payload, multipart=multipart, files=files)
    async with aiohttp.ClientSession() as session:
        for adapter in (AsyncWebhookAdapter(), SureDelivery(Metrics())):  # type: ignore[no-untyped-call]  # discord.py
            await adapter.create_interaction_response(1, token, session=session, params=params)
    await runner.cleanup()
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([ANSWERED], discord.HTTPException),
        ([GONE], discord.NotFound),
        ([FAILING, GONE], discord.NotFound),
        ([FAILING] * 5, discord.DiscordServerError),
        ([BROKEN, BROKEN], aiohttp.ClientError),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, list) else value.__name__,
)
async def test_not_delivered(script: list[str], answers: list[str], error: type[Exception]) -> None:
    script += answers
    with pytest.raises(error):
        await answer()
