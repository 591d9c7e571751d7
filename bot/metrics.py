"""What the bot counts of itself while it runs; `bot.ops.exposition` shows it to Prometheus.

Plain numbers, because everything here is counted in one thread: to count a roll is to add one. No key of
these numbers is the id of a player, a server or a channel.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from contextvars import ContextVar
from itertools import accumulate, product
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from bot.store.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

RollKind = Literal["plain", "saved", "system", "follow_up", "verifiable"]
ErrorKind = Literal[
    "answered_elsewhere",
    "interaction_gone",
    "refused_by_discord",
    "discord_unavailable",
    "outdated_command",
    "unexpected",
    "unreadable_event",
    "event_handler",
]
AnswerKind = Literal["message", "deferral", "update", "update_deferral", "choices", "form"]
WorkerFailure = Literal["busy", "too_slow", "out_of_memory", "broken"]
# As discord.py names its events.
ShardEvent = Literal["shard_ready", "shard_resumed", "shard_disconnect"]

# Discord's own scopes; Cloudflare says none.
RateLimitScope = Literal["user", "global", "shared", "none"]

# Discord takes an answer for three seconds.
ANSWER_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
WORK_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

# When the interaction that the current task answers arrived, in seconds of `Metrics.clock`. The task starts
# where that is set, and so has it for its own.
arrived: ContextVar[float | None] = ContextVar("arrived", default=None)


class ShardState(NamedTuple):
    """A shard of this process as it is now."""

    shard: int
    held: bool
    """Whether it is this process's for certain: by its settings, or by a lease that has not run out."""
    connected: bool
    latency: float
    """The seconds its last heartbeat took; infinite until one is answered."""


class Histogram:
    """How many of some durations, in seconds, were within each of some bounds.

    >>> durations = Histogram((0.5, 1.0))
    >>> durations.add(0.5)
    >>> durations.add(7.0)
    >>> durations.cumulative()
    [('0.5', 1), ('1.0', 1), ('+Inf', 2)]
    """

    __slots__ = ("_bounds", "_numbers", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._numbers = [0] * (len(bounds) + 1)
        self.total = 0.0
        """The sum of all durations, in seconds."""

    def add(self, seconds: float) -> None:
        """Count a duration."""
        self._numbers[bisect_left(self._bounds, seconds)] += 1
        self.total += seconds

    def cumulative(self) -> list[tuple[str, int]]:
        """Return each bound as Prometheus writes it, with how many durations did not exceed it."""
        names = (*map(str, self._bounds), "+Inf")
        return list(zip(names, accumulate(self._numbers), strict=True))


class Metrics:
    """The numbers since the process started. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.rolls: Counter[tuple[RollKind, Visibility]] = Counter(
            dict.fromkeys(product(get_args(RollKind), Visibility), 0)
        )
        """Answered rolls, by kind and visibility."""
        self.answers: dict[AnswerKind, Histogram] = {
            kind: Histogram(ANSWER_BOUNDS) for kind in get_args(AnswerKind)
        }
        """From when an interaction arrived until Discord had the first answer to it, by kind of answer."""
        # A number that is first seen as 1 is no increase for Prometheus, so all that can be is there as 0.
        self.errors: dict[ErrorKind, int] = dict.fromkeys(get_args(ErrorKind), 0)
        self.rate_limits: dict[RateLimitScope, int] = dict.fromkeys(get_args(RateLimitScope), 0)
        """How often Discord has answered 429, by scope."""
        self.charts = Histogram(WORK_BOUNDS)
        self.odds = Histogram(WORK_BOUNDS)
        """How long odds took that were calculated in a worker, from when they were asked for."""
        self.odds_failures: dict[WorkerFailure, int] = dict.fromkeys(get_args(WorkerFailure), 0)
        self.shard_events: dict[str, Counter[int]] = {event: Counter() for event in get_args(ShardEvent)}
        """Sessions that were started with Discord, resumed and interrupted, by shard."""

    def answered(self, kind: AnswerKind) -> None:
        """Count the first answer to an interaction, once Discord has it."""
        since = arrived.get()
        if since is not None:
            self.answers[kind].add(self.clock() - since)

    def failed(self, kind: ErrorKind) -> None:
        """Count an error."""
        self.errors[kind] += 1
