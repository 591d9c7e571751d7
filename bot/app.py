"""The wiring: the one place where concrete parts meet."""

from __future__ import annotations

import secrets
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bot.client import DicewrightClient, check_token, point_library_at, run_client
from bot.commands.roll import roll_commands
from bot.ops.checks import run_checks
from bot.ops.health import health_endpoint
from bot.services.rolling import RollingService
from bot.startup import StartupError
from bot.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

_ERROR_ID_BYTES = 4
_DATA_FOLDER = Path("data")


def build_client(settings: Settings, rolling: RollingService | None = None) -> DicewrightClient:
    """Return the client with all its commands, not yet connected."""
    return DicewrightClient(
        roll_commands(rolling or RollingService()),
        new_error_id=lambda: secrets.token_hex(_ERROR_ID_BYTES),
        gateway_url=settings.discord_gateway_url,
    )


async def run_bot(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Serve Discord, or without a token a local Discord, until cancelled.

    `say` gets the few lines that the person who started the bot should read. Raises StartupError.
    """
    if settings.discord_token:
        await _serve_discord(settings)
    else:
        await _serve_local_discord(settings, say)


async def check_bot(settings: Settings, *, say: Callable[[str], None]) -> int:
    """Try out the database and the token, say what each is like, and return an exit status."""
    point_library_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)

    async def check_database() -> str:
        # Impatient: whoever asks now wants to hear now.
        store = await open_store(settings.database_url, _DATA_FOLDER, clock=time.monotonic, patience=0.0)
        await store.close()
        return "it can be used and its tables are up to date"

    checks = {"database": check_database, "token": lambda: check_token(settings.discord_token)}
    return await run_checks(checks, say=say)


async def _serve_discord(settings: Settings) -> None:
    point_library_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)
    client = build_client(settings)
    async with AsyncExitStack() as running:
        if settings.health_port:
            await running.enter_async_context(
                health_endpoint(settings.health_host, settings.health_port, client.why_unready)
            )
        await run_client(client, settings.discord_token)


async def _serve_local_discord(settings: Settings, say: Callable[[str], None]) -> None:
    # A bot with a token never needs the simulation, nor the second it takes to import.
    try:
        from bot.local.server import serve_local_discord
    except ModuleNotFoundError as error:
        raise StartupError(
            "No DISCORD_TOKEN is set, and the local Discord is not installed here "
            f"(the package {error.name} is missing). Set DISCORD_TOKEN, or start the bot by `make run`.",
            exit_status=2,
        ) from error

    say("No DISCORD_TOKEN is set, so here is a local Discord, on this machine only. Ctrl-C ends it.")
    await serve_local_discord(
        build_client(settings),
        port=settings.local_port,
        announce=lambda url: say(f"Local Discord: {url}"),
    )
