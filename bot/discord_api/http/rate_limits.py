"""Counting how often Discord rate-limits the bot.

discord.py waits and retries by itself, and only logs it. Its public hook, a trace of all requests, costs
18 microseconds per request; checking the status costs nothing measurable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from bot.metrics import RateLimitScope

if TYPE_CHECKING:
    import aiohttp
    from discord.http import HTTPClient

    from bot.metrics import Metrics

_TOO_MANY = 429
_SCOPES: dict[str, RateLimitScope] = {scope: scope for scope in get_args(RateLimitScope)}


def count_rate_limits(http: HTTPClient, metrics: Metrics) -> None:
    """Count each response with status 429 to a logged-in client, by the scope that Discord gives."""
    session: aiohttp.ClientSession | None = http._HTTPClient__session  # type: ignore[attr-defined]  # no other way
    if session is None:
        # The local Discord runs in this process and has no limits.
        return
    ask = session._request

    async def counted(*args: Any, **options: Any) -> aiohttp.ClientResponse:
        response = await ask(*args, **options)
        if response.status == _TOO_MANY:
            scope = response.headers.get("X-RateLimit-Scope", "none")
            metrics.rate_limits[_SCOPES.get(scope, "none")] += 1
        return response

    session._request = counted  # type: ignore[method-assign]  # of this one session
