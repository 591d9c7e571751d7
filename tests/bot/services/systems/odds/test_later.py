"""Chances that a worker finds: what is waited for, what is there at the next letter, and what never comes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

import dicewright
from bot.services.systems.calls import GameCalls
from bot.services.systems.odds.later import LaterChances
from bot.services.systems.suggesting import GameSuggestions
from bot.workers.pool import WorkersBusy
from bot.workers.worker import WorkerFailed
from tests.support.hosts.workers import at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

CALLS = GameCalls(dicewright.systems())
MINE = """
format = 1
name = "Mine"
command = "mine"
[roll.check]
usage = "@dice"
parameters.dice = { min = 1, max = 90 }
pools.d = "(@dice)d6"
values.best = "widest(@d)"
outcomes = [{ name = "yes", when = "@best >= 3", tone = "success" }, { name = "no", tone = "failure" }]
"""


async def figures(typed: str, later: LaterChances, calls: GameCalls = CALLS) -> str:
    suggestions = GameSuggestions(CALLS, later).among(calls)
    first, *_others = await suggestions.completed(suggestions.of_call(typed, {}))
    return first.figures


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("rm +45", "45% success"),
        ("l5r4 5k3 vs 20", "71.8% success"),
        ("weg 5 +2", "94% success"),
        ("weg 12 vs 40", "61.7% success"),
        ("dryh 3 p2", "81.2% success"),
        ("ol 5 a1", "94.5% success"),
        ("sp 4", "76% success"),
        ("mosh 40 adv", "64% success"),
        ("marvel e1", "72.9% success"),
        ("ess d18 spec", "99.57% success"),
        ("pbta +2", "83.3% success"),
        ("v5 30 h5", "99.999999907% success"),
        ("coc 55 vs coc 40", "first wins 74.5%"),
        ("dnd +3", ""),
        ("dagger +2", ""),
    ],
)
async def test_every_kind_of_roll_has_its_chance(typed: str, shown: str) -> None:
    later = LaterChances(at_once)
    assert await figures(typed, later) == shown
    assert await figures(typed, later) == shown


async def test_every_shipped_example_with_a_success_has_its_chance() -> None:
    later = LaterChances(at_once)
    without = []
    for system in dicewright.systems():
        for name, kind in system.rolls.items():
            if kind.outcomes and all(outcome.tone for outcome in kind.outcomes):
                example = system.example(name)
                if not await figures(example, later):
                    without.append(example)
    assert without == []


async def test_a_servers_own_game_has_its_chance() -> None:
    mine = dicewright.System.from_toml(MINE, check=False)
    calls = GameCalls(dicewright.systems().with_systems([mine]), {"mine": MINE})
    assert (await figures("mine 40", LaterChances(at_once), calls)).endswith("% success")


class Slow:
    """A worker that answers when it is allowed to, and counts what it is asked."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.asked: list[Any] = []

    async def __call__(
        self, function: Callable[..., Any], /, *arguments: Any, turn: Hashable | None = None
    ) -> Any:
        self.asked.append(turn)
        await self.may_answer.wait()
        return function(*arguments)


async def test_what_comes_too_late_is_there_at_the_next_letter() -> None:
    slow = Slow()
    later = LaterChances(slow, patience=0.0)
    assert await figures("rm +45", later) == ""
    # Others need the workers, too.
    assert await figures("weg 5 +2", later) == ""
    assert await figures("rm +45", later) == ""
    assert len(slow.asked) == 1
    (running,) = later._loading.values()
    slow.may_answer.set()
    await running
    assert await figures("rm +45", later) == "45% success"
    assert len(slow.asked) == 1


@pytest.mark.parametrize(("error", "asked"), [(WorkersBusy(), 2), (WorkerFailed("too slow"), 1)])
async def test_a_worker_that_fails_is_asked_again_only_if_it_was_busy(error: Exception, asked: int) -> None:
    tried = []

    async def failing(function: Callable[..., Any], /, *arguments: Any, turn: Hashable | None = None) -> Any:
        tried.append((function, arguments, turn))
        raise error

    later = LaterChances(failing)
    for _time in range(2):
        assert await figures("rm +45", later) == ""
    assert len(tried) == asked
