"""Restoring a backup: everything comes back, on either kind of database, and what was there is kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, table, text

from bot.services.fair.ledger import FairLedger
from bot.store import fair, migrations, rolls
from bot.store.backup.restoring import restore
from bot.store.connection.file_access import journal_of
from bot.store.connection.opening import open_store
from bot.store.migrations import migrate
from bot.store.visibility import Visibility
from dicewright.verification import Call
from tests.bot.store.backup.backups import MADE_AT, MOMENT, STAMP, backup_of, contents, fill
from tests.support.databases import opened, url_of
from tests.support.rolls import a_roll

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Connection

    from bot.services.fair.sessions import FairRoll
    from bot.store.connection.database import Database


async def test_everything_comes_back_on_either_kind_of_database(address: str, other_address: str) -> None:
    async with opened(address) as database:
        await database.write(fill)
    before = await contents(address)
    assert all(before.values()), "a table is missing from this test"
    made = await backup_of(address)
    backup, aside = await restore(url_of(other_address), io.BytesIO(made), stamp=STAMP)
    assert backup.made_at == MADE_AT
    assert backup.numbers == {name: len(rows) for name, rows in before.items()}
    assert aside == ""
    assert await contents(other_address) == before
    assert await backup_of(other_address) == made
    # And the bot can go on with it.
    await (await open_store(other_address, Path(), clock=lambda: 0.0)).close()


async def test_what_was_there_is_kept_aside(address: str, tmp_path: Path) -> None:
    async with opened(address) as database:
        await database.write(fill)
        made = await backup_of(address)
        await database.write(rolls.record, [a_roll(9_000)])
    stamps = []
    for _ in range(2):
        _, aside = await restore(url_of(address), io.BytesIO(made), stamp=STAMP)
        stamps.append(aside)
        async with opened(address) as database:
            assert await database.read(rolls.count, rolls.own_rolls(a_roll(1).player_id)) == 2_501
    first, second = stamps
    assert first != second
    if address.startswith("sqlite"):
        kept = await contents(f"sqlite:///{first}")
        assert sorted(each.name for each in tmp_path.iterdir()) == [
            "test.db",
            *sorted(Path(each).name for each in stamps),
        ]
        assert len(kept["rolls"]) == 2_502
    else:
        async with opened(address) as database:
            number = await database.read(
                lambda connection: connection.scalar(select(func.count()).select_from(table(f"{first}rolls")))
            )
            assert number == 2_502
            await database.write(remove_tables, "old_")


def remove_tables(connection: Connection, prefix: str) -> None:
    query = text("SELECT tablename FROM pg_tables WHERE tablename LIKE :beginning")
    for name in list(connection.execute(query, {"beginning": f"{prefix}%"}).scalars()):
        connection.execute(text(f'DROP TABLE "{name}"'))


async def test_an_older_backup_is_brought_up_to_date(
    empty_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables are made as they were, filled, and then migrated; seen from the calls, in this order."""
    await migrate(url_of(empty_address))
    made = await backup_of(empty_address)
    upgrade, calls = migrations.upgrade, []

    def noted(connection: Connection, target: str = "head") -> None:
        calls.append(target)
        upgrade(connection, target)

    monkeypatch.setattr(migrations, "upgrade", noted)
    await restore(url_of(empty_address), io.BytesIO(made), stamp=STAMP)
    assert calls == [migrations.newest(), "head"]


async def test_a_database_that_a_newer_version_changed_is_restored(empty_address: str) -> None:
    """Going back to an older version of the bot: what the newer one made does not stay in the way."""
    await migrate(url_of(empty_address))
    made = await backup_of(empty_address)
    async with opened(empty_address) as database:
        await database.write(lambda connection: connection.execute(text("CREATE TABLE newer (id integer)")))
        await database.write(
            lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        )
    _, aside = await restore(url_of(empty_address), io.BytesIO(made), stamp=STAMP)
    assert aside
    await migrate(url_of(empty_address))
    async with opened(empty_address) as database:
        await database.write(lambda connection: connection.execute(text("CREATE TABLE newer (id integer)")))


async def test_tables_of_others_stay_where_they_are(new_postgresql: str) -> None:
    address = new_postgresql
    await migrate(url_of(address))
    made = await backup_of(address)
    async with opened(address) as database:
        await database.write(lambda connection: connection.execute(text("CREATE TABLE theirs (id integer)")))
    await restore(url_of(address), io.BytesIO(made), stamp=STAMP)
    async with opened(address) as database:
        await database.read(lambda connection: connection.execute(text("SELECT * FROM theirs")))


async def test_a_running_bot_on_a_server_goes_on_with_what_is_restored(new_postgresql: str) -> None:
    address = new_postgresql
    await migrate(url_of(address))
    async with opened(address) as running:
        await running.write(rolls.record, [a_roll(1)])
        made = await backup_of(address)
        await running.write(rolls.record, [a_roll(2)])
        await restore(url_of(address), io.BytesIO(made), stamp=STAMP)
        mine = rolls.own_rolls(a_roll(1).player_id)
        assert await running.read(rolls.count, mine) == 1
        await running.write(rolls.record, [a_roll(3)])
        assert await running.read(rolls.count, mine) == 2


async def test_a_secret_of_verifiable_rolls_is_not_used_on_after_a_restore(address: str) -> None:
    """Rolls made after the backup are lost, and their numbers must not be reused with the same seeds."""

    def ledger(database: Database) -> FairLedger:
        return FairLedger(database, now=lambda: MOMENT)

    async def roll(database: Database, interaction_id: int) -> FairRoll:
        found = await ledger(database).take(
            Call("1d20", {}, "1d20"),
            server_id=5,
            player_id=1,
            interaction_id=interaction_id,
            visibility=Visibility.EVERYONE,
        )
        assert found
        return found

    async with opened(address) as database:
        await ledger(database).begin(server_id=5, channel_id=None, hours=None)
        await roll(database, 1)
        made = await backup_of(address)
        lost = await roll(database, 2)
    _backup, aside = await restore(url_of(address), io.BytesIO(made), stamp=STAMP)
    if path := url_of(address).database if address.startswith("sqlite") else None:
        # What was recorded but not moved goes with the database that it belongs to.
        assert not journal_of(Path(path)).exists()
        assert journal_of(Path(aside)).exists()
    async with opened(address) as database:
        again = await roll(database, 3)
        assert (again.number, lost.number) == (1, 2)
        assert again.seed != lost.seed
        ended = await database.read(fair.session, 5, 1)
        assert ended
        assert ended.ended_at
