"""Rolls while a hundred players ask for odds made to hurt: `python -m bench.siege` (Linux only).

The bot runs as it is shipped, within one gigabyte of address space.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench import report
from bench.shipped import IMAGE_OPTIONS, shipped_python
from bench.tools.load import Crowd, roll_at_rate
from bench.tools.processes import children, need_linux, proportional_bytes
from tests.support.fake_discord import FakeDiscord
from tests.support.process import bot_process

if TYPE_CHECKING:
    from tests.support.fake_discord import Interaction

HOSTILE = (
    "3000d6!",
    "37d1000!>=2",
    "200d100kh100",
    "3000d1000kh1500",
    "30d[1,1,2..60]u",
    "{100d100+100d98}km50",
    "1d1000000 * 1d1000000",
    "(1d1000)d1000!",
    "500d20r<=10!!",
    "100x 50d100!kh25",
)
_ASKED = 100
_A_SECOND, _SECONDS = 50, 20.0
_ADDRESS_SPACE = 1024**3
_MEGABYTE = 1_000_000
_SAMPLE_SECONDS = 0.05
_MOST_LATENCY, _MOST_MEGABYTES = 2.0, 100
_PATIENCE_SECONDS = 60.0
_FIRST_PLAYER = 950_000_000_000_000_000


class Memory:
    """The most memory that a process and its children held at a time while this was sampled."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peak = 0

    def now(self) -> int:
        """Return the proportional bytes of the process and its children."""
        total = 0
        for pid in (self.pid, *children(self.pid)):
            # A worker may end meanwhile.
            with suppress(OSError, StopIteration):
                total += proportional_bytes(pid)
        return total

    async def sample(self) -> None:
        """Take samples until cancelled."""
        while True:
            self.peak = max(self.peak, self.now())
            await asyncio.sleep(_SAMPLE_SECONDS)


def main() -> None:
    """Measure, print, and write bench/results/siege.md."""
    need_linux()
    asyncio.run(_measured((str(shipped_python()), *IMAGE_OPTIONS, "-m", "bot")))


async def _measured(python: tuple[str, ...]) -> None:
    command = ("prlimit", f"--as={_ADDRESS_SPACE}", *python)
    with tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        async with FakeDiscord() as discord, bot_process(discord.environment(), Path(folder), command) as bot:
            await discord.gateway.wait_for_sessions(1)
            crowd = Crowd(discord)
            # Both worker processes and the painter have run once, as they have in any bot that is used.
            await (await discord.slash("odds", dice="50d6kh3")).message_with_file(within=60.0)
            await roll_at_rate(crowd, _A_SECOND, 5.0)
            memory = Memory(bot.process.pid)
            rest = memory.now()
            quiet = await roll_at_rate(crowd, _A_SECOND, _SECONDS)
            sampling = asyncio.create_task(memory.sample())
            texts = islice(cycle(HOSTILE), _ASKED)
            asked = [
                await discord.slash("odds", dice=text, player_id=_FIRST_PLAYER + number)
                for number, text in enumerate(texts)
            ]
            besieged = await roll_at_rate(crowd, _A_SECOND, _SECONDS)
            answers = [await _answer(each) for each in asked]
            sampling.cancel()
            await asyncio.sleep(1.0)
            after = memory.now()
    _publish(quiet, besieged, answers, (rest, memory.peak, after))


async def _answer(asked: Interaction) -> str:
    try:
        message = await asked.first_message(within=_PATIENCE_SECONDS)
    except TimeoutError:
        return "none"
    if not message["embeds"]:
        return str(message["content"]).partition(".")[0]
    text: str = message["embeds"][0]["description"]
    return "an estimate" if text.startswith("The exact odds") else "exact odds"


def _publish(
    quiet: list[float], besieged: list[float], answers: list[str], held: tuple[int, int, int]
) -> None:
    hundredth_before, hundredth = (quantiles(each, n=100)[-1] for each in (quiet, besieged))
    rest, peak, after = held
    kinds = {kind: answers.count(kind) for kind in sorted(set(answers))}
    report.publish(
        "siege",
        "Rolls during a siege",
        f"{_ASKED} players ask for odds made to hurt, all at once, while others roll {_A_SECOND} times a "
        f"second for {_SECONDS:.0f} s. The bot and its workers share {_ADDRESS_SPACE // 1024**2} MiB of "
        "address space for each process; memory is what all of them hold together.",
        "## Targets",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"99 of 100 rolls within {_MOST_LATENCY:.0f} x their time without it",
                    measured=f"{report.duration(hundredth)} to {report.duration(hundredth_before)}",
                    reached=hundredth <= _MOST_LATENCY * hundredth_before,
                ),
                report.verdict(
                    f"at most {_MOST_MEGABYTES} MB more than at rest",
                    measured=f"{(peak - rest) / _MEGABYTE:.0f} MB",
                    reached=peak - rest <= _MOST_MEGABYTES * _MEGABYTE,
                ),
            ],
        ),
        "## Rolls",
        report.table(
            ["", "median", "99 of 100", "slowest"],
            [
                [name, *map(report.duration, (median(each), quantiles(each, n=100)[-1], max(each)))]
                for name, each in (("without", quiet), ("during it", besieged))
            ],
        ),
        "## Memory",
        report.table(
            ["at rest", "at most", "a second after"],
            [[f"{size / _MEGABYTE:.0f} MB" for size in (rest, peak, after)]],
        ),
        "## What was answered",
        report.table(["answer", "times"], [[kind, str(times)] for kind, times in kinds.items()]),
    )


if __name__ == "__main__":
    main()
