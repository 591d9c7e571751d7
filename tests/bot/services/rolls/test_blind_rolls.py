"""Blind rolls: never lost, seen by the GM alone, revealed once, and in no view that another has."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.history.reader import PastRolls
from bot.services.history.writer import HistoryWriter
from bot.services.rolls.blind_rolls import BlindRolls
from bot.store.connection.availability import StoreUnavailable
from bot.store.rolls import View, own_rolls, public_rolls
from bot.store.visibility import Visibility
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.rolls import ANN, BOB, TAVERN, a_blind_roll, a_roll

if TYPE_CHECKING:
    from bot.store.connection.database import Database


@pytest.fixture
def clock() -> Clock:
    return Clock()


def blind_rolls(database: Database, clock: Clock) -> tuple[BlindRolls, HistoryWriter]:
    history = HistoryWriter(database)
    return BlindRolls(database, history, now=clock.now), history


async def test_a_gm_looks_and_reveals_after_a_restart(address: str, clock: Clock) -> None:
    async with opened(address) as database:
        blind, _ = blind_rolls(database, clock)
        await blind.keep(a_blind_roll(1))
    async with opened(address) as database:
        blind, _ = blind_rolls(database, clock)
        assert await blind.look("token1") == a_blind_roll(1)
        revealed = a_blind_roll(1, revealed_at=clock.now())
        assert await blind.reveal("token1") == revealed
        assert await blind.reveal("token1") is None
        assert await blind.look("token1") == revealed


async def test_its_message_is_known_later(database: Database, clock: Clock) -> None:
    blind, history = blind_rolls(database, clock)
    await blind.keep(a_blind_roll(1))
    history.record(a_blind_roll(1, message_id=99))
    await history.flush()
    assert await blind.look("token1") == a_blind_roll(1, message_id=99)


async def test_while_the_database_is_away_it_is_kept_in_memory(
    postgresql: Any, postgresql_address: str, clock: Clock
) -> None:
    async with opened(postgresql_address, clock=clock) as database:
        blind, history = blind_rolls(database, clock)
        postgresql.stop()
        try:
            await blind.keep(a_blind_roll(1))
            assert await blind.look("token1") == a_blind_roll(1)
            with pytest.raises(StoreUnavailable):
                await blind.reveal("token1")
            with pytest.raises(StoreUnavailable):
                await blind.look("token2")
        finally:
            postgresql.start()
        clock.advance(seconds=60)
        assert await blind.reveal("token1") == a_blind_roll(1, revealed_at=clock.now())
        assert history.waiting == 0


async def test_two_gms_reveal_at_the_same_time(database: Database, clock: Clock) -> None:
    blind, history = blind_rolls(database, clock)
    history.record(a_blind_roll(1))
    revealed = await asyncio.gather(*(blind.reveal("token1") for _ in range(5)))
    assert len([roll for roll in revealed if roll]) == 1


async def seen(database: Database, view: View) -> list[Any]:
    past = PastRolls(database)
    rolls = [roll async for roll in past.each(view)]
    return [await past.count(view), *rolls]


async def test_no_view_of_others_changes_before_it_is_revealed(database: Database, clock: Clock) -> None:
    blind, history = blind_rolls(database, clock)
    for number in range(1, 6):
        history.record(a_roll(number, player_id=(ANN, BOB)[number % 2]))
    await history.flush()
    views = [
        public_rolls(TAVERN),
        public_rolls(TAVERN, player_id=ANN),
        own_rolls(BOB),
        own_rolls(BOB, server_id=TAVERN),
    ]
    before = [await seen(database, view) for view in views]
    assert all(len(rolls) > 1 for rolls in before)
    await blind.keep(a_blind_roll(6))
    assert [await seen(database, view) for view in views] == before
    # The player knows that it was made, and nothing else.
    count, latest, *_ = await seen(database, own_rolls(ANN))
    assert (count, latest.total, latest.faces) == (3, None, None)
    await blind.reveal("token6")
    assert [len(await seen(database, view)) - len(was) for view, was in zip(views, before, strict=True)] == [
        1,
        1,
        0,
        0,
    ]


async def test_what_the_database_refuses_is_logged_without_the_result(
    database: Database, clock: Clock
) -> None:
    blind, _ = blind_rolls(database, clock)
    # Without a token it breaks a rule of the table.
    roll = a_roll(1, visibility=Visibility.BLIND, total="31337", faces=(31_337,))
    with pytest.raises(RuntimeError, match="a blind roll could not be kept: IntegrityError") as caught:
        await blind.keep(roll)
    assert "31337" not in "".join(traceback.format_exception(caught.value))
