"""/luck and /fairness: what the history says of players and dice. Nothing secret counts in either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.commands.since_option import MEANING, Since, suggest_since
from bot.discord_api.answers import in_time, user_errors_answered
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.presentation.luck.fairness import fairness_reply
from bot.presentation.luck.luck import luck_reply
from bot.services.history.since import moment
from bot.services.luck.luck import ENOUGH_ROLLS
from bot.services.user_error import UserError
from bot.store.rolls import own_rolls, public_rolls
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bot.discord_api.files.charted import ChartedAnswers
    from bot.services.luck.fairness import FairnessService
    from bot.services.luck.luck import LuckService
    from bot.services.rate_limiter import RateLimiter
    from bot.store.rolls import View


@dataclass(frozen=True, slots=True, kw_only=True)
class LuckAnswers:
    """Answers interactions with the luck of players and the fairness of dice."""

    luck: LuckService
    fairness: FairnessService
    rate: RateLimiter
    charted: ChartedAnswers
    now: Callable[[], datetime]

    async def player(
        self,
        interaction: discord.Interaction[Any],
        player: discord.User | discord.Member,
        *,
        since: str = "",
        ephemeral: bool = False,
    ) -> None:
        """Show how lucky a player was, from the rolls that everybody on the server has seen.

        In a direct message it is the players' own luck, from all their rolls, and only they see it.
        """
        self.rate.check(interaction.user.id)
        moment_since = moment(since, self.now())
        view = _view(interaction, player, moment_since)
        ephemeral = ephemeral or view.own
        work = self.luck.luck(view, turn=interaction.user.id)
        luck = await in_time(interaction, work, patience=self.charted.patience, ephemeral=ephemeral)
        embed = luck_reply(
            luck,
            player=player.display_name,
            own=view.own,
            since=moment_since,
            enough_rolls=ENOUGH_ROLLS,
        )
        # Charts are loaded when somebody sees one.
        from bot.presentation.charts.luck_chart import luck_chart

        chart = luck_chart(luck, player.display_name) if luck.rolls else None
        await self.charted.send(interaction, embed, chart, ephemeral=ephemeral)

    async def dice(self, interaction: discord.Interaction[Any]) -> None:
        """Show how even the dice fell in the rolls that everybody on the server has seen."""
        self.rate.check(interaction.user.id)
        if interaction.guild_id is None:
            raise UserError(_("This command only works on a server."))
        work = self.fairness.fairness(public_rolls(interaction.guild_id), turn=interaction.user.id)
        fairness = await in_time(interaction, work, patience=self.charted.patience)
        from bot.presentation.charts.fairness_chart import fairness_chart

        chart = fairness_chart(fairness) if fairness.dice else None
        await self.charted.send(interaction, fairness_reply(fairness), chart)


def luck_commands(
    answer: LuckAnswers,
) -> Iterator[app_commands.Command[Any, ..., None] | app_commands.ContextMenu]:
    """Yield /luck, the user menu that does the same, and /fairness."""

    @app_commands.describe(
        player=locale_str("Whose luck (yours by default)"),
        since=MEANING,
    )
    async def luck(
        interaction: discord.Interaction[Any],
        player: discord.User | None = None,
        since: Since = "",
    ) -> None:
        async with user_errors_answered(interaction):
            await answer.player(interaction, player or interaction.user, since=since)

    async def luck_of(interaction: discord.Interaction[Any], player: discord.User) -> None:
        async with user_errors_answered(interaction):
            await answer.player(interaction, player, ephemeral=True)

    async def fairness(interaction: discord.Interaction[Any]) -> None:
        async with user_errors_answered(interaction):
            await answer.dice(interaction)

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="luck",
        description=locale_str("See how lucky a player has been, and whether that is unusual"),
        callback=luck,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )
    command.autocomplete("since")(suggest_since)
    yield command
    yield app_commands.ContextMenu(
        name=locale_str("Dice luck"),
        callback=luck_of,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )
    yield app_commands.Command(
        name="fairness",
        description=locale_str("Check whether the dice on this server are fair"),
        callback=fairness,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )


def _view(
    interaction: discord.Interaction[Any],
    player: discord.User | discord.Member,
    since: datetime | None,
) -> View:
    """Return which rolls to look at."""
    if interaction.guild_id is not None:
        return public_rolls(interaction.guild_id, player_id=player.id, since=since)
    if player.id != interaction.user.id:
        raise UserError(
            _(
                "In direct messages you can only see your own luck. "
                "Use /luck on a server to see the luck of other players."
            )
        )
    return own_rolls(player.id, since=since)
