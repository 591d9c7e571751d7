"""Settings: read often and seldom asked for, and there even while the database is not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.settings.preferences import Preferences
from bot.store.connection.availability import StoreUnavailable
from bot.store.preferences import PlayerSettings, ServerSettings
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.rolls import ANN, BOB, DUNGEON, TAVERN

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.connection.database import Database

COMPACT = ServerSettings(compact=True)


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Answers:
    """A stand-in for the database that counts what it is asked, and answers when the test says."""

    def __init__(self, answer: Any = COMPACT) -> None:
        self.asked = 0
        self.answer = answer
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def read(self, _work: Callable[..., Any], _key: int = 0, *, most: int = 0) -> Any:
        self.asked += 1
        await self.go_on.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return {TAVERN: self.answer} if most else self.answer

    async def write(self, _work: Callable[..., Any], _key: int, changes: dict[str, Any]) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return replace(self.answer, **changes)


def preferences(database: Any, clock: Clock, patience: float = 5.0) -> Preferences:
    return Preferences(database, clock=clock, fresh_seconds=30.0, patience=patience)


async def test_what_is_set_is_there_after_a_restart(address: str, clock: Clock) -> None:
    async with opened(address) as database:
        first = preferences(database, clock)
        assert await first.server(TAVERN) == ServerSettings()
        await first.change_server(TAVERN, compact=True)
        await first.change_player(ANN, luck=False)
        assert await first.server(TAVERN) == COMPACT
    async with opened(address) as database:
        second = preferences(database, clock)
        assert await second.server(TAVERN) == COMPACT
        assert await second.server(DUNGEON) == ServerSettings()
        assert await second.player(ANN) == PlayerSettings(luck=False)
        assert await second.player(BOB) == PlayerSettings()


async def test_a_direct_message_has_the_defaults_without_a_query(clock: Clock) -> None:
    answers = Answers()
    assert await preferences(answers, clock).server(None) == ServerSettings()
    assert answers.asked == 0


async def test_settings_are_asked_for_once_in_thirty_seconds(clock: Clock) -> None:
    answers = Answers()
    settings = preferences(answers, clock)
    for _ in range(100):
        assert await settings.server(TAVERN) == COMPACT
    clock.advance(seconds=29.0)
    await settings.server(TAVERN)
    assert answers.asked == 1
    answers.answer = ServerSettings()
    clock.advance(seconds=1.0)
    assert await settings.server(TAVERN) == ServerSettings(), "older than thirty seconds"
    assert answers.asked == 2


async def test_many_who_ask_at_once_make_one_query(clock: Clock) -> None:
    answers = Answers()
    settings = preferences(answers, clock)
    assert await asyncio.gather(*(settings.server(TAVERN) for _ in range(50))) == [COMPACT] * 50
    assert answers.asked == 1


async def test_what_another_process_set_is_seen_after_thirty_seconds(address: str, clock: Clock) -> None:
    async with opened(address) as here, opened(address) as elsewhere:
        mine, theirs = preferences(here, clock), preferences(elsewhere, clock)
        assert await mine.server(TAVERN) == ServerSettings()
        await theirs.change_server(TAVERN, compact=True)
        assert await mine.server(TAVERN) == ServerSettings()
        clock.advance(seconds=30.0)
        assert await mine.server(TAVERN) == COMPACT


async def test_while_the_database_is_away_the_last_known_settings_hold(clock: Clock) -> None:
    answers = Answers()
    settings = preferences(answers, clock)
    await settings.server(TAVERN)
    answers.answer = StoreUnavailable(1.0)
    clock.advance(days=1)
    assert await settings.server(TAVERN) == COMPACT
    assert await settings.server(DUNGEON) == ServerSettings()
    with pytest.raises(StoreUnavailable):
        await settings.change_server(TAVERN, compact=False)
    assert await settings.server(TAVERN) == COMPACT


async def test_a_database_that_does_not_answer_is_not_waited_for(clock: Clock) -> None:
    answers = Answers()
    answers.go_on.clear()
    settings = preferences(answers, clock, patience=0.01)
    assert await settings.server(TAVERN) == ServerSettings()
    answers.go_on.set()
    await asyncio.sleep(0.01)
    assert await settings.server(TAVERN) == COMPACT
    assert answers.asked == 1, "the answer came late, and was thrown away"


async def test_a_slow_answer_does_not_undo_a_change(clock: Clock) -> None:
    answers = Answers(ServerSettings())
    answers.go_on.clear()
    settings = preferences(answers, clock, patience=0.01)
    await settings.server(TAVERN)
    await settings.change_server(TAVERN, compact=True)
    answers.go_on.set()
    await asyncio.sleep(0.01)
    assert await settings.server(TAVERN) == COMPACT


async def test_a_player_who_is_removed_has_the_defaults(database: Database, clock: Clock) -> None:
    settings = preferences(database, clock)
    await settings.change_player(ANN, compact=True)
    assert await settings.player(ANN) == PlayerSettings(compact=True)
    settings.forget_player(ANN)
    assert await settings.player(ANN) == PlayerSettings()


async def test_changing_one_setting_leaves_what_another_process_set(address: str, clock: Clock) -> None:
    async with opened(address) as here, opened(address) as elsewhere:
        mine, theirs = preferences(here, clock), preferences(elsewhere, clock)
        assert await mine.server(TAVERN) == ServerSettings()
        await theirs.change_server(TAVERN, gm_role_id=7)
        both = ServerSettings(gm_role_id=7, compact=True)
        assert await mine.change_server(TAVERN, compact=True) == both
        assert await mine.server(TAVERN) == both
        assert await theirs.stored_server(TAVERN) == both

        await theirs.change_player(ANN, luck=False)
        assert await mine.change_player(ANN, compact=True) == PlayerSettings(compact=True, luck=False)
        assert await theirs.stored_player(ANN) == PlayerSettings(compact=True, luck=False)


async def test_what_is_shown_to_be_changed_is_never_a_guess(clock: Clock) -> None:
    settings = preferences(Answers(StoreUnavailable(1.0)), clock)
    with pytest.raises(StoreUnavailable):
        await settings.stored_server(TAVERN)
    with pytest.raises(StoreUnavailable):
        await settings.stored_player(ANN)
