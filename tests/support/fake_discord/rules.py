"""The limits that Discord's gateway enforces, and the servers that the bot is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.fake_discord.sessions import shard_of
from tests.support.fake_discord.starts import SessionStarts

INVALID_SHARD, SHARDING_REQUIRED = 4010, 4011
SERVERS_PER_SHARD = 2_500
# A bot on more servers starts as many shards as Discord says, or a multiple of it.
_LARGE_BOT_SERVERS = 150_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits of the gateway. By default, none of them slows a test down."""

    shards: int = 1
    """The number that Discord recommends."""
    max_concurrency: int = 1
    identify_seconds: float = 0.0
    """For how long one identify fills its bucket: five seconds on Discord; 0 turns the limit off."""
    session_seconds: float = 180.0
    """How long a session without a connection can be resumed; Discord says "a few minutes"."""
    replayed: int = 2_000
    """How many events of each session can be sent again."""
    heartbeat_interval: int = 40_000
    servers: tuple[int, ...] = ()
    """The ids of the servers that the bot is on."""

    def starts(self) -> SessionStarts:
        """Return the limits of starting sessions under these rules."""
        return SessionStarts(self.max_concurrency, self.identify_seconds)

    def refused_shard(self, shard: Any) -> int | None:
        """Return the close code for a shard `[id, count]` that Discord does not accept, or None."""
        match shard:
            case [int(number), int(count)] if 0 <= number < count and self._takes_count(count):
                servers = len(self.servers_of(number, count))
                return SHARDING_REQUIRED if servers > SERVERS_PER_SHARD else None
            case _:
                return INVALID_SHARD

    def servers_of(self, shard: int, count: int) -> list[int]:
        """Return the servers of a shard."""
        return [server for server in self.servers if shard_of(server, count) == shard]

    def _takes_count(self, count: int) -> bool:
        return len(self.servers) <= _LARGE_BOT_SERVERS or count % self.shards == 0
