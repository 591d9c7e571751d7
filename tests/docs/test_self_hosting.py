"""docs/self-hosting.md, followed to the letter: a backup of a running bot, restored after it was killed."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import sys
from pathlib import Path

from tests.support.fake_discord import FakeDiscord
from tests.support.fake_discord.payloads import Person
from tests.support.process import PROJECT, bot_process
from tests.support.waiting import until

SECTION = "### Back up, restore\n"
PLAYER_ROLLS = 20


def commands(name: str) -> list[str]:
    """Return the lines of the section's blocks that are for a bot without a container and do this."""
    page = (PROJECT / "docs" / "self-hosting.md").read_text()
    section = page.partition(SECTION)[2].partition("\n## ")[0]
    lines = [
        line for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL) for line in block.split("\n")
    ]
    return [line for line in lines if line.startswith(f"python -m bot {name} ")]


async def follow(name: str, environment: dict[str, str], folder: Path) -> str:
    (command,) = commands(name)
    process = await asyncio.create_subprocess_shell(
        command,
        cwd=folder,
        # `python` is that of the environment that the page has made.
        env={
            **os.environ,
            **environment,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "PYTHONWARNINGS": "ignore::DeprecationWarning",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()


def rolls_in(database: Path) -> int:
    connection = sqlite3.connect(database)
    (number,) = connection.execute("SELECT count(*) FROM rolls").fetchone()
    (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    assert sound == "ok"
    return int(number)


async def test_a_backup_is_what_comes_back_after_a_kill(tmp_path: Path) -> None:
    database = tmp_path / "data" / "dicewright.db"
    async with FakeDiscord() as discord:
        environment = discord.environment()

        async def roll(times: int) -> None:
            before = rolls_in(database)
            for number in range(times):
                rolled = await discord.slash("roll", dice="1d20", by=Person(1_000 + number, "guest"))
                await rolled.first_message()
            await until(lambda: rolls_in(database) == before + times)

        async with bot_process(environment, tmp_path) as bot:
            await discord.gateway.wait_for_sessions(1)
            await roll(PLAYER_ROLLS)
            said = await follow("backup", environment, tmp_path)
            assert said == f"Backed up {PLAYER_ROLLS} rows, including {PLAYER_ROLLS} rolls.\n"
            await roll(PLAYER_ROLLS)
            bot.send(signal.SIGKILL)
            await bot.exit_status()
        assert (tmp_path / "data" / "dicewright.db-wal").stat().st_size, "the kill left no log to be replayed"
        said = await follow("restore", environment, tmp_path)
        assert f"Restored {PLAYER_ROLLS} rows, including {PLAYER_ROLLS} rolls, from the backup of " in said
        (aside,) = (tmp_path / "data").glob("dicewright.db.before-*")
        assert str(aside) in said
        async with bot_process(environment, tmp_path):
            await discord.gateway.wait_for_sessions(2)
            assert rolls_in(database) == PLAYER_ROLLS
            await roll(1)
            assert rolls_in(database) == PLAYER_ROLLS + 1
        assert rolls_in(aside) == 2 * PLAYER_ROLLS


def test_figures_of_a_slow_disk_are_those_that_were_measured() -> None:
    measured = (PROJECT / "bench" / "results" / "disk.md").read_text()
    (row,) = re.findall(r"^\| 1 s a sync +\|(.*)\|$", measured, re.MULTILINE)
    first_start, later_start, _answer, kept, _slowest, stop = (cell.strip() for cell in row.split("|"))
    page = (PROJECT / "docs" / "self-hosting.md").read_text()
    assert (
        f"On a disk that takes a second for each sync, the first start, which creates the tables, takes "
        f"{first_start}, a later start {later_start}, and stopping {stop}; the first roll is in the history "
        f"after {kept}"
    ) in page
