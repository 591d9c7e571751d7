"""Bringing the tables up to date, once, however many processes start at the same time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.util import greenlet_spawn

from bot.store.connection.engine import WRITES, build_engine

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import URL

FOLDER = Path(__file__).parent
# Any number, as long as nothing else that uses this PostgreSQL server's locks has the same.
_ADVISORY_LOCK = 7_341_906_115
_LOCK_SECONDS = 60.0
_NAME_LENGTH = 4


def newest() -> str:
    """Return the revision that this version of the bot needs."""
    return max(file.name[:_NAME_LENGTH] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def current(connection: Connection) -> str:
    """Return the revision of the tables, or "" where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


async def migrate(url: URL, target: str = "head") -> None:
    """Bring the tables to a revision: "head" for the newest, "base" for none at all."""
    engine = build_engine(url, lock_seconds=_LOCK_SECONDS)
    try:
        await greenlet_spawn(_migrate, engine, target)
    finally:
        await greenlet_spawn(engine.dispose)


def _migrate(engine: Engine, target: str) -> None:
    from alembic import command

    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        # On SQLite the transaction itself keeps other processes out.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        if target == "base":
            command.downgrade(configuration(connection), target)
        else:
            command.upgrade(configuration(connection), target)


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for work on this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
