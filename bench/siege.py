"""Rolling while a hundred players ask for hostile odds: `python -m bench.siege` (Linux only).

The bot runs as it is shipped, with one gigabyte of address space.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench import report
from bench.shipped import shipped_command, shipped_python
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
_A_SECOND, _SECONDS, _ROUNDS = 50, 20.0, 3
_ADDRESS_SPACE = 1024**3
_MEGABYTE = 1_000_000
_SAMPLE_SECONDS = 0.05
_MOST_LATENCY, _MOST_MEGABYTES = 2.0, 100
_PATIENCE_SECONDS = 60.0
_FIRST_PLAYER = 950_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Round:
    """The seconds of each roll, without a siege and during it, and the answers to the hostile requests."""

    without: list[float]
    during: list[float]
    answers: list[str]

    @property
    def ratio(self) -> float:
        """How many times as long the 99th percentile was during the siege."""
        return _hundredth(self.during) / _hundredth(self.without)


class Memory:
    """The peak memory of a process and its children while it is sampled."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.peak = 0

    def now(self) -> int:
        """Return the proportional bytes of the process and its children."""
        total = 0
        for pid in (self.pid, *children(self.pid)):
            # A worker may have exited in the meantime.
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
    asyncio.run(_measured(shipped_command(shipped_python())))


async def _measured(python: tuple[str, ...]) -> None:
    command = ("prlimit", f"--as={_ADDRESS_SPACE}", *python)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        async with FakeDiscord() as discord, bot_process(discord.environment(), Path(folder), command) as bot:
            await discord.gateway.wait_for_sessions(1)
            crowd = Crowd(discord)
            # Both worker processes and the painter have run once, as in any bot that is in use.
            await (await discord.slash("odds", dice="50d6kh3")).message_with_file(within=60.0)
            await roll_at_rate(crowd, _A_SECOND, 5.0)
            memory = Memory(bot.process.pid)
            rest = memory.now()
            sampling = asyncio.create_task(memory.sample())
            rounds = [await _round(discord, crowd) for _ in range(_ROUNDS)]
            sampling.cancel()
            await asyncio.sleep(1.0)
            after = memory.now()
    _publish(rounds, (rest, memory.peak, after), load)


async def _round(discord: FakeDiscord, crowd: Crowd) -> Round:
    without = await roll_at_rate(crowd, _A_SECOND, _SECONDS)
    asked = [
        await discord.slash("odds", dice=text, player_id=_FIRST_PLAYER + number)
        for number, text in enumerate(islice(cycle(HOSTILE), _ASKED))
    ]
    during = await roll_at_rate(crowd, _A_SECOND, _SECONDS)
    return Round(without, during, [await _answer(each) for each in asked])


async def _answer(asked: Interaction) -> str:
    try:
        message = await asked.first_message(within=_PATIENCE_SECONDS)
    except TimeoutError:
        return "none"
    if not message["embeds"]:
        # An error first points at the mistake; its message is in the last line.
        return str(message["content"]).strip().splitlines()[-1].partition(".")[0]
    text: str = message["embeds"][0]["description"]
    return "an estimate" if text.startswith("The exact odds") else "exact odds"


def _publish(rounds: list[Round], held: tuple[int, int, int], load: float) -> None:
    ratios = [each.ratio for each in rounds]
    rest, peak, after = held
    answers = Counter(answer for each in rounds for answer in each.answers)
    report.publish(
        "siege",
        "Rolls during a siege",
        f"{_ASKED} players ask for hostile odds, all at once, while others roll {_A_SECOND} times a "
        f"second, in {_ROUNDS} rounds, each of {_SECONDS:.0f} s without it and {_SECONDS:.0f} s during it. "
        f"The bot and each of its workers have {_ADDRESS_SPACE // 1024**2} MiB of address space; memory is "
        "what all of them hold together. A roll is slower on a machine that does other work too, so what "
        "counts is the ratio within each round; the median of them is compared with the target. Before it "
        f"began, {load:.1f} processes of others were at work on this machine.",
        "## Targets",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"99 of 100 rolls within {_MOST_LATENCY:.0f} x their time without it",
                    measured=f"{median(ratios):.2f} x ({min(ratios):.2f} to {max(ratios):.2f})",
                    reached=median(ratios) <= _MOST_LATENCY,
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
            ["round", "median, without", "during it", "99 of 100, without", "during it", "ratio"],
            [
                [
                    str(number),
                    *(report.duration(median(times)) for times in (each.without, each.during)),
                    *(report.duration(_hundredth(times)) for times in (each.without, each.during)),
                    f"{each.ratio:.2f} x",
                ]
                for number, each in enumerate(rounds, start=1)
            ],
        ),
        "## Memory",
        report.table(
            ["at rest", "at most", "a second after"],
            [[f"{size / _MEGABYTE:.0f} MB" for size in (rest, peak, after)]],
        ),
        "## What was answered",
        report.table(["answer", "times"], [[kind, str(answers[kind])] for kind in sorted(answers)]),
    )


def _hundredth(times: list[float]) -> float:
    return quantiles(times, n=100)[-1]


if __name__ == "__main__":
    main()
