"""Counting how often Discord answers that there were too many requests.

discord.py waits and asks again by itself, and only logs it. Its public hook, a trace of all requests, costs
each of them 18 microseconds; a check of the status costs none that can be measured.
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
    """Count each answer with status 429 to a client that has logged in, by what Discord says is limited."""
    session: aiohttp.ClientSession | None = http._HTTPClient__session  # type: ignore[attr-defined]  # no other way
    if session is None:
        # The local Discord is in this process, and limits nothing.
        return
    ask = session._request

    async def counted(*args: Any, **options: Any) -> aiohttp.ClientResponse:
        response = await ask(*args, **options)
        if response.status == _TOO_MANY:
            scope = response.headers.get("X-RateLimit-Scope", "none")
            metrics.rate_limits[_SCOPES.get(scope, "none")] += 1
        return response

    session._request = counted  # type: ignore[method-assign]  # of this one session
