"""The ledger: numbers never repeat and never skip, in any process and after any failure."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.fair.ledger import MOST_WORDS
from bot.services.user_error import UserError
from bot.store import fair
from bot.store.connection.availability import StoreUnavailable
from bot.store.visibility import Visibility
from dicewright import verification
from dicewright.verification import Call, Removed, Roll, Session, Words
from tests.support.fair.bots import D20, Bot
from tests.support.rolls import ANN, BOB, TAVERN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.services.fair.sessions import FairRoll
    from bot.store.connection.database import Database


def rolls_of(session: Session) -> list[Roll]:
    return [entry for entry in session.entries if isinstance(entry, Roll)]


async def test_processes_that_take_turns_share_the_numbers(bot: Bot, database: Database) -> None:
    await bot.on()
    bots = [bot, Bot(database), Bot(database)]
    made: list[FairRoll] = []
    for number in range(1, 31):
        made.append(await bots[number % 3].roll(number, player_id=1 + number % 4))
        if number % 5 == 0:
            await bots[number % 2].say(f"words {number}", 1_000 + number, player_id=1 + number % 4)
    assert [roll.number for roll in made] == list(range(1, 31))
    session = await bots[1].revealed()
    report = verification.check(session)
    assert (report.problems, report.status, report.count("follows")) == ((), 0, 30)
    # What each process rolled is what follows from the record.
    for roll, entry in zip(made, rolls_of(session), strict=True):
        assert entry.call is not None
        assert entry.thrown == verification.throw(entry.call, roll.seed)
        assert entry.link == roll.link


async def test_processes_that_race_share_the_numbers(bot: Bot, database: Database) -> None:
    await bot.on()
    bots = [bot, Bot(database), Bot(database)]
    made = await asyncio.gather(
        *(bots[number % 3].roll(number, player_id=1 + number % 7) for number in range(1, 61))
    )
    assert sorted(roll.number for roll in made) == list(range(1, 61))
    session = await bot.revealed()
    assert verification.check(session).status == 0
    by_number = {entry.number: entry for entry in rolls_of(session)}
    for roll in made:
        entry = by_number[roll.number]
        assert entry.call is not None
        assert entry.thrown == verification.throw(entry.call, roll.seed)


async def test_an_interaction_that_two_processes_have_is_one_roll(bot: Bot, database: Database) -> None:
    await bot.on()
    other = Bot(database)
    first = await bot.roll(1)
    assert await other.roll(1) == first
    assert await bot.roll(1) == first
    assert (await other.roll(2)).number == 2
    # Even where the session has ended in between.
    await other.ledger.end(server_id=TAVERN, renew=True)
    assert await bot.roll(1) == first
    assert await other.roll(2, visibility=Visibility.EVERYONE) == await bot.roll(2)


async def test_a_roll_in_another_process_after_the_end_is_in_the_next_session(
    bot: Bot, database: Database
) -> None:
    await bot.on()
    other = Bot(database)
    await other.roll(1)
    await bot.ledger.end(server_id=TAVERN, renew=True)
    assert (await other.roll(2)).number == 1
    session = await bot.session(1)
    assert [roll.number for roll in rolls_of(session)] == [1]
    await other.ledger.end(server_id=TAVERN, renew=False)
    assert verification.compare([session, await bot.session(2)]) == ()
    assert (
        await bot.ledger.take(
            D20, server_id=TAVERN, player_id=ANN, interaction_id=3, visibility=Visibility.EVERYONE
        )
        is None
    )


class Unsure:
    """A database that loses its answer to every third write, whether or not the write was stored."""

    away = False

    def __init__(self, database: Database, path: Path | None) -> None:
        self.database = database
        self.path = path
        self.writes = 0

    def in_background(self) -> Unsure:
        return self

    async def read(self, work: Any, *arguments: Any, **named: Any) -> Any:
        return await self.database.read(work, *arguments, **named)

    async def write(self, work: Any, *arguments: Any, **named: Any) -> Any:
        return await self._unsure(lambda: self.database.write(work, *arguments, **named))

    async def insert(self, table: Any, row: Any) -> Any:
        return await self._unsure(lambda: self.database.insert(table, row))

    async def _unsure(self, write: Callable[[], Awaitable[Any]]) -> Any:
        self.writes += 1
        if self.writes % 6 == 0:
            raise StoreUnavailable(0.0)
        found = await write()
        if self.writes % 3 == 0:
            raise StoreUnavailable(0.0)
        return found


@pytest.mark.parametrize("journal", [True, False])
async def test_lost_answers_of_the_database_leave_no_gap(bot: Bot, journal: bool) -> None:
    await bot.on()
    path = bot.database.path if journal else None
    unsure = Bot(Unsure(bot.database, path))  # type: ignore[arg-type]  # it has all that a ledger uses
    made, refused = [], 0
    for interaction_id in range(1, 31):
        if interaction_id % 4 == 0:
            try:
                await unsure.ledger.flush()
            except StoreUnavailable:
                refused += 1
        for _again in range(3):
            with suppress(UserError):
                made.append(await unsure.roll(interaction_id))
                break
            refused += 1
    assert refused
    assert [roll.number for roll in made] == list(range(1, 31))
    assert verification.check(await bot.revealed()).status == 0


async def test_a_roll_that_is_cancelled_midway_leaves_no_gap(bot: Bot) -> None:
    await bot.on()
    for interaction_id in range(1, 21):
        task = asyncio.create_task(bot.roll(interaction_id))
        await asyncio.sleep(0)
        if interaction_id % 2:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    last = await bot.roll(99)
    session = await bot.revealed()
    assert verification.check(session).status == 0
    assert len(rolls_of(session)) == last.number


async def test_sealed_rolls_have_keys_of_their_own(bot: Bot) -> None:
    await bot.on()
    visibilities = (Visibility.BLIND, Visibility.ONLY_ME, Visibility.ME_AND_GM, Visibility.EVERYONE)
    made = [
        await bot.roll(number, visibility=visibility) for number, visibility in enumerate(visibilities, 1)
    ]
    session = await bot.revealed()
    assert [entry.hidden for entry in rolls_of(session)] == [True, True, True, False]
    assert session.secret is not None
    for roll, entry in zip(made, rolls_of(session), strict=True):
        seed = verification.roll_seed(session.secret, entry.player, entry.turn, "")
        assert (seed == roll.seed) is (entry.number == 4)


async def test_a_session_ends_when_its_numbers_are_used_up(
    bot: Bot, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dicewright.verification.MOST_ROLLS", 3)
    await bot.on()
    made = [await bot.roll(number) for number in range(1, 8)]
    assert [roll.number for roll in made] == [1, 2, 3, 1, 2, 3, 1]
    one, two = await bot.session(1), await bot.session(2)
    assert verification.compare([one, two]) == ()
    assert [verification.check(each).status for each in (one, two)] == [0, 0]
    unannounced = bot.ledger.unannounced(TAVERN)
    assert unannounced
    assert unannounced.session == 3
    await bot.ledger.announced(unannounced)
    assert bot.ledger.unannounced(TAVERN) is None
    assert Bot(database).ledger.unannounced(TAVERN) is None


async def test_a_session_ends_when_its_time_has_come(bot: Bot, database: Database) -> None:
    await bot.on(hours=2)
    await bot.roll(1)
    other = Bot(database, bot.clock)
    bot.clock.advance(seconds=7_199)
    assert await bot.ledger.due_servers() == []
    assert await bot.ledger.end_due(TAVERN) is None
    bot.clock.advance(seconds=1)
    assert await other.ledger.due_servers() == [TAVERN]
    ended = await asyncio.gather(bot.ledger.end_due(TAVERN), other.ledger.end_due(TAVERN))
    assert [each.session for each in ended if each] == [1]
    assert await bot.ledger.due_servers() == []
    bot.clock.advance(seconds=7_200)
    # Where nobody looked, the next roll does it.
    assert (await other.roll(2)).number == 1
    assert (await bot.session(2)).entries[-1] == verification.End(
        0, "2026-03-14T04:16:40Z", (await bot.session(2)).entries[-1].link, *(await _commitments(database, 3))
    )


async def _commitments(database: Database, number: int) -> tuple[str, str]:
    stored = await database.read(fair.session, TAVERN, number)
    assert stored
    return stored.commitment, stored.seals


async def test_words_are_one_line_and_not_without_end(bot: Bot, database: Database) -> None:
    await bot.on()
    await bot.say("  two\n lines\0 \ud800 ", 1)
    session = await bot.revealed()
    (words,) = [entry.words for entry in session.entries if isinstance(entry, Words)]
    assert words == "two lines\N{REPLACEMENT CHARACTER} ?"
    assert verification.check(session).status == 0
    for number in range(MOST_WORDS):
        await bot.say("x", 10 + number)
    with pytest.raises(UserError, match="set too often"):
        await bot.say("x", 9_999)
    with pytest.raises(UserError, match="set too often"):
        await Bot(database).say("x", 9_999)


@pytest.mark.parametrize("text", ["1d20 # \0", "1d20 # \ud800", "1d20 # \u2028⚔"])
async def test_texts_that_a_database_cannot_hold(bot: Bot, text: str) -> None:
    await bot.on()
    await bot.roll(1, call=Call(text, {"a": text}, text))
    session = await bot.revealed()
    assert [problem.code for problem in verification.check(session).problems if "chain" in problem.code] == []


async def test_what_a_player_has_deleted(bot: Bot, database: Database) -> None:
    await bot.on()
    other = Bot(database)
    seeds = {(await bot.roll(1)).seed, (await other.roll(2)).seed}
    await bot.say("xyzzy", 3)
    await bot.roll(4, player_id=BOB)
    assert await other.ledger.forget(ANN) == 3
    assert await other.ledger.forget(ANN) == 0
    assert await database.read(fair.of_player, ANN) == []
    # Their turns start from 1 again, but no seed is repeated in any process.
    for number, process in ((5, bot), (6, other)):
        again = await process.roll(number)
        assert again.seed not in seeds
        seeds.add(again.seed)
    session = await bot.revealed()
    report = verification.check(session)
    assert (report.problems, report.status) == ((), 3)
    assert [line.state for line in report.rolls] == ["removed", "removed", "follows", "follows", "follows"]
    assert sum(isinstance(entry, Removed) for entry in session.entries) == 3
    assert str(ANN) not in verification.to_json(session).split('"roll": 4')[0]


async def test_a_server_is_begun_once(bot: Bot, database: Database) -> None:
    begun = await asyncio.gather(
        *(each.ledger.begin(server_id=TAVERN, channel_id=7, hours=None) for each in (bot, Bot(database)))
    )
    assert sum(session is not None for session in begun) == 1
    assert await bot.ledger.begin(server_id=TAVERN, channel_id=7, hours=None) is None
