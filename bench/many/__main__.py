"""Three processes that share 40,000 servers while things go wrong: `python -m bench.many` (Linux only).

Environment variables such as SECONDS and RATE change the fields of `Sizes`, for example for a short run.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.many.acts import Evening
from bench.many.commands import ANSWER_SECONDS, Players, servers
from bench.many.cost import Contender, DatabaseWork, Memory, compared, memory, rolls_kept
from bench.many.fleet import MOST_PROCESSES, Fleet
from bench.many.page import Run, Sizes, publish
from bench.shipped import shipped_python
from bench.tools.processes import need_linux
from bot.store.migrations import migrate
from tests.support.databases import PostgreSQL, postgresql_server, url_of
from tests.support.fake_discord import FakeDiscord, Rules
from tests.support.fake_discord.sessions import shard_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

_MEMORY_SERVERS, _MEMORY_RATE = 10_000, 200
_IDENTIFY_SECONDS = 5.0
_LAST_ANSWERS_SECONDS = 15.0
_SHARED = {"SHARDS": "auto"}
_LOG = Path(__file__).parents[2] / "build" / "many.log"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the bots run, and the rules of their Discord."""

    python: Path
    folder: Path
    rules: Rules

    @asynccontextmanager
    async def contender(
        self, address: str, played: Sequence[int], **variables: str
    ) -> AsyncIterator[Contender]:
        """Yield a Discord with players on these servers, and a fleet without any processes yet."""
        async with AsyncExitStack() as stack:
            discord = await stack.enter_async_context(
                FakeDiscord(rules=self.rules, answer_seconds=ANSWER_SECONDS, rest_workers=MOST_PROCESSES)
            )
            settings = {"DATABASE_URL": address, **variables}
            players = Players(discord, played)
            settling = asyncio.create_task(players.settle_regularly())
            yield Contender(Fleet(discord, self.python, self.folder, stack, settings), players)
            settling.cancel()
            with suppress(asyncio.CancelledError):
                await settling


def main() -> int:
    """Measure, print, and write bench/results/many.md; return how many targets were missed."""
    need_linux()
    # A pause of this process would be a pause of all bots' Discord.
    gc.disable()
    sizes = Sizes.read(os.environ)
    python = shipped_python()
    with postgresql_server() as postgresql, tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        addresses = [postgresql.new_database() for _ in range(3)]
        for address in addresses:
            asyncio.run(migrate(url_of(address)))
        rules = Rules(shards=sizes.shards, identify_seconds=_IDENTIFY_SECONDS, servers=servers(sizes.servers))
        # The output of the bots: a line for each command that arrived too late to be answered.
        with _LOG.open("w", encoding="utf-8") as log, redirect_stdout(log):
            run = asyncio.run(_run(sizes, _Place(python, Path(folder), rules), postgresql, addresses))
    return publish(run)


async def _run(sizes: Sizes, place: _Place, postgresql: PostgreSQL, addresses: Sequence[str]) -> Run:
    load = os.getloadavg()[0]
    used = await _memory(sizes, place, addresses[0])
    everywhere = place.rules.servers
    async with place.contender(addresses[1], everywhere, **_SHARED) as several:
        async with place.contender(addresses[2], everywhere, **_SHARED) as alone:
            await asyncio.gather(several.fleet.grow(sizes.processes), alone.fleet.grow(1))
            before = await DatabaseWork.read(addresses[1])
            cost = await compared(
                alone, several, a_second=sizes.rate, rounds=sizes.rounds, seconds=sizes.round_seconds
            )
            work = (await DatabaseWork.read(addresses[1])).since(before)
            await alone.fleet.close()
        print("killing, upgrading and stopping processes", file=sys.stderr)
        several.players.begin_again()
        evening = Evening(several.fleet, postgresql, sizes.seconds)
        acting = asyncio.create_task(evening.run())
        await several.players.roll_at_rate(sizes.rate, sizes.seconds)
        await acting
        await asyncio.sleep(_LAST_ANSWERS_SECONDS)
        several.players.settle(0.0)
        await several.fleet.close()
        kept = await rolls_kept(addresses[1])
    return Run(
        sizes, several.players.commands, evening.done, kept, cost, used, work, several.players.latest, load
    )


async def _memory(sizes: Sizes, place: _Place, address: str) -> Memory:
    """Measure a process whose shards have 10,000 of the servers."""
    most = max(1, sizes.shards * _MEMORY_SERVERS // sizes.servers)
    own = [each for each in place.rules.servers if shard_of(each, sizes.shards) < most]
    fixed = {"SHARD_COUNT": str(sizes.shards), "SHARD_IDS": f"0-{most - 1}"}
    async with place.contender(address, own, **fixed) as contender:
        await contender.fleet.start()
        await contender.fleet.until_complete(most)
        found = await memory(contender, len(own), a_second=_MEMORY_RATE)
        await contender.fleet.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
