"""Ways to reach Discord: through a proxy, past one, and by IPv6 alone."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.support.fake_discord import FakeDiscord
from tests.support.process import bot_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

NOWHERE = "http://127.0.0.1:9"
# A name that nobody resolves: only a proxy can know who that is.
NAME = "discord.invalid"


@asynccontextmanager
async def proxy(port: int) -> AsyncIterator[tuple[str, list[str]]]:
    """Yield the address of a proxy that takes everything to a port of this machine, and what it was asked."""
    asked: list[str] = []
    running: set[asyncio.Task[None]] = set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65_536):
            writer.write(chunk)
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        running.add(asyncio.current_task())  # type: ignore[arg-type]
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.split(b"\r\n")[0].decode())
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port)
        to_writer.write(head)
        await asyncio.gather(pump(reader, to_writer), pump(to_reader, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
        for task in running:
            task.cancel()


async def test_through_a_proxy(discord: FakeDiscord, tmp_path: Path) -> None:
    async with proxy(discord.port) as (address, asked):
        variables = {
            name: value.replace("127.0.0.1", NAME) for name, value in discord.environment().items()
        } | {"HTTP_PROXY": address, "NO_PROXY": ""}
        discord.gateway.url = variables["DISCORD_GATEWAY_URL"]
        async with bot_process(variables, tmp_path) as bot:
            await discord.gateway.wait_for_sessions(1)
            rolled = await discord.slash("roll", dice="1d6")
            assert (await rolled.first_message())["embeds"]
        assert asked
        assert all(f"http://{NAME}:{discord.port}/" in line for line in asked), asked
        assert "Traceback" not in bot.output
        async with bot_process(variables, tmp_path, (sys.executable, "-m", "bot", "check")) as bot:
            assert await bot.exit_status() == 0


async def test_past_a_proxy(discord: FakeDiscord, tmp_path: Path) -> None:
    variables = {**discord.environment(), "HTTP_PROXY": NOWHERE, "NO_PROXY": "127.0.0.1"}
    async with bot_process(variables, tmp_path):
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]


async def test_a_proxy_that_is_not_there_is_one_sentence(discord: FakeDiscord, tmp_path: Path) -> None:
    variables = {**discord.environment(), "HTTP_PROXY": NOWHERE, "NO_PROXY": ""}
    async with bot_process(variables, tmp_path) as bot:
        assert await bot.exit_status() == 1
        assert bot.lines[-1].startswith(f"Discord cannot be reached at {discord.api_url}: ")
    assert "Traceback" not in bot.output


async def test_by_ipv6_alone(tmp_path: Path) -> None:
    async with FakeDiscord(host="::1") as discord, bot_process(discord.environment(), tmp_path):
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]
