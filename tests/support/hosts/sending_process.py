"""A process that sends rolls to PostgreSQL and is killed as soon as some are on their way.

Run as `python -m tests.support.hosts.sending_process ADDRESS AT_ONCE`: it sends rolls one after the other,
then AT_ONCE at the same time, and prints the numbers of those that would be answered.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from bot.store import rolls
from tests.support.databases import opened
from tests.support.rolls import a_roll
from tests.support.waiting import until

_BEFORE = 3


async def _send(address: str, at_once: int) -> None:
    async with opened(address) as database:
        sender = database.sender(rolls.sent_first)
        assert sender is not None

        async def answer(number: int) -> None:
            if await sender.send(a_roll(number)) is not None:
                # Without a buffer of its own, since what is in one is lost with the process.
                os.write(sys.stdout.fileno(), f"{number}\n".encode())

        async with sender.running():
            await until(lambda: sender.ready)
            for number in range(_BEFORE):
                await answer(number + 1)
            await asyncio.gather(*(answer(number + 1) for number in range(_BEFORE, _BEFORE + at_once)))
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(_send(sys.argv[1], int(sys.argv[2])))
