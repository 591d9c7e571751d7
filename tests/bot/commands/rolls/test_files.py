"""Files are made one after another, and one at a time for each person."""

from __future__ import annotations

import asyncio

import pytest

from bot.commands.rolls.files import RollFiles
from bot.services.user_error import UserError


class Response:
    def __init__(self, order: list[str], name: str) -> None:
        self._order, self._name = order, name

    async def defer(self, *, ephemeral: bool, thinking: bool) -> None:
        assert ephemeral
        assert thinking
        self._order.append(f"{self._name} waits")


class Asked:
    """As much of an interaction as files look at."""

    def __init__(self, user_id: int, order: list[str], *, filesize_limit: int = 10_485_760) -> None:
        self.user = self
        self.id = user_id
        self.filesize_limit = filesize_limit
        self.response = Response(order, str(user_id))
        self.edits: list[str] = []

    async def edit_original_response(self, *, content: str) -> None:
        self.edits.append(content)


async def test_one_after_another() -> None:
    files, order = RollFiles(), list[str]()
    gate = asyncio.Event()

    async def make(user_id: int) -> None:
        async with files.making(Asked(user_id, order)):  # type: ignore[arg-type]
            order.append(f"{user_id} begins")
            await gate.wait()
            order.append(f"{user_id} ends")

    tasks = [asyncio.create_task(make(user_id)) for user_id in (1, 2)]
    await asyncio.sleep(0)
    with pytest.raises(UserError, match="isn't ready yet"):
        await make(1)
    gate.set()
    await asyncio.gather(*tasks)
    assert order == ["1 waits", "1 begins", "2 waits", "1 ends", "2 begins", "2 ends"]
    await make(1)


@pytest.mark.parametrize(("limit", "most"), [(10_485_760, 9_500_000), (8_000_000, 7_990_000)])
async def test_how_large_a_file_may_be(limit: int, most: int) -> None:
    async with RollFiles().making(Asked(1, [], filesize_limit=limit)) as most_bytes:  # type: ignore[arg-type]
        assert most_bytes == most


async def test_a_refusal_is_shown_in_place_and_other_errors_propagate_and_neither_blocks() -> None:
    files, asked = RollFiles(), Asked(1, [])
    async with files.making(asked):  # type: ignore[arg-type]
        raise UserError("Not now.")
    assert asked.edits == ["Not now."]
    with pytest.raises(ZeroDivisionError):
        async with files.making(asked):  # type: ignore[arg-type]
            raise ZeroDivisionError
    async with files.making(asked):  # type: ignore[arg-type]
        pass
