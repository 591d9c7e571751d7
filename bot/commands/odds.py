"""/odds, the button Odds under each roll, and the button Estimate under older answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.commands.odds_values import with_values
from bot.commands.rolls.buttons import pressed_state
from bot.commands.rolls.roll import LONGEST_DICE, suggesting
from bot.discord_api.answers import in_time, user_errors_answered
from bot.discord_api.components import Component, Form
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.presentation.odds_reply import ESTIMATE, ODDS_OF, embed_of
from bot.presentation.rolls.buttons import KEPT_KEY, ODDS, state_pattern
from bot.presentation.saved.values_form import ODDS_VALUES
from bot.services.odds import OddsRequest, target_of
from bot.services.rolls.requests import Place
from bot.services.saved.uses import MissingValues
from bot.services.systems.calls import GameCall
from bot.services.turns import Turns
from bot.services.user_error import UserError
from bot.store.called import Called
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.commands.odds_answer import OddsAnswer
    from bot.commands.odds_values import OddsForms
    from bot.commands.odds_work import OddsWork
    from bot.discord_api.files.charted import ChartedAnswers
    from bot.services.button_states import ButtonStates
    from bot.services.rate_limiter import RateLimiter
    from bot.services.rolls.requests import Requests
    from bot.services.rolls.suggestions import Suggestions

# Longer than it takes to look at a question, and to hand it to a worker.
_TURN_SECONDS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsAnswers:
    """Answers interactions with odds."""

    work: OddsWork
    requests: Requests
    rate: RateLimiter
    states: ButtonStates
    forms: OddsForms
    charted: ChartedAnswers
    # Odds take longer than rolls, which go between them if a crowd asks for odds at once.
    turns: Turns = field(default_factory=lambda: Turns(1, seconds=_TURN_SECONDS), init=False)

    async def __call__(
        self,
        interaction: discord.Interaction[Any],
        request: OddsRequest,
        /,
        *,
        ephemeral: bool = False,
        estimated: bool = False,
        asked: OddsRequest | None = None,
    ) -> None:
        """Show the odds, estimated if exact ones are too large or only an estimate is wanted.

        `asked` is the question before values were typed into a form.
        """
        instead = partial(self.forms.instead, interaction, request, asked)
        async with user_errors_answered(interaction, instead):
            self.rate.check(interaction.user.id)
            work = self._in_turn(interaction, request, estimated=estimated)
            try:
                answer = await in_time(interaction, work, patience=self.charted.patience, ephemeral=ephemeral)
            except MissingValues as missing:
                if not await self.forms.ask(interaction, request, missing, ephemeral=ephemeral):
                    raise
                return
            async with self.turns.next():
                embed = embed_of(answer.reply)
                await self.charted.send(interaction, embed, answer.chart, ephemeral=ephemeral)

    def components(self) -> Iterator[Component]:
        """Yield what happens when Odds is pressed under a roll, or Estimate; only the presser sees it."""

        async def odds(interaction: discord.Interaction[Any], state: str | None, key: str | None) -> None:
            pressed = await pressed_state(self.states, state, key)
            request = OddsRequest(pressed.text, called=pressed.called, version=pressed.version)
            await self(interaction, request, ephemeral=True)

        async def estimate(interaction: discord.Interaction[Any], key: str) -> None:
            await self(interaction, await self.forms.find(key), ephemeral=True, estimated=True)

        async def meant(interaction: discord.Interaction[Any], key: str) -> None:
            await self(interaction, await self.forms.find(key), ephemeral=True)

        yield Component(state_pattern(ODDS), odds)
        yield Component(rf"{ESTIMATE}:{KEPT_KEY}", estimate)
        yield Component(rf"{ODDS_OF}:{KEPT_KEY}", meant)

    def value_forms(self) -> Iterator[Form]:
        """Yield what happens when the form for the values of a saved roll is sent in."""

        async def filled(
            interaction: discord.Interaction[Any], typed: Mapping[str, str], side: str, seen: str, key: str
        ) -> None:
            asked = await self.forms.find(key)
            request = with_values(asked, side, typed)
            await self(interaction, request, ephemeral=seen == "private", asked=asked)

        yield Form(rf"{ODDS_VALUES}\.(?P<side>dice|versus)\.(?P<seen>public|private):{KEPT_KEY}", filled)

    async def _in_turn(
        self, interaction: discord.Interaction[Any], request: OddsRequest, *, estimated: bool
    ) -> OddsAnswer:
        async with self.turns.next():
            return await self._answer(interaction, request, estimated=estimated)

    async def _answer(
        self, interaction: discord.Interaction[Any], request: OddsRequest, *, estimated: bool
    ) -> OddsAnswer:
        player_id = interaction.user.id
        place = Place(player_id, interaction.guild_id, interaction.channel_id)
        meant = [
            await self.requests.meaning(text, place, version=request.version)
            for text in filter(None, (request.text, request.versus))
        ]
        calls = [each for each in meant if isinstance(each, GameCall)]
        texts = [each for each in meant if not isinstance(each, GameCall)]
        if request.pushed and texts:
            raise UserError(_("Only a game system's roll can be pushed, such as alien 4 s1."))
        if not calls:
            called = request.called if request.called.name else Called(texts[0].name)
            return await self.work.answer(
                texts, request.target, player_id=player_id, estimated=estimated, called=called
            )
        if texts:
            raise UserError(_("A game system's roll can only be compared with another game system's roll."))
        if request.target is not None:
            raise UserError(
                _("at_least, at_most and exactly are for dice. A game system's odds show each outcome.")
            )
        return await self.work.of_calls(
            calls, player_id=player_id, pushed=request.pushed, estimated=estimated
        )


def odds_commands(
    answer: OddsAnswers, suggestions: Suggestions
) -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield /odds."""

    @app_commands.describe(
        dice=locale_str("The dice to look at, such as 4d6kh3 or 1d20+5 vs 15"),
        at_least=locale_str("Chance of this total or more"),
        at_most=locale_str("Chance of this total or less"),
        exactly=locale_str("Chance of exactly this total"),
        versus=locale_str("Another roll to compare with, such as 3d6"),
        push=locale_str("Push a game's roll if it fails and the rules allow it"),
    )
    async def odds(
        interaction: discord.Interaction[Any],
        dice: app_commands.Range[str, 1, LONGEST_DICE],
        at_least: float | None = None,
        at_most: float | None = None,
        exactly: float | None = None,
        versus: app_commands.Range[str, 1, LONGEST_DICE] = "",
        push: bool = False,
    ) -> None:
        async with user_errors_answered(interaction):
            target = target_of(at_least, at_most, exactly)
            await answer(interaction, OddsRequest(dice, versus, target, pushed=push))

    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name="odds",
        description=locale_str("See the exact odds of a roll, or compare two rolls"),
        callback=odds,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )
    for option in ("dice", "versus"):
        command.autocomplete(option)(suggesting(suggestions, answer.requests.chosen_in))
    yield command
