"""Discord's rate limits, as far as the bot meets them: what its headers promise, and 429 beyond that."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

# discord.py takes a 429 that came by no proxy of Discord's for a ban of the whole machine.
_BY_DISCORD = {"Via": "1.1 google"}


@dataclass(slots=True)
class Window:
    """A number of requests in a number of seconds, counted from the first one."""

    most: int
    seconds: float
    used: int = 0
    ends_at: float = 0.0

    def take(self, now: float) -> float:
        """Count a request; return 0 where it may pass, else for how many seconds none may."""
        if now >= self.ends_at:
            self.used, self.ends_at = 0, now + self.seconds
        if self.used >= self.most:
            return self.ends_at - now
        self.used += 1
        return 0.0

    def headers(self, now: float, bucket: str) -> dict[str, str]:
        """Return what Discord tells of a bucket with each answer."""
        return {
            "X-RateLimit-Bucket": bucket,
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(self.most - self.used),
            "X-RateLimit-Reset-After": f"{max(self.ends_at - now, 0):.3f}",
        }


@dataclass(slots=True)
class ChannelLimits:
    """Five messages in five seconds for each channel."""

    windows: dict[int, Window] = field(default_factory=dict)

    def window(self, channel_id: int) -> Window:
        """Return the window of a channel."""
        return self.windows.setdefault(channel_id, Window(5, 5.0))


def too_many(retry_after: float, *, everywhere: bool = False) -> tuple[dict[str, Any], dict[str, str]]:
    """Return body and headers of a 429: of one route, or of all that the bot asks."""
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
    headers = {
        **_BY_DISCORD,
        "Retry-After": str(math.ceil(retry_after)),
        "X-RateLimit-Scope": "global" if everywhere else "user",
        "X-RateLimit-Reset-After": f"{retry_after:.3f}",
        "X-RateLimit-Remaining": "0",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    return body, headers
