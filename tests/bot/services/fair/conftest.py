"""A bot on each kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.fair.bots import Bot

if TYPE_CHECKING:
    from bot.store.connection.database import Database


@pytest.fixture
def bot(database: Database) -> Bot:
    return Bot(database)
