"""What someone who hosts the bot relies on: the check, the health endpoint, a stop that loses nothing."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.support.fake_discord import FakeDiscord, Fault
from tests.support.hosts.loopback import free_port
from tests.support.process import bot_process
from tests.support.waiting import NEVER, PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

CALLBACK = r"/interactions/\d+/.+/callback"
FOLLOW_UP = r"/webhooks/\d+/.+"

NO_TOKEN = "token: DISCORD_TOKEN is not set. Without it, the bot can only run the local Discord."
DATABASE_FINE = "database: OK, connected, and the tables are up to date"


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    ("expression", "method", "path"),
    [("1d20", "POST", CALLBACK), ("10000d6", "POST", CALLBACK), ("10000d6", "PATCH|POST", FOLLOW_UP)],
    ids=["answer", "deferral", "answer-after-deferral"],
)
async def test_a_stop_finishes_replies_under_way(
    discord: FakeDiscord, tmp_path: Path, expression: str, method: str, path: str
) -> None:
    discord.rest.faults.append(Fault(method, path, delay=1.0))
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        rolled = await discord.slash("roll", dice=expression)
        await discord.rest.wait_for_request(method, path)
        bot.send(signal.SIGTERM)
        assert (await rolled.first_message())["embeds"]
        assert await bot.exit_status() == 0
    assert "Traceback" not in bot.output
    assert await discord.gateway.wait_for_close(discord.gateway.sessions[0]) == 1000


@pytest.mark.usefixtures("tables")
async def test_a_discord_that_hangs_does_not_keep_the_bot_from_stopping(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    discord.rest.faults.append(Fault("POST", CALLBACK, delay=NEVER))
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        await discord.slash("roll", dice="1d20")
        await discord.rest.wait_for_request("POST", CALLBACK)
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0


@pytest.mark.usefixtures("tables")
async def test_health_follows_the_connection(discord: FakeDiscord, tmp_path: Path) -> None:
    port = free_port()

    async def status(path: str) -> int:
        async with aiohttp.request("GET", f"http://127.0.0.1:{port}/health/{path}") as answer:
            return answer.status

    async with bot_process({**discord.environment(), "HEALTH_PORT": str(port)}, tmp_path) as bot:
        await bot.line_with("shard ready")
        assert (await status("live"), await status("ready")) == (200, 200)
        # Neither the session nor a new one is to be had, so the bot stays without a connection.
        discord.gateway.refuse_with = 4000
        (session,) = discord.gateway.sessions
        discord.gateway.sessions.clear()
        assert session.socket is not None
        await session.socket.close(code=4000)
        async with asyncio.timeout(PATIENCE):
            while (seen := await status("ready")) == 200:  # noqa: ASYNC110  # HTTP tells only when asked
                await asyncio.sleep(0.01)
        assert (seen, await status("live")) == (503, 200)


@pytest.mark.usefixtures("tables")
async def test_a_health_port_that_is_taken_ends_the_start(discord: FakeDiscord, tmp_path: Path) -> None:
    port = discord.api_url.rpartition(":")[2].partition("/")[0]
    async with bot_process({**discord.environment(), "HEALTH_PORT": port}, tmp_path) as bot:
        assert await bot.exit_status() == 2
    assert bot.lines[-1].startswith(f"The health endpoint cannot start on 127.0.0.1 port {port}: ")


@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    ("changed", "lines", "status"),
    [
        ({}, [DATABASE_FINE, "token: OK, logged in as dicewright"], 0),
        ({"DISCORD_TOKEN": ""}, [DATABASE_FINE, NO_TOKEN], 2),
        ({"DISCORD_TOKEN": "an.other.token"}, [DATABASE_FINE, "token: Discord does not accept"], 2),
        (
            {"DATABASE_URL": "mysql://db/dice"},
            ['database: DATABASE_URL starts with "mysql"', "token: OK"],
            2,
        ),
        (
            {"DATABASE_URL": "postgresql://bot:hunter2@127.0.0.1:9/dice"},
            [
                "database: The database postgresql+asyncpg://bot:***@127.0.0.1:9/dice cannot be used",
                "token: OK",
            ],
            1,
        ),
        (
            {"DISCORD_API_URL": "http://127.0.0.1:9/api/v10"},
            [DATABASE_FINE, "token: Discord cannot be reached at http://127.0.0.1:9/api/v10: "],
            1,
        ),
        ({"LOCAL_PORT": "x"}, ["The bot cannot start until this is fixed:", "  LOCAL_PORT is "], 2),
    ],
    ids=["fine", "no-token", "wrong-token", "wrong-address", "no-database", "no-discord", "wrong-setting"],
)
async def test_the_check(
    discord: FakeDiscord, tmp_path: Path, changed: dict[str, str], lines: list[str], status: int
) -> None:
    variables = {**discord.environment(), **changed}
    async with bot_process(variables, tmp_path, (sys.executable, "-m", "bot", "check")) as bot:
        assert await bot.exit_status() == status
    found = bot.output.splitlines()
    assert [line[: len(begin)] for line, begin in zip(found, lines, strict=True)] == lines
    assert "Traceback" not in bot.output
    assert discord.token not in bot.output
    assert discord.gateway.sessions == [], "a check must not log in as if players were to be served"
    assert discord.rest.commands == []


async def test_a_file_that_takes_no_writes_is_not_fine(discord: FakeDiscord, tmp_path: Path) -> None:
    """What no permission shows: the table refuses what is written, as a standby or a full disk would."""
    database = tmp_path / "dice.db"
    variables = {**discord.environment(), "DATABASE_URL": f"sqlite:///{database}"}
    check = (sys.executable, "-m", "bot", "check")
    async with bot_process(variables, tmp_path, check) as bot:
        assert await bot.exit_status() == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM button_states").fetchone() == (0,), (
            "a check left a row"
        )
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON button_states BEGIN SELECT RAISE(FAIL, 'no writes'); END"
        )
    async with bot_process(variables, tmp_path, check) as bot:
        assert await bot.exit_status() == 2
    assert bot.lines[0].startswith(f"database: The database sqlite:///{database} cannot be used: ")
    assert "no writes" in bot.lines[0]


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"], ["backup", "--help"], ["check", "-h"]])
async def test_help(tmp_path: Path, arguments: list[str]) -> None:
    async with bot_process({"LOCAL_PORT": "x"}, tmp_path, (sys.executable, "-m", "bot", *arguments)) as bot:
        assert await bot.exit_status() == 0
    assert bot.lines[0].startswith("usage: python -m bot ")
    for command in ("check", "backup FILE", "restore FILE"):
        assert f"python -m bot {command} " in bot.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chekc"], "Unknown command for python -m bot: 'chekc'."),
        (["check", "twice"], "Unknown command for python -m bot: 'check twice'."),
        (["restore", "a", "b"], "Unknown command for python -m bot: 'restore a b'."),
        (["backup", "--fast"], "Unknown command for python -m bot: 'backup --fast'."),
        (["backup"], "python -m bot backup needs a file."),
        (["restore"], "python -m bot restore needs a file."),
    ],
)
async def test_arguments_that_mean_nothing(tmp_path: Path, arguments: list[str], says: str) -> None:
    async with bot_process({}, tmp_path, (sys.executable, "-m", "bot", *arguments)) as bot:
        assert await bot.exit_status() == 2
    assert bot.lines[0] == says
    assert "usage: python -m bot" in bot.output
    assert list(tmp_path.iterdir()) == []
