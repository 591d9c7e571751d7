"""/roll and its short twin /r."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.commands.answers import refusals_answered
from bot.commands.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.presentation.reply import avatar_url, roll_reply
from bot.services.rolling import RollingService, RollRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from bot.services.saved import SavedRolls
    from dicewright import Notation

    class RollAnswer(Protocol):
        """Answers an interaction with a roll, wherever the wish for it came from."""

        async def __call__(self, interaction: discord.Interaction[Any], request: RollRequest, /) -> None:
            """Roll, and answer."""


_LONGEST_EXPRESSION = 1_000
_LONGEST_NOTE = 200


def roll_commands(answer_with_roll: RollAnswer) -> Iterator[app_commands.Command[Any, ..., None]]:
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
        await answer_with_roll(interaction, RollRequest(expression, note))

    for name, description in (("roll", "Roll dice"), ("r", "Roll dice: the short form of /roll")):
        yield app_commands.Command(
            name=name,
            description=description,
            callback=roll,
            allowed_contexts=EVERYWHERE,
            allowed_installs=BY_SERVER_OR_USER,
        )


def roll_answer(rolling: RollingService, saved: SavedRolls, *, ephemeral: bool = False) -> RollAnswer:
    """Return what answers an interaction with what the dice came to, or with what is wrong."""

    async def answer(interaction: discord.Interaction[Any], request: RollRequest) -> None:
        async with refusals_answered(interaction):
            resolved = await saved.resolve(request.text, interaction.user.id, interaction.guild_id)
            asked = RollRequest(resolved.text, request.note)
            notation = rolling.understand(asked, resolved.names)
            if rolling.takes_long(notation):
                await interaction.response.defer(ephemeral=ephemeral)
                embed = await asyncio.to_thread(_reply, interaction.user, rolling, notation, asked)
                await interaction.edit_original_response(embed=embed)
            else:
                embed = _reply(interaction.user, rolling, notation, asked)
                await interaction.response.send_message(embed=embed, ephemeral=ephemeral)
            await saved.count_uses(resolved)

    return answer


def _reply(
    user: discord.User | discord.Member, rolling: RollingService, notation: Notation, request: RollRequest
) -> discord.Embed:
    result = rolling.roll(notation)
    return roll_reply(result, player=user.display_name, avatar_url=avatar_url(user), note=request.note)
