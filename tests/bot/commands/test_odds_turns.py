"""Where a crowd asks for odds at once, the bot looks at one question after another, and answers so."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.commands.odds import OddsAnswers
from bot.services.odds import OddsRequest
from tests.support.waiting import NEVER

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
    answers = OddsAnswers(
        work=nothing, requests=nothing, rate=nothing, states=nothing, forms=nothing, charted=nothing
    )
    requests = [OddsRequest(f"{number}d6") for number in range(CROWD)]
    asked = [answers._in_turn(nothing, request, estimated=False) for request in requests]
    assert await asyncio.gather(*asked) == [f"{number}d6 False" for number in range(CROWD)]
    assert looked_at == [1] * CROWD


async def test_one_answer_is_sent_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, sent = 0, 0, 0

    class Charted:
        patience = NEVER

        async def send(self, *_answer: Any, **_how: Any) -> None:
            nonlocal at_once, most, sent
            at_once += 1
            most = max(most, at_once)
            for _ in range(5):
                await asyncio.sleep(0)
            at_once -= 1
            sent += 1

    async def looked(*_asked: Any, **_how: Any) -> Any:
        return SimpleNamespace(reply=None, chart=None)

    monkeypatch.setattr(OddsAnswers, "_answer", looked)
    monkeypatch.setattr("bot.commands.odds.embed_of", lambda _reply: None)
    monkeypatch.setattr("bot.commands.odds._TURN_SECONDS", NEVER)
    nothing: Any = None
    charted: Any = Charted()
    rate: Any = SimpleNamespace(check=lambda _player_id: None)
    # Nothing is wrong with these questions, so that nothing is offered instead.
    forms: Any = SimpleNamespace(instead=pytest.fail)
    player: Any = SimpleNamespace(user=SimpleNamespace(id=1))
    answers = OddsAnswers(
        work=nothing, requests=nothing, rate=rate, states=nothing, forms=forms, charted=charted
    )
    await asyncio.gather(*(answers(player, OddsRequest(f"{number}d6")) for number in range(CROWD)))
    assert (sent, most) == (CROWD, 1)
