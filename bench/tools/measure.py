"""Comparing several ways to do the same thing so that a noisy machine affects all of them alike.

Seconds are processor time, so other work on the machine doesn't count.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import process_time
from timeit import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# The shortest duration of a sample: much longer than the timer's error, much shorter than a burst of noise.
_SAMPLE_SECONDS = 0.003


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do something: `sample(calls)` returns the seconds that this many calls took."""

    name: str
    sample: Callable[[int], float]


def python(name: str, statement: str, namespace: Mapping[str, object]) -> Contender:
    """Return the contender that runs a statement, with garbage collection off as in timeit."""
    return Contender(name, Timer(statement, timer=process_time, globals=dict(namespace)).timeit)


@dataclass(frozen=True, slots=True)
class Measured:
    """The median seconds per call, and the median of its ratio to the first contender within a round."""

    seconds: float
    ratio: float


def compare(contenders: Sequence[Contender], rounds: int) -> dict[str, Measured]:
    """Return the time of each contender, by itself and relative to the first one.

    Every round takes one sample of each, one after the other, and ratios are taken within a round, so that
    the state of the machine affects both sides.
    """
    calls = [_calls(contender) for contender in contenders]
    taken = [
        [contender.sample(number) / number for contender, number in zip(contenders, calls, strict=True)]
        for _ in range(rounds)
    ]
    return {
        contender.name: Measured(
            median(row[place] for row in taken), median(row[place] / row[0] for row in taken)
        )
        for place, contender in enumerate(contenders)
    }


def _calls(contender: Contender) -> int:
    """Return how many calls fill a sample; finding this out also warms the caches."""
    contender.sample(1)  # the very first call may import what it needs
    calls = 1
    while (seconds := contender.sample(calls)) < _SAMPLE_SECONDS:
        calls = max(2 * calls, int(calls * _SAMPLE_SECONDS / max(seconds, 1e-9)))
    return calls
