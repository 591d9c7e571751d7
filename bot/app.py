"""The wiring: the one place where concrete parts meet."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.client import DicewrightClient, point_library_at, run_client
from bot.commands.roll import roll_commands
from bot.services.rolling import RollingService

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings

_ERROR_ID_BYTES = 4


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
        point_library_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)
        await run_client(build_client(settings), settings.discord_token)
        return
    # A bot with a token never needs the simulation, nor the second it takes to import.
    from bot.local.server import serve_local_discord

    say("No DISCORD_TOKEN is set, so here is a local Discord, on this machine only. Ctrl-C ends it.")
    await serve_local_discord(
        build_client(settings),
        port=settings.local_port,
        announce=lambda url: say(f"Local Discord: {url}"),
    )
