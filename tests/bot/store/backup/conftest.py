"""Databases to restore into."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.databases import PostgreSQL


@pytest.fixture(params=["sqlite", "postgresql"])
def other_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that has nothing, not even tables, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'other' / 'restored.db'}"
    return str(request.getfixturevalue("new_postgresql"))


@pytest.fixture
def new_postgresql(postgresql: PostgreSQL) -> str:
    return postgresql.new_database()
