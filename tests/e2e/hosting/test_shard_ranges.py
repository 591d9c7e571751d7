"""Processes that each serve some of the shards, as pods of a StatefulSet."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from tests.support.fake_discord import FakeDiscord
from tests.support.process import bot_process

if TYPE_CHECKING:
    from pathlib import Path

SERVERS = {shard: (1_000 + shard) << 22 for shard in (0, 1)}


async def test_each_process_serves_its_own_shards_and_one_registers_commands(
    tmp_path: Path, postgresql_address: str
) -> None:
    variables = {"DATABASE_URL": postgresql_address, "SHARD_COUNT": "2", "SHARDS_PER_PROCESS": "1"}
    async with FakeDiscord(shards=2) as discord, AsyncExitStack() as stack:
        bots = []
        for pod in ("dicewright-1", "dicewright-0"):
            environment = {**discord.environment(), **variables, "HOSTNAME": pod}
            bots.append(await stack.enter_async_context(bot_process(environment, tmp_path)))
            await discord.gateway.wait_for_sessions(len(bots))
            registered = [each.path for each in discord.rest.requests if each.method == "PUT"]
            assert len(registered) == (pod == "dicewright-0")
        assert [each.identify["shard"] for each in discord.gateway.sessions] == [[1, 2], [0, 2]]
        for server_id in SERVERS.values():
            rolled = await discord.slash("roll", dice="1d6", guild_id=server_id)
            assert (await rolled.first_message())["embeds"]
        for bot in bots:
            bot.send(signal.SIGTERM)
            assert await bot.exit_status() == 0
            assert "Traceback" not in bot.output
