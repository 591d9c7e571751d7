"""The wiring: the only place where concrete parts meet."""

from __future__ import annotations

import secrets
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.client import DicewrightClient, point_library_at, run_client
from bot.commands.characters.actions import CharacterActions
from bot.commands.characters.group import CharacterCommands
from bot.commands.fair import FairAnswers, FairCommands, receipt_menu
from bot.commands.fair_reveals import FairReveals
from bot.commands.help import help_commands, help_components
from bot.commands.history import HistoryAnswers, history_commands, history_components
from bot.commands.luck import LuckAnswers, luck_commands
from bot.commands.odds import OddsAnswers, odds_commands
from bot.commands.odds_values import OddsForms
from bot.commands.odds_work import OddsWork
from bot.commands.pad import pad_commands, pad_components
from bot.commands.privacy import PrivacyAnswers, privacy_commands
from bot.commands.rolls.answering import AnsweringAnswers
from bot.commands.rolls.answers import RollAnswers
from bot.commands.rolls.buttons import menu_component, roll_button_components, save_forms
from bot.commands.rolls.dice_files import DiceFiles
from bot.commands.rolls.files import RollFiles
from bot.commands.rolls.roll import roll_commands, roll_menu
from bot.commands.rolls.second_looks import SecondLookAnswers
from bot.commands.rolls.secret import SecretRolls
from bot.commands.rolls.values import ValueForms, value_forms
from bot.commands.saved.actions import SavedActions
from bot.commands.saved.buttons import saved_components, saved_forms
from bot.commands.saved.saved import SavedCommands
from bot.commands.settings import SettingsAnswers, settings_commands, settings_components
from bot.commands.systems.files import SystemFileAnswers
from bot.commands.systems.group import SystemCommands
from bot.commands.systems.systems import SystemAnswers
from bot.discord_api.channels import ChannelPosts
from bot.discord_api.emojis.uploading import DiceUploads
from bot.discord_api.files.charted import ChartedAnswers
from bot.discord_api.login import check_token
from bot.metrics import Metrics
from bot.ops.checks import run_checks
from bot.ops.memory import give_back_large_blocks, look_for_garbage_less_often, read_into_small_blocks
from bot.ops.timing import timed_charts, timed_odds
from bot.parts import all_services, client_maker, painter, store
from bot.presentation.dice.emojis import DiceEmojis
from bot.settings import DATA_FOLDER
from bot.startup import StartupError
from bot.store.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from bot.presentation.charts.painter import Paint
    from bot.services.container import Services
    from bot.services.rolls.rolling import RollRequest
    from bot.settings import Settings
    from bot.shard_range import ShardRange

_ERROR_ID_BYTES = 4


def new_error_id() -> str:
    """Return an id under which an error is found in the log."""
    return secrets.token_hex(_ERROR_ID_BYTES)


def build_client(
    services: Services,
    *,
    paint: Paint,
    gateway_url: str = "",
    shards: ShardRange | None = None,
    emojis: DiceEmojis | None = None,
    uploads: DiceUploads | None = None,
    new_client: Callable[..., DicewrightClient] = DicewrightClient,
    new_error_id: Callable[[], str] = new_error_id,
) -> DicewrightClient:
    """Return the client with all its commands, not yet connected.

    `paint` draws charts. Replies show dice as `emojis`, once these are known; `uploads` brings them up to
    date while the client runs.
    """
    metrics = Metrics()
    emojis = emojis or DiceEmojis({})
    channels = ChannelPosts(time.monotonic)
    forms = ValueForms(services.requests, services.states)
    roll = RollAnswers(
        rolling=services.rolling,
        requests=services.requests,
        percentiles=services.percentiles,
        saved=services.saved,
        preferences=services.preferences,
        rate=services.rate,
        history=services.history,
        blind_rolls=services.blind_rolls,
        states=services.states,
        channels=channels,
        fair=services.fair,
        hints=services.hints,
        asking=forms,
        metrics=metrics,
        emojis=emojis,
        now=services.now,
    )

    async def roll_privately(interaction: discord.Interaction[Any], request: RollRequest, /) -> None:
        await roll(interaction, request._replace(visibility=Visibility.ONLY_ME))

    looks = SecondLookAnswers(services.looks, roll)
    answering = AnsweringAnswers(services.answered, services.requests, roll, forms, services.states)
    secret = SecretRolls(
        blind_rolls=services.blind_rolls,
        receipts=services.receipts,
        preferences=services.preferences,
        channels=channels,
        emojis=emojis,
    )
    systems = SystemAnswers(services.games, services.requests, services.choosing, roll, roll_privately)
    system_files = SystemFileAnswers(
        files=services.system_files,
        games=services.games,
        sharing=services.sharing,
        states=services.states,
        rate=services.rate,
    )
    charted = ChartedAnswers(timed_charts(paint, metrics))
    odds = OddsAnswers(
        work=OddsWork(timed_odds(services.run, metrics), services.rolling.limits),
        requests=services.requests,
        rate=services.rate,
        states=services.states,
        forms=OddsForms(forms, services.requests, services.states),
        charted=charted,
    )
    luck = LuckAnswers(
        luck=services.luck,
        fairness=services.fairness,
        rate=services.reading,
        charted=charted,
        now=services.now,
    )
    files = RollFiles()
    history = HistoryAnswers(
        past=services.past,
        table=services.table,
        files=files,
        preferences=services.preferences,
        rate=services.reading,
        now=services.now,
    )
    privacy = PrivacyAnswers(
        privacy=services.privacy,
        personal=services.personal,
        files=files,
        preferences=services.preferences,
        rate=services.reading,
        rules=services.rules,
    )
    settings = SettingsAnswers(services.preferences, services.rules, channels)
    fair = FairAnswers(
        ledger=services.fair,
        receipts=services.receipts,
        preferences=services.preferences,
        rate=services.reading,
    )
    reveals = FairReveals(ledger=services.fair, receipts=services.receipts, channels=channels)
    actions = SavedActions(
        services.saved, services.sharing, services.states, services.characters, services.requests
    )
    characters = CharacterActions(services.characters, services.saved, services.states)
    dice_files = DiceFiles(
        rolling=services.rolling, states=services.states, files=files, rate=services.reading
    )
    under_rolls = [
        *roll_button_components(services.states, roll),
        *secret.components(),
        *odds.components(),
        *dice_files.components(),
    ]
    return new_client(
        [
            *roll_commands(roll, services.suggestions, services.requests.chosen_in),
            roll_menu(roll, services.states, services.rolling.limits),
            *odds_commands(odds, services.suggestions),
            *luck_commands(luck),
            *history_commands(history),
            *privacy_commands(privacy),
            *help_commands(),
            *pad_commands(),
            SavedCommands(actions),
            CharacterCommands(characters),
            SystemCommands(systems, system_files),
            *settings_commands(settings),
            FairCommands(fair),
            receipt_menu(fair),
        ],
        components=[
            *under_rolls,
            menu_component(under_rolls),
            *looks.components(),
            *answering.components(),
            *systems.components(),
            *system_files.components(),
            *help_components(roll_privately),
            *pad_components(services.pads, roll),
            *saved_components(actions, roll),
            *characters.components(),
            *history_components(history),
            *privacy.components(),
            *settings_components(settings),
        ],
        forms=[
            *systems.forms(),
            *system_files.forms(),
            *answering.forms(),
            *save_forms(actions),
            *saved_forms(actions),
            *value_forms(services.states, roll),
            *odds.value_forms(),
            *characters.forms(),
        ],
        meanwhile=[reveals.run, *([uploads.run] if uploads else [])],
        new_error_id=new_error_id,
        gateway_url=gateway_url,
        shards=shards,
        metrics=metrics,
    )


async def run_bot(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Serve Discord, or without a token a local Discord, until cancelled.

    `say` gets the few lines that the person who started the bot should read. Raises StartupError.
    """
    give_back_large_blocks()
    read_into_small_blocks()
    if settings.discord_token:
        await _serve_discord(settings)
    else:
        await _serve_local_discord(settings, say)


async def check_bot(settings: Settings, *, say: Callable[[str], None]) -> int:
    """Check the database and the token, report the results, and return an exit status."""
    point_library_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)

    async def check_database() -> str:
        # Not patient, because a person is waiting for the result.
        async with store(settings.database_url, DATA_FOLDER, patience=0.0):
            return "connected, and the tables are up to date"

    checks = {"database": check_database, "token": lambda: check_token(settings.discord_token)}
    return await run_checks(checks, say=say)


async def _serve_discord(settings: Settings) -> None:
    point_library_at(api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url)
    async with AsyncExitStack() as running:
        database = await running.enter_async_context(store(settings.database_url, DATA_FOLDER))
        listener = None
        if settings.shard_range.shared or not settings.shard_range.is_whole:
            listener = database.listener()
            await running.enter_async_context(listener.running())
        services = await running.enter_async_context(all_services(settings, database, listener))
        paint = await running.enter_async_context(painter())
        emojis = DiceEmojis() if settings.dice_emojis == "on" else None
        client = build_client(
            services,
            paint=paint,
            gateway_url=settings.discord_gateway_url,
            shards=settings.shard_range,
            emojis=emojis,
            uploads=DiceUploads(emojis) if emojis else None,
            new_client=client_maker(settings, database, listener),
        )
        if settings.health_port:
            # It imports aiohttp's server, three megabytes that a bot without the endpoint doesn't need.
            from bot.ops.endpoint import endpoint

            await running.enter_async_context(endpoint(settings, client, services.history, database))
        look_for_garbage_less_often()
        await run_client(client, settings.discord_token)


async def _serve_local_discord(settings: Settings, say: Callable[[str], None]) -> None:
    # A bot with a token never needs the simulation, which takes a second to import.
    try:
        from bot.local.server import serve_local_discord
    except ModuleNotFoundError as error:
        raise StartupError(
            "No DISCORD_TOKEN is set, and the local Discord is not installed "
            f"(the package {error.name} is missing). Set DISCORD_TOKEN, or start the bot with `make run`.",
            exit_status=2,
        ) from error

    say(
        "No DISCORD_TOKEN is set, so this is a local Discord that only this machine can reach. "
        "Press Ctrl-C to stop it."
    )
    # Each local Discord counts its ids from the same number, so what one remembers means nothing to the next.
    with tempfile.TemporaryDirectory(prefix="dicewright-") as folder:
        data_folder = Path(folder)
        async with (
            store("", data_folder) as database,
            all_services(settings, database) as services,
            painter() as paint,
        ):
            emojis = DiceEmojis() if settings.dice_emojis == "on" else None
            await serve_local_discord(
                build_client(services, paint=paint, emojis=emojis),
                uploads=DiceUploads(emojis, pause=0.0) if emojis else None,
                port=settings.local_port,
                announce=lambda url: say(f"Local Discord: {url}"),
            )
