"""Restoring into an SQLite file: one in use, damaged, or with an old log beside it."""

from __future__ import annotations

import io
import os
import sqlite3
from pathlib import Path

import pytest

from bot.startup import StartupError
from bot.store import rolls
from bot.store.backup.restoring import restore
from tests.bot.store.backup.backups import STAMP, backup_of, contents
from tests.support.databases import opened, url_of
from tests.support.rolls import a_roll


async def test_a_file_in_use_is_not_replaced(sqlite_address: str) -> None:
    made = await backup_of(sqlite_address)
    async with opened(sqlite_address) as running:
        # Once it has asked for something, a bot has the file open, whether it writes or not.
        await running.read(rolls.count, rolls.own_rolls(1))
        with pytest.raises(StartupError, match=r"test.db is in use. Stop the bot first"):
            await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
        await running.write(rolls.record, [a_roll(1)])
    assert len((await contents(sqlite_address))["rolls"]) == 1


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


async def test_the_restored_file_is_as_private_as_the_old_one(sqlite_address: str) -> None:
    path = Path(str(url_of(sqlite_address).database))
    made = await backup_of(sqlite_address)
    path.chmod(0o640)
    await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
    assert path.stat().st_mode & 0o777 == 0o640
    path.unlink()
    await restore(url_of(sqlite_address), io.BytesIO(made), stamp=STAMP)
    assert path.stat().st_mode & 0o777 == 0o600
