"""What our bot costs, compared with a minimal discord.py bot: `python -m bench.bot` (Linux only).

Both run in separate processes, each connected over sockets to its own fake Discord in this process, and
answer /roll. What this process uses is not counted.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import math
import sqlite3
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bench import report
from bench.shipped import shipped_command, shipped_python
from bench.tools.load import GAMES, Crowd, roll_at_once, roll_at_rate, roll_in_turn
from bench.tools.processes import need_linux, processor_seconds, proportional_bytes, resident_bytes
from bot.presentation.dice.emojis import DiceEmojis
from tests.support.fake_discord import FakeDiscord
from tests.support.process import bot_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

# Many short rounds, so that other work on this machine slows both bots down alike.
_ROUNDS = 30
_A_SECOND, _SECONDS = 200, 1.0
_IN_TURN = 200
_AT_ONCE, _CROWDED_ROUNDS = 1_000, 5
_IDLE_SECONDS = 5.0
# How long it takes to write the history and finish everything else.
_SETTLING_SECONDS = 0.3
_WARMING_ROLLS = 400
_MEGABYTE = 1024 * 1024

_MOST_PROCESSOR_TIME, _MOST_MEGABYTES, _MOST_LATENCY, _MOST_SECONDS = 1.3, 16, 2.0, 3.0
_MOST_GAME_TIME = 1.2


@dataclass(slots=True)
class Contender:
    """A bot and its measurements, one value per round."""

    pid: int
    crowd: Crowd
    folder: Path
    idle: tuple[int, int] = (0, 0)
    """Resident and proportional bytes after the login."""
    busy: tuple[int, int] = (0, 0)
    """The same after all rounds."""
    seconds_in_turn: list[float] = field(default_factory=list)
    """Processor time per roll, one after the other."""
    seconds_of_games: list[float] = field(default_factory=list)
    """The same of rolls of game systems, for a bot that knows them."""
    seconds: list[float] = field(default_factory=list)
    """Processor time per roll at a steady rate."""
    halves: list[float] = field(default_factory=list)
    """Median seconds to an answer at a steady rate."""
    hundredths: list[float] = field(default_factory=list)
    """Their 99th percentile."""
    crowded: list[list[float]] = field(default_factory=list)
    """Seconds to each answer when all roll at once."""

    @property
    def memory(self) -> tuple[int, int]:
        """Resident and proportional bytes now."""
        return resident_bytes(self.pid), proportional_bytes(self.pid)


def main() -> None:
    """Measure, print, and write bench/results/bot.md."""
    need_linux()
    # A pause in this process would be a pause in the Discord of both bots.
    gc.disable()
    asyncio.run(_measured(shipped_python()))


async def _measured(python: Path) -> None:
    async with _running(python, "bench.peers.bare_bot") as bare, _running(python, "bot") as ours:
        both = (bare, ours)
        await asyncio.sleep(_IDLE_SECONDS)
        for bot in both:
            bot.idle = bot.memory
        for bot in both:
            await roll_in_turn(bot.crowd, _WARMING_ROLLS)
        await roll_in_turn(ours.crowd.rolling(GAMES), _WARMING_ROLLS)
        for number in range(_ROUNDS):
            for bot in both if number % 2 else reversed(both):
                await _round(bot)
            ours.seconds_of_games.append(await _processor_time_in_turn(ours, ours.crowd.rolling(GAMES)))
            print(f"round {number + 1} of {_ROUNDS}", file=sys.stderr)
        for _ in range(_CROWDED_ROUNDS):
            for bot in both:
                bot.crowded.append(await roll_at_once(bot.crowd, _AT_ONCE))
                await _settle(bot)
        for bot in both:
            bot.busy = bot.memory
        recorded = _recorded(ours)
    _publish(bare, ours, recorded)


@contextlib.asynccontextmanager
async def _running(python: Path, module: str) -> AsyncIterator[Contender]:
    with tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        command = shipped_command(python, module)
        async with FakeDiscord() as discord:
            # As after its first minutes: all pictures of dice are there, and replies show them.
            for name in DiceEmojis().missing():
                discord.rest.emojis.put(name)
            settings = discord.environment(dice_emojis=True)
            async with bot_process(settings, Path(folder), command) as bot:
                await discord.gateway.wait_for_sessions(1)
                yield Contender(bot.process.pid, Crowd(discord), Path(folder))


async def _round(bot: Contender) -> None:
    bot.seconds_in_turn.append(await _processor_time_in_turn(bot, bot.crowd))
    latencies: list[float] = []

    async def steadily() -> None:
        latencies.extend(await roll_at_rate(bot.crowd, _A_SECOND, _SECONDS))

    bot.seconds.append(await _processor_time(bot, steadily) / (_A_SECOND * _SECONDS))
    bot.halves.append(median(latencies))
    bot.hundredths.append(quantiles(latencies, n=100)[-1])


async def _processor_time_in_turn(bot: Contender, crowd: Crowd) -> float:
    return await _processor_time(bot, lambda: roll_in_turn(crowd, _IN_TURN)) / _IN_TURN


async def _processor_time(bot: Contender, work: Callable[[], Awaitable[None]]) -> float:
    before = processor_seconds(bot.pid)
    await work()
    await _settle(bot)
    return processor_seconds(bot.pid) - before


async def _settle(bot: Contender) -> None:
    await asyncio.sleep(_SETTLING_SECONDS)
    bot.crowd.forget()


def _recorded(bot: Contender) -> int:
    """Return the number of rolls in the history."""
    with contextlib.closing(sqlite3.connect(bot.folder / "data" / "dicewright.db")) as connection:
        (rolls,) = connection.execute("SELECT count(*) FROM rolls").fetchone()
    return int(rolls)


def _publish(bare: Contender, ours: Contender, recorded: int) -> None:
    a_round = 2 * _IN_TURN + int(_A_SECOND * _SECONDS)
    rolled = 2 * _WARMING_ROLLS + _ROUNDS * a_round + _CROWDED_ROUNDS * _AT_ONCE
    report.publish(
        "bot",
        "What the bot costs",
        "`python -m bot` as it is shipped, with its history in an SQLite file, next to a bot of thirty "
        f"lines on the same discord.py {version('discord.py')} whose /roll answers a fixed text. Both run "
        "without docstrings, as in the image, in processes of their own, and talk over sockets to a Discord "
        "in a third, where the pictures of dice are uploaded already. Each roll is by a player "
        f"whom the bot has not seen before, on one of fifty servers. Medians of {_ROUNDS} rounds, the bots "
        "in turn; ratios are taken within a round.",
        "## Targets",
        report.table(["target", "measured", "reached"], _targets(bare, ours)),
        "## Side by side",
        report.table(["", "bare", "ours", "ratio"], _rows(bare, ours)),
        "At idle: after the login and five seconds. Resident memory is what a process holds; of what several "
        "processes hold together, proportional memory counts a share. "
        f"{recorded:,} of the {rolled:,} rolls are in the history.",
    )


def _targets(bare: Contender, ours: Contender) -> list[list[str]]:
    steady, in_turn = _ratio(bare.seconds, ours.seconds), _ratio(bare.seconds_in_turn, ours.seconds_in_turn)
    memory = (ours.idle[0] - bare.idle[0]) / _MEGABYTE
    latency = _ratio(bare.hundredths, ours.hundredths)
    crowd = _ratio(*([median(each) for each in bot.crowded] for bot in (bare, ours)))
    answers = [seconds for round_ in ours.crowded for seconds in round_]
    lost = answers.count(math.inf)
    slowest = max((seconds for seconds in answers if seconds < math.inf), default=math.inf)
    return [
        report.verdict(
            f"processor time of a /roll: {_MOST_PROCESSOR_TIME} times the bare bot's",
            measured=f"{steady:.2f} times at {_A_SECOND} a second, {in_turn:.2f} one after the other",
            reached=max(steady, in_turn) <= _MOST_PROCESSOR_TIME,
        ),
        report.verdict(
            f"processor time of a roll of a game system: {_MOST_GAME_TIME} times that of plain dice",
            measured=f"{_ratio(ours.seconds_in_turn, ours.seconds_of_games):.2f} times",
            reached=_ratio(ours.seconds_in_turn, ours.seconds_of_games) <= _MOST_GAME_TIME,
        ),
        report.verdict(
            f"memory at idle: {_MOST_MEGABYTES} MB more",
            measured=f"{memory:.1f} MB",
            reached=memory <= _MOST_MEGABYTES,
        ),
        report.verdict(
            f"99 of 100 answers at {_A_SECOND} rolls a second: within {_MOST_LATENCY:g} times its time",
            measured=f"{latency:.2f} times",
            reached=latency <= _MOST_LATENCY,
        ),
        report.verdict(
            f"half of the answers, {_AT_ONCE:,} at once: within {_MOST_LATENCY:g} times its time",
            measured=f"{crowd:.2f} times",
            reached=crowd <= _MOST_LATENCY,
        ),
        report.verdict(
            f"{_AT_ONCE:,} rolls at once: none lost, none over {_MOST_SECONDS:g} s",
            measured=f"{lost} lost, the slowest {report.duration(slowest)}",
            reached=not lost and slowest <= _MOST_SECONDS,
        ),
    ]


def _rows(bare: Contender, ours: Contender) -> list[list[str]]:
    def times(name: str, taken: Callable[[Contender], Sequence[float]]) -> list[str]:
        medians = (report.duration(median(taken(bot))) for bot in (bare, ours))
        return [name, *medians, f"× {_ratio(taken(bare), taken(ours)):.2f}"]

    def memory(name: str, taken: Callable[[Contender], int]) -> list[str]:
        sizes = [taken(bot) / _MEGABYTE for bot in (bare, ours)]
        return [name, *(f"{size:.1f} MB" for size in sizes), f"+ {sizes[1] - sizes[0]:.1f} MB"]

    steadily = f"at {_A_SECOND} a second"
    crowded = f"{_AT_ONCE:,} at once"
    return [
        times(f"processor time of a roll, {steadily}", lambda bot: bot.seconds),
        times("processor time of a roll, one after the other", lambda bot: bot.seconds_in_turn),
        times(f"half of the answers, {steadily}", lambda bot: bot.halves),
        times(f"99 of 100 answers, {steadily}", lambda bot: bot.hundredths),
        times(f"half of the answers, {crowded}", lambda bot: [median(each) for each in bot.crowded]),
        times(f"the slowest answer, {crowded}", lambda bot: [max(each) for each in bot.crowded]),
        memory("resident memory at idle", lambda bot: bot.idle[0]),
        memory("proportional memory at idle", lambda bot: bot.idle[1]),
        memory("resident memory after all this", lambda bot: bot.busy[0]),
    ]


def _ratio(bare: Sequence[float], ours: Sequence[float]) -> float:
    return median(own / other for own, other in zip(ours, bare, strict=True))


if __name__ == "__main__":
    main()
