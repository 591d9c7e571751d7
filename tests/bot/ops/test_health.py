"""The health endpoint, asked over a real socket, and the probe that asks it."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.ops.health import health_endpoint
from bot.ops.probe import probe
from bot.startup import StartupError
from tests.support.hosts.loopback import free_port

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

HOST = "127.0.0.1"


DEGRADED = "the database cannot be reached: players can roll, but saved rolls, settings and the history wait"


def endpoint(
    port: int, *, reason: str = "", database: bool = True, asked: list[str] | None = None
) -> AbstractAsyncContextManager[None]:
    async def has_database() -> bool:
        (asked if asked is not None else []).append("database")
        return database

    def scraped(accept: str) -> tuple[bytes, str]:
        (asked if asked is not None else []).append(accept)
        return b"dice 1\n", "text/plain; version=0.0.4; charset=utf-8"

    return health_endpoint(HOST, port, why_unready=lambda: reason, has_database=has_database, scraped=scraped)


@pytest.mark.parametrize(
    ("path", "reason", "database", "status", "body"),
    [
        ("live", "", True, 200, {"status": "live"}),
        ("live", "not yet connected to Discord", False, 200, {"status": "live"}),
        ("ready", "", True, 200, {"status": "ready"}),
        ("ready", "", False, 200, {"status": "degraded", "reason": DEGRADED}),
        ("ready", "the bot is stopping", True, 503, {"status": "unready", "reason": "the bot is stopping"}),
        ("ready", "the bot is stopping", False, 503, {"status": "unready", "reason": "the bot is stopping"}),
    ],
)
async def test_live_and_ready(
    path: str, reason: str, database: bool, status: int, body: dict[str, str]
) -> None:
    port = free_port()
    async with (
        endpoint(port, reason=reason, database=database),
        aiohttp.request("GET", f"http://{HOST}:{port}/health/{path}") as answer,
    ):
        assert (answer.status, await answer.json()) == (status, body)


async def test_metrics_are_scraped_after_a_look_at_the_database() -> None:
    port = free_port()
    asked: list[str] = []
    headers = {"Accept": "text/plain; version=0.0.4"}
    async with (
        endpoint(port, asked=asked),
        aiohttp.request("GET", f"http://{HOST}:{port}/metrics", headers=headers) as answer,
    ):
        assert (answer.status, await answer.text()) == (200, "dice 1\n")
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert asked == ["database", "text/plain; version=0.0.4"]


async def test_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartupError, match=rf"on 127\.0\.0\.1 port {port}: .*HEALTH_PORT") as refusal:
            async with endpoint(port):
                pytest.fail("the endpoint is not there")
    assert refusal.value.exit_status == 2


@pytest.mark.parametrize("asked", ["127.0.0.1", "0.0.0.0"])  # noqa: S104  # nothing is bound to it
async def test_the_probe_of_a_living_bot(tmp_path: Path, asked: str) -> None:
    port = free_port()
    environment = {"HEALTH_PORT": str(port), "HEALTH_HOST": asked}
    async with endpoint(port, reason="not yet connected to Discord"):
        assert await asyncio.to_thread(probe, environment, tmp_path / ".env") == ""


async def test_the_probe_of_a_dead_bot(tmp_path: Path) -> None:
    port = free_port()
    problem = await asyncio.to_thread(probe, {"HEALTH_PORT": str(port)}, tmp_path / ".env")
    assert problem.startswith(f"The bot does not answer on 127.0.0.1 port {port}: ")


async def test_the_probe_of_something_else(tmp_path: Path) -> None:
    async def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, HOST, 0) as server:
        port = server.sockets[0].getsockname()[1]
        problem = await asyncio.to_thread(probe, {"HEALTH_PORT": str(port)}, tmp_path / ".env")
    assert problem == "The bot answers with status 404."


@pytest.mark.parametrize(
    ("content", "problem"),
    [("", ""), ("HEALTH_PORT=0", ""), ("HEALTH_PORT=high", 'HEALTH_PORT is "high"')],
)
def test_the_probe_with_nothing_to_ask(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / ".env").write_text(content)
    found = probe({}, tmp_path / ".env")
    assert found.startswith(problem)
    assert bool(found) is bool(problem)
