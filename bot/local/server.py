"""The local Discord in a browser: one server, one channel, a player and a game master."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
import simcord

from bot.background import in_background
from bot.local.member import Member
from bot.local.page import adapt
from bot.local.pictures import keep_pictures, set_avatar
from bot.presentation.dice.avatar import avatar
from bot.presentation.dice.drawing import draw
from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.client import DicewrightClient
    from bot.discord_api.emojis.uploading import DiceUploads

# From [project.urls] in pyproject.toml, which a running bot doesn't read.
WEBSITE = "https://dicewright.gitlab.io/dicewright/"
WELCOME = (
    "The table is set. Type `/roll 1d20` below and press **Enter**, or the arrow on a phone. Then try `/pad` "
    "for buttons, or `/help`. Pick the game master in the list at the top to use `/settings`.\n"
    f"The guides, and dice that roll in any browser, are at {WEBSITE}"
)


async def serve_local_discord(
    client: DicewrightClient,
    *,
    uploads: DiceUploads | None,
    port: int,
    announce: Callable[[str], None],
) -> None:
    """Serve the local Discord until the session is ended in the page, or until cancelled.

    `client` is the same client as for Discord; `uploads` gives it its emojis. `announce` is called once with
    the URL to open, which contains the key to the session. Port 0 means any free port. Raises StartupError if
    the port is in use.
    """
    # The client logs errors in commands, so the simulation needn't collect them.
    async with simcord.run(client, shard_count=1, check_errors=False) as world, AsyncExitStack() as stack:
        await stack.enter_async_context(real_time(world))
        keep_pictures(world)
        set_avatar(world, draw(avatar()))
        if uploads is not None:
            await stack.enter_async_context(in_background(uploads.run(client), name="emojis"))
        if client.user is not None:
            await client.user.edit(username="Dicewright")
        server = world.create_guild("Local Discord")
        table = server.create_text_channel("table")
        # Enough for /settings, where the game master's own role is chosen.
        managers = server.create_role("Game master", permissions=discord.Permissions(manage_guild=True))
        player, game_master = (
            Member(world, server, server.add_member(user, roles=roles).user, client.tree)
            for user, roles in (
                (world.create_user("robin", global_name="Robin"), []),
                (world.create_user("morgan", global_name="Morgan (GM)"), [managers]),
            )
        )
        await game_master.send(table, WELCOME)
        player.helper = game_master.helper = game_master
        player.guide = game_master.guide = game_master
        try:
            page = world.preview(table, viewers=(player, game_master), layout="channel", port=port)
            preview = await stack.enter_async_context(adapt(page))
        except simcord.SetupError as error:
            if not isinstance(error.__cause__, OSError):
                raise
            raise StartupError(
                f"Port {port} is already in use, so the local Discord cannot start there. "
                f"Free it, or choose another port: LOCAL_PORT={port + 1}",
                exit_status=2,
            ) from None
        announce(preview.url)
        await preview.wait_closed()


@asynccontextmanager
async def real_time(world: simcord.Env) -> AsyncIterator[None]:
    """Synchronize the simulation's clock, which starts in 2026, with that of this machine."""

    def catch_up() -> None:
        world.backend.advance_clock(max(0.0, (datetime.now(UTC) - world.now()).total_seconds()))

    async def tick() -> None:
        while True:
            await asyncio.sleep(1.0)
            catch_up()

    catch_up()
    ticking = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticking.cancel()
