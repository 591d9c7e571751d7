"""Migrations lead exactly to the tables in the code, up and down, and two processes do not race."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.store import migrations
from bot.store.migrations import configuration, migrate
from bot.store.shards.shard_tables import shard_metadata
from bot.store.tables import metadata
from tests.support.databases import opened, url_of

if TYPE_CHECKING:
    from sqlalchemy import Connection


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), [metadata, shard_metadata]))


def checks(connection: Connection) -> dict[str, set[str | None]]:
    # Alembic does not compare check constraints.
    return {
        table: {check["name"] for check in inspect(connection).get_check_constraints(table)}
        for table in metadata.tables
    }


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_up_and_down_and_up_again(empty_address: str) -> None:
    async with opened(empty_address) as database:
        assert await database.read(migrations.current) == ""
        for _ in range(2):
            await migrate(url_of(empty_address))
            assert await database.read(migrations.current) == migrations.newest()
            assert await database.read(differences) == []
            assert await database.read(checks) == {
                table.name: {check.name for check in table.constraints if hasattr(check, "sqltext")}
                for table in metadata.tables.values()
            }
            await migrate(url_of(empty_address), "base")
            assert await database.read(tables) == {"alembic_version"}
            assert await database.read(migrations.current) == ""


async def test_the_comparison_sees_a_difference(empty_address: str) -> None:
    await migrate(url_of(empty_address))
    async with opened(empty_address) as database:
        await database.write(lambda connection: metadata.tables["pads"].drop(connection))
        assert await database.read(differences) != []


async def test_the_newest_revision_is_the_one_alembic_ends_at(address: str) -> None:
    async with opened(address) as database:
        script = await database.read(
            lambda connection: ScriptDirectory.from_config(configuration(connection)).get_current_head()
        )
    assert script == migrations.newest()


async def test_several_who_start_at_the_same_time(empty_address: str) -> None:
    await asyncio.gather(*(migrate(url_of(empty_address)) for _ in range(4)))
    async with opened(empty_address) as database:
        assert await database.read(differences) == []


async def test_a_migration_that_fails_leaves_nothing_behind(
    empty_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("midway")

    # The last table that the first migration makes.
    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError, match="midway"):
        await migrate(url_of(empty_address))
    async with opened(empty_address) as database:
        assert await database.read(tables) == set()
