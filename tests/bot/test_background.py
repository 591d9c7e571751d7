"""Work in the background: done while the block runs, over when it is left."""

from __future__ import annotations

import asyncio

import pytest

from bot.background import in_background


async def test_it_runs_until_the_block_is_left_however_that_happens() -> None:
    steps: list[str] = []
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            steps.append("cleaned up")

    async def fail_meanwhile() -> None:
        async with in_background(work(), name="work"):
            await begun.wait()
            assert "work" in {task.get_name() for task in asyncio.all_tasks()}
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_meanwhile()
    assert steps == ["cleaned up"]
