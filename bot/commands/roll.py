"""/roll and its short twin /r."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.commands.answers import dice_errors_answered
from bot.presentation.reply import avatar_url, roll_reply
from bot.services.rolling import RollingService, RollRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dicewright import Notation

_LONGEST_EXPRESSION = 1_000
_LONGEST_NOTE = 200
_EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_BY_SERVER_OR_USER = app_commands.AppInstallationType(guild=True, user=True)


def roll_commands(rolling: RollingService) -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield the commands that roll dice."""

    @app_commands.describe(
        expression="What to roll, such as 1d20+5, 4d6kh3 or 2d6[fire] + 1d8[cold]",
        note="What it is for, such as: to hit the dragon",
    )
    async def roll(
        interaction: discord.Interaction[discord.Client],
        expression: app_commands.Range[str, 1, _LONGEST_EXPRESSION],
        note: app_commands.Range[str, 1, _LONGEST_NOTE] = "",
    ) -> None:
        request = RollRequest(expression, note)
        async with dice_errors_answered(interaction):
            notation = rolling.understand(request)
            if rolling.takes_long(notation):
                await interaction.response.defer()
                embed = await asyncio.to_thread(_reply, interaction.user, rolling, notation, request)
                await interaction.edit_original_response(embed=embed)
            else:
                embed = _reply(interaction.user, rolling, notation, request)
                await interaction.response.send_message(embed=embed)

    for name, description in (("roll", "Roll dice"), ("r", "Roll dice: the short form of /roll")):
        yield app_commands.Command(
            name=name,
            description=description,
            callback=roll,
            allowed_contexts=_EVERYWHERE,
            allowed_installs=_BY_SERVER_OR_USER,
        )


def _reply(
    user: discord.User | discord.Member, rolling: RollingService, notation: Notation, request: RollRequest
) -> discord.Embed:
    result = rolling.roll(notation)
    return roll_reply(result, player=user.display_name, avatar_url=avatar_url(user), note=request.note)
