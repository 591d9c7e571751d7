"""A minimal discord.py bot, whose `/roll` answers a fixed text: `python -m bench.peers.bare_bot`.

The variables that point our bot at a Discord work for it, too.
"""

from __future__ import annotations

import os
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route


class BareBot(discord.AutoShardedClient):
    """A client without intents and caches, like ours."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.0,
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(roll)

    async def setup_hook(self) -> None:
        """Register the command."""
        await self.tree.sync()

    async def launch_shard(self, _gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard to the gateway in the settings."""
        await super().launch_shard(DiscordWebSocket.DEFAULT_GATEWAY, shard_id, initial=initial)


@app_commands.command(description="Roll dice")
async def roll(interaction: discord.Interaction[Any], dice: str) -> None:
    """Answer without rolling."""
    await interaction.response.send_message(f"{dice}: 14")


def main() -> None:
    """Serve until stopped."""
    Route.BASE = os.environ["DISCORD_API_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    BareBot().run(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    main()
