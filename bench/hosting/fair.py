"""What a verifiable roll costs, compared with a plain one: `python -m bench.hosting.fair` (Linux only).

Both are rolls of the shipped bot, in two processes; on the servers of one, a GM has used /fair on.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench import report
from bench.shipped import shipped_command, shipped_python
from bench.tools.load import SERVERS, Crowd, roll_at_rate, roll_in_turn
from bench.tools.processes import need_linux, processor_seconds
from tests.support.fake_discord import FakeDiscord, Person
from tests.support.fake_discord.payloads import GUILD_ID
from tests.support.process import bot_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

_ROUNDS = 20
_IN_TURN, _A_SECOND, _SECONDS = 200, 200, 1.0
_SETTLING_SECONDS, _WARMING_ROLLS = 0.3, 400
_MOST = 1.15
_GM = Person(900_000_000_000_000_303, "morgan", 1 << 5)


@dataclass(slots=True)
class _Bot:
    pid: int
    crowd: Crowd
    in_turn: list[float] = field(default_factory=list)
    """Processor time per roll, one after the other; one value per round."""
    at_rate: list[float] = field(default_factory=list)
    """The same at a steady rate."""


def main() -> None:
    """Measure, print, and write bench/results/fair.md."""
    need_linux()
    # A pause in this process would be a pause in the Discord of both bots.
    gc.disable()
    asyncio.run(_measured(shipped_python()))


async def _measured(python: Path) -> None:
    async with _running(python) as plain, _running(python) as fair:
        for server in range(SERVERS):
            await (
                await fair.crowd.discord.slash("fair on", by=_GM, guild_id=GUILD_ID + server)
            ).first_message()
        for bot in (plain, fair):
            await roll_in_turn(bot.crowd, _WARMING_ROLLS)
        for number in range(_ROUNDS):
            for bot in (plain, fair) if number % 2 else (fair, plain):
                await _round(bot)
            print(f"round {number + 1} of {_ROUNDS}", file=sys.stderr)
    _publish(plain, fair)


@contextlib.asynccontextmanager
async def _running(python: Path) -> AsyncIterator[_Bot]:
    with tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        command = shipped_command(python)
        async with FakeDiscord() as discord, bot_process(discord.environment(), Path(folder), command) as bot:
            await discord.gateway.wait_for_sessions(1)
            yield _Bot(bot.process.pid, Crowd(discord))


async def _round(bot: _Bot) -> None:
    bot.in_turn.append(await _processor_time(bot, lambda: roll_in_turn(bot.crowd, _IN_TURN)) / _IN_TURN)

    async def steadily() -> None:
        await roll_at_rate(bot.crowd, _A_SECOND, _SECONDS)

    bot.at_rate.append(await _processor_time(bot, steadily) / (_A_SECOND * _SECONDS))


async def _processor_time(bot: _Bot, work: Callable[[], Awaitable[None]]) -> float:
    before = processor_seconds(bot.pid)
    await work()
    await asyncio.sleep(_SETTLING_SECONDS)
    bot.crowd.forget()
    return processor_seconds(bot.pid) - before


def _publish(plain: _Bot, fair: _Bot) -> None:
    rows = []
    ratios = []
    for name, taken in (("one after the other", "in_turn"), (f"at {_A_SECOND} a second", "at_rate")):
        values = [getattr(bot, taken) for bot in (plain, fair)]
        ratio = median(own / other for other, own in zip(*values, strict=True))
        ratios.append(ratio)
        rows.append([name, *(report.duration(median(each)) for each in values), f"× {ratio:.2f}"])
    report.publish(
        "fair",
        "What a verifiable roll costs",
        "Processor time of a /roll of `python -m bot` as it is shipped, with its data in an SQLite file: "
        "plain, and on servers with `/fair on`, where each roll is recorded before it is made. Medians of "
        f"{_ROUNDS} rounds, the two in turn; ratios are taken within a round.",
        "## Targets",
        report.table(
            ["target", "measured", "reached"],
            [
                report.verdict(
                    f"processor time of a verifiable roll: {_MOST} times that of a plain one",
                    measured=f"{max(ratios):.2f} times",
                    reached=max(ratios) <= _MOST,
                )
            ],
        ),
        report.table(["", "plain", "verifiable", "ratio"], rows),
    )


if __name__ == "__main__":
    main()
