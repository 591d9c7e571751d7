"""The evening from its first roll to the last, with all that goes wrong in it."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.e2e.evening.script import GAME_MASTER, GM_CHANNEL_ID, GM_ROLE_ID
from tests.e2e.evening.seat import seats
from tests.e2e.evening.table import Table
from tests.e2e.evening.vitals import PROBE, Vitals, alive, children, open_files, vitals
from tests.support.fake_discord import FakeDiscord, Fault
from tests.support.fake_discord.gateway import Operation
from tests.support.process import PROJECT, bot_process
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from tests.e2e.evening.outages import Outage
    from tests.support.process import BotProcess

    Act = Callable[["Evening", BotProcess, Outage], Awaitable[None]]

CALLBACK = r"/interactions/\d+/.+/callback"
CHANNEL = r"/channels/\d+/messages"
ORIGINAL = r"/webhooks/\d+/.+/messages/@original"
_SILENT_SECONDS = 35.0
_MANAGE_SERVER = 1 << 5


@dataclass(frozen=True, slots=True)
class Scale:
    """How long the evening is."""

    rolls: int
    first: int
    """After so many rolls of each process its memory is measured for the first time."""
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
    silences: bool
    """Whether it excuses that somebody was not answered: there was no bot, or no session."""


@dataclass(slots=True)
class Evening:
    """What happened."""

    scale: Scale
    table: Table
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
    async def interruption(self, what: str, *, silences: bool = False) -> AsyncIterator[None]:
        """Take down what is wrong while the block runs."""
        since = _now()
        try:
            yield
        finally:
            self.interruptions.append(Interruption(what, since, _now(), silences))


async def hold_evening(scale: Scale, address: str, away: Outage, folder: Path) -> Evening:
    """Return what happened on an evening with a database that `away` takes away."""
    begun = _now()
    async with FakeDiscord() as discord:
        table = Table(discord)
        evening = Evening(scale, table)
        async with asyncio.TaskGroup() as sitting:
            for seat in seats(table, seed=scale.seed):
                sitting.create_task(seat.play(), name=seat.person.name)
            for number, act in enumerate((_first_act, _second_act, _last_act)):
                if number:
                    table.bot_restarted()
                await _one_process(evening, act, address, away, folder)
            table.over = True
            table.open.set()
    evening.seconds = _now() - begun
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
            await stack.enter_async_context(evening.interruption("restart", silences=True))
        sessions = len(gateway.sessions)
        async with bot_process(variables, folder) as bot:
            await gateway.wait_for_sessions(sessions + 1, within=30.0)
            await stack.aclose()
            await act(evening, bot, away)
        evening.output.append(bot.output)


async def _first_act(evening: Evening, bot: BotProcess, _away: Outage) -> None:
    """A gateway that breaks in three ways, a REST API that answers 503 and 429, and a kill."""
    table, scale = evening.table, evening.scale
    await _choose(evening, "settings:gm_role_id", GM_ROLE_ID)
    first = await _first_rolls(evening, bot)
    gateway = table.discord.gateway

    await table.until_rolled(scale.share(0.12))
    await _resumed_after(evening, "broken connection", gateway.abort)
    _fail(table, "POST", CALLBACK, 503)
    await table.until_rolled(scale.share(0.16))
    async with evening.interruption("op 7"):
        resumes = len(gateway.resumes)
        await gateway.send(Operation.RECONNECT)
        await gateway.wait_for_resumes(resumes + 1)
    _limit(table, CALLBACK, retry_after=0.6)
    await table.until_rolled(scale.share(0.20))
    async with evening.interruption("close 4000"):
        resumes = len(gateway.resumes)
        await gateway.drop(4000)
        await gateway.wait_for_resumes(resumes + 1)
    _fail(table, "POST", CALLBACK, 503, takes_effect=True)
    await table.until_rolled(scale.share(0.3))
    await _measured_again(evening, bot, first)
    await _killed_in_full_swing(evening, bot)


async def _second_act(evening: Evening, bot: BotProcess, away: Outage) -> None:
    """A channel for the GM, a database that is away, sessions that end, and another kill."""
    table, scale, gateway = evening.table, evening.scale, evening.table.discord.gateway
    first = await _first_rolls(evening, bot)
    if scale.whole:
        await _choose(evening, "settings:gm_channel_id", GM_CHANNEL_ID)
        _limit(table, CHANNEL, retry_after=0.5)
        _limit(table, CHANNEL, retry_after=0.5, everywhere=True)
        _fail(table, "POST", CHANNEL, 503)

    await table.until_rolled(scale.share(0.45))
    async with evening.interruption("database away"), away():
        await asyncio.sleep(scale.away_seconds)
    # Whoever waited for the database had no time left for a Discord that fails, too.
    await table.until_idle()
    table.open.set()
    await table.until_rolled(scale.share(0.48))
    if scale.whole:
        await _choose(evening, "settings:gm_channel_id")
    _fail(table, "POST", CALLBACK, 503)
    await table.until_rolled(scale.share(0.53))
    async with evening.interruption("op 9, to resume"):
        resumes = len(gateway.resumes)
        await gateway.invalidate(resumable=True)
        await gateway.wait_for_resumes(resumes + 1)
    if scale.whole:
        await table.until_rolled(scale.share(0.55))
        async with evening.interruption("op 9, for good", silences=True):
            sessions = len(gateway.sessions)
            await gateway.invalidate(resumable=False)
            await gateway.wait_for_sessions(sessions + 1, within=20.0)
    _break(table, takes_effect=True)
    await table.until_rolled(scale.share(0.62))
    await _measured_again(evening, bot, first)
    await _killed_in_full_swing(evening, bot)


async def _last_act(evening: Evening, bot: BotProcess, _away: Outage) -> None:
    """More of what happens in any evening, and an end in good order, in the middle of rolls."""
    table, scale = evening.table, evening.scale
    first = await _first_rolls(evening, bot)
    gateway = table.discord.gateway
    for share in (0.72, 0.79, 0.86, 0.93):
        await table.until_rolled(scale.share(share))
        _fail(table, "POST", CALLBACK, 503)
        _limit(table, CALLBACK, retry_after=0.4)
        _fail(table, "POST", CALLBACK, 503, takes_effect=True)
        _break(table)
        _fail(table, "PATCH", ORIGINAL, 503)
        await _resumed_after(evening, "broken connection", gateway.abort)
    await table.until_rolled(scale.rolls)
    await _measured_again(evening, bot, first)
    if scale.whole:
        # HTTP connections that nobody uses are closed after 15 seconds, but only looked at every 15.
        pid = bot.process.pid
        with suppress(TimeoutError):
            await until(lambda: open_files(pid)["TCP"] == 1, seconds=_SILENT_SECONDS)
        evening.in_silence = await vitals(bot)

    rolled = table.rolled
    table.open.set()
    await table.until_rolled(rolled + 5)
    painters = children(bot.process.pid)
    async with evening.interruption("stop", silences=True):
        asked_at = _now()
        bot.send(signal.SIGTERM)
        evening.exit_status = await bot.exit_status(within=30.0)
        evening.stopping_seconds = _now() - asked_at
        table.gone.set()
        await table.until_idle()
    await until(lambda: not any(map(alive, painters)))


async def _first_rolls(evening: Evening, bot: BotProcess) -> Vitals:
    table = evening.table
    table.open.set()
    await table.until_rolled(table.rolled + evening.scale.first)
    await table.until_idle()
    measured = await vitals(bot)
    table.open.set()
    return measured


async def _measured_again(evening: Evening, bot: BotProcess, first: Vitals) -> None:
    await evening.table.until_idle()
    evening.measured.append((first, await vitals(bot)))


async def _killed_in_full_swing(evening: Evening, bot: BotProcess) -> None:
    table = evening.table
    rolled = table.rolled
    table.open.set()
    await table.until_rolled(rolled + evening.scale.first)
    evening.killed_at.append(_now())
    painters = children(bot.process.pid)
    async with evening.interruption("kill", silences=True):
        bot.send(signal.SIGKILL)
        await bot.exit_status()
        table.gone.set()
        await table.until_idle()
    await until(lambda: not any(map(alive, painters)))


async def _resumed_after(evening: Evening, what: str, interrupt: Callable[[], None]) -> None:
    gateway = evening.table.discord.gateway
    async with evening.interruption(what):
        resumes = len(gateway.resumes)
        interrupt()
        await gateway.wait_for_resumes(resumes + 1)


async def _choose(evening: Evening, custom_id: str, *values: int) -> None:
    """Have the GM choose something on the panel of the server's settings."""
    discord = evening.table.discord
    manager = replace(GAME_MASTER, permissions=_MANAGE_SERVER)
    panel = await (await discord.slash("settings", by=manager)).first_message()
    while not panel["components"]:
        # After the database was away, the bot asks for it again only now and then.
        await asyncio.sleep(0.5)
        panel = await (await discord.slash("settings", by=manager)).first_message()
    chosen = await discord.use(panel, custom_id, *map(str, values), by=manager)
    await chosen.first_message()


def _fail(table: Table, method: str, path: str, status: int, *, takes_effect: bool = False) -> None:
    fault = Fault(method, path, status, takes_effect=takes_effect, fresh_only=path is CALLBACK)
    table.discord.rest.faults.append(fault)


def _limit(table: Table, path: str, *, retry_after: float, everywhere: bool = False) -> None:
    fault = Fault.rate_limit("POST", path, retry_after=retry_after, everywhere=everywhere)
    table.discord.rest.faults.append(replace(fault, fresh_only=path is CALLBACK))


def _break(table: Table, *, takes_effect: bool = False) -> None:
    fault = Fault("POST", CALLBACK, breaks=True, takes_effect=takes_effect, fresh_only=True)
    table.discord.rest.faults.append(fault)


def _now() -> float:
    return asyncio.get_running_loop().time()
