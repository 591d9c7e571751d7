"""The bot's metrics while it runs; `bot.ops.exposition` shows them to Prometheus.

They are plain numbers, because everything is counted in one thread: counting a roll means adding one. No
metric is keyed by the id of a player, a server or a channel.
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

# Discord's own scopes; Cloudflare has none.
RateLimitScope = Literal["user", "global", "shared", "none"]

# Discord accepts an answer for three seconds.
ANSWER_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
WORK_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

# When the current task's interaction arrived, in seconds of `Metrics.clock`. It is set where the task is
# started, so each task has its own.
arrived: ContextVar[float | None] = ContextVar("arrived", default=None)


class ShardState(NamedTuple):
    """The current state of a shard of this process."""

    shard: int
    held: bool
    """Whether it certainly belongs to this process: by its settings, or by a lease that hasn't expired."""
    connected: bool
    latency: float
    """The seconds until its last heartbeat was answered; infinite until the first one is."""


class Histogram:
    """Counts durations, in seconds, by upper bounds.

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
        """Return each bound as Prometheus writes it, with the number of durations up to it."""
        names = (*map(str, self._bounds), "+Inf")
        return list(zip(names, accumulate(self._numbers), strict=True))


class Metrics:
    """The metrics since the process started. `clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.rolls: Counter[tuple[RollKind, Visibility]] = Counter(
            dict.fromkeys(product(get_args(RollKind), Visibility), 0)
        )
        """Answered rolls, by kind and visibility."""
        self.answers: dict[AnswerKind, Histogram] = {
            kind: Histogram(ANSWER_BOUNDS) for kind in get_args(AnswerKind)
        }
        """The time from the arrival of an interaction until Discord had an answer, by kind of answer."""
        # For Prometheus, a counter that first appears as 1 has not increased, so all counters start at 0.
        self.errors: dict[ErrorKind, int] = dict.fromkeys(get_args(ErrorKind), 0)
        self.rate_limits: dict[RateLimitScope, int] = dict.fromkeys(get_args(RateLimitScope), 0)
        """How often Discord has responded with 429, by scope."""
        self.charts = Histogram(WORK_BOUNDS)
        self.odds = Histogram(WORK_BOUNDS)
        """The time that odds calculated in a worker took, from the request on."""
        self.odds_failures: dict[WorkerFailure, int] = dict.fromkeys(get_args(WorkerFailure), 0)
        self.shard_events: dict[str, Counter[int]] = {event: Counter() for event in get_args(ShardEvent)}
        """Sessions with Discord that were started, resumed and interrupted, by shard."""

    def answered(self, kind: AnswerKind) -> None:
        """Count the first answer to an interaction, once Discord has it."""
        since = arrived.get()
        if since is not None:
            self.answers[kind].add(self.clock() - since)

    def failed(self, kind: ErrorKind) -> None:
        """Count an error."""
        self.errors[kind] += 1
