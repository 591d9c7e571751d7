"""A fake Discord for each test; at its end, every body the bot sent must be one Discord takes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.discord_rules import problems
from tests.support.fake_discord import FakeDiscord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as fake:
        yield fake
        requests = fake.rest.requests
        refused = [problem for each in requests for problem in problems(each.method, each.path, each.body)]
        assert refused == []


@pytest.fixture
def tables(tmp_path: Path, sqlite_template: Path) -> None:
    """A bot that starts in `tmp_path` finds its tables; making them is half of its work."""
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "dicewright.db")
