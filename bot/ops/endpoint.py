"""The health endpoint of a bot that serves Discord, and what it reports on."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.ops.exposition import Exposition
from bot.ops.health import health_endpoint
from bot.store.connection.reachable import is_reachable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from bot.metrics import Metrics, ShardState
    from bot.ops.exposition import History
    from bot.settings import Settings
    from bot.store.connection.database import Database

    class Client(Protocol):
        """What the endpoint needs from the client."""

        metrics: Metrics
        shard_count: int

        def shard_states(self) -> Iterable[ShardState]:
            """Return the state of each shard that this process has started."""

        def why_unready(self) -> str:
            """Return why players can't be answered at the moment, or nothing."""


@asynccontextmanager
async def endpoint(
    settings: Settings, client: Client, history: History, database: Database
) -> AsyncIterator[None]:
    """Serve the endpoint while the block runs. Raises StartupError if its address can't be used."""
    exposition = Exposition(
        client.metrics,
        history=history,
        database=database,
        shards=client.shard_states,
        shard_count=lambda: client.shard_count or 0,
        why_unready=client.why_unready,
    )
    async with health_endpoint(
        settings.health_host,
        settings.health_port,
        why_unready=client.why_unready,
        has_database=partial(is_reachable, database),
        scraped=exposition.scraped,
    ):
        yield
