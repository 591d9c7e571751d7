"""The parts of a running bot, as context managers that close what they open."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

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
    from contextlib import AbstractAsyncContextManager
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
    """Yield the services. With a listener, they see changes by other processes immediately."""
    rules = RetentionRules(history_days=settings.history_days)
    keys = SecretKeys(settings.secrets_keys)
    async with (
        _closing(Workers(WORKER_LIMITS)) as run,
        running_services(database, run=run, rules=rules, keys=keys, listener=listener) as services,
    ):
        yield services


def painter() -> AbstractAsyncContextManager[Paint]:
    """Yield what draws charts."""
    return _closing(Painter())


@asynccontextmanager
async def store(address: str, data_folder: Path, *, patience: float = 30.0) -> AsyncIterator[Database]:
    """Yield the database at an address, as `open_store` returns it. Raises StartupError."""
    database = await open_store(address, data_folder, clock=time.monotonic, patience=patience)
    async with _closing(database):
        yield database


class _Closes(Protocol):
    async def close(self) -> None: ...


_Part = TypeVar("_Part", bound=_Closes)


@asynccontextmanager
async def _closing(part: _Part) -> AsyncIterator[_Part]:
    try:
        yield part
    finally:
        await part.close()


def client_maker(
    settings: Settings, database: Database, listener: Listener | None
) -> Callable[..., DicewrightClient]:
    """Return what makes the client; a listener means that this is one of several processes."""
    if listener is None:
        return DicewrightClient
    # A single process needs none of this.
    from bot.services.shards.identifying import IdentifyTurns

    turns = IdentifyTurns(database)
    if not settings.shard_range.shared:
        return partial(DicewrightClient, turns=turns)
    from bot.leased_client import LeasedClient
    from bot.services.shards.leases import Leases, boot_seconds
    from bot.services.shards.sealing import Seal

    leases = Leases(database, Seal(settings.discord_token), clock=boot_seconds)
    return partial(LeasedClient, leases=leases, listener=listener, turns=turns)
