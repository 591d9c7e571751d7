"""Odds that cannot hurt: small ones at once, others in a worker, and an estimate where neither will do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.commands.odds_work import OddsWork
from bot.services.saved.resolving import Resolved
from bot.services.user_error import UserError
from bot.workers.pool import WorkersBusy
from bot.workers.worker import WorkerFailed
from dicewright import DiceError, Limits, NotationError
from dicewright.probability.target import Target

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.commands.odds_answer import OddsAnswer

TOO_LARGE = "The exact odds take too long"


@dataclass(slots=True)
class Recorded:
    """Does at once what a worker would do, and remembers who asked for exact odds and for estimates."""

    failing: dict[bool, Exception] = field(default_factory=dict)
    """What comes of exact odds (False) and of estimates (True) in place of an answer."""
    asked: list[tuple[bool, Hashable]] = field(default_factory=list)

    async def __call__(self, function: Any, /, *arguments: Any, turn: Hashable | None = None) -> Any:
        (question,) = arguments
        self.asked.append((question.estimated, turn))
        if question.estimated in self.failing:
            raise self.failing[question.estimated]
        return function(question)


async def answer(work: OddsWork, *texts: str, estimated: bool = False, **names: str) -> OddsAnswer:
    resolved = [Resolved(text, names) for text in texts]
    return await work.answer(resolved, None, player_id=7, estimated=estimated)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("4d6kh3", []),
        ("1d20 + 5 vs 15", []),
        ("2d6!", []),
        ("100d6kh50", [(False, 7)]),
        ("1000d6", [(False, 7)]),
        ("101d1", [(False, 7)]),
        ("1d6" + " + 1d6" * 50, [(False, 7)]),
    ],
)
async def test_only_small_odds_are_worked_out_at_once(text: str, asked: list[tuple[bool, int]]) -> None:
    run = Recorded()
    found = await answer(OddsWork(run), text)
    assert run.asked == asked
    assert found.reply.heading.startswith("Odds of ")
    assert TOO_LARGE not in found.reply.text


async def test_odds_that_are_too_large_are_estimated_at_once_and_remembered() -> None:
    run = Recorded()
    work = OddsWork(run)
    found = await answer(work, "10000d1000")
    assert run.asked == [(False, 7), (True, 7)]
    assert found.reply.text.startswith(TOO_LARGE)
    assert found.reply.footer.startswith("Estimated from 30 rolls")
    assert await answer(work, "10000D1000") is found
    assert len(run.asked) == 2


@pytest.mark.parametrize("reason", ["too slow", "out of memory", "broken"])
async def test_a_bound_that_the_core_misses_costs_one_answer(reason: str) -> None:
    run = Recorded({False: WorkerFailed(reason, "said the worker")})
    with capture_logs() as logs:
        found = await answer(OddsWork(run), "1000d6[secret]")
    assert found.reply.text.startswith(TOO_LARGE)
    assert logs == [{"event": "odds given up", "log_level": "warning", "reason": reason, "characters": 14}]


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        ({False: WorkersBusy()}, "The bot is busy calculating other odds."),
        ({False: WorkerFailed("too slow"), True: WorkersBusy()}, "The bot is busy calculating other odds."),
        ({False: WorkerFailed("too slow"), True: WorkerFailed("broken")}, "Even an estimate"),
    ],
)
async def test_where_not_even_an_estimate_can_be_had(failing: dict[bool, Exception], said: str) -> None:
    work = OddsWork(Recorded(failing))
    with pytest.raises(UserError, match=said):
        await answer(work, "1000d6")


async def test_answers_are_remembered_by_what_they_mean() -> None:
    work = OddsWork(Recorded())
    first = await answer(work, "4d6kh3")
    assert await answer(work, "4D6 K3") is first
    assert await answer(work, "4d6kh3", "3d6") is not first
    assert await work.answer([Resolved("4d6kh3", {})], Target(15), player_id=7) is not first
    assert await answer(work, "@a", a="1d4") != await answer(work, "@a", a="1d6")
    assert await answer(work, "4d6kh3", estimated=True) is not first


@pytest.mark.parametrize(
    ("texts", "kind"), [(["4d6kx3"], NotationError), (["1d6", "1d0"], DiceError), (["1d20/0"], DiceError)]
)
async def test_what_is_wrong_with_a_text_is_said(texts: list[str], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        await answer(OddsWork(Recorded(), Limits()), *texts)
