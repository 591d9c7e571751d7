"""How much work a process makes for PostgreSQL: `python -m bench.hosting.database` (Linux only).

The shipped bot with SHARDS=auto, at rest and at two rates; the counts are PostgreSQL's own.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from bench import report
from bench.shipped import shipped_command, shipped_python
from bench.tools.load import Crowd, roll_at_rate, roll_in_turn
from bench.tools.processes import children, need_linux, processor_seconds
from tests.support.databases import postgresql_server
from tests.support.fake_discord import FakeDiscord
from tests.support.fake_discord.rules import Rules
from tests.support.process import bot_process

if TYPE_CHECKING:
    from tests.support.databases import PostgreSQL

_SHARDS = 4
_RATES = (0, 20, 200)
_SECONDS = 10.0
_WARMING_ROLLS = 400
# How long it takes until PostgreSQL's backends have reported their counts and the history is written.
_SETTLING_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class _Counts:
    """PostgreSQL's counters at a moment."""

    transactions: int
    wal: int
    processor: float

    def since(self, earlier: _Counts) -> tuple[float, float, float]:
        """Return transactions, bytes of log, and processor time, each per second."""
        return (
            (self.transactions - earlier.transactions) / _SECONDS,
            (self.wal - earlier.wal) / _SECONDS,
            (self.processor - earlier.processor) / _SECONDS,
        )


def main() -> None:
    """Measure, print, and write bench/results/database.md."""
    need_linux()
    gc.disable()
    python = shipped_python()
    with postgresql_server() as server:
        address = server.emptied_database()
        asyncio.run(_measured(python, server, address))


async def _measured(python: Path, server: PostgreSQL, address: str) -> None:
    watch = await asyncpg.connect(server.address())
    postmaster = server.process_id
    rows = []
    with tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        async with FakeDiscord(rules=Rules(shards=_SHARDS, max_concurrency=_SHARDS)) as discord:
            settings = {**discord.environment(), "DATABASE_URL": address, "SHARDS": "auto"}
            command = shipped_command(python)
            async with bot_process(settings, Path(folder), command):
                await discord.gateway.wait_for_sessions(_SHARDS)
                crowd = Crowd(discord)
                await roll_in_turn(crowd, _WARMING_ROLLS)
                for rate in _RATES:
                    before = await _counts(watch, postmaster)
                    if rate:
                        await roll_at_rate(crowd, rate, _SECONDS)
                    else:
                        await asyncio.sleep(_SECONDS)
                    rows.append((rate, (await _counts(watch, postmaster)).since(before)))
                    crowd.forget()
                    print(f"{rate} a second: done", file=sys.stderr)
                connections = await watch.fetchval(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dicewright'"
                )
    ours = await asyncpg.connect(address)
    size, kept = await ours.fetchrow("SELECT pg_total_relation_size('rolls'), (SELECT count(*) FROM rolls)")
    await ours.close()
    await watch.close()
    _publish(rows, connections, size / kept)


async def _counts(watch: asyncpg.Connection[Any], postmaster: int) -> _Counts:
    await asyncio.sleep(_SETTLING_SECONDS)
    row = await watch.fetchrow(
        "SELECT pg_current_wal_insert_lsn() - '0/0' AS wal, (SELECT sum(xact_commit + xact_rollback) "
        "FROM pg_stat_database WHERE datname LIKE 'with%') AS transactions"
    )
    processor = sum(processor_seconds(pid) for pid in children(postmaster))
    return _Counts(int(row["transactions"]), int(row["wal"]), processor)


def _publish(rows: list[tuple[int, tuple[float, float, float]]], connections: int, bytes_kept: float) -> None:
    report.publish(
        "database",
        "What a process asks of PostgreSQL",
        f"`python -m bot` as it is shipped, with SHARDS=auto and {_SHARDS} shards, and PostgreSQL on the "
        f"same machine. Each rate for {_SECONDS:.0f} seconds; each roll is by a player whom the bot has not "
        "seen before.",
        report.table(
            ["rolls a second", "transactions a second", "log a second", "processor time a second"],
            [
                [f"{rate}", f"{found[0]:.1f}", f"{found[1] / 1e3:.1f} kB", report.duration(found[2])]
                for rate, found in rows
            ],
        ),
        f"The process has {connections} connections. A roll takes {bytes_kept:.0f} bytes in its table, with "
        "the indexes.",
    )


if __name__ == "__main__":
    main()
