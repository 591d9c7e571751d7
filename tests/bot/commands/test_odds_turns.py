"""Where a crowd asks for odds at once, the bot looks at one question after another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.commands.odds import OddsAnswers
from bot.services.odds import OddsRequest
from tests.support.waiting import NEVER

if TYPE_CHECKING:
    import pytest

CROWD = 9


async def test_one_question_is_looked_at_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    at_once = 0

    async def looked(
        _answers: OddsAnswers, _interaction: Any, request: OddsRequest, *, estimated: bool
    ) -> str:
        nonlocal at_once
        at_once += 1
        looked_at.append(at_once)
        for _ in range(5):
            await asyncio.sleep(0)
        at_once -= 1
        return f"{request.text} {estimated}"

    monkeypatch.setattr(OddsAnswers, "_answer", looked)
    # On a busy machine, too, none of them passes on its turn before it ends.
    monkeypatch.setattr("bot.commands.odds._TURN_SECONDS", NEVER)
    nothing: Any = None
    answers = OddsAnswers(work=nothing, requests=nothing, rate=nothing, states=nothing, charted=nothing)
    requests = [OddsRequest(f"{number}d6") for number in range(CROWD)]
    asked = [answers._in_turn(nothing, request, estimated=False) for request in requests]
    assert await asyncio.gather(*asked) == [f"{number}d6 False" for number in range(CROWD)]
    assert looked_at == [1] * CROWD
