"""Values that are asked for all the time, and that nobody may wait for."""

from __future__ import annotations

import asyncio

from bot.services.cache import Remembered
from bot.store.connection.availability import StoreUnavailable


class Source:
    """Gives numbers, and can be slow or away."""

    def __init__(self) -> None:
        self.number = 1
        self.asked = 0
        self.away = False
        self.ready = asyncio.Event()
        self.ready.set()

    async def load(self, key: str) -> str:
        self.asked += 1
        await self.ready.wait()
        if self.away:
            raise StoreUnavailable(1.0)
        return f"{key}{self.number}"


async def test_a_value_is_loaded_once_while_it_is_fresh() -> None:
    source, now = Source(), [0.0]
    remembered = Remembered(source.load, "none", clock=lambda: now[0], fresh_seconds=5.0)
    assert [await remembered.get("a"), await remembered.get("a")] == ["a1", "a1"]
    assert source.asked == 1
    source.number, now[0] = 2, 5.0
    assert await remembered.get("a") == "a2"


async def test_while_the_source_is_away_the_last_value_holds_or_else_the_default() -> None:
    source, now = Source(), [0.0]
    remembered = Remembered(source.load, "none", clock=lambda: now[0], fresh_seconds=5.0)
    await remembered.get("a")
    source.away, now[0] = True, 10.0
    assert [await remembered.get("a"), await remembered.get("b")] == ["a1", "none"]


async def test_nobody_waits_longer_than_patience_and_the_value_is_there_for_the_next() -> None:
    source = Source()
    source.ready.clear()
    remembered = Remembered(source.load, "none", clock=lambda: 0.0, fresh_seconds=5.0, patience=0.0)
    assert await remembered.get("a") == "none"
    source.ready.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert await remembered.get("a") == "a1"
    assert source.asked == 1


async def test_what_was_changed_is_seen_at_once_even_during_a_load() -> None:
    source = Source()
    source.ready.clear()
    remembered = Remembered(source.load, "none", clock=lambda: 0.0, fresh_seconds=5.0, patience=0.0)
    await remembered.get("a")
    remembered.put("a", "mine")
    source.ready.set()
    await asyncio.sleep(0)
    assert await remembered.get("a") == "mine"
    source.ready.clear()
    remembered.forget("a")
    assert await remembered.get("a") == "none"


async def test_all_that_is_chosen_is_forgotten_even_during_a_load() -> None:
    source = Source()
    remembered = Remembered(source.load, "none", clock=lambda: 0.0, fresh_seconds=5.0, patience=0.05)
    assert [await remembered.get(key) for key in ("a1", "a2", "b")] == ["a11", "a21", "b1"]
    source.ready.clear()
    await remembered.get("a3")
    remembered.forget_where(lambda key: key.startswith("a"))
    source.ready.set()
    source.away = True
    assert [await remembered.get(key) for key in ("a1", "a2", "a3", "b")] == ["none", "none", "none", "b1"]
