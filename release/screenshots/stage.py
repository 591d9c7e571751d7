"""The local Discord with loaded dice, one channel per scene, and a browser looking at it."""

from __future__ import annotations

import tempfile
from collections import deque
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

import discord
import simcord

from bot.app import build_client
from bot.discord_api.emojis.uploading import DiceUploads
from bot.local.page import adapt
from bot.local.pictures import keep_pictures, set_avatar
from bot.local.server import real_time
from bot.presentation.charts.drawing import draw as draw_chart
from bot.presentation.dice.avatar import avatar
from bot.presentation.dice.drawing import draw
from bot.presentation.dice.emojis import DiceEmojis
from bot.services.container import running_services
from bot.services.rolls.rolling import RollingService
from bot.store.connection.opening import open_store
from dicewright import seeded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable, Iterable, Sequence

    from bot.presentation.charts.model import Chart
    from bot.services.container import Services

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_SEED = b"screenshots"


@dataclass(slots=True)
class LoadedDice:
    """Dice that show chosen faces first, and then others that are the same every time."""

    faces: deque[int] = field(default_factory=deque)
    _others: Callable[[int, int], Sequence[int]] = field(default_factory=lambda: seeded(_SEED))

    def load(self, faces: Iterable[int]) -> None:
        """Make the next dice show these faces."""
        self.faces = deque(faces)

    def __call__(self, number: int, sides: int) -> Sequence[int]:
        """Return the faces of a number of dice."""
        return [self.faces.popleft() if self.faces else self._others(1, sides)[0] for _ in range(number)]


@dataclass(slots=True)
class Stage:
    """A server with a player and a GM."""

    world: simcord.Env
    server: simcord.GuildHandle
    channel: simcord.ChannelHandle
    player: simcord.MemberActor
    game_master: simcord.MemberActor
    services: Services
    dice: LoadedDice

    async def roll(self, dice: str, **options: str) -> simcord.InteractionResult:
        """Return the reply to the player's /roll."""
        return await self.player.slash(self.channel, "roll", dice=dice, **options)

    async def use(
        self, actor: simcord.MemberActor, shown: simcord.InteractionResult, label: str
    ) -> simcord.InteractionResult:
        """Press the button with this label under a reply, or choose that option in its menu."""
        message = shown.response
        assert message is not None
        for row in message.components:
            for item in row["components"]:
                if item.get("label") == label:
                    return await actor.click(message, label=label)
                for option in item.get("options", ()):
                    if option["label"] == label:
                        return await actor.select(message, [option["value"]], custom_id=item["custom_id"])
        raise LookupError(f"there is no {label!r} under {message.components}")

    @asynccontextmanager
    async def page(self, viewer: simcord.MemberActor) -> AsyncIterator[str]:
        """Yield the URL of a page that shows the channel as one of the two sees it."""
        async with adapt(
            self.world.preview(self.channel, viewers=(viewer,), layout="channel", port=0)
        ) as preview:
            yield preview.url


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Yield a stage whose bot has all its emojis."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dicewright-")))
        database = await open_store("", folder, clock=lambda: 0.0, patience=30.0)
        stack.push_async_callback(database.close)
        dice = LoadedDice()
        services = await stack.enter_async_context(
            running_services(
                database,
                run=_at_once,
                rolling=RollingService(dice=dice),
                # Nobody has to wait before rolling again.
                clock=partial(next, count(step=60.0)),
            )
        )
        emojis = DiceEmojis()
        client = build_client(services, paint=_paint, emojis=emojis)
        world = await stack.enter_async_context(simcord.run(client, shard_count=1, check_errors=False))
        await stack.enter_async_context(real_time(world))
        keep_pictures(world)
        set_avatar(world, draw(avatar()))
        if client.user is not None:
            await client.user.edit(username="Dicewright")
        await DiceUploads(emojis, pause=0.0).run(client)
        server = world.create_guild("The Gilded Griffin")
        managers = server.create_role("Game master", permissions=discord.Permissions(manage_guild=True))
        player = server.add_member(world.create_user("robin", global_name="Robin"))
        game_master = server.add_member(
            world.create_user("morgan", global_name="Morgan (GM)"), roles=[managers]
        )
        channel = server.create_text_channel("table")
        yield Stage(world, server, channel, player, game_master, services, dice)


async def _paint(chart: Chart) -> bytes:
    return draw_chart(chart)


async def _at_once(function: Callable[[*Ts], T], /, *arguments: *Ts, turn: Hashable | None = None) -> T:  # noqa: ARG001 - as the bot's workers take it
    return function(*arguments)
