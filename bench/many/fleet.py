"""Processes that share the shards of one bot, each with its own port of Discord's REST API."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Self

from bench.shipped import shipped_command
from bench.tools.processes import processor_seconds, resident_bytes
from tests.support.process import bot_process
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AsyncExitStack
    from pathlib import Path

    from tests.support.fake_discord import FakeDiscord
    from tests.support.process import BotProcess

# Each process of a run uses its own worker of the REST API, which shows who answered.
MOST_PROCESSES = 16
_PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Member:
    """One process, and the worker that receives its answers."""

    worker: int
    bot: BotProcess

    @property
    def processor_seconds(self) -> float:
        """Processor time used so far."""
        return processor_seconds(self.bot.process.pid)

    @property
    def resident_bytes(self) -> int:
        """Memory held now."""
        return resident_bytes(self.bot.process.pid)

    async def end(self, number: signal.Signals) -> None:
        """Send a signal that ends it, and wait for that."""
        self.bot.send(number)
        await self.bot.process.wait()


@dataclass(slots=True)
class Fleet:
    """The processes of one bot."""

    discord: FakeDiscord
    python: Path
    folder: Path
    stack: AsyncExitStack
    variables: Mapping[str, str]
    members: list[Member] = field(default_factory=list)
    """The running ones."""
    _workers: Iterator[int] = field(default_factory=count)

    async def grow(self, processes: int) -> Self:
        """Start processes, and return once all shards are connected."""
        for _ in range(processes):
            await self.start()
        await self.until_complete(self.discord.gateway.rules.shards)
        return self

    async def start(self, **variables: str) -> Member:
        """Start a process."""
        worker = next(self._workers)
        settings = {**self.discord.environment(worker=worker), **self.variables, **variables}
        command = shipped_command(self.python)
        bot = await self.stack.enter_async_context(bot_process(settings, self.folder, command))
        member = Member(worker, bot)
        self.members.append(member)
        return member

    async def until_complete(self, shards: int) -> None:
        """Return once this many shards have a connected session. Raises TimeoutError."""
        sessions = self.discord.gateway.sessions
        await until(
            lambda: len({each.shard for each in sessions if each.connected}) >= shards,
            seconds=_PATIENCE_SECONDS,
        )

    async def end(self, member: Member, number: signal.Signals) -> None:
        """End a process by a signal."""
        self.members.remove(member)
        await member.end(number)

    async def close(self) -> None:
        """Stop all processes gracefully, so that each writes the rest of its history."""
        await asyncio.gather(*(member.end(signal.SIGTERM) for member in self.members))
        self.members.clear()

    @property
    def processor_seconds(self) -> float:
        """Processor time used so far by all running processes."""
        return sum(member.processor_seconds for member in self.members)
