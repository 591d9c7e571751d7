"""Limits on starting sessions: in a day, and in five seconds."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from tests.support.fake_discord.limits import Window

_DAY_MILLISECONDS = 86_400_000


@dataclass(slots=True)
class SessionStarts:
    """Discord's limits on starting sessions, as GET /gateway/bot describes them.

    Shards with the same remainder of their id by `max_concurrency` share a bucket. Each bucket allows one
    identify in `identify_seconds`, or any number if that is 0.
    """

    max_concurrency: int = 1
    identify_seconds: float = 0.0
    total: int = 1000
    remaining: int = 1000
    reset_after: int = 0
    """In how many milliseconds all were there again, when that was noted; 0 until the first is started."""
    _buckets: dict[int, Window] = field(default_factory=dict)
    _reset_at: float = 0.0

    def allow(self, *, total: int, remaining: int, reset_after: int) -> None:
        """Set the limits to these values, independent of the clock."""
        self.total, self.remaining, self.reset_after = total, remaining, reset_after
        self._reset_at = math.inf

    def described(self) -> dict[str, int]:
        """Return the limits as GET /gateway/bot describes them."""
        self._refill()
        left = self.reset_after
        if left and self._reset_at < math.inf:
            left = max(0, round((self._reset_at - time.monotonic()) * 1000))
        return {
            "total": self.total,
            "remaining": self.remaining,
            "reset_after": left,
            "max_concurrency": self.max_concurrency,
        }

    def has_room(self, shard: int) -> bool:
        """Return whether a shard may identify now according to its bucket, and count it."""
        if not self.identify_seconds:
            return True
        window = Window(1, self.identify_seconds)
        bucket = self._buckets.setdefault(shard % self.max_concurrency, window)
        return bucket.take(time.monotonic()) == 0

    def take(self) -> bool:
        """Count the start of a session; return False where there was none left."""
        self._refill()
        if not self.remaining:
            return False
        if not self.reset_after:
            self.reset_after = _DAY_MILLISECONDS
            self._reset_at = time.monotonic() + _DAY_MILLISECONDS / 1000
        self.remaining -= 1
        return True

    def _refill(self) -> None:
        if self.reset_after and time.monotonic() >= self._reset_at:
            self.remaining, self.reset_after = self.total, 0
