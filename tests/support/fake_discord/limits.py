"""Discord's rate limits, as far as they affect the bot: headers with what is left, and then 429."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

# discord.py takes a 429 without the header of Discord's proxy for a ban of the whole machine.
_BY_DISCORD = {"Via": "1.1 google"}


@dataclass(slots=True)
class Window:
    """A number of requests per number of seconds, counted from the first request."""

    most: int
    seconds: float
    used: int = 0
    ends_at: float = 0.0

    def take(self, now: float) -> float:
        """Count a request; return 0 if it may pass, or else the seconds until the next one may."""
        if now >= self.ends_at:
            self.used, self.ends_at = 0, now + self.seconds
        if self.used >= self.most:
            return self.ends_at - now
        self.used += 1
        return 0.0

    def headers(self, now: float, bucket: str) -> dict[str, str]:
        """Return Discord's headers for a bucket in each response."""
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
    """Return the body and the headers of a 429: for one route, or for all requests of the bot."""
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
