"""/history: past rolls in pages, and as a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.commands.since_option import MEANING, Since, suggest_since
from bot.discord_api.answers import user_errors_answered
from bot.discord_api.components import Component
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE, is_game_master_here
from bot.discord_api.custom_ids import read_id, read_key, read_moment
from bot.presentation import history_list as shown
from bot.services.history.query import HistoryQuery, Whose
from bot.services.history.reader import COUNTED
from bot.services.history.recording import anything_replayed
from bot.services.history.since import moment
from bot.services.user_error import UserError
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bot.commands.rolls.files import RollFiles
    from bot.services.history.reader import PastRolls
    from bot.services.history.table import HistoryTable
    from bot.services.rate_limiter import RateLimiter
    from bot.services.settings.preferences import Preferences
    from bot.store.rolls import View

_Which = Literal["mine", "here", "server"]
_WHICH = [
    app_commands.Choice(name=locale_str("mine"), value=Whose.MINE.value),
    app_commands.Choice(name=locale_str("mine, on this server"), value=Whose.MINE_HERE.value),
    app_commands.Choice(name=locale_str("everyone's, on this server"), value=Whose.SERVER.value),
]
_QUERY = (
    r"(?s:(?P<whose>mine|here|player|server)\.(?P<of>\d*):"
    r"(?P<since>\d*):(?P<key>(?:\d+\.\d+)?):(?P<search>.*))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryAnswers:
    """Shows past rolls to those who may see them: players their own, GMs those that all have seen.

    These methods raise UserError and StoreUnavailable.
    """

    past: PastRolls
    table: HistoryTable
    files: RollFiles
    preferences: Preferences
    rate: RateLimiter
    now: Callable[[], datetime]

    async def show(self, interaction: discord.Interaction[Any], query: HistoryQuery) -> None:
        """Answer with the newest rolls."""
        self.rate.check(interaction.user.id)
        embed, view = await self._page(interaction, query)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    async def turn(
        self,
        interaction: discord.Interaction[Any],
        query: HistoryQuery,
        *,
        before: tuple[int, int] | None = None,
        after: tuple[int, int] | None = None,
    ) -> None:
        """Show another page instead of the one whose button was pressed."""
        embed, view = await self._page(interaction, query, before=before, after=after)
        await interaction.response.edit_message(embed=embed, view=view)

    async def save(
        self,
        interaction: discord.Interaction[Any],
        query: HistoryQuery,
        *,
        before: tuple[int, int] | None = None,
    ) -> None:
        """Answer with all rolls as a table, or those before a key, as many as a file may hold."""
        rolls = await self._view(interaction, query)
        async with self.files.making(interaction) as most_bytes:
            file = await self.table.file(rolls, most_bytes=most_bytes, before=before)
            await self.files.send(interaction, file, shown.file_text(file), shown.file_view(query, file))

    async def _page(
        self, interaction: discord.Interaction[Any], query: HistoryQuery, **place: Any
    ) -> tuple[discord.Embed, discord.ui.View]:
        rolls = await self._view(interaction, query)
        found = await self.past.excerpt(rolls, limit=shown.ON_A_PAGE, **place)
        # Some may have ten thousand dice.
        results = await asyncio.to_thread(lambda: list(map(anything_replayed, found.rolls)))
        return shown.history_page(query, found, results, counted=COUNTED)

    async def _view(self, interaction: discord.Interaction[Any], query: HistoryQuery) -> View:
        """Return which rolls to look at. Raises UserError if the person may not see them."""
        if query.own:
            if query.player_id != interaction.user.id:
                raise UserError(_("These are someone else's rolls. Use /history to see your own."))
            return query.view(interaction.guild_id)
        rolls = query.view(interaction.guild_id)
        if not is_game_master_here(interaction, await self.preferences.server(interaction.guild_id)):
            raise UserError(
                _(
                    "Only the GM can see other players' rolls (someone with the GM role from /settings, or "
                    "Manage Server). Use /history without options to see your own."
                )
            )
        return rolls


def history_commands(answer: HistoryAnswers) -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield /history."""

    @app_commands.describe(
        which=locale_str("Whose rolls to show; only the GM can see everyone's public rolls"),
        player=locale_str("Show one player's public rolls on this server (GM only)"),
        since=MEANING,
        search=locale_str("Only rolls and notes that contain this, such as stealth or d100"),
    )
    @app_commands.choices(which=_WHICH)
    async def history(
        interaction: discord.Interaction[Any],
        which: _Which | None = None,
        player: discord.User | None = None,
        since: Since = "",
        search: app_commands.Range[str, 1, shown.LONGEST_SEARCH] = "",
    ) -> None:
        async with user_errors_answered(interaction):
            whose, player_id = _whose(interaction.user.id, which, player.id if player else None)
            query = HistoryQuery(
                whose=whose,
                player_id=player_id,
                since=moment(since, answer.now()),
                search=" ".join(search.split()),
            )
            await answer.show(interaction, query)

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="history",
        description=locale_str("Browse past rolls, or save them as a file"),
        callback=history,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )
    command.autocomplete("since")(suggest_since)
    yield command


def history_components(answer: HistoryAnswers) -> Iterator[Component]:
    """Yield what happens when a page is turned or a file is asked for."""

    async def newest(interaction: discord.Interaction[Any], **asked: str) -> None:
        await answer.turn(interaction, _query(asked))

    async def newer(interaction: discord.Interaction[Any], **asked: str) -> None:
        await answer.turn(interaction, _query(asked), after=read_key(asked["key"]))

    async def older(interaction: discord.Interaction[Any], **asked: str) -> None:
        await answer.turn(interaction, _query(asked), before=read_key(asked["key"]))

    async def save(interaction: discord.Interaction[Any], **asked: str) -> None:
        await answer.save(interaction, _query(asked), before=read_key(asked["key"]))

    yield Component(shown.NEWEST + _QUERY, newest)
    yield Component(shown.NEWER + _QUERY, newer)
    yield Component(shown.OLDER + _QUERY, older)
    yield Component(shown.FILE + _QUERY, save)


def _whose(asker_id: int, which: _Which | None, player_id: int | None) -> tuple[Whose, int | None]:
    """Return whose rolls are meant. Raises UserError if the two options do not go together."""
    if player_id is None:
        whose = Whose(which or "mine")
        return whose, None if whose is Whose.SERVER else asker_id
    if which is not None:
        raise UserError(_("Use either “which” or “player”, not both."))
    return (Whose.MINE_HERE if player_id == asker_id else Whose.PLAYER), player_id


def _query(asked: dict[str, str]) -> HistoryQuery:
    return HistoryQuery(
        whose=Whose(asked["whose"]),
        player_id=read_id(asked["of"]) if asked["of"] else None,
        since=read_moment(asked["since"]),
        search=asked["search"],
    )
