"""A slow or busy disk: the bot starts, rolls, keeps every roll and stops as if it were fast."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.support.fake_discord.payloads import PLAYER_ID, Person
from tests.support.process import PROJECT, bot_process
from tests.support.waiting import NEVER, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord

COMPILER = shutil.which("cc")
# The first write after a start has two of them, and a player waits two seconds for a database.
SYNC_SECONDS = 1.2
# Together they fill the log often enough for it to be moved into the file.
ROLLS = 300

pytestmark = pytest.mark.skipif(
    COMPILER is None or sys.platform != "linux", reason="a slow disk is made with a C compiler, on Linux"
)


@pytest.fixture(scope="module")
def slow_disk(tmp_path_factory: pytest.TempPathFactory) -> str:
    library = tmp_path_factory.mktemp("slow") / "slow_sync.so"
    source = PROJECT / "tests" / "support" / "hosts" / "slow_sync.c"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    return str(library)


def count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM rolls").fetchone()
        return int(number)


async def test_nobody_notices(discord: FakeDiscord, tmp_path: Path, slow_disk: str) -> None:
    environment = {
        **discord.environment(),
        "LD_PRELOAD": slow_disk,
        "SLOW_SYNC_MS": str(int(SYNC_SECONDS * 1_000)),
    }
    async with bot_process(environment, tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        for first in range(0, ROLLS, 20):
            rolled = [
                await discord.slash("roll", dice="20d20", by=Person(PLAYER_ID + number, "guest"))
                for number in range(first, first + 20)
            ]
            for each in rolled:
                assert (await each.first_message())["embeds"]
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0
    assert "database unreachable" not in bot.output
    assert "database slow" not in bot.output
    assert "lost" not in bot.output
    assert count(tmp_path / "data" / "dicewright.db") == ROLLS


@pytest.mark.usefixtures("tables")
async def test_a_disk_that_stands_still_does_not_keep_the_bot_from_stopping(
    discord: FakeDiscord, tmp_path: Path, slow_disk: str
) -> None:
    database = tmp_path / "data" / "dicewright.db"
    async with bot_process(discord.environment(), tmp_path) as bot:
        await discord.gateway.wait_for_sessions(1)
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0
    # Its log already exists, so a write does not wait for the disk, and only the close does.
    with closing(sqlite3.connect(database)) as beside:
        beside.execute("CREATE TABLE theirs (id INTEGER)")
        environment = {**discord.environment(), "LD_PRELOAD": slow_disk, "SLOW_SYNC_MS": f"{NEVER:.0f}000"}
        async with bot_process(environment, tmp_path) as bot:
            await discord.gateway.wait_for_sessions(2)
            await (await discord.slash("roll", dice="1d20")).first_message()
            await until(lambda: count(database) == 1)
            beside.close()
            bot.send(signal.SIGTERM)
            assert await bot.exit_status() == 0
    assert count(database) == 1
