"""Answers with status 429 are counted, by what Discord says is limited."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.discord_api.http.rate_limits import count_rate_limits
from bot.metrics import Metrics


def http_with(session: aiohttp.ClientSession | None) -> Any:
    # As discord.py names what it keeps its session in.
    return SimpleNamespace(_HTTPClient__session=session)


@pytest.mark.parametrize(
    ("status", "scope", "counted"),
    [
        (429, "user", {"user": 1}),
        (429, "global", {"global": 1}),
        (429, "shared", {"shared": 1}),
        (429, None, {"none": 1}),
        (429, "of another kind", {"none": 1}),
        (200, "user", {}),
        (403, None, {}),
        (503, None, {}),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
async def test_what_is_counted(method: str, status: int, scope: str | None, counted: dict[str, int]) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"X-RateLimit-Scope": scope} if scope else {})

    application = web.Application()
    application.router.add_route("*", "/", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    metrics = Metrics()
    async with aiohttp.ClientSession() as session:
        count_rate_limits(http_with(session), metrics)
        async with getattr(session, method)(f"http://{host}:{port}/") as response:
            assert response.status == status
    await runner.cleanup()
    assert {kind: number for kind, number in metrics.rate_limits.items() if number} == counted


def test_a_discord_in_this_process_limits_nothing() -> None:
    count_rate_limits(http_with(None), Metrics())
