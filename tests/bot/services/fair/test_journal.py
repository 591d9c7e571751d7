"""The ledger with a journal: processes that are killed at any point, restarts, full disks and old files."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.services.user_error import UserError
from bot.store import fair
from bot.store.backup.format import read_backup
from bot.store.backup.making import back_up
from bot.store.connection.file_access import journal_of
from bot.store.fair_journal import journal, moving
from bot.store.fair_journal.file import JournalFile
from bot.store.fair_journal.records import HEAD
from bot.store.migrations import newest
from dicewright import verification
from dicewright.verification import Call, Roll
from tests.support.databases import opened, url_of
from tests.support.fair.bots import Bot
from tests.support.rolls import ANN, BOB, TAVERN
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.services.fair.sessions import FairRoll
    from bot.store.connection.database import Database


class KilledError(BaseException):
    """Stands for the end of a process."""


@pytest.fixture
async def database(sqlite_address: str) -> AsyncIterator[Database]:
    async with opened(sqlite_address) as database:
        yield database


@pytest.fixture
def bot(database: Database) -> Bot:
    return Bot(database)


def file_of(database: Database) -> Path:
    assert database.path
    return journal_of(database.path)


async def stored(database: Database) -> int:
    """Return how many entries the database itself has."""
    return len(await database.read(fair.entries, TAVERN, 1))


async def check_whole(bot: Bot, made: list[FairRoll]) -> None:
    """See that a session has these rolls, that each was what follows from it, and that it verifies."""
    session = await bot.revealed()
    report = verification.check(session)
    assert (report.problems, report.status) == ((), 0)
    rolls = {entry.number: entry for entry in session.entries if isinstance(entry, Roll)}
    for roll in made:
        entry = rolls[roll.number]
        assert entry.link == roll.link
        assert entry.call is not None
        assert entry.thrown == verification.throw(entry.call, roll.seed)
    assert sorted(rolls) == list(range(1, len(rolls) + 1))


async def test_a_roll_is_in_the_file_when_it_is_made(bot: Bot, database: Database) -> None:
    await bot.on()
    made = [await bot.roll(number) for number in range(1, 9)]
    assert await stored(database) < len(made)
    # What a killed process leaves is all that the next one has.
    await check_whole(Bot(database), made)
    assert await stored(database) == len(made) + 1
    assert file_of(database).read_bytes() == HEAD


async def test_it_is_moved_while_the_ledger_runs_and_when_it_ends(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_PAUSE", 0.0)
    monkeypatch.setattr(journal, "_LONG_BYTES", 1_000)
    await bot.on()
    made = [await bot.roll(1)]
    async with bot.ledger.running():
        assert await stored(database) == 1, "what was left is moved first"
        made += [await bot.roll(number) for number in range(2, 7)]
        await until(lambda: file_of(database).stat().st_size < 1_000)
        made.append(await bot.roll(7))
    assert await stored(database) == 7
    await check_whole(bot, made)


def kill_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_file: JournalFile, _line: bytes) -> None:
        raise KilledError

    monkeypatch.setattr(JournalFile, "append", killed)


def kill_midway(monkeypatch: pytest.MonkeyPatch) -> None:
    append = JournalFile.append

    def killed(file: JournalFile, line: bytes) -> None:
        append(file, line[:-40])
        raise KilledError

    monkeypatch.setattr(JournalFile, "append", killed)


def kill_after(monkeypatch: pytest.MonkeyPatch) -> None:
    append = JournalFile.append

    def killed(file: JournalFile, line: bytes) -> None:
        append(file, line)
        raise KilledError

    monkeypatch.setattr(JournalFile, "append", killed)


@pytest.mark.parametrize(("kill", "kept"), [(kill_before, False), (kill_midway, False), (kill_after, True)])
async def test_killed_while_a_roll_is_recorded(
    bot: Bot,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    kill: Callable[[pytest.MonkeyPatch], None],
    kept: bool,
) -> None:
    await bot.on()
    made = [await bot.roll(number) for number in range(1, 4)]
    with monkeypatch.context() as patched:
        kill(patched)
        with pytest.raises(KilledError):
            await bot.roll(4)
    other = Bot(database)
    # The same interaction gets the same roll, if there is one.
    made += [await other.roll(4), await other.roll(5)]
    assert [roll.number for roll in made] == [1, 2, 3, 4, 5]
    if kept:
        assert await other.roll(4) == made[3]
    await check_whole(other, made)


@pytest.mark.parametrize("committed", [True, False])
async def test_killed_while_rolls_are_moved(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    await bot.on()
    made = [await bot.roll(number) for number in range(1, 6)]
    before = await stored(database)
    move = moving.move

    async def killed(*_arguments: object) -> int:
        if committed:
            await write(move, bot.journal._waiting)
        raise KilledError

    write = database.write
    with monkeypatch.context() as patched:
        patched.setattr(database, "write", killed)
        with pytest.raises(KilledError):
            await bot.ledger.flush()
    assert await stored(database) == (5 if committed else before)
    other = Bot(database)
    made.append(await other.roll(6))
    await check_whole(other, made)


@pytest.mark.parametrize("left", [1, 30, 200])
async def test_the_last_record_is_torn(bot: Bot, database: Database, left: int) -> None:
    await bot.on()
    made = [await bot.roll(number) for number in range(1, 4)]
    file = file_of(database)
    torn = file.read_bytes()
    await bot.roll(4)
    # Nobody was answered, so nobody can have seen it.
    file.write_bytes(torn + file.read_bytes()[len(torn) :][:left])
    other = Bot(database)
    made.append(await other.roll(5))
    await check_whole(other, made)


def no_space(_file: int, _data: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


_write = os.write


def little_space(file: int, data: bytes) -> int:
    return _write(file, data[:30])


@pytest.mark.parametrize("write", [no_space, little_space])
async def test_on_a_full_disk_no_roll_is_made(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, write: Callable[[int, bytes], int]
) -> None:
    await bot.on()
    made = [await bot.roll(1)]
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", write)
        for interaction_id in (2, 3):
            with pytest.raises(UserError, match="can't be recorded"):
                await bot.roll(interaction_id)
    made += [await bot.roll(number) for number in (2, 3)]
    assert [roll.number for roll in made] == [1, 2, 3]
    await check_whole(bot, made)


async def test_a_slow_disk_is_written_to_by_threads(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_SLOW_SECONDS", -1.0)
    await bot.on()
    made = [await bot.roll(1)]
    in_threads = 0
    to_thread = asyncio.to_thread

    async def counted(work: Callable[..., object], *arguments: object) -> object:
        nonlocal in_threads
        in_threads += 1
        return await to_thread(work, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "to_thread", counted)
        made += [await bot.roll(number) for number in range(2, 6)]
        task = asyncio.create_task(bot.roll(6))
        await until(lambda: in_threads == 5)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    made.append(await bot.roll(6))
    assert in_threads >= 5
    assert [roll.number for roll in made] == [1, 2, 3, 4, 5, 6]
    await check_whole(bot, made)


async def test_rolls_of_processes_that_are_not_moved_yet_are_one_chain(bot: Bot, database: Database) -> None:
    await bot.on()
    bots = [bot, Bot(database), Bot(database)]
    made = []
    for number in range(1, 31):
        made.append(await bots[number % 3].roll(number, player_id=1 + number % 4))
        # Each of them has this interaction as well.
        assert await bots[(number + 1) % 3].roll(number) == made[-1]
        if number % 10 == 0:
            await bots[0].ledger.flush()
    assert [roll.number for roll in made] == list(range(1, 31))
    await check_whole(bots[2], made)
    assert [(await each.roll(100 + at)).number for at, each in enumerate(bots)] == [1, 2, 3]


async def test_a_process_that_never_gives_the_lock_back(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_LOCK_SECONDS", 0.01)
    await bot.on()
    first = await bot.roll(1)
    stuck = JournalFile(file_of(database))
    assert stuck.lock() is not None
    with capture_logs() as logs, pytest.raises(UserError, match="can't be recorded"):
        await bot.roll(2)
    assert [(each["event"], each["log_level"]) for each in logs] == [
        ("journal of verifiable rolls locked", "warning")
    ]
    stuck.close()
    await check_whole(bot, [first, await bot.roll(2)])


async def test_what_a_player_has_deleted_is_not_in_the_file(bot: Bot, database: Database) -> None:
    await bot.on()
    await bot.roll(1, call=Call("1d20 # a note of Ann", {}, "1d20 # a note of Ann"))
    await bot.say("words of Ann", 2)
    await bot.roll(3, player_id=BOB)
    assert b"of Ann" in file_of(database).read_bytes()
    assert await Bot(database).ledger.forget(ANN) == 2
    assert b"of Ann" not in file_of(database).read_bytes()
    assert [entry.player_id for entry in await database.read(fair.entries, TAVERN, 1)] == [
        None,
        None,
        BOB,
        None,
    ]
    await bot.roll(4)
    report = verification.check(await bot.revealed())
    assert (report.problems, report.status) == ((), 3)


async def test_secrets_are_not_in_the_file(bot: Bot, database: Database) -> None:
    await bot.on()
    await bot.roll(1)
    session = await database.read(fair.session, TAVERN, 1)
    assert session
    content = file_of(database).read_text(encoding="utf-8")
    for secret in (session.secret, session.seal_secret):
        assert secret.removeprefix("plain:") not in content


async def test_a_backup_has_what_is_not_moved_yet(bot: Bot, database: Database) -> None:
    await bot.on()
    for number in range(1, 5):
        await bot.roll(number)
    stream = BytesIO()
    numbers = await back_up(url_of(f"sqlite:///{database.path}"), stream, made_at="now")
    assert numbers["fair_entries"] == 4
    stream.seek(0)
    rows = {table.name: list(table.rows) for table in read_backup(stream, newest=newest()).tables()}
    assert len(rows["fair_entries"]) == 4
    # The bot goes on, and has nothing to move.
    made = [await bot.roll(5)]
    await check_whole(bot, made)


async def test_an_old_database_beside_a_new_journal(sqlite_address: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with opened(sqlite_address) as database:
        bot = Bot(database)
        await bot.on()
        await bot.roll(1)
        await bot.ledger.flush()
        path = database.path
        assert path
    shutil.copy(path, kept)
    async with opened(sqlite_address) as database:
        bot = Bot(database)
        await bot.roll(2)
        await bot.ledger.flush()
        async with bot.journal.held():
            bot.journal.renew()
        known = [await bot.roll(number) for number in (3, 4)]
    shutil.copy(kept, path)
    async with opened(sqlite_address) as database:
        bot = Bot(database)
        with capture_logs() as logs:
            again = await bot.roll(5)
        assert [each["lost"] for each in logs if each["event"] == "verifiable rolls lost"] == [2]
        # The seeds of the first session are known, so it has ended.
        assert again.number == 1
        assert again.seed not in {roll.seed for roll in known}
        assert verification.check(await bot.session(1)).status == 0
        await check_whole(bot, [again])
