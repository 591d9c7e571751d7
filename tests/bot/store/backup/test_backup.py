"""Backups: everything comes back, on either kind of database; what is no backup changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select, table, text

from bot.services.fair.ledger import FairLedger
from bot.startup import StartupError
from bot.store import fair, migrations, rolls
from bot.store.backup.making import back_up
from bot.store.backup.restoring import restore
from bot.store.connection.opening import open_store
from bot.store.migrations import migrate
from bot.store.tables import metadata
from bot.store.visibility import Visibility
from dicewright.verification import Call
from tests.support.databases import opened, url_of
from tests.support.rolls import a_blind_roll, a_roll

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from bot.services.fair.sessions import FairRoll
    from bot.store.connection.database import Database
    from tests.support.databases import PostgreSQL

MADE_AT = "2026-03-01T12:00:00+00:00"
STAMP = "20260301120000"
MOMENT = datetime(2026, 3, 1, 12, 30, 15, 123_456, tzinfo=UTC)
SNOWFLAKE = 2**63 - 1

# For each table, rows with the longest, emptiest and oddest values that its columns take.
ROWS: dict[str, list[dict[str, Any]]] = {
    "saved_rolls": [
        {
            "owner_kind": "player",
            "owner_id": SNOWFLAKE,
            "name": "Schlag mit dem Schwert",
            "text": "1d20 + 5 # \u2028 \U0001f3b2 \u202eabc \\ \" ' ; -- \x01\r\n\t",
            "created_at": MOMENT,
            "updated_at": MOMENT - timedelta(days=3_000),
            "uses": 2**31 - 1,
        },
        {
            "owner_kind": "server",
            "owner_id": 1,
            "name": "a",
            "text": "",
            "created_at": MOMENT.replace(microsecond=0),
            "updated_at": MOMENT,
            "uses": 0,
        },
    ],
    "shares": [
        {
            "code": "ABCD-EFGH",
            "player_id": 1,
            "rolls": {"name": "1d6", "\u00e9": "\u2068\u2069", "": None},
            "created_at": MOMENT,
            "expires_at": MOMENT,
        }
    ],
    "server_settings": [
        {
            "server_id": 5,
            "gm_role_id": None,
            "gm_channel_id": SNOWFLAKE,
            "results_channel_id": None,
            "default_visibility": "everyone",
            "compact": True,
            "buttons": False,
            "luck": True,
            "history_days": None,
        }
    ],
    "fair_sessions": [
        {
            "server_id": 5,
            "session": 1,
            "secret": "plain:" + "00" * 32,
            "seal_secret": "fernet:" + "x" * 180,
            "commitment": "00" * 32,
            "seals": "ff" * 32,
            "previous": "",
            "channel_id": None,
            "begun_at": MOMENT,
            "hours": None,
            "due_at": None,
            "ended_at": MOMENT,
            "announced": False,
        },
    ],
    "fair_entries": [
        {
            "server_id": 5,
            "session": 1,
            "place": place,
            "kind": "words",
            "number": 0,
            "player_id": SNOWFLAKE,
            "interaction_id": interaction_id,
            "opened": False,
            "body": {"words": "\u2028 \U0001f3b2 \\"} if place == 1 else None,
            "at": MOMENT,
            "link": "00" * 32,
            "contributed": "",
        }
        for place, interaction_id in ((1, SNOWFLAKE), (2, None))
    ],
    "player_settings": [
        {"player_id": 1, "compact": None, "luck": False},
        {"player_id": 2, "compact": True, "luck": None},
    ],
    "pads": [{"message_id": 1, "player_id": 2, "text": "1d6 + 2d8", "updated_at": MOMENT}],
    "button_states": [{"key": "999b03c7013079d173c4da68", "text": "x" * 4_000, "used_at": MOMENT}],
}


def fill(connection: Connection) -> None:
    """Put rows into every table."""
    rolls.record(connection, [a_roll(number) for number in range(1, 2_500)])
    rolls.record(connection, [a_blind_roll(3_000), a_roll(3_001, faces=(), total="-" + "9" * 100)])
    for name, rows in ROWS.items():
        for row in rows:
            connection.execute(insert(metadata.tables[name]).values(row))


def everything(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        each.name: [
            tuple(row) for row in connection.execute(select(each).order_by(*each.primary_key.columns))
        ]
        for each in metadata.sorted_tables
    }


async def backup_of(address: str) -> bytes:
    stream = io.BytesIO()
    await back_up(url_of(address), stream, made_at=MADE_AT)
    return stream.getvalue()


async def contents(address: str) -> dict[str, list[tuple[Any, ...]]]:
    async with opened(address) as database:
        return await database.read(everything)


@pytest.fixture(params=["sqlite", "postgresql"])
def other_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that has nothing, not even tables, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'other' / 'restored.db'}"
    return str(request.getfixturevalue("new_postgresql"))


@pytest.fixture
def new_postgresql(postgresql: PostgreSQL) -> str:
    return postgresql.new_database()


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


async def test_a_backup_has_one_moment_and_nobody_waits_for_it(address: str) -> None:
    async with opened(address) as database:
        await database.write(fill)

        class Interrupted(io.BytesIO):
            """Somebody rolls while the backup is being written."""

            rolled = False

            def write(self, data: Any) -> int:
                if not self.rolled and self.tell() > 2_000:
                    self.rolled = True
                    write_beside(address)
                return super().write(data)

        stream = Interrupted()
        await back_up(url_of(address), stream, made_at=MADE_AT)
        assert stream.rolled
        numbers = json.loads(gzip.decompress(stream.getvalue()).splitlines()[-1])["end"]
        assert numbers["rolls"] == 2_501
        assert numbers["shares"] == 1
        assert len((await database.read(everything))["shares"]) == 0


def write_beside(address: str) -> None:
    """Remove a table's rows by another process, for this one waits for the stream."""
    import subprocess
    import sys

    code = (
        "import asyncio, sys\n"
        "from sqlalchemy import text\n"
        "from tests.support.databases import opened\n"
        "async def main():\n"
        "    async with opened(sys.argv[1]) as database:\n"
        "        await database.write(lambda c: c.execute(text('DELETE FROM shares')))\n"
        "asyncio.run(main())\n"
    )
    subprocess.run([sys.executable, "-c", code, address], check=True, cwd=Path(__file__).parents[4])


def changed_line(number: int, change: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    def damage(made: bytes) -> bytes:
        lines = gzip.decompress(made).splitlines()
        lines[number] = json.dumps(change(json.loads(lines[number]))).encode()
        return gzip.compress(b"\n".join(lines) + b"\n")

    return damage


def without_line(number: int) -> Callable[[bytes], bytes]:
    def damage(made: bytes) -> bytes:
        lines = gzip.decompress(made).splitlines()
        del lines[number]
        return gzip.compress(b"\n".join(lines) + b"\n")

    return damage


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda _: b"", "not a backup"),
        (lambda _: b"Once upon a time", "not a backup"),
        (lambda _: gzip.compress(b'{"some": "json"}\n'), "not a backup"),
        (lambda _: gzip.compress(b"[1, 2]\n"), "not a backup"),
        (lambda made: made[: len(made) // 2], "damaged: the file ends too early"),
        (lambda made: made[:-1], "damaged"),
        (lambda made: made[:5_000] + bytes([made[5_000] ^ 1]) + made[5_001:], "damaged"),
        (lambda made: made + b"garbage", "damaged"),
        (without_line(-1), "damaged: the file ends too early"),
        (without_line(-3), "damaged"),
        (without_line(200), "damaged"),
        (changed_line(0, lambda line: {**line, "revision": "9999"}), "newer version of the bot"),
        (changed_line(0, lambda line: {**line, "version": 99}), "newer version of the bot"),
        (
            changed_line(1, lambda line: {**line, "columns": {**line["columns"], "key": "shape"}}),
            "unknown to this version of the bot: shape",
        ),
        (changed_line(1, lambda line: {**line, "table": "nobody_knows"}), "nobody_knows"),
        (changed_line(-1, lambda line: {"end": {**line["end"], "rolls": 7}}), "damaged"),
        (changed_line(2, lambda line: line[:-1]), "damaged"),
    ],
)
async def test_what_is_no_sound_backup_changes_nothing(
    address: str, tmp_path: Path, damage: Callable[[bytes], bytes], sentence: str
) -> None:
    async with opened(address) as database:
        await database.write(fill)
    before, made = await contents(address), await backup_of(address)
    files = sorted(tmp_path.iterdir())
    with pytest.raises(StartupError, match=sentence) as caught:
        await restore(url_of(address), io.BytesIO(damage(made)), stamp=STAMP)
    assert caught.value.exit_status == 2
    assert await contents(address) == before
    assert sorted(tmp_path.iterdir()) == files


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


async def test_tables_of_another_version_are_not_backed_up(address: str) -> None:
    async with opened(address) as database:
        await database.write(
            lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        )
        try:
            with pytest.raises(StartupError, match="at 9999, but this version of the bot backs up"):
                await backup_of(address)
        finally:
            await database.write(
                lambda connection: connection.execute(
                    text("UPDATE alembic_version SET version_num = :newest"), {"newest": migrations.newest()}
                )
            )


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


async def test_a_file_in_use_is_not_replaced(sqlite_address: str) -> None:
    made = await backup_of(sqlite_address)
    async with opened(sqlite_address) as running:
        # Once it has asked for something, a bot has the file open, whether it writes or not.
        await running.read(rolls.count, rolls.own_rolls(1))
        with pytest.raises(StartupError, match=r"test.db is in use. Stop the bot first"):
            await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
        await running.write(rolls.record, [a_roll(1)])
    assert len((await contents(sqlite_address))["rolls"]) == 1


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


@pytest.mark.parametrize("log", [b"", b"garbage" * 1_000, None], ids=["empty", "garbage", "the-old-one"])
async def test_no_old_log_of_writes_is_replayed(sqlite_address: str, log: bytes | None) -> None:
    path = Path(str(url_of(sqlite_address).database))
    made = await backup_of(sqlite_address)
    if log is None:
        log = log_of_a_killed_process(path)
    else:
        path.unlink()
    Path(f"{path}-wal").write_bytes(log)
    _, aside = await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
    assert not Path(f"{path}-wal").exists()
    assert (await contents(sqlite_address))["rolls"] == []
    if aside:
        assert len((await contents(f"sqlite:///{aside}"))["rolls"]) == 1, "the old file lost its last roll"


def log_of_a_killed_process(path: Path) -> bytes:
    """Record a roll and end as SIGKILL does: return the log that holds it, with the file as it was before."""
    process = os.fork()
    if not process:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "INSERT INTO rolls VALUES (1, 0, '2026-03-01 00:00:00', 1, 1, 1, 1, 'd6', 'd6', '', '{}', '1',"
            " '[1]', 'everyone', NULL, NULL, NULL, NULL, NULL)"
        )
        connection.commit()
        os._exit(0)
    os.waitpid(process, 0)
    return Path(f"{path}-wal").read_bytes()


async def test_a_damaged_file_is_replaced_and_kept(sqlite_address: str) -> None:
    made = await backup_of(sqlite_address)
    path = Path(str(url_of(sqlite_address).database))
    path.write_bytes(b"not a database at all" * 500)
    _, aside = await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
    assert Path(aside).read_bytes().startswith(b"not a database")
    assert (await contents(sqlite_address))["rolls"] == []


async def test_a_damaged_file_is_not_backed_up(sqlite_address: str) -> None:
    async with opened(sqlite_address) as database:
        await database.write(fill)
    path = Path(str(url_of(sqlite_address).database))
    whole = bytearray(path.read_bytes())
    whole[40_000:60_000] = os.urandom(20_000)
    path.write_bytes(whole)
    with pytest.raises(StartupError, match=r"damaged|malformed"):
        await backup_of(sqlite_address)


async def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StartupError, match="There is no database"):
        await backup_of(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []


async def test_the_restored_file_is_as_private_as_the_old_one(sqlite_address: str) -> None:
    path = Path(str(url_of(sqlite_address).database))
    made = await backup_of(sqlite_address)
    path.chmod(0o640)
    await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
    assert path.stat().st_mode & 0o777 == 0o640
    path.unlink()
    await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
    assert path.stat().st_mode & 0o777 == 0o600


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
    await restore(url_of(address), io.BytesIO(made), stamp=STAMP)
    async with opened(address) as database:
        again = await roll(database, 3)
        assert (again.number, lost.number) == (1, 2)
        assert again.seed != lost.seed
        ended = await database.read(fair.session, 5, 1)
        assert ended
        assert ended.ended_at
