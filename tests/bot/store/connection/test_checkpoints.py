"""The log of an SQLite file is moved into the file, without delaying writes or the end of the bot."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from bot.store import rolls
from bot.store.connection.checkpoints import Checkpoints
from tests.support.databases import opened, url_of
from tests.support.rolls import a_roll
from tests.support.waiting import NEVER, until

if TYPE_CHECKING:
    import pytest

MANY = 40_000


def in_the_file(path: Path) -> int:
    """Count the rolls in the file alone, without its log."""
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        (number,) = connection.execute("SELECT count(*) FROM rolls").fetchone()
        return int(number)


async def test_a_long_log_goes_into_the_file_while_the_bot_runs(sqlite_address: str) -> None:
    path = Path(str(url_of(sqlite_address).database))
    async with opened(sqlite_address) as database:
        await database.write(rolls.record, [a_roll(1)])
        assert in_the_file(path) == 0, "a short log stays"
        await database.write(rolls.record, [a_roll(number) for number in range(MANY)])
        assert database._checkpoints is not None
        await database._checkpoints.finish()
        assert in_the_file(path) == MANY


async def test_a_log_that_somebody_reads_is_moved_again_only_when_it_has_grown(
    sqlite_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[Checkpoints] = []
    monkeypatch.setattr(Checkpoints, "_move", lambda checkpoints: moved.append(checkpoints))
    path = Path(str(url_of(sqlite_address).database))
    async with opened(sqlite_address) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            await database.write(rolls.record, [a_roll(1)])
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM rolls").fetchone()
            await database.write(rolls.record, [a_roll(number) for number in range(MANY)])
            assert database._checkpoints is not None
            for number in range(10):
                await database._checkpoints.finish()
                await database.write(rolls.record, [a_roll(number)])
            assert len(moved) == 1
            await database.write(rolls.record, [a_roll(MANY + number) for number in range(MANY)])
            await database._checkpoints.finish()
            assert len(moved) == 2


async def test_a_log_that_was_moved_is_a_short_one_again(
    sqlite_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[Checkpoints] = []
    move = Checkpoints._move

    def counted(checkpoints: Checkpoints) -> None:
        moved.append(checkpoints)
        move(checkpoints)

    monkeypatch.setattr(Checkpoints, "_move", counted)
    async with opened(sqlite_address) as database:
        for long_logs in (1, 2):
            batch = range(long_logs * MANY, (long_logs + 1) * MANY)
            await database.write(rolls.record, [a_roll(number) for number in batch])
            for number in range(10):
                assert database._checkpoints is not None
                await database._checkpoints.finish()
                await database.write(rolls.record, [a_roll(number)])
            assert len(moved) == long_logs


async def test_one_that_stands_still_keeps_nobody_from_writing_or_closing(
    sqlite_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def stand_still(_self: Checkpoints) -> None:
        begun.set()
        go_on.wait(NEVER)

    monkeypatch.setattr(Checkpoints, "_move", stand_still)
    async with opened(sqlite_address) as database:
        await database.write(rolls.record, [a_roll(number) for number in range(MANY)])
        await until(begun.is_set)
        await database.write(rolls.record, [a_roll(MANY)])
    async with opened(sqlite_address) as database:
        assert await database.read(rolls.count, rolls.own_rolls(a_roll(1).player_id)) == MANY + 1
    go_on.set()


async def test_a_file_that_is_gone_is_no_error(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "gone" / "test.db", log_bytes=0)
    checkpoints.after_write()
    await checkpoints.finish()


async def test_a_damaged_file_is_logged(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    path.write_bytes(b"not a database" * 500)
    Path(f"{path}-wal").touch()
    with capture_logs() as logs:
        checkpoints = Checkpoints(path, log_bytes=0)
        checkpoints.after_write()
        await checkpoints.finish()
    assert [entry["event"] for entry in logs] == ["checkpoint failed"]
