"""`python -m bot` without a token: a local Discord that starts, says where it is, and ends when asked."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.support.process import bot_process

if TYPE_CHECKING:
    from pathlib import Path

ANNOUNCEMENT = "Local Discord: "

pytestmark = pytest.mark.usefixtures("tables")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_says_so_serves_a_page_and_ends(tmp_path: Path, number: signal.Signals) -> None:
    async with bot_process({"LOCAL_PORT": "0"}, tmp_path) as bot:
        url = (await bot.line_with(ANNOUNCEMENT)).removeprefix(ANNOUNCEMENT)
        assert bot.lines[0].startswith("No DISCORD_TOKEN is set, so this is a local Discord")
        assert url.startswith("http://127.0.0.1:")
        async with aiohttp.ClientSession() as browser, browser.get(url) as page:
            assert page.status == 200
            # The connection stays open, as a browser's does, while the bot is asked to end.
            await page.read()
            bot.send(number)
            assert await bot.exit_status() == 0
    assert "Traceback" not in bot.output


async def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, bot_process({"LOCAL_PORT": str(port)}, tmp_path) as bot:
        assert await bot.exit_status() == 2
    assert f"Port {port} is already in use" in bot.lines[-1]
    assert f"LOCAL_PORT={port + 1}" in bot.lines[-1]
    assert "Traceback" not in bot.output
