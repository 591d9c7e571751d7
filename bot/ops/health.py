"""The health endpoint: /health/live and /health/ready for the bot's supervisor, and /metrics."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

LIVE_PATH = "/health/live"
READY_PATH = "/health/ready"
METRICS_PATH = "/metrics"
_DEGRADED = "the database cannot be reached: players can roll, but saved rolls, settings and the history wait"


@asynccontextmanager
async def health_endpoint(
    host: str,
    port: int,
    *,
    why_unready: Callable[[], str],
    has_database: Callable[[], Awaitable[bool]],
    scraped: Callable[[str], tuple[bytes, str]],
) -> AsyncIterator[None]:
    """Serve the endpoint while the block runs. Raises StartupError if the address can't be used.

    Live means that the process responds; if it doesn't, restarting it helps. Ready means that players are
    served: the status is 200, or 503 with the reason from `why_unready`, which is empty if all is well.
    Without its database, the bot is degraded but still ready: players can roll, and if several processes
    share a database, losing it must not take all of them out of service. `scraped` returns the metrics in a
    format that the scraper accepts, and their content type.
    """

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"status": "live"})

    async def ready(_request: web.Request) -> web.Response:
        if reason := why_unready():
            return web.json_response({"status": "unready", "reason": reason}, status=503)
        if not await has_database():
            return web.json_response({"status": "degraded", "reason": _DEGRADED})
        return web.json_response({"status": "ready"})

    async def metrics(request: web.Request) -> web.Response:
        # If nobody is using the bot, its database may have come back unnoticed.
        await has_database()
        body, content_type = scraped(request.headers.get(hdrs.ACCEPT, ""))
        return web.Response(body=body, headers={hdrs.CONTENT_TYPE: content_type})

    application = web.Application()
    application.add_routes(
        [web.get(LIVE_PATH, live), web.get(READY_PATH, ready), web.get(METRICS_PATH, metrics)]
    )
    # No access log, as supervisors ask every few seconds. A short timeout, as the bot must stop in time.
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise StartupError(
                f"The health endpoint cannot start on {host} port {port}: {error.strerror}. "
                "Change HEALTH_HOST or HEALTH_PORT, or leave HEALTH_PORT empty to turn it off.",
                exit_status=2,
            ) from error
        yield
    finally:
        await runner.cleanup()
