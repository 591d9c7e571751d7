"""What goes wrong on the evening, and when: one act for each process of the bot."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.e2e.evening.excuses import ANSWER_SECONDS
from tests.e2e.evening.script import GAME_MASTER, GM_CHANNEL_ID, GM_ROLE_ID
from tests.e2e.evening.table import now
from tests.e2e.evening.vitals import alive, children, open_files, vitals
from tests.support.fake_discord import Fault
from tests.support.fake_discord.cdn import Attached
from tests.support.fake_discord.gateway import Operation
from tests.support.game_systems import EMBER
from tests.support.waiting import PATIENCE, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.e2e.evening.evening import Evening
    from tests.e2e.evening.outages import Outage
    from tests.e2e.evening.table import Table
    from tests.e2e.evening.vitals import Vitals
    from tests.support.process import BotProcess

    Act = Callable[[Evening, BotProcess, Outage], Awaitable[None]]

CALLBACK = r"/interactions/\d+/.+/callback"
CHANNEL = r"/channels/\d+/messages"
ORIGINAL = r"/webhooks/\d+/.+/messages/@original"
_SILENT_SECONDS = 35.0
# So long may what Discord has sent be on its way to the bot.
_ON_ITS_WAY = 0.2
_MANAGE_SERVER = 1 << 5


async def first_act(evening: Evening, bot: BotProcess, _away: Outage) -> None:
    """A gateway that breaks in three ways, a REST API that answers 503 and 429, and a kill."""
    table, scale = evening.table, evening.scale
    await _choose(evening, "settings:gm_role_id", GM_ROLE_ID)
    await _add_game(evening)
    first = await _first_rolls(evening, bot)
    gateway = table.discord.gateway

    await table.until_rolled(scale.share(0.12))
    await _resumed_after(evening, "broken connection", gateway.abort)
    _fail(table, "POST", CALLBACK, 503)
    await table.until_rolled(scale.share(0.16))
    await _resumed_after(evening, "op 7", lambda: gateway.send(Operation.RECONNECT))
    _limit(table, CALLBACK, retry_after=0.6)
    await table.until_rolled(scale.share(0.20))
    await _resumed_after(evening, "close 4000", lambda: gateway.drop(4000))
    _fail(table, "POST", CALLBACK, 503, takes_effect=True)
    await table.until_rolled(scale.share(0.3))
    await _measured_again(evening, bot, first)
    await _killed_in_full_swing(evening, bot)


async def second_act(evening: Evening, bot: BotProcess, away: Outage) -> None:
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
    # An answer that waited for the database has no time left for a Discord that fails, too.
    await table.until_idle()
    table.open.set()
    await table.until_rolled(scale.share(0.48))
    if scale.whole:
        await _choose(evening, "settings:gm_channel_id")
    _fail(table, "POST", CALLBACK, 503)
    await table.until_rolled(scale.share(0.53))
    await _resumed_after(evening, "op 9, to resume", lambda: gateway.invalidate(resumable=True))
    if scale.whole:
        await table.until_rolled(scale.share(0.55))
        async with evening.interruption("op 9, for good", silences=_ON_ITS_WAY):
            sessions = len(gateway.sessions)
            await gateway.invalidate(resumable=False)
            await gateway.wait_for_sessions(sessions + 1)
    _break(table, takes_effect=True)
    await table.until_rolled(scale.share(0.62))
    await _measured_again(evening, bot, first)
    await _killed_in_full_swing(evening, bot)


async def last_act(evening: Evening, bot: BotProcess, _away: Outage) -> None:
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
    async with evening.interruption("stop", silences=_ON_ITS_WAY):
        asked_at = now()
        bot.send(signal.SIGTERM)
        evening.exit_status = await bot.exit_status()
        evening.stopping_seconds = now() - asked_at
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
    await _until_recorded(evening)
    evening.measured.append((first, await vitals(bot)))


async def _until_recorded(evening: Evening) -> None:
    """Return once all that this process has shown is in the history. Raises TimeoutError."""
    table = evening.table
    shown = {
        each.interaction.interaction_id for each in table.attempts if each.rolled and each.life == table.life
    }
    # The bot asks again for a database that was away within ten seconds.
    async with asyncio.timeout(PATIENCE):
        while shown - {roll.interaction_id for roll in await evening.recorded()}:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def _killed_in_full_swing(evening: Evening, bot: BotProcess) -> None:
    table = evening.table
    rolled = table.rolled
    table.open.set()
    await table.until_rolled(rolled + evening.scale.first)
    evening.killed_at.append(now())
    painters = children(bot.process.pid)
    async with evening.interruption("kill", silences=ANSWER_SECONDS):
        bot.send(signal.SIGKILL)
        await bot.exit_status()
        table.gone.set()
        await table.until_idle()
    await until(lambda: not any(map(alive, painters)))


async def _resumed_after(evening: Evening, what: str, interrupt: Callable[[], Awaitable[None]]) -> None:
    gateway = evening.table.discord.gateway
    async with evening.interruption(what):
        resumes = len(gateway.resumes)
        await interrupt()
        await gateway.wait_for_resumes(resumes + 1)


async def _add_game(evening: Evening) -> None:
    """Have the GM add the server's own game."""
    manager = replace(GAME_MASTER, permissions=_MANAGE_SERVER)
    file = Attached("ember.toml", EMBER.encode())
    added = await evening.table.discord.slash("system add", file=file, by=manager)
    assert "Added: Ember" in str(await added.first_message())


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
    fault = Fault(method, path, status, takes_effect=takes_effect, fresh_only=path is not CHANNEL)
    table.discord.rest.faults.append(fault)


def _limit(table: Table, path: str, *, retry_after: float, everywhere: bool = False) -> None:
    fault = Fault.rate_limit("POST", path, retry_after=retry_after, everywhere=everywhere)
    table.discord.rest.faults.append(replace(fault, fresh_only=path is not CHANNEL))


def _break(table: Table, *, takes_effect: bool = False) -> None:
    fault = Fault("POST", CALLBACK, breaks=True, takes_effect=takes_effect, fresh_only=True)
    table.discord.rest.faults.append(fault)
