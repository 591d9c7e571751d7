"""Processes that share the shards by leases: joined, upgraded, killed and stopped while people roll."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.background import in_background
from tests.support.databases import opened, until_nobody_writes
from tests.support.discord_rules import problems
from tests.support.fake_discord import FakeDiscord
from tests.support.fake_discord.rules import Rules
from tests.support.hosts.loopback import free_port
from tests.support.hosts.pgbouncer import needs_pgbouncer
from tests.support.hosts.scraping import samples, scraped
from tests.support.process import BotProcess, bot_process
from tests.support.waiting import PATIENCE, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.support.fake_discord import Interaction

SHARDS = 4
# Every fifth is blind, and must be in the database before it is answered.
EVERY_BLIND = 5


IDENTIFY_SECONDS = 5.0


class Table:
    """A bot of several processes, and people on all its shards who roll as long as the block runs."""

    def __init__(self, discord: FakeDiscord, address: str, folder: Path, stack: AsyncExitStack) -> None:
        self.discord = discord
        self.address = address
        self._folder = folder
        self._stack = stack
        self.asked: list[Interaction] = []
        self.bots: list[BotProcess] = []

    async def process(self, *, resumes: int = 0, **more: str) -> BotProcess:
        """Return another process, once it has taken up this many sessions."""
        sessions, resumed = len(self.discord.gateway.sessions), len(self.discord.gateway.resumes)
        variables = {**self.discord.environment(), "DATABASE_URL": self.address, "SHARDS": "auto", **more}
        bot = await self._stack.enter_async_context(bot_process(variables, self._folder))
        self.bots.append(bot)
        if resumes:
            await self.discord.gateway.wait_for_resumes(resumed + resumes)
        else:
            await self.discord.gateway.wait_for_sessions(sessions + SHARDS)
        return bot

    @asynccontextmanager
    async def rolling(self) -> AsyncIterator[None]:
        """Have people roll on all shards in turn; each waits for no other."""
        async with in_background(self._roll(), name="people"):
            yield

    async def _roll(self) -> None:
        for number in count():
            await self.ask(number)
            await asyncio.sleep(0.05)

    async def ask(self, number: int) -> Interaction:
        visibility = "everyone" if number % EVERY_BLIND else "blind"
        asked = await self.discord.slash(
            "roll",
            dice="1d1000000",
            visibility=visibility,
            guild_id=(1_000 + number % SHARDS) << 22,
            player_id=1_000 + number,
        )
        self.asked.append(asked)
        return asked

    async def shut_down(self) -> None:
        """Stop all processes that still run."""
        for bot in self.bots:
            if bot.process.returncode is None:
                bot.send(signal.SIGTERM)
                assert await bot.exit_status() == 0
            assert "Traceback" not in bot.output

    async def kept(self) -> dict[int, str]:
        """Return the totals in the history by interaction, of which the shown ones are what was shown."""

        def totals(connection: Connection) -> dict[int, str]:
            rows = connection.execute(text("SELECT interaction_id, total FROM rolls"))
            return {row.interaction_id: row.total for row in rows}

        async with opened(self.address) as database:
            kept = await database.read(totals)
        for number, each in enumerate(self.asked):
            assert len(each.messages) <= 1
            if each.messages and number % EVERY_BLIND and each.interaction_id in kept:
                shown = each.messages[0]["embeds"][0]["description"].replace(",", "")
                assert shown.startswith(f"# {kept[each.interaction_id]}\n")
        return kept

    async def no_answered_roll_lost(self) -> None:
        """See that the history has every roll that was answered, with the result that was shown.

        All processes have ended.
        """
        async with opened(self.address) as database:
            await until_nobody_writes(database)
        kept = await self.kept()
        answered = {each.interaction_id for each in self.asked if each.messages}
        assert answered
        assert answered - kept.keys() == set()

    async def all_answered_once_and_kept(self) -> None:
        """Wait until everything is answered, and see that the history has all of it."""
        for each in self.asked:
            await each.first_message()
        await self.shut_down()
        assert (await self.kept()).keys() == {each.interaction_id for each in self.asked}


@asynccontextmanager
async def laid(address: str, folder: Path) -> AsyncIterator[Table]:
    rules = Rules(shards=SHARDS, max_concurrency=SHARDS)
    async with FakeDiscord(rules=rules) as discord, AsyncExitStack() as stack:
        yield Table(discord, address, folder, stack)
        refused = [
            problem
            for each in discord.rest.requests
            for problem in problems(each.method, each.path, each.body)
        ]
        assert refused == []


@pytest_asyncio.fixture
async def table(postgresql_address: str, tmp_path: Path) -> AsyncIterator[Table]:
    async with laid(postgresql_address, tmp_path) as table:
        yield table


async def test_an_upgrade_loses_no_command_and_starts_no_session(table: Table) -> None:
    old = await table.process()
    async with table.rolling():
        new = await table.process(resumes=SHARDS // 2)
        assert "shards handed over" in old.output
        resumed = len(table.discord.gateway.resumes)
        old.send(signal.SIGTERM)
        await table.discord.gateway.wait_for_resumes(resumed + SHARDS // 2)
        assert await old.exit_status() == 0
        asked = len(table.asked)
        await until(lambda: len(table.asked) > asked + 2 * SHARDS)
    await table.all_answered_once_and_kept()
    assert len(table.discord.gateway.sessions) == SHARDS
    assert {each.close_code for each in table.discord.gateway.sessions} == {4000}, "each can be resumed"
    registered = [each for each in table.discord.rest.requests if each.method == "PUT"]
    assert len(registered) == 1
    assert "commands unchanged" in new.output


@needs_pgbouncer
async def test_an_upgrade_behind_a_pooler(pooled: str, tmp_path: Path) -> None:
    async with laid(pooled, tmp_path) as table:
        old = await table.process()
        async with table.rolling():
            new = await table.process(resumes=SHARDS // 2)
            assert "polling for changes by other processes" in new.output
            resumed = len(table.discord.gateway.resumes)
            old.send(signal.SIGTERM)
            await table.discord.gateway.wait_for_resumes(resumed + SHARDS // 2)
        await table.all_answered_once_and_kept()
        assert len(table.discord.gateway.sessions) == SHARDS


async def test_what_a_killed_process_had_is_resumed_by_another(table: Table) -> None:
    first = await table.process()
    await table.process(resumes=SHARDS // 2)
    async with table.rolling():
        await until(lambda: len(table.asked) > 2 * SHARDS)
        for each in table.asked[: 2 * SHARDS]:
            await each.first_message()
        resumed = len(table.discord.gateway.resumes)
        first.send(signal.SIGKILL)
        killed_at = len(table.asked)
        await table.discord.gateway.wait_for_resumes(resumed + SHARDS // 2)
        await first.exit_status()
    for each in table.asked[killed_at:]:
        await each.first_message()
    await table.shut_down()
    await table.no_answered_roll_lost()
    assert len(table.discord.gateway.sessions) == SHARDS


@pytest.mark.parametrize("answers", [1, 25])
async def test_a_process_that_is_killed_when_it_has_answered_loses_nothing(
    table: Table, answers: int
) -> None:
    bot = await table.process()
    asked = await asyncio.gather(*(table.ask(number) for number in range(40)))
    for each in asked[:answers]:
        await each.first_message()
    bot.send(signal.SIGKILL)
    await bot.exit_status()
    await table.no_answered_roll_lost()


async def test_a_roll_that_discord_does_not_take_is_not_kept(postgresql_address: str, tmp_path: Path) -> None:
    async with FakeDiscord(answer_seconds=3.0) as discord, AsyncExitStack() as stack:
        table = Table(discord, postgresql_address, tmp_path, stack)
        variables = {**discord.environment(), "DATABASE_URL": postgresql_address}
        table.bots.append(await stack.enter_async_context(bot_process(variables, tmp_path)))
        await discord.gateway.wait_for_sessions(1)
        for visibility in ("everyone", "only_me", "blind"):
            late = await discord.slash("roll", dice="1d6", visibility=visibility, age=3.1, guild_id=1_000)
            await until(lambda late=late: bool(late.refusals))
        table.asked.append(await discord.slash("roll", dice="1d6"))
        await table.all_answered_once_and_kept()


async def test_who_wakes_up_without_a_lease_answers_nothing_and_joins_again(table: Table) -> None:
    first = await table.process()
    await table.process(resumes=SHARDS // 2)
    async with table.rolling():
        resumed = len(table.discord.gateway.resumes)
        first.send(signal.SIGSTOP)
        await table.discord.gateway.wait_for_resumes(resumed + SHARDS // 2)
        asked = len(table.asked)
        await until(lambda: len(table.asked) > asked + 2 * SHARDS)
        first.send(signal.SIGCONT)
        await first.line_with("shards taken by another process")
        # It gets its part back, by the same sessions.
        await table.discord.gateway.wait_for_resumes(resumed + SHARDS)
    await table.all_answered_once_and_kept()
    assert len(table.discord.gateway.sessions) == SHARDS


async def test_processes_that_start_together_take_turns_at_identifying(
    postgresql_address: str, tmp_path: Path
) -> None:
    rules = Rules(shards=2, max_concurrency=1, identify_seconds=IDENTIFY_SECONDS)
    async with FakeDiscord(rules=rules) as discord, AsyncExitStack() as stack:
        variables = {**discord.environment(), "DATABASE_URL": postgresql_address, "SHARDS": "auto"}
        bots = [await stack.enter_async_context(bot_process(variables, tmp_path)) for _ in range(2)]
        await discord.gateway.wait_for_sessions(2)
        for shard in range(2):
            rolled = await discord.slash("roll", dice="1d6", guild_id=(1_000 + shard) << 22)
            assert await rolled.first_message()
        for bot in bots:
            assert "has been invalidated" not in bot.output
    assert discord.gateway.starts.remaining == discord.gateway.starts.total - 2


async def test_sessions_that_discord_does_not_resume_are_begun_again_in_turn(
    postgresql_address: str, tmp_path: Path
) -> None:
    rules = Rules(shards=2, max_concurrency=1, identify_seconds=IDENTIFY_SECONDS)
    async with FakeDiscord(rules=rules) as discord, AsyncExitStack() as stack:
        variables = {**discord.environment(), "DATABASE_URL": postgresql_address, "SHARDS": "auto"}
        first = await stack.enter_async_context(bot_process(variables, tmp_path))
        await discord.gateway.wait_for_sessions(2)
        first.send(signal.SIGTERM)
        assert await first.exit_status() == 0
        for session in discord.gateway.sessions:
            session.end()
        second = await stack.enter_async_context(bot_process(variables, tmp_path))
        await discord.gateway.wait_for_sessions(4)
        for shard in range(2):
            rolled = await discord.slash("roll", dice="1d6", guild_id=(1_000 + shard) << 22)
            assert await rolled.first_message()
        assert second.output.count("resumes=True") == 2
    # Discord would have refused one that came too early, and counted it.
    assert discord.gateway.starts.remaining == discord.gateway.starts.total - 4


async def test_each_shard_is_held_by_one_process(table: Table) -> None:
    """As Prometheus sees it: the processes' figures add up, also after one was stopped."""
    ports = [free_port(), free_port()]
    first, second = [
        await table.process(resumes=resumes, HEALTH_PORT=str(port))
        for port, resumes in zip(ports, (0, SHARDS // 2), strict=True)
    ]
    await until_holders(ports, [1] * SHARDS)
    resumed = len(table.discord.gateway.resumes)
    first.send(signal.SIGTERM)
    await table.discord.gateway.wait_for_resumes(resumed + SHARDS // 2)
    assert await first.exit_status() == 0
    await until_holders(ports[1:], [1] * SHARDS)
    assert second.process.returncode is None
    await table.shut_down()


async def until_holders(ports: list[int], expected: list[int]) -> None:
    """Wait until each shard is held and connected in as many processes."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = [samples(text_string_to_metric_families(await scraped(port))) for port in ports]
            assert {each["dicewright_shards"] for each in found} == {SHARDS}
            if all(
                sum(each.get(f"dicewright_shard_{name} {shard}", 0) for each in found) == holders
                for shard, holders in enumerate(expected)
                for name in ("held", "connected")
            ):
                return
            await asyncio.sleep(0.05)
