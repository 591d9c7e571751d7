"""Counting: what falls within which bound, and from when an answer is timed."""

from __future__ import annotations

import asyncio

import pytest

from bot.metrics import ANSWER_BOUNDS, Histogram, Metrics, arrived


@pytest.mark.parametrize(
    ("seconds", "first"),
    [(0.0, "0.005"), (0.005, "0.005"), (0.0051, "0.01"), (2.99, "3.0"), (3.0, "3.0"), (3.01, "+Inf")],
)
def test_a_duration_counts_in_each_bound_that_it_does_not_exceed(seconds: float, first: str) -> None:
    durations = Histogram(ANSWER_BOUNDS)
    durations.add(seconds)
    counts = dict(durations.cumulative())
    names = list(counts)
    assert names == [*map(str, ANSWER_BOUNDS), "+Inf"]
    assert [counts[name] for name in names] == [
        int(place >= names.index(first)) for place in range(len(names))
    ]
    assert durations.total == seconds


async def test_answers_are_timed_from_when_each_interaction_arrived() -> None:
    now = 0.0
    metrics = Metrics(lambda: now)
    turn = asyncio.Event()

    async def answer() -> None:
        await turn.wait()
        metrics.answered("message")

    tasks = []
    for arrival in (0.0, 1.0, 2.0):
        now = arrival
        arrived.set(metrics.clock())
        tasks.append(asyncio.create_task(answer()))
    now = 3.0
    turn.set()
    await asyncio.gather(*tasks)
    # After three, two seconds and one.
    assert metrics.answers["message"].total == 6.0
    counts = dict(metrics.answers["message"].cumulative())
    assert (counts["1.0"], counts["2.0"], counts["3.0"]) == (1, 2, 3)


async def test_what_did_not_arrive_is_not_timed() -> None:
    metrics = Metrics(lambda: 0.0)
    await asyncio.create_task(_answer(metrics))
    assert metrics.answers["message"].cumulative()[-1] == ("+Inf", 0)


async def _answer(metrics: Metrics) -> None:
    metrics.answered("message")
