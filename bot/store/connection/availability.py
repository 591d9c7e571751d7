"""While the database is unreachable: a single kind of error, and no waiting for what is known to be down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable


class StoreUnavailable(Exception):
    """The database cannot be used right now. The text is a sentence for players.

    Attributes:
        retry_after: seconds until another try makes sense.
    """

    def __init__(self, retry_after: float) -> None:
        super().__init__(
            _(
                "The bot can't reach its database right now. You can still roll dice, but saved rolls, "
                "settings and the history don't work. Try again in a minute."
            )
        )
        self.retry_after = retry_after


class CircuitBreaker:
    """Refuses calls for a while after a failure, then lets a single one through as a probe.

    `clock` is monotonic, in seconds. The pause starts at `shortest` seconds and doubles with each failure,
    up to `longest`.

    >>> now = 0.0
    >>> breaker = CircuitBreaker(lambda: now, shortest=1.0, longest=8.0)
    >>> breaker.failed()
    1.0
    >>> breaker.refusal()
    1.0
    """

    def __init__(self, clock: Callable[[], float], *, shortest: float = 0.5, longest: float = 10.0) -> None:
        self._clock = clock
        self._shortest = shortest
        self._longest = longest
        self._pause = 0.0
        self._closed_until = 0.0
        self.failures = 0
        """The number of failures, not counting those of calls that began before an earlier one."""

    @property
    def open(self) -> bool:
        """Whether the last call that counts failed."""
        return bool(self._pause)

    def refusal(self) -> float:
        """Return 0 if a call may go through, or else the seconds until one may.

        After a failure, only one call may go through at a time, until it has succeeded.
        """
        if not self._pause:
            return 0.0
        left = self._closed_until - self._clock()
        if left > 0:
            return left
        self._closed_until = self._clock() + self._pause
        return 0.0

    def failed(self, *, begun_after: int | None = None) -> float:
        """Record a failed call; return the seconds for which calls are now refused.

        `begun_after` is the value of `failures` when the call began. If several calls were in progress when
        the database became unreachable, only the first one counts: the others don't make the pause longer.
        """
        if begun_after is not None and begun_after != self.failures:
            return max(self._closed_until - self._clock(), self._shortest)
        self.failures += 1
        self._pause = min(max(self._pause * 2, self._shortest), self._longest)
        self._closed_until = self._clock() + self._pause
        return self._pause

    def succeeded(self) -> None:
        """Record a successful call."""
        self._pause = 0.0
