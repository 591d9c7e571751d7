"""The evening from its first roll to the last: who sits there, one process of the bot after the other."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.e2e.evening.acts import first_act, last_act, second_act
from tests.e2e.evening.excuses import ANSWER_SECONDS
from tests.e2e.evening.seat import seats
from tests.e2e.evening.table import Table, now
from tests.e2e.evening.vitals import PROBE, Vitals
from tests.support.fake_discord import FakeDiscord
from tests.support.process import PROJECT, bot_process

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from bot.store.rolls import RecordedRoll
    from tests.e2e.evening.acts import Act
    from tests.e2e.evening.outages import Outage

    Recorded = Callable[[], Awaitable[list[RecordedRoll]]]


@dataclass(frozen=True, slots=True)
class Scale:
    """How long the evening is."""

    rolls: int
    first: int
    """After this many rolls of each process, its memory is measured for the first time."""
    away_seconds: float
    """For how long the database is away."""
    whole: bool = True
    """Whether there is time for what takes many seconds: the GM's channel, a session's end, silence."""
    seed: int = 6

    def share(self, share: float) -> int:
        """Return a share of the rolls, from 0 to 1, as a number of them."""
        return round(self.rolls * share)


@dataclass(frozen=True, slots=True)
class Interruption:
    """A time in which something was wrong, by the clock of the loop."""

    what: str
    since: float
    until: float
    silences: float | None
    """Questions from this many seconds before it on may stay unanswered; None: none may."""


@dataclass(slots=True)
class Evening:
    """What happened."""

    scale: Scale
    table: Table
    recorded: Recorded
    interruptions: list[Interruption] = field(default_factory=list)
    killed_at: list[float] = field(default_factory=list)
    measured: list[tuple[Vitals, Vitals]] = field(default_factory=list)
    """Of each process, after its first rolls and before its end."""
    stopping_seconds: float = 0.0
    exit_status: int | None = None
    in_silence: Vitals | None = None
    """The last process when nobody has asked for anything for a while."""
    output: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @asynccontextmanager
    async def interruption(self, what: str, *, silences: float | None = None) -> AsyncIterator[None]:
        """Take down what is wrong while the block runs."""
        since = now()
        try:
            yield
        finally:
            self.interruptions.append(Interruption(what, since, now(), silences))


async def hold_evening(scale: Scale, address: str, away: Outage, recorded: Recorded, folder: Path) -> Evening:
    """Return what happened on an evening with a database that `away` takes away.

    `recorded` tells which rolls are in its history.
    """
    begun = now()
    async with FakeDiscord(answer_seconds=ANSWER_SECONDS) as discord:
        table = Table(discord)
        evening = Evening(scale, table, recorded)
        async with asyncio.TaskGroup() as sitting:
            for seat in seats(table, seed=scale.seed):
                sitting.create_task(seat.play(), name=seat.person.name)
            for number, act in enumerate((first_act, second_act, last_act)):
                if number:
                    table.bot_restarted()
                await _one_process(evening, act, address, away, folder)
            table.over = True
            table.open.set()
    evening.seconds = now() - begun
    return evening


async def _one_process(evening: Evening, act: Act, address: str, away: Outage, folder: Path) -> None:
    """Run the bot for an act, at whose end it is gone."""
    table, gateway = evening.table, evening.table.discord.gateway
    variables = {
        **table.discord.environment(),
        "DATABASE_URL": address,
        "PYTHONPATH": os.pathsep.join([str(PROBE), str(PROJECT)]),
    }
    async with AsyncExitStack() as stack:
        if table.life:
            # The table goes on as if nothing were, from the moment of the kill.
            await stack.enter_async_context(evening.interruption("restart", silences=0.0))
        sessions = len(gateway.sessions)
        async with bot_process(variables, folder) as bot:
            await gateway.wait_for_sessions(sessions + 1)
            await stack.aclose()
            await act(evening, bot, away)
        evening.output.append(bot.output)
