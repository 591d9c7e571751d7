"""The wiring: the one place where concrete parts meet."""

from __future__ import annotations

import secrets
import tempfile
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.client import DicewrightClient, check_token, point_library_at, run_client
from bot.commands.help import help_commands, help_components
from bot.commands.pad import pad_commands, pad_components
from bot.commands.roll import roll_answer, roll_commands
from bot.commands.saved import SavedCommands
from bot.commands.saved_actions import SavedActions
from bot.commands.saved_buttons import saved_components, saved_forms
from bot.commands.settings import settings_commands, settings_components
from bot.ops.checks import run_checks
from bot.ops.health import health_endpoint
from bot.services.panels import ButtonStates, Pads
from bot.services.preferences import Preferences
from bot.services.rolling import RollingService
from bot.services.saved import SavedRolls
from bot.services.sharing import Sharing
from bot.startup import StartupError
from bot.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.settings import Settings
    from bot.store.database import Database

_ERROR_ID_BYTES = 4
_DATA_FOLDER = Path("data")


def new_error_id() -> str:
    """Return an id under which an error is found in the log."""
    return secrets.token_hex(_ERROR_ID_BYTES)


@dataclass(frozen=True, slots=True)
class Services:
    """What the bot does, without Discord."""

    rolling: RollingService
    preferences: Preferences
    saved: SavedRolls
    sharing: Sharing
    pads: Pads
    states: ButtonStates


def build_services(
    database: Database,
    *,
    rolling: RollingService | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    clock: Callable[[], float] = time.monotonic,
) -> Services:
    """Return the services on a database; `now` gives the time, `clock` seconds that only grow."""
    saved = SavedRolls(database, now=now, clock=clock)
    return Services(
        rolling=rolling or RollingService(),
        preferences=Preferences(database, clock=clock),
        saved=saved,
        sharing=Sharing(database, saved, now=now),
        pads=Pads(database, now=now),
        states=ButtonStates(database, now=now),
    )


def build_client(
    services: Services, *, gateway_url: str = "", new_error_id: Callable[[], str] = new_error_id
) -> DicewrightClient:
    """Return the client with all its commands, not yet connected."""
    roll = roll_answer(services.rolling, services.saved)
    roll_privately = roll_answer(services.rolling, services.saved, ephemeral=True)
    actions = SavedActions(services.saved, services.sharing, services.states)
    return DicewrightClient(
        [
            *roll_commands(roll),
            *help_commands(),
            *pad_commands(),
            SavedCommands(actions),
            *settings_commands(services.preferences),
        ],
        components=[
            *help_components(roll_privately),
            *pad_components(services.pads, roll),
            *saved_components(actions, roll),
            *settings_components(services.preferences),
        ],
        forms=saved_forms(actions),
        new_error_id=new_error_id,
        gateway_url=gateway_url,
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
        async with _store(settings.database_url, _DATA_FOLDER, patience=0.0):
            return "it can be used and its tables are up to date"

    checks = {"database": check_database, "token": lambda: check_token(settings.discord_token)}
    return await run_checks(checks, say=say)


async def _serve_discord(settings: Settings) -> None:
    point_library_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)
    async with AsyncExitStack() as running:
        database = await running.enter_async_context(_store(settings.database_url, _DATA_FOLDER))
        client = build_client(build_services(database), gateway_url=settings.discord_gateway_url)
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
    # Each local Discord counts its ids from the same number, so what one remembers means nothing to the next.
    with tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        async with _store("", Path(folder)) as database:
            await serve_local_discord(
                build_client(build_services(database)),
                port=settings.local_port,
                announce=lambda url: say(f"Local Discord: {url}"),
            )


@asynccontextmanager
async def _store(address: str, data_folder: Path, *, patience: float = 30.0) -> AsyncIterator[Database]:
    database = await open_store(address, data_folder, clock=time.monotonic, patience=patience)
    try:
        yield database
    finally:
        await database.close()
