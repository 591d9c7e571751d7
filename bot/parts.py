"""What the bot is made of while it runs; each part is closed when it is left."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from bot.client import DicewrightClient
from bot.commands.odds_work import WORKER_LIMITS
from bot.presentation.charts.painter import Painter
from bot.services.container import running_services
from bot.services.fair.secret_keys import SecretKeys
from bot.services.history.retention import RetentionRules
from bot.store.connection.opening import open_store
from bot.workers.pool import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.presentation.charts.painter import Paint
    from bot.services.container import Services
    from bot.settings import Settings
    from bot.store.connection.database import Database
    from bot.store.connection.notices import Listener


@asynccontextmanager
async def all_services(
    settings: Settings, database: Database, listener: Listener | None = None
) -> AsyncIterator[Services]:
    """Yield what the bot does; with a listener, it sees at once what other processes change."""
    rules = RetentionRules(history_days=settings.history_days)
    keys = SecretKeys(settings.secrets_keys)
    async with (
        _workers() as run,
        running_services(database, run=run, rules=rules, keys=keys, listener=listener) as services,
    ):
        yield services


@asynccontextmanager
async def _workers() -> AsyncIterator[Workers]:
    workers = Workers(WORKER_LIMITS)
    try:
        yield workers
    finally:
        await workers.close()


@asynccontextmanager
async def painter() -> AsyncIterator[Paint]:
    """Yield what draws charts."""
    painter = Painter()
    try:
        yield painter
    finally:
        await painter.close()


@asynccontextmanager
async def store(address: str, data_folder: Path, *, patience: float = 30.0) -> AsyncIterator[Database]:
    """Yield the database at an address, as `open_store` returns it. Raises StartupError."""
    database = await open_store(address, data_folder, clock=time.monotonic, patience=patience)
    try:
        yield database
    finally:
        await database.close()


def client_maker(
    settings: Settings, database: Database, listener: Listener | None
) -> Callable[..., DicewrightClient]:
    """Return what makes the client: with a listener, that of one of several processes."""
    if listener is None:
        return DicewrightClient
    # A process that is alone has no use for any of this.
    from bot.services.shards.identifying import IdentifyTurns

    turns = IdentifyTurns(database)
    if not settings.shard_range.shared:
        return partial(DicewrightClient, turns=turns)
    from bot.leased_client import LeasedClient
    from bot.services.shards.leases import Leases, boot_seconds
    from bot.services.shards.sealing import Seal

    leases = Leases(database, Seal(settings.discord_token), clock=boot_seconds)
    return partial(LeasedClient, leases=leases, listener=listener, turns=turns)
