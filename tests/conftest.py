"""What tests share: both kinds of database and repeatable examples.

Property tests run the same examples every time; FIND_NEW_CASES=1 looks for others, many times as many.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import shutil
from itertools import zip_longest
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import structlog
from hypothesis import HealthCheck, settings

from bot.store.migrations import migrate
from tests.support.databases import opened, postgresql_server, url_of
from tests.support.folders import fast_folder
from tests.support.hosts.forked_bots import stop_forks
from tests.support.hosts.pgbouncer import pgbouncer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from bot.store.connection.database import Database
    from tests.support.databases import PostgreSQL

# A shared machine is slow at times; that is no failure of what is tested.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("search" if os.environ.get("FIND_NEW_CASES") else "same")

# What mostly waits, for processes and browsers.
_WAITING = tuple(f"tests/{folder}/" for folder in ("website", "e2e", "typing", "docs", "release"))
# Of the rest, files that take longest: one that comes last would keep a core idle.
_LONG = ("tests/core/test_", "tests/core/systems/odds/", "tests/core/probability/", "tests/test_")


def pytest_configure(config: pytest.Config) -> None:
    # As in the log of the bot. Where rich is installed, structlog draws tracebacks with all variables.
    *others, _console = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plain])
    # Databases lie in `tmp_path`. A rehearsal unpacks whole images there, which memory has no room for.
    if config.option.markexpr != "rehearsal":
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(fast_folder()))


def pytest_unconfigure() -> None:
    stop_forks()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # By turns a file that waits and one that calculates, so that all cores are busy from the beginning.
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    waiting = [name for name in files if name.startswith(_WAITING)]
    others = sorted(files.keys() - waiting, key=lambda name: (not name.startswith(_LONG), name))
    turns = zip_longest(waiting, others)
    items[:] = [item for turn in turns for name in turn if name is not None for item in files[name]]


def pytest_collection_finish() -> None:
    # What is imported by now stays: to look for leaks, each test then only walks what it made itself.
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _leaks_fail_their_own_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where a test leaves a socket open, say so at its own end, and not in the middle of another test."""
    if not inspect.iscoroutinefunction(getattr(request.node, "obj", None)):
        yield
        return
    caplog: pytest.LogCaptureFixture = request.getfixturevalue("caplog")
    # What earlier tests have left, such as caches, stays, too: walking it took a third of the time of tests.
    gc.collect()
    gc.freeze()
    yield
    # Set up first and so torn down last. Exceptions in the log would keep what their frames hold.
    for phase in ("setup", "call", "teardown"):
        for record in caplog.get_records(phase):
            record.exc_info = None
    gc.collect()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    template = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(url_of(f"sqlite:///{template}")))
    return template


@pytest.fixture
def sqlite_address(tmp_path: Path, sqlite_template: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def postgresql_address(postgresql: PostgreSQL) -> str:
    return postgresql.emptied_database()


@pytest.fixture
def pooled(postgresql_address: str) -> Iterator[str]:
    """The address of the same database behind a PgBouncer, for tests with `needs_pgbouncer`."""
    with pgbouncer(postgresql_address) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of a database with empty tables."""
    return str(request.getfixturevalue(f"{request.param}_address"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    postgresql: PostgreSQL = request.getfixturevalue("postgresql")
    return postgresql.new_database()


@pytest_asyncio.fixture
async def database(address: str) -> AsyncIterator[Database]:
    async with opened(address) as database:
        yield database
