"""Limiting how often a player can roll."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.services.user_error import UserError
from bot.texts import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

_SWEEP_AT = 10_000
# Sums of seconds are not exact, and players who wait as long as asked must not be refused again.
_ROUNDING_SECONDS = 1e-6


class TooFast(UserError):
    """A player makes too many requests.

    Attributes:
        retry_after: seconds until the next try will be accepted.
    """

    def __init__(self, retry_after: float) -> None:
        seconds = math.ceil(retry_after)
        super().__init__(
            ngettext(
                "That was quick! The dice need a rest: try again in {count} second.",
                "That was quick! The dice need a rest: try again in {count} seconds.",
                seconds,
            )
        )
        self.retry_after = retry_after


class RateLimiter:
    """Lets each player do something `burst` times at once, and once every `seconds` in the long run.

    This is the generic cell rate algorithm (ITU-T I.371), a token bucket that keeps one number for each
    player: when the bucket will be full again. Players whose bucket is full are forgotten. `clock` gives
    seconds that only grow.

    >>> limiter = RateLimiter(lambda: 0.0, burst=1, seconds=2.0)
    >>> limiter.check(7)
    >>> limiter.check(7)
    Traceback (most recent call last):
    bot.services.rate_limiter.TooFast: That was quick! The dice need a rest: try again in 2 seconds.
    """

    def __init__(self, clock: Callable[[], float], *, burst: int = 10, seconds: float = 1.0) -> None:
        self._clock = clock
        self._burst = burst
        self._seconds = seconds
        self._full_at: dict[int, float] = {}
        self._sweep_at = _SWEEP_AT

    @property
    def remembered(self) -> int:
        """How many players something is remembered of."""
        return len(self._full_at)

    def check(self, player_id: int) -> None:
        """Take one from a player's bucket. Raises TooFast if it is empty, and takes nothing then."""
        now = self._clock()
        full_at = max(self._full_at.get(player_id, now), now)
        wait = full_at - now - (self._burst - 1) * self._seconds
        if wait > _ROUNDING_SECONDS:
            raise TooFast(wait)
        self._full_at[player_id] = full_at + self._seconds
        if len(self._full_at) >= self._sweep_at:
            self._full_at = {player: full for player, full in self._full_at.items() if full > now}
            # Never sweep again before as many have come as were swept, or each call would cost all.
            self._sweep_at = max(_SWEEP_AT, 2 * len(self._full_at))
