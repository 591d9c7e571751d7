"""Bringing the tables up to date, only once, even if several processes start at the same time."""

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
VERSION_TABLE = "alembic_version"
# An arbitrary number that must not be used for any other advisory lock on this PostgreSQL server.
_ADVISORY_LOCK = 7_341_906_115
_LOCK_SECONDS = 60.0
_NAME_LENGTH = 4


def newest() -> str:
    """Return the revision that this version of the bot needs."""
    return max(file.name[:_NAME_LENGTH] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def current(connection: Connection) -> str:
    """Return the revision of the tables, or "" if there are none."""
    if not inspect(connection).has_table(VERSION_TABLE):
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
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        keep_others_out(connection)
        if target == "base":
            from alembic import command

            command.downgrade(configuration(connection), target)
        else:
            upgrade(connection, target)


def keep_others_out(connection: Connection) -> None:
    """Wait until no other process is changing the tables, and lock others out until the transaction ends."""
    # In SQLite, the transaction itself keeps other processes out.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def upgrade(connection: Connection, target: str = "head") -> None:
    """Upgrade the tables to a revision, or create them, within the transaction of a connection."""
    from alembic import command

    command.upgrade(configuration(connection), target)


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for work on this connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
