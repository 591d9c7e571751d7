"""In a crowd, a limited number run at a time, and one that waits for something else makes room."""

from __future__ import annotations

import asyncio

import pytest

from bot.services.turns import Turns
from tests.support.waiting import PATIENCE, until

LONG = 600.0


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize(("at_once", "crowd"), [(1, 3), (2, 7), (5, 5), (5, 2)])
async def test_a_limited_number_at_once_in_order_of_arrival(at_once: int, crowd: int) -> None:
    turns = Turns(at_once, seconds=LONG)
    begun: list[int] = []
    done = [asyncio.Event() for _ in range(crowd)]

    async def work(number: int) -> None:
        async with turns.next():
            begun.append(number)
            await done[number].wait()

    tasks = [asyncio.create_task(work(number)) for number in range(crowd)]
    for finished in range(crowd):
        await settle()
        assert begun == list(range(min(crowd, at_once + finished)))
        done[finished].set()
    await asyncio.gather(*tasks)


async def test_work_that_waits_for_something_else_makes_room_and_only_once() -> None:
    turns = Turns(1, seconds=0.0)
    stuck, busy = asyncio.Event(), asyncio.Event()
    begun: list[str] = []

    async def work(name: str, until: asyncio.Event) -> None:
        async with turns.next():
            begun.append(name)
            await until.wait()

    slow = asyncio.create_task(work("slow", stuck))
    await settle()
    turns._seconds = LONG
    following = [asyncio.create_task(work(name, busy)) for name in ("second", "third")]
    await asyncio.sleep(0.01)
    assert begun == ["slow", "second"]
    stuck.set()
    await slow
    await settle()
    # Its turn was already passed on, so ending makes no room for the third.
    assert begun == ["slow", "second"]
    busy.set()
    await asyncio.gather(*following)
    assert begun == ["slow", "second", "third"]


@pytest.mark.parametrize("kind", [RuntimeError, asyncio.CancelledError])
async def test_work_that_fails_makes_room(kind: type[BaseException]) -> None:
    turns = Turns(1, seconds=LONG)
    for _ in range(3):
        with pytest.raises(kind):
            async with turns.next():
                raise kind
    async with asyncio.timeout(PATIENCE), turns.next():
        pass


async def test_who_comes_late_does_not_wait_for_work_that_is_stuck_already() -> None:
    turns = Turns(2, seconds=0.01)
    stuck = asyncio.Event()
    begun: list[int] = []

    async def work(number: int) -> None:
        async with turns.next():
            begun.append(number)
            await stuck.wait()

    tasks = [asyncio.create_task(work(number)) for number in range(2)]
    await asyncio.sleep(0.03)
    tasks += [asyncio.create_task(work(number)) for number in range(2, 6)]
    await until(lambda: begun == [0, 1, 2, 3, 4, 5])
    stuck.set()
    await asyncio.gather(*tasks)
    async with asyncio.timeout(PATIENCE), turns.next(), turns.next():
        pass
