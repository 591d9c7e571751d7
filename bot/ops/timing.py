"""Measuring how long charts and odds take, by wrapping the functions that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, TypeVarTuple

from bot.workers.pool import WorkersBusy
from bot.workers.worker import WorkerFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Hashable

    from bot.metrics import Metrics, WorkerFailure
    from bot.workers.pool import Run

P = ParamSpec("P")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_FAILURES: dict[str, WorkerFailure] = {"too slow": "too_slow", "out of memory": "out_of_memory"}


def timed_charts(paint: Callable[P, Awaitable[T]], metrics: Metrics) -> Callable[P, Coroutine[Any, Any, T]]:
    """Wrap the painter of charts to measure how long each takes."""

    async def painted(*args: P.args, **kwargs: P.kwargs) -> T:
        begun = metrics.clock()
        try:
            return await paint(*args, **kwargs)
        finally:
            metrics.charts.add(metrics.clock() - begun)

    return painted


def timed_odds(run: Run, metrics: Metrics) -> Run:
    """Wrap what runs functions in workers, to measure how long each takes and to count failures."""

    async def timed(function: Callable[[*Ts], T], /, *arguments: *Ts, turn: Hashable | None = None) -> T:
        begun = metrics.clock()
        try:
            return await run(function, *arguments, turn=turn)
        except WorkersBusy:
            metrics.odds_failures["busy"] += 1
            raise
        except WorkerFailed as failure:
            metrics.odds_failures[_FAILURES.get(failure.reason, "broken")] += 1
            raise
        finally:
            metrics.odds.add(metrics.clock() - begun)

    return timed
