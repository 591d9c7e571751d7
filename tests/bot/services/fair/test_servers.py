"""What a process knows of servers while it waits for the journal, is cancelled, or cannot open the file."""

from __future__ import annotations

import asyncio
import errno
import threading
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.services.fair import servers
from bot.services.user_error import UserError
from bot.store.fair_journal import journal
from bot.store.fair_journal.file import JournalFile
from tests.bot.services.fair.test_journal import check_whole, file_of
from tests.support.databases import opened
from tests.support.fair.bots import Bot
from tests.support.rolls import TAVERN
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.connection.database import Database


@pytest.fixture
async def database(sqlite_address: str) -> AsyncIterator[Database]:
    async with opened(sqlite_address) as database:
        yield database


async def test_a_server_that_is_forgotten_while_rolls_wait_for_their_turn(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_MOST_SERVERS", 1)
    bot = Bot(database)
    await bot.on()
    made = [await bot.roll(1)]
    async with bot.ledger._servers.alone_with(TAVERN):
        waiting = [asyncio.create_task(bot.roll(number)) for number in (2, 3)]
        await asyncio.sleep(0)
        # Another server takes its place.
        assert bot.ledger.unannounced(TAVERN + 1) is None
        waiting += [asyncio.create_task(bot.roll(number)) for number in (4, 5)]
        await asyncio.sleep(0)
    made += [await each for each in waiting]
    assert sorted(roll.number for roll in made) == [1, 2, 3, 4, 5]
    await check_whole(bot, made)


async def test_a_session_that_ended_while_the_file_could_not_be_opened(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Bot(database)
    await bot.on()
    first = await bot.roll(1)
    await other.roll(2)
    # The journal is another file now, in which nothing stands of this session.
    await other.ledger.end(server_id=TAVERN, renew=True)

    def failing(*_arguments: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as broken:
        broken.setattr("bot.store.fair_journal.file.os.open", failing)
        with pytest.raises(UserError, match="can't be recorded"):
            await bot.roll(3)
    with capture_logs() as logs:
        made = [await bot.roll(3), await bot.roll(4)]
        await bot.ledger.flush()
    assert logs == []
    assert first.link not in [roll.link for roll in made]
    assert [roll.number for roll in made] == [1, 2]
    await check_whole(bot, made)


async def test_a_roll_that_is_cancelled_twice_keeps_the_lock_until_it_is_written(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.on()
    made = [await bot.roll(1)]
    monkeypatch.setattr(journal, "_SLOW_SECONDS", -1.0)
    made.append(await bot.roll(2))
    writing, may_write, append = threading.Event(), threading.Event(), JournalFile.append

    def slow(file: JournalFile, line: bytes) -> None:
        writing.set()
        may_write.wait(10)
        append(file, line)

    monkeypatch.setattr(JournalFile, "append", slow)
    task = asyncio.create_task(bot.roll(3))
    await until(writing.is_set)
    for _time in range(2):
        task.cancel()
        await asyncio.sleep(0)
        assert JournalFile(file_of(database)).lock() is None, "others must wait"
    may_write.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    monkeypatch.undo()
    made.append(await Bot(database).roll(4))
    assert made[-1].number == 4
    await check_whole(bot, made)
