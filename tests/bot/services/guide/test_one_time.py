"""Each hint is shown once to a player, whatever the process, and never in place of a roll."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.services.guide.one_time import OneTimeHints
from bot.store.connection.availability import CircuitBreaker
from tests.support.databases import opened
from tests.support.rolls import ANN, BOB

if TYPE_CHECKING:
    from bot.store.connection.database import Database

PATIENT = 10.0


async def seen(hints: OneTimeHints, player_id: int, *texts: str) -> list[bool]:
    return [bool(await hints.about(text, player_id)) for text in texts]


async def test_once_a_person_and_kind_in_every_process(database: Database) -> None:
    hints = OneTimeHints(database, patience=PATIENT)
    assert await seen(hints, ANN, "8d10>7", "8d10>7", "3d6!>4", "4d6k3", "1d20") == [
        True,
        False,
        False,
        True,
        False,
    ]
    assert await seen(hints, BOB, "8d10>7") == [True]
    started_later = OneTimeHints(database, patience=PATIENT)
    assert await seen(started_later, ANN, "8d10>7", "4d6k3", "4d6!5") == [False, False, True]


async def test_what_stands_second_in_a_roll_comes_with_the_next(database: Database) -> None:
    hints = OneTimeHints(database, patience=PATIENT)
    said = [await hints.about("8d10>7; 4d6k3", ANN) for _ in range(3)]
    assert [text[:4] for text in said] == ["`>7`", "`k3`", ""]


async def test_of_two_rolls_at_the_same_time_one_has_it(database: Database) -> None:
    processes = [OneTimeHints(database, patience=PATIENT) for _ in range(4)]
    said = await asyncio.gather(*(process.about("8d10>7", ANN) for process in processes))
    assert len(list(filter(None, said))) == 1


async def test_without_the_database_there_are_none_and_they_come_later(address: str) -> None:
    breaker = CircuitBreaker(lambda: 0.0)
    async with opened(address, breaker=breaker) as database:
        hints = OneTimeHints(database, patience=PATIENT)
        breaker.failed()
        assert await seen(hints, ANN, "8d10>7") == [False]
        breaker.succeeded()
        assert await seen(hints, ANN, "8d10>7") == [True]


async def test_nobody_waits_for_a_slow_database(database: Database) -> None:
    assert await seen(OneTimeHints(database, patience=0), ANN, "8d10>7") == [False]
