"""A table in the simulated Discord, with scripted dice and every request checked."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import simcord

from bot.client import DicewrightClient
from bot.commands.roll import roll_commands
from bot.services.rolling import RollingService
from dicewright import scripted
from tests.support.discord_rules import problems

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ERROR_ID = "0badcafe"


@dataclass(frozen=True, slots=True)
class Table:
    """One server, one channel, one player."""

    world: simcord.Env
    channel: simcord.ChannelHandle
    player: simcord.MemberActor

    async def roll(self, expression: str, command: str = "roll", **options: str) -> simcord.InteractionResult:
        """Return what came of the player's /roll."""
        return await self.player.slash(self.channel, command, expression=expression, **options)

    def requests(self, method: str, ending: str) -> list[simcord.HttpLogEntry]:
        """Return the bot's requests of a method whose path ends so."""
        return [
            request
            for request in self.world.http_requests
            if request.method == method and request.path.endswith(ending)
        ]


def client_with(rolling: RollingService) -> DicewrightClient:
    """Return the bot's client with the given dice, and error ids that a test knows."""
    return DicewrightClient(roll_commands(rolling), new_error_id=lambda: ERROR_ID)


@asynccontextmanager
async def table(*faces: int, rolling: RollingService | None = None) -> AsyncIterator[Table]:
    """Yield a table whose dice show these faces; at the end, every body must be one Discord takes."""
    client = client_with(rolling or RollingService(dice=scripted(faces)))
    async with simcord.run(client, shard_count=1) as world:
        server = world.create_guild("Server")
        channel = server.create_text_channel("table")
        player = server.add_member(world.create_user("robin", global_name="Robin"))
        yield Table(world, channel, player)
        refused = [
            problem
            for request in world.http_requests
            for problem in problems(request.method, request.path, request.json)
        ]
        assert refused == []
