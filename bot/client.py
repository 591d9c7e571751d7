"""The connection to Discord: one sharded client without intents, and what its failures mean."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_api.components import receive_component, receive_form
from bot.discord_api.delivery import answer_surely
from bot.discord_api.error_reporting import CommandTree
from bot.discord_api.events import survive_unreadable
from bot.discord_api.files.attachments import guard_downloads
from bot.discord_api.http.proxy import proxy_for
from bot.discord_api.http.rate_limits import count_rate_limits
from bot.discord_api.login import failures_explained, log_in
from bot.discord_api.refusals import reason_of, seconds_to_wait
from bot.discord_api.registration import synchronize
from bot.discord_api.servers import forget_servers, remembering_servers
from bot.discord_api.session_starts import NO_MORE_SESSIONS, SessionStarts
from bot.discord_api.translator import CatalogTranslator
from bot.metrics import Metrics, ShardState
from bot.shard_range import ShardRange
from bot.startup import StartupError
from bot.texts import are_translated

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from bot.discord_api.components import Component, Form
    from bot.services.shards.identifying import IdentifyTurns

log = structlog.stdlib.get_logger(__name__)

# Events that come with each interaction, and that nothing of ours waits for.
_UNUSED_EVENTS = frozenset({"socket_event_type", "app_command_completion"})
_COMMANDS = (discord.InteractionType.application_command, discord.InteractionType.autocomplete)

# If it is more than a day, the bot exits instead, so that somebody looks into it.
_LONGEST_WAIT = 86_400.0

# Without a limit, a crowd would open a new connection for each reply, which takes longer than the reply.
CONNECTIONS = 200

# Together with the last batch of the history, this stays below the ten seconds that supervisors wait.
_REPLY_SECONDS = 4.0
_CLOSE_SECONDS = 3.0

# The names that discord.py gives to the tasks that answer interactions.
_REPLY_TASKS = ("CommandTree-invoker", "discord-ui-", "discord.py: on_interaction")


class DicewrightClient(discord.AutoShardedClient):
    """Receives interactions and nothing else: no intents, no message cache, no member cache.

    The tasks in `meanwhile` start with the login and are cancelled when the client closes. With `turns`,
    processes take turns at starting sessions. Create it while an event loop is running.
    """

    def __init__(
        self,
        commands: Iterable[
            app_commands.Command[Any, ..., None] | app_commands.Group | app_commands.ContextMenu
        ],
        *,
        components: Iterable[Component] = (),
        forms: Iterable[Form] = (),
        meanwhile: Iterable[Callable[[discord.Client], Coroutine[Any, Any, None]]] = (),
        new_error_id: Callable[[], str],
        gateway_url: str = "",
        shards: ShardRange | None = None,
        metrics: Metrics | None = None,
        turns: IdentifyTurns | None = None,
    ) -> None:
        shards = shards or ShardRange()
        super().__init__(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            # Without intents, servers are not announced, so there is nothing to wait for.
            guild_ready_timeout=0.0,
            max_messages=None,
            proxy=proxy_for(Route.BASE),
            shard_count=shards.count or None,
        )
        if shards.ids is not None:
            self.shard_ids = list(shards.ids)
        self._gateway_url = gateway_url
        self._closing = False
        self._waiting = ""
        self._turns = turns
        self._buckets = 1
        self._identified: set[int | None] = set()
        self.metrics = metrics = metrics or Metrics()
        survive_unreadable(self._connection.parsers, metrics)
        forget_servers(self._connection.parsers)
        connection = self._connection
        connection._get_or_create_unavailable_guild = remembering_servers(  # type: ignore[method-assign]  # it has no hook
            connection._get_or_create_unavailable_guild
        )
        guard_downloads(self.http)
        self.tree = CommandTree(self, new_error_id=new_error_id, metrics=metrics)
        for command in commands:
            self.tree.add_command(command)
        self.components = tuple(components)
        self.forms = tuple(forms)
        self._meanwhile = tuple(meanwhile)
        self._running: list[asyncio.Task[None]] = []

    async def setup_hook(self) -> None:
        """Start the background tasks and register the commands. Called once, after the login."""
        count_rate_limits(self.http, self.metrics)
        self._running = [asyncio.create_task(work(self)) for work in self._meanwhile]
        if are_translated():
            # The translator is called for every text of every command in every language of Discord.
            await self.tree.set_translator(CatalogTranslator())
        # If there are several processes, one of them does it.
        if self.shard_ids is None or 0 in self.shard_ids:
            await self.register_commands()

    async def register_commands(self) -> None:
        """Register the commands with Discord if they have changed."""
        try:
            changed = await synchronize(self.tree)
        except (discord.HTTPException, app_commands.CommandSyncFailure) as failure:
            # Players can use the commands registered before, and the next start tries again.
            log.warning("commands not registered", reason=reason_of(failure))
            return
        log.info("commands registered" if changed else "commands unchanged")

    async def log_in(self, token: str) -> None:
        """Log in. If Discord or Cloudflare asks the bot to retry within a day, wait until then.

        Raises StartupError, and discord.py's errors.
        """
        while True:
            # Created only now, because it holds a thread until it is closed.
            self.http.connector = _connector()
            try:
                await log_in(self, token)
            except discord.HTTPException as refusal:
                seconds = seconds_to_wait(refusal)
                if seconds is None or seconds > _LONGEST_WAIT:
                    raise
                await self._wait(seconds, reason_of(refusal))
                # discord.py opens new connections at each login, and closes old ones only when asked to.
                await self.http.close()
            else:
                return

    async def launch_shards(self) -> None:
        """Connect all shards, as soon as Discord allows this many sessions to be started."""
        while True:
            recommended, _, limit = await self.http.get_bot_gateway()
            shards = len(self.shard_ids or ()) or self.shard_count or recommended
            self._buckets = limit["max_concurrency"]
            starts = SessionStarts.read(limit)
            if not (seconds := starts.wait_for_reset(shards)):
                break
            await self._wait(seconds, NO_MORE_SESSIONS)
        if seconds := starts.pause(shards):
            await self._wait(seconds, starts.few_left)
        await super().launch_shards()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Refuse to replace an ended session if that would make Discord reset the token."""
        await self._take_turn(shard_id, initial=initial)
        if shard_id in self._identified:
            _, _, limit = await self.http.get_bot_gateway()
            if seconds := SessionStarts.read(limit).wait_for_reset(1):
                raise StartupError(
                    f"Discord does not allow more sessions until {_in(seconds)}. If you restart the bot, it "
                    "will wait until then.",
                    exit_status=1,
                )
        self._identified.add(shard_id)

    async def _take_turn(self, shard_id: int | None, *, initial: bool) -> None:
        if self._turns is None:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self._turns.take(self.application_id or 0, (shard_id or 0) % self._buckets)

    async def _wait(self, seconds: float, reason: str) -> None:
        until = _in(seconds)
        log.warning("waiting to connect", until=until, reason=reason)
        self._waiting = f"waiting until {until}: {reason}"
        await asyncio.sleep(seconds)
        self._waiting = ""

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, through the gateway proxy if one is set."""
        chosen = yarl.URL(self._gateway_url) if self._gateway_url else gateway
        await super().launch_shard(chosen, shard_id, initial=initial)

    async def on_shard_ready(self, shard_id: int) -> None:
        """Log that a shard now receives interactions."""
        log.info("shard ready", shard=shard_id, shards=self.shard_count)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Dispatch an event, except for commands, which the command tree already has.

        discord.py would start a task for each, which would only find that there is nothing to do.
        """
        if event in _UNUSED_EVENTS or (event == "interaction" and args[0].type in _COMMANDS):
            return
        if event in self.metrics.shard_events:
            self.metrics.shard_events[event][args[0]] += 1
        super().dispatch(event, *args, **kwargs)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Receive components and forms; the command tree receives commands."""
        match interaction.type:
            case discord.InteractionType.component:
                await receive_component(interaction, self.components, self.tree.report)
            case discord.InteractionType.modal_submit:
                await receive_form(interaction, self.forms, self.tree.report)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what went wrong in an event handler, without the contents of the event."""
        self.metrics.failed("event_handler")
        log.exception("event handler failed", handler=event_method)

    def why_unready(self) -> str:
        """Return why players can't be answered at the moment, or nothing."""
        if self._closing:
            return "the bot is stopping"
        if not self.is_ready():
            return self._waiting or "not yet connected to Discord"
        away = [str(number) for number, shard in self.shards.items() if shard.is_closed()]
        return f"disconnected shards: {', '.join(away)}" if away else ""

    def shard_states(self) -> list[ShardState]:
        """Return the state of each shard that this process has started."""
        return [
            ShardState(number, held=True, connected=not shard.is_closed(), latency=shard.latency)
            for number, shard in self.shards.items()
        ]

    async def close(self) -> None:
        """Close the gateway and finish pending replies, within a few seconds whatever Discord does."""
        self._closing = True
        for task in self._running:
            task.cancel()
        # First, so that nothing arrives that couldn't be answered once the HTTP session is closed.
        await self._disconnect_shards(_CLOSE_SECONDS)
        await _finish_replies(_REPLY_SECONDS)
        if self._running:
            # Whatever they started, such as a process that draws, ends with the event loop at the latest.
            await asyncio.wait(self._running, timeout=_CLOSE_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                await super().close()
        await self.http.close()

    async def _disconnect_shards(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))


def _connector() -> aiohttp.TCPConnector:
    return aiohttp.TCPConnector(limit=0, limit_per_host=CONNECTIONS)


def _in(seconds: float) -> str:
    """Return the moment in this many seconds, in a form for people and programs."""
    return f"{datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S} UTC"


async def _finish_replies(seconds: float) -> None:
    """Wait up to this many seconds for all replies."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while replies := [
                task for task in asyncio.all_tasks() if task.get_name().startswith(_REPLY_TASKS)
            ]:
                await asyncio.wait(replies)


def point_library_at(*, api_url: str, gateway_url: str) -> None:
    """Make discord.py talk to proxies; an empty address means Discord's own.

    discord.py keeps these addresses in two classes, so this applies to the whole process.
    """
    if api_url:
        Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


async def run_client(client: DicewrightClient, token: str) -> None:
    """Log in and serve until cancelled. Raises StartupError if Discord refuses or is unreachable."""
    with failures_explained():
        async with client:
            answer_surely(client.metrics)
            await client.log_in(token)
            await client.connect()
