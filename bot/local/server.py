"""A Discord of one's own in a browser: one server, one channel, a player and a game master."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simcord
from simcord import SetupError

from bot.startup import StartupError

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

_WELCOME = "The table is set. Type `/roll 1d20` below and press Enter."


async def serve_local_discord(client: discord.Client, *, port: int, announce: Callable[[str], None]) -> None:
    """Serve the local Discord until the session is ended in the page, or until cancelled.

    `client` is the very client that Discord would get. `announce` is called once with the address
    to open, which carries the key to the session; port 0 takes any free port. Raises StartupError
    where the port is taken.
    """
    # Errors of commands are logged by the client; the simulation need not collect them too.
    async with simcord.run(client, shard_count=1, check_errors=False) as world:
        server = world.create_guild("Local Discord")
        table = server.create_text_channel("table")
        player = server.add_member(world.create_user("player", global_name="Robin"))
        game_master = server.add_member(world.create_user("game-master", global_name="Morgan (GM)"))
        await game_master.send(table, _WELCOME)
        try:
            async with world.preview(
                table, viewers=(player, game_master), layout="channel", port=port
            ) as preview:
                announce(preview.url)
                await preview.wait_closed()
        except SetupError as error:
            if not isinstance(error.__cause__, OSError):
                raise
            raise StartupError(
                f"Port {port} is taken, so the local Discord cannot open there. "
                f"Stop what uses it, or choose another port: LOCAL_PORT={port + 1}",
                exit_status=2,
            ) from None
