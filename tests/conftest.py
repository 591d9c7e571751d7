"""What tests share: both kinds of database and repeatable examples.

Property tests run the same examples every time; FIND_NEW_CASES=1 looks for others, many times as many.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import shutil
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from bot.store.migrations import migrate
from tests.support.databases import opened, postgresql_server, url_of
from tests.support.folders import fast_folder
from tests.support.hosts.forked_bots import stop_forks

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

_LONG = tuple(f"tests/{folder}/" for folder in ("website", "e2e", "typing", "docs", "release"))


def pytest_configure(config: pytest.Config) -> None:
    # Databases lie in `tmp_path`. A rehearsal unpacks whole images there, which memory has no room for.
    if config.option.markexpr != "rehearsal":
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(fast_folder()))


def pytest_unconfigure() -> None:
    stop_forks()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What waits for processes and browsers first: a long file that comes last would keep one core idle.
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


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
