"""Opening the store: tables made, up to date, too new, or no database at all."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.startup import StartupError
from bot.store import migrations, rolls
from bot.store.connection.opening import open_store
from bot.store.migrations import migrate
from bot.store.rolls import own_rolls
from tests.support.databases import opened, url_of
from tests.support.rolls import ANN, a_roll

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.databases import PostgreSQL


async def test_an_empty_database_gets_its_tables_and_keeps_them(empty_address: str, tmp_path: Path) -> None:
    for made in range(2):
        database = await open_store(empty_address, tmp_path, clock=time.monotonic)
        assert await database.read(rolls.count, own_rolls(ANN)) == made
        await database.write(rolls.record, [a_roll(made)])
        await database.close()


async def test_without_an_address_it_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    database = await open_store("", tmp_path / "not" / "there", clock=time.monotonic)
    await database.close()
    assert (tmp_path / "not" / "there" / "dicewright.db").is_file()


async def test_tables_of_a_newer_version_are_left_alone(empty_address: str, tmp_path: Path) -> None:
    await migrate(url_of(empty_address))
    async with opened(empty_address) as database:
        await database.write(
            lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        )
    with pytest.raises(StartupError, match="newer version of the bot") as caught:
        await open_store(empty_address, tmp_path, clock=time.monotonic)
    assert caught.value.exit_status == 2


async def test_a_database_that_starts_late_is_waited_for(
    postgresql: PostgreSQL, postgresql_address: str, tmp_path: Path
) -> None:
    postgresql.stop()
    moments = iter(range(1_000))

    def clock() -> float:
        # The server comes back after the bot has asked for it once.
        if (moment := next(moments)) == 4:
            postgresql.start()
        return moment

    database = await open_store(postgresql_address, tmp_path, clock=clock)
    assert await database.read(migrations.current) == migrations.newest()
    await database.close()


async def test_a_database_that_never_answers_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StartupError) as caught:
        await open_store(
            "postgres://ann:hunter2@127.0.0.1:1/dice", tmp_path, clock=time.monotonic, patience=0.0
        )
    assert caught.value.exit_status == 1
    assert "ann:***@127.0.0.1:1/dice" in str(caught.value)
    assert "Check DATABASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)


async def test_a_migration_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    async with opened(f"sqlite:///{tmp_path / 'other.db'}") as database:
        await database.write(lambda connection: connection.execute(text("CREATE TABLE rolls (something)")))
    with pytest.raises(StartupError, match=r"could not be brought up to date: .*rolls already exists"):
        await open_store(f"sqlite:///{tmp_path / 'other.db'}", tmp_path, clock=time.monotonic)


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartupError, match="cannot be created"):
        await open_store(f"sqlite:///{tmp_path}/file/dice.db", tmp_path, clock=time.monotonic)
