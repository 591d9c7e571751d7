"""What a slow or busy disk does to the bot: `python -m bench.hosting.disk` (Linux with a C compiler only).

The shipped bot with SQLite on a disk that does nothing else, on one that four processes write and sync to,
and on one that takes a second for each sync, which a preloaded library pretends.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import report
from bench.shipped import shipped_command, shipped_python
from bench.tools.load import Crowd, roll_at_rate
from bench.tools.processes import need_linux
from tests.support.fake_discord import FakeDiscord
from tests.support.hosts.busy_machine import busy_machine
from tests.support.process import PROJECT, bot_process

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUNS = 3
_RATE, _SECONDS = 20, 10.0
_SYNC_SECONDS = 1.0
_SLOW_SYNC = PROJECT / "tests" / "support" / "hosts" / "slow_sync.c"
_COLUMNS = (
    "first start, with new tables",
    "later start",
    "answer to the first roll",
    "until it is in the history",
    "slowest answer of {rolls} rolls",
    "stop",
)


def main() -> None:
    """Measure, print, and write bench/results/disk.md."""
    need_linux()
    python = shipped_python()
    # On the disk of this checkout: where temporary files go may be memory.
    with tempfile.TemporaryDirectory(prefix=".disk-", dir=PROJECT / "build") as made:
        folder = Path(made)
        library = folder / "slow_sync.so"
        subprocess.run([str(shutil.which("cc")), "-shared", "-fPIC", "-o", library, _SLOW_SYNC], check=True)
        slow = {"LD_PRELOAD": str(library), "SLOW_SYNC_MS": f"{_SYNC_SECONDS * 1_000:.0f}"}
        rows = [("quiet", _medians(python, folder, {}))]
        with busy_machine(folder, writers=4, loops=0):
            rows.append(("four writers that sync", _medians(python, folder, {})))
        rows.append((f"{_SYNC_SECONDS:g} s a sync", _medians(python, folder, slow)))
    columns = [column.format(rolls=round(_RATE * _SECONDS)) for column in _COLUMNS]
    report.publish(
        "disk",
        "What a slow disk does to the bot",
        f"`python -m bot` as it is shipped, with SQLite; medians of {_RUNS} runs, each with a new "
        f"file. Rolls come at {_RATE} a second for {_SECONDS:.0f} seconds. What else the machine does changes"
        " starts by up to two seconds.",
        report.table(["disk", *columns], [[name, *map(report.duration, found)] for name, found in rows]),
    )


def _medians(python: Path, folder: Path, variables: Mapping[str, str]) -> list[float]:
    runs = [asyncio.run(_run(python, folder, variables)) for _ in range(_RUNS)]
    print("a disk: done", file=sys.stderr)
    return [statistics.median(column) for column in zip(*runs, strict=True)]


async def _run(python: Path, within: Path, variables: Mapping[str, str]) -> list[float]:
    command = shipped_command(python)
    with tempfile.TemporaryDirectory(dir=within) as made:
        folder = Path(made)
        async with FakeDiscord() as discord:
            settings = {**discord.environment(), **variables}
            before = time.monotonic()
            async with bot_process(settings, folder, command) as bot:
                await discord.gateway.wait_for_sessions(1)
                first_start = time.monotonic() - before
                bot.send(signal.SIGTERM)
                await bot.exit_status()
            before = time.monotonic()
            async with bot_process(settings, folder, command) as bot:
                await discord.gateway.wait_for_sessions(2)
                later_start = time.monotonic() - before
                crowd = Crowd(discord)
                before = time.monotonic()
                await (await crowd.roll()).first_message()
                answered = time.monotonic() - before
                await _kept(folder)
                kept = time.monotonic() - before
                slowest = max(await roll_at_rate(crowd, _RATE, _SECONDS))
                before = time.monotonic()
                bot.send(signal.SIGTERM)
                await bot.exit_status()
                stopped = time.monotonic() - before
    return [first_start, later_start, answered, kept, slowest, stopped]


async def _kept(folder: Path) -> None:
    with contextlib.closing(sqlite3.connect(folder / "data" / "dicewright.db")) as database:
        while not database.execute("SELECT count(*) FROM rolls").fetchone()[0]:  # noqa: ASYNC110 - a file
            await asyncio.sleep(0.002)


if __name__ == "__main__":
    main()
