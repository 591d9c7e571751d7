"""A process that shares shards, through all that Discord and the database can do to it."""

from __future__ import annotations

import asyncio
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest_asyncio
from sqlalchemy import text

from bot.services.shards.leases import LEASE_SECONDS
from tests.support.databases import opened
from tests.support.fake_discord import FakeDiscord
from tests.support.fake_discord.gateway import AUTHENTICATION_FAILED, Operation
from tests.support.fake_discord.rules import SERVERS_PER_SHARD, Rules
from tests.support.hosts.loopback import free_port
from tests.support.process import BotProcess, bot_process
from tests.support.waiting import until_known

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.support.databases import PostgreSQL


class Host:
    """Starts processes of a bot that has one shard."""

    def __init__(self, discord: FakeDiscord, address: str, folder: Path) -> None:
        self.discord = discord
        self.address = address
        self._folder = folder

    @asynccontextmanager
    async def process(self, **variables: str) -> AsyncIterator[BotProcess]:
        shared = {"DATABASE_URL": self.address, "SHARDS": "auto"}
        async with bot_process({**self.discord.environment(), **shared, **variables}, self._folder) as bot:
            yield bot
        assert "Traceback" not in bot.output

    async def session_is_stored(self) -> None:
        """Wait until the session is stored, as it is with the next renewal."""

        def stored(connection: Connection) -> bool:
            return connection.execute(text("SELECT session IS NOT NULL FROM shard_leases")).scalar_one()

        async with opened(self.address) as database:
            await until_known(lambda: database.read(stored), expected=True)

    async def rolls(self) -> None:
        """See that a roll is answered."""
        rolled = await self.discord.slash("roll", dice="1d6")
        assert (await rolled.first_message())["embeds"]


@pytest_asyncio.fixture
async def host(postgresql_address: str, tmp_path: Path) -> AsyncIterator[Host]:
    async with FakeDiscord() as discord:
        yield Host(discord, postgresql_address, tmp_path)


async def ready(port: int) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/health/ready") as response,
    ):
        return response.status, await response.text()


async def test_a_session_goes_on_whatever_discord_does_to_it(host: Host) -> None:
    gateway = host.discord.gateway
    async with host.process() as bot:
        await gateway.wait_for_sessions(1)
        await host.rolls()
        await gateway.send(Operation.RECONNECT)
        await gateway.wait_for_resumes(1)
        await host.rolls()
        await gateway.abort()
        await gateway.wait_for_resumes(2)
        await host.rolls()
        await gateway.invalidate(resumable=True)
        await gateway.wait_for_resumes(3)
        await host.rolls()
        await gateway.invalidate(resumable=False)
        await gateway.wait_for_sessions(2)
        await host.rolls()
        gateway.refuse_with = AUTHENTICATION_FAILED
        await gateway.invalidate(resumable=False)
        assert await bot.exit_status() == 2
        assert "Discord does not accept the token" in bot.lines[-1]


async def test_a_process_that_has_no_shard_is_ready_for_when_it_gets_one(host: Host) -> None:
    port = free_port()
    async with host.process() as old, host.process(HEALTH_PORT=str(port)) as new:
        await host.discord.gateway.wait_for_sessions(1)
        await old.line_with("sharing shards")
        await new.line_with("sharing shards")
        assert (await ready(port))[0] == 200
        await host.rolls()
        # Which of them has it is chance; the one that has it leaves.
        first, second = (old, new) if "shard taken" in old.output else (new, old)
        first.send(signal.SIGTERM)
        await host.discord.gateway.wait_for_resumes(1)
        assert await first.exit_status() == 0
        assert "shard taken" in second.output
        await host.rolls()
        second.send(signal.SIGTERM)
        assert await second.exit_status() == 0
    assert len(host.discord.gateway.sessions) == 1


async def test_a_bot_that_was_killed_resumes_its_session_when_it_is_started_again(host: Host) -> None:
    async with host.process() as bot:
        await host.discord.gateway.wait_for_sessions(1)
        await bot.line_with("shard ready")
        await host.rolls()
        await host.session_is_stored()
        bot.send(signal.SIGKILL)
        await bot.exit_status()
        missed = await host.discord.slash("roll", dice="1d6")
    async with host.process() as bot:
        await host.discord.gateway.wait_for_resumes(1)
        assert (await missed.first_message())["embeds"]
        await host.rolls()
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0


async def test_while_the_database_is_away_people_roll(host: Host, postgresql: PostgreSQL) -> None:
    async with host.process() as bot:
        await host.discord.gateway.wait_for_sessions(1)
        await host.rolls()
        await asyncio.to_thread(postgresql.stop)
        try:
            await bot.line_with("database unreachable")
            # The lease runs out meanwhile, for all who could take it.
            await asyncio.sleep(LEASE_SECONDS + 1.0)
            await host.rolls()
        finally:
            await asyncio.to_thread(postgresql.start)
        await host.rolls()
        bot.send(signal.SIGTERM)
        assert await bot.exit_status() == 0
    assert len(host.discord.gateway.sessions) == 1


async def test_a_shard_that_has_grown_too_large_takes_no_process_along(
    postgresql_address: str, tmp_path: Path
) -> None:
    async with FakeDiscord(rules=Rules(shards=2, max_concurrency=2)) as discord:
        host = Host(discord, postgresql_address, tmp_path)
        async with host.process() as bot:
            await discord.gateway.wait_for_sessions(2)
            grown = tuple(number << 23 for number in range(1, SERVERS_PER_SHARD + 2))
            discord.gateway.rules = Rules(shards=3, max_concurrency=2, servers=grown)
            await discord.gateway.invalidate(resumable=False, shard=0)
            line = await bot.line_with("shard has too many servers")
            assert "shard=0 shards=2" in line
            assert "stop all processes" in line
            rolled = await discord.slash("roll", dice="1d6", guild_id=1 << 22)
            assert await rolled.first_message(), "the other shard is served"
            assert bot.process.returncode is None


async def test_the_number_of_shards_grows_once_all_processes_have_been_stopped(
    postgresql_address: str, tmp_path: Path
) -> None:
    async with FakeDiscord(rules=Rules(shards=1, max_concurrency=2)) as discord:
        host = Host(discord, postgresql_address, tmp_path)
        async with host.process() as old:
            await discord.gateway.wait_for_sessions(1)
            discord.gateway.rules = Rules(shards=2, max_concurrency=2)
            async with host.process() as new:
                assert "shards=1 wanted=2" in await new.line_with("number of shards kept")
                for bot in (new, old):
                    bot.send(signal.SIGTERM)
                    assert await bot.exit_status() == 0
        async with host.process():
            await discord.gateway.wait_for_sessions(3)
            assert [each.shard_count for each in discord.gateway.sessions] == [1, 2, 2]
            for shard in range(2):
                rolled = await discord.slash("roll", dice="1d6", guild_id=(2 + shard) << 22)
                assert await rolled.first_message()
