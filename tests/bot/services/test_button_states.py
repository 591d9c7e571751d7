"""Pads and buttons remember what they should, for each person, and lose no press."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.services.button_states import ButtonStates, Pads
from bot.store.connection.availability import CircuitBreaker, StoreUnavailable
from tests.support.clock import Clock
from tests.support.databases import opened
from tests.support.rolls import ANN, BOB

if TYPE_CHECKING:
    from bot.store.connection.database import Database

PAD, OTHER_PAD = 31, 32


@pytest.fixture
def pads(database: Database) -> Pads:
    return Pads(database, now=Clock().now)


async def test_each_person_has_a_pad_of_their_own_on_each_message(pads: Pads) -> None:
    assert await pads.change(PAD, ANN, lambda text: f"{text}1d6") == "1d6"
    assert await pads.change(PAD, ANN, lambda text: f"{text} + 1d8") == "1d6 + 1d8"
    await pads.change(PAD, BOB, lambda _: "1d20")
    await pads.change(OTHER_PAD, ANN, lambda _: "1d100")
    found = [await pads.text(PAD, ANN), await pads.text(PAD, BOB), await pads.text(OTHER_PAD, ANN)]
    assert found == ["1d6 + 1d8", "1d20", "1d100"]


async def test_a_pad_is_cleared(pads: Pads) -> None:
    await pads.change(PAD, ANN, lambda _: "1d6")
    assert await pads.change(PAD, ANN, lambda _: "") == ""
    assert await pads.text(PAD, ANN) == ""


@pytest.mark.parametrize("start", ["", "d"])
async def test_of_quick_presses_none_is_lost(pads: Pads, start: str) -> None:
    await pads.change(PAD, ANN, lambda _: start)
    await asyncio.gather(*(pads.change(PAD, ANN, lambda text: f"{text}x") for _ in range(20)))
    assert await pads.text(PAD, ANN) == f"{start}{'x' * 20}"


async def test_buttons_find_their_text(database: Database) -> None:
    states = ButtonStates(database, now=Clock().now)
    key = await states.keep("1d20 + @attack" * 50)
    assert await states.find(key) == "1d20 + @attack" * 50
    assert await states.find("no such key") is None


async def test_a_button_shown_while_the_database_is_away_works_then_and_afterwards(address: str) -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    async with opened(address, breaker=breaker) as database:
        states = ButtonStates(database, now=clock.now)
        breaker.failed()
        await states.keep_soon(["first", "second"])
        assert await states.find(states.key_of("second")) == "second"
        with pytest.raises(StoreUnavailable):
            await states.find(states.key_of("never shown"))
        clock.advance(seconds=10.0)
        await states.keep_soon(["third"])
        after_a_restart = ButtonStates(database, now=clock.now)
        texts = ("first", "second", "third")
        assert [await after_a_restart.find(states.key_of(text)) for text in texts] == list(texts)
