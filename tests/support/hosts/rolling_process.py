"""A process that records rolls until it is killed: `python -m tests.support.hosts.rolling_process ADDRESS`.

After each roll, it prints how many the database has accepted so far.
"""

from __future__ import annotations

import asyncio
import sys
import time

from bot.services.history.writer import HistoryWriter
from tests.support.databases import opened
from tests.support.rolls import a_roll


async def roll_on(address: str) -> None:
    """Record a roll every few milliseconds, forever."""
    async with opened(address, clock=time.monotonic) as database, HistoryWriter(database) as history:
        number = 0
        while True:
            number += 1
            history.record(a_roll(number))
            print(history.written, flush=True)
            await asyncio.sleep(0.002)


if __name__ == "__main__":
    asyncio.run(roll_on(sys.argv[1]))
