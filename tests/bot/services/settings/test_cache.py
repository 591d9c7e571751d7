"""The settings of all who have some, loaded together while they are few."""

from __future__ import annotations

import asyncio

from bot.services.settings.cache import ChangedSettings
from bot.store.connection.availability import StoreUnavailable


class Source:
    """Keeps settings by id, counts what it is asked, and can be slow or away."""

    def __init__(self, **settings: str) -> None:
        self.settings = {int(key[1:]): value for key, value in settings.items()}
        self.loads: list[str] = []
        self.away = False
        self.ready = asyncio.Event()
        self.ready.set()
        self.now = 0.0

    async def load_some(self, most: int) -> dict[int, str]:
        self.loads.append("some")
        found = dict(list(self.settings.items())[:most])
        await self.ready.wait()
        if self.away:
            raise StoreUnavailable(1.0)
        return found

    async def load_one(self, key: int) -> str:
        self.loads.append(f"_{key}")
        return self.settings.get(key, "default")

    def changed(self, *, most: int = 2, patience: float = 5.0) -> ChangedSettings[str]:
        return ChangedSettings(
            self.load_some,
            self.load_one,
            "default",
            clock=lambda: self.now,
            fresh_seconds=30.0,
            patience=patience,
            most=most,
        )


async def test_however_many_ask_one_load_knows_about_all() -> None:
    source = Source(_1="dark", _2="light")
    changed = source.changed()
    found = await asyncio.gather(*(changed.get(key) for key in range(1_000)))
    assert found[:4] == ["default", "dark", "light", "default"]
    assert source.loads == ["some"]


async def test_what_changed_elsewhere_is_seen_when_it_is_loaded_again() -> None:
    source = Source(_1="dark")
    changed = source.changed()
    assert await changed.get(1) == "dark"
    source.settings, source.now = {2: "light"}, 29.0
    assert [await changed.get(1), await changed.get(2)] == ["dark", "default"]
    source.now = 30.0
    assert [await changed.get(1), await changed.get(2)] == ["default", "light"]
    assert source.loads == ["some", "some"]


async def test_more_than_it_may_hold_are_loaded_one_by_one() -> None:
    source = Source(_1="dark", _2="light", _3="blue")
    changed = source.changed()
    assert [await changed.get(3), await changed.get(3), await changed.get(4)] == ["blue", "blue", "default"]
    assert source.loads == ["some", "_3", "_4"]
    changed.put(3, "red")
    source.now = 29.0
    assert await changed.get(3) == "red"
    source.settings, source.now = {}, 60.0
    assert await changed.get(3) == "default"
    assert source.loads == ["some", "_3", "_4", "_3"]


async def test_a_load_under_way_does_not_undo_a_change() -> None:
    source = Source(_1="dark", _2="light")
    source.ready.clear()
    changed = source.changed(patience=0.0)
    assert await changed.get(1) == "default"
    changed.put(1, "red")
    assert await changed.get(1) == "red"
    source.ready.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert [await changed.get(1), await changed.get(2)] == ["red", "light"]
    assert source.loads == ["some"]


async def test_while_the_source_is_away_what_was_known_holds() -> None:
    source = Source(_1="dark")
    changed = source.changed()
    await changed.get(1)
    source.away, source.now = True, 60.0
    assert [await changed.get(1), await changed.get(2)] == ["dark", "default"]
    source.away, source.settings = False, {2: "light"}
    assert [await changed.get(1), await changed.get(2)] == ["default", "light"]
