"""How long charts and odds take is counted, however they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.metrics import Metrics
from bot.ops.timing import timed_charts, timed_odds
from bot.workers.pool import WorkersBusy
from bot.workers.worker import WorkerFailed
from dicewright import OddsTooLarge

if TYPE_CHECKING:
    from collections.abc import Hashable


class Watch:
    """A clock that is set forward by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("failure", [None, ValueError("no chart")])
async def test_charts(failure: Exception | None) -> None:
    watch = Watch()
    metrics = Metrics(watch)

    async def paint(chart: str) -> bytes:
        watch.now += 0.75
        if failure:
            raise failure
        return chart.encode()

    painted = timed_charts(paint, metrics)
    if failure:
        with pytest.raises(ValueError, match="no chart"):
            await painted("odds")
    else:
        assert await painted("odds") == b"odds"
    assert metrics.charts.total == 0.75
    assert dict(metrics.charts.cumulative())["1.0"] == 1


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (None, None),
        (OddsTooLarge("too many", limit="work", allowed=1), None),
        (WorkersBusy(), "busy"),
        (WorkerFailed("too slow"), "too_slow"),
        (WorkerFailed("out of memory"), "out_of_memory"),
        (WorkerFailed("broken"), "broken"),
    ],
    ids=repr,
)
async def test_odds(failure: Exception | None, reason: str | None) -> None:
    watch = Watch()
    metrics = Metrics(watch)

    async def run(_function: Any, /, *arguments: Any, turn: Hashable | None = None) -> Any:
        watch.now += 2.0
        if failure:
            raise failure
        return arguments, turn

    timed = timed_odds(run, metrics)
    if failure:
        with pytest.raises(type(failure)):
            await timed(abs, -1, turn=7)
    else:
        assert await timed(abs, -1, turn=7) == ((-1,), 7)
    assert metrics.odds.total == 2.0
    assert {kind: number for kind, number in metrics.odds_failures.items() if number} == (
        {reason: 1} if reason else {}
    )
