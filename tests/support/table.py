"""A table in the simulated Discord, with scripted dice, a real database, and every request checked."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
import simcord

from bot.app import build_client
from bot.presentation.dice.emojis import DiceEmojis
from bot.services.container import Services, running_services
from bot.services.luck.percentiles import Percentiles
from bot.services.rolls.rolling import RollingService
from bot.store.connection.availability import CircuitBreaker
from bot.store.connection.engine import build_engine
from bot.store.tables import metadata
from dicewright import scripted
from tests.support.databases import opened, url_of
from tests.support.discord_rules import problems
from tests.support.folders import fast_folder
from tests.support.hosts.workers import at_once
from tests.support.painting import Painted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from bot.client import DicewrightClient
    from bot.presentation.charts.model import Chart
    from bot.services.history.retention import RetentionRules
    from bot.store.connection.database import Database

ERROR_ID = "0badcafe"
# How long an answer may take on a busy machine. What sleeps for longer is not waited for: the bot's timers.
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Setup:
    """The arguments for each start of the bot."""

    address: str
    rolling: RollingService
    painted: Painted
    luck: bool
    rules: RetentionRules | None
    emojis: DiceEmojis

    async def start(self, stack: AsyncExitStack, breaker: CircuitBreaker) -> Services:
        """Return the services of a bot that has just been started."""
        database = await stack.enter_async_context(opened(self.address, breaker=breaker))
        running = running_services(
            database,
            run=at_once,
            rolling=self.rolling,
            percentiles=None if self.luck else Percentiles(work=0),
            rules=self.rules,
        )
        return await stack.enter_async_context(running)


@dataclass(slots=True)
class Table:
    """A server with a channel, two players, and a game master who manages the server."""

    world: simcord.Env
    server: simcord.GuildHandle
    channel: simcord.ChannelHandle
    player: simcord.MemberActor
    other: simcord.MemberActor
    game_master: simcord.MemberActor
    services: Services
    _breaker: CircuitBreaker
    _setup: Setup
    _running: AsyncExitStack

    @property
    def charts(self) -> list[Chart]:
        """The charts that were requested, latest last."""
        return self._setup.painted.charts

    @property
    def emojis(self) -> DiceEmojis:
        """The emojis that the bot knows."""
        return self._setup.emojis

    async def roll(self, expression: str, command: str = "roll", **options: str) -> simcord.InteractionResult:
        """Return the reply to the player's /roll."""
        return await self.player.slash(self.channel, command, dice=expression, **options)

    async def use(self, actor: simcord.MemberActor, message: Any, label: str) -> simcord.InteractionResult:
        """Press a button in a message, or choose from its menu, and return the reply."""
        for row in message.components:
            for item in row["components"]:
                if item.get("label") == label:
                    return await actor.click(message, label=label)
                for option in item.get("options", ()):
                    if option["label"] == label:
                        return await actor.select(message, [option["value"]], custom_id=item["custom_id"])
        raise AssertionError(f"there is no {label!r} under {message.components}")

    def requests(self, method: str, ending: str) -> list[simcord.HttpLogEntry]:
        """Return the bot's requests with a method whose path has this ending."""
        return [
            request
            for request in self.world.http_requests
            if request.method == method and request.path.endswith(ending)
        ]

    def labels(self) -> list[str]:
        """Return the labels of the buttons under the bot's last answer."""
        rows = self.requests("POST", "/callback")[-1].json["data"].get("components", [])
        return [each["label"] for row in rows for each in row["components"] if "label" in each]

    def database(self) -> AbstractAsyncContextManager[Database]:
        """Open the bot's database beside the bot."""
        return opened(self._setup.address)

    def database_is_away(self) -> None:
        """Make the bot's database fail as long as this bot runs."""
        self._breaker.failed()

    async def restart(self) -> None:
        """Restart the bot, which keeps nothing but the database."""
        await self._running.aclose()
        self._breaker = CircuitBreaker(lambda: 0.0)
        self.services = await self._setup.start(self._running, self._breaker)
        await self.world.restart_bot(client_with(self.services, self._setup.painted, self._setup.emojis))


def said(result: simcord.InteractionResult) -> str:
    """Return what a reply says as Discord shows it: what was rolled, and the rest."""
    if not result.response.embeds:
        return str(result.response.content).replace("\\", "")
    (embed,) = result.response.embeds
    return "\n".join(filter(None, (embed.author.name, embed.description))).replace("\\", "")


def text_of(result: simcord.InteractionResult) -> str:
    """Return the text of a reply as Discord shows it, without its title."""
    response = result.response
    return str(response.content or response.embeds[0].description).replace("\\", "")


def client_with(services: Services, painted: Painted, emojis: DiceEmojis | None = None) -> DicewrightClient:
    """Return the bot's client, with predictable error ids."""
    return build_client(services, paint=painted, emojis=emojis, new_error_id=lambda: ERROR_ID)


def all_emojis() -> DiceEmojis:
    """Return emojis, all of them uploaded, with ids as long as Discord's."""
    emojis = DiceEmojis()
    emojis.known({name: 10**18 + place for place, name in enumerate(emojis.missing())})
    return emojis


@cache
def _empty_database() -> bytes:
    """Return an SQLite file with the tables, which take longer to create than to copy."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder:
        file = Path(folder, "empty.db")
        engine = build_engine(url_of(f"sqlite:///{file}"))
        metadata.create_all(engine)
        engine.dispose()
        return file.read_bytes()


@asynccontextmanager
async def table(
    *faces: int,
    rolling: RollingService | None = None,
    address: str = "",
    luck: bool = False,
    painted: Painted | None = None,
    rules: RetentionRules | None = None,
    emojis: DiceEmojis | None = None,
) -> AsyncIterator[Table]:
    """Yield a table whose dice show these faces; in the end, Discord must accept every request body.

    `address` is that of a database with tables, by default a new SQLite file. With `luck`, replies say how
    lucky a roll was. `painted` draws the charts. `rules` say which old rows are removed. Dice are shown as
    `emojis`, or as text if there are none.
    """
    async with AsyncExitStack() as stack:
        if not address:
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir=fast_folder()))
            file = Path(folder, "table.db")
            file.write_bytes(_empty_database())
            address = f"sqlite:///{file}"
        running = await stack.enter_async_context(AsyncExitStack())
        breaker = CircuitBreaker(lambda: 0.0)
        painted = painted or Painted()
        emojis = emojis or DiceEmojis({})
        rolling = rolling or RollingService(dice=scripted(faces))
        setup = Setup(address, rolling, painted, luck, rules, emojis)
        services = await setup.start(running, breaker)
        world = await stack.enter_async_context(
            simcord.run(client_with(services, painted, emojis), shard_count=1, settle_timeout=_PATIENCE)
        )
        server = world.create_guild("Server")
        channel = server.create_text_channel("table")
        managers = server.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        player, other = (
            server.add_member(world.create_user(name.lower(), global_name=name)) for name in ("Robin", "Sam")
        )
        game_master = server.add_member(world.create_user("morgan", global_name="Morgan"), roles=[managers])
        yield Table(world, server, channel, player, other, game_master, services, breaker, setup, running)
        refused = [
            problem
            for request in world.http_requests
            for problem in problems(request.method, request.path, request.json)
        ]
        assert refused == [], refused
