"""A connection to PostgreSQL that one user has to itself, opened again whenever it breaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.util import greenlet_spawn

from bot.store.connection.failures import cause
from bot.store.connection.pooler import is_pooled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Engine

log = structlog.stdlib.get_logger(__name__)

_PAUSES = (0.5, 1.0, 2.0, 5.0)


async def keep_connected(
    engine: Engine, use: Callable[[Any], Awaitable[None]], *, broken: str, pooled: str
) -> None:
    """Run `use` with a connection of asyncpg, and again with a new one when it raises or returns.

    Return if there can be no such connection: SQLite has none, and a pooler gives each transaction another
    one. `pooled` is what the log says of that, and `broken` of a connection that broke.
    """
    if engine.dialect.name != "postgresql":
        return
    failures = 0
    while True:
        try:
            driver = await greenlet_spawn(_connect, engine)
            try:
                if await is_pooled(driver):
                    log.info(pooled, reason="connected through a pooler")
                    return
                failures = 0
                await use(driver)
            finally:
                driver.terminate()
        except Exception as error:
            # Drivers have many errors for a broken connection, which all mean the same here.
            if not failures:
                log.info(broken, cause=cause(error))
        await asyncio.sleep(_PAUSES[min(failures, len(_PAUSES) - 1)])
        failures += 1


def _connect(engine: Engine) -> Any:
    connection = engine.raw_connection()
    driver = connection.driver_connection
    # From here on it belongs to one user, and the pool may open another one in its place.
    connection.detach()
    return driver
