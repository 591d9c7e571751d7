"""Answering any interaction with a roll: who sees what, and what is recorded."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import discord

from bot.commands.rolls.asked import Asked, instead_of
from bot.discord_api.answers import send, user_errors_answered
from bot.discord_api.refusals import is_refused
from bot.presentation.fair_messages import following_text, mark_of
from bot.presentation.luck.luck import luck_line
from bot.presentation.replies import short_reply
from bot.presentation.rolls.buttons import (
    ROLL,
    RollButtons,
    fixed_button,
    look_menu,
    reveal_button,
    roll_buttons,
)
from bot.presentation.rolls.hints import with_hint
from bot.presentation.rolls.secret import copy_line, gm_line
from bot.presentation.systems.buttons import game_buttons, unseen_buttons
from bot.services.fair.calls import call_for, files_of
from bot.services.guide.silent import SUSPICIOUS
from bot.services.luck.games import standing_of
from bot.services.rolls.gm import check_visibility
from bot.services.rolls.requests import called_so
from bot.services.rolls.rolling import Again, Prepared
from bot.services.saved.uses import MissingValues
from bot.services.systems.played import Played
from bot.services.systems.second_looks import SecondLook
from bot.services.turns import Turns
from bot.store.called import UNCALLED
from bot.store.connection.availability import StoreUnavailable
from bot.store.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from typing import Protocol

    from bot.discord_api.channels import ChannelPosts
    from bot.metrics import Metrics
    from bot.presentation.dice.emojis import DiceEmojis
    from bot.services.button_states import ButtonStates
    from bot.services.fair.ledger import FairLedger
    from bot.services.guide.one_time import OneTimeHints
    from bot.services.history.writer import HistoryWriter
    from bot.services.luck.percentiles import Percentiles
    from bot.services.rate_limiter import RateLimiter
    from bot.services.rolls.blind_rolls import BlindRolls
    from bot.services.rolls.requests import Requests
    from bot.services.rolls.rolling import Rolled, RollingService, RollRequest
    from bot.services.saved.saved import SavedRolls
    from bot.services.settings.preferences import Preferences
    from bot.services.systems.answering import Answering
    from bot.store.rolls import RecordedRoll
    from dicewright import NotationError

    Ask = Callable[[discord.Interaction[Any], RollRequest, MissingValues, Visibility], Awaitable[bool]]

    class RollAnswer(Protocol):
        """Answers an interaction with a roll: a command, a button or a form."""

        async def __call__(self, interaction: discord.Interaction[Any], request: RollRequest, /) -> None:
            """Roll, and answer."""


T = TypeVar("T")

# This many answers keep the connection to Discord busy at a tenth of a second each.
_AT_ONCE, _TURN_SECONDS = 64, 0.25
_COMMAND = discord.InteractionType.application_command
_PRIVATE = frozenset({Visibility.ONLY_ME, Visibility.ME_AND_GM})


@dataclass(frozen=True, slots=True, kw_only=True)
class RollAnswers:
    """Answers interactions with rolls. The player is always the person who sent the interaction."""

    rolling: RollingService
    requests: Requests
    percentiles: Percentiles
    saved: SavedRolls
    preferences: Preferences
    rate: RateLimiter
    history: HistoryWriter
    blind_rolls: BlindRolls
    states: ButtonStates
    channels: ChannelPosts
    fair: FairLedger
    hints: OneTimeHints
    asking: Ask
    """Answers with a form for the values that a saved roll needs, or returns that it cannot."""
    metrics: Metrics
    emojis: DiceEmojis
    now: Callable[[], datetime]
    _turns: Turns = field(default_factory=lambda: Turns(_AT_ONCE, seconds=_TURN_SECONDS), init=False)

    async def __call__(self, interaction: discord.Interaction[Any], request: RollRequest, /) -> None:
        """Roll, and show the result to those who may see it; or say what is wrong with the request."""
        async with user_errors_answered(interaction, partial(self._instead, interaction, request)):
            user_id, server_id = interaction.user.id, interaction.guild_id
            self.rate.check(user_id)
            server = await self.preferences.server(server_id)
            own = await self.preferences.player(user_id)
            visibility = request.visibility or server.default_visibility
            if visibility is not Visibility.EVERYONE:
                check_visibility(visibility, server_id)
            channel_id = interaction.channel_id
            try:
                prepared, resolved = await self.requests.understand(request, user_id, server_id, channel_id)
            except MissingValues as missing:
                if not await self.asking(interaction, request, missing, visibility):
                    raise
                return
            called = request.called
            if not called.name and (resolved.name or resolved.names):
                called = called_so(prepared, resolved, request.times)
            seed = self.rolling.seed_for(prepared) if prepared.huge else None
            asked = Asked.under(server, own, interaction, prepared, request.note, visibility, called, seed)
            # The text of a button is the bot's, and a blind roll says nothing about itself.
            hinted = interaction.type is _COMMAND and visibility is not Visibility.BLIND
            if hinted and SUSPICIOUS.search(request.text):
                hint = await self.hints.about(request.text, user_id)
                asked = asked._replace(hint=hint) if hint else asked
            await self._answer(asked)
            if resolved.used:
                await self.saved.count_uses(resolved)

    async def after(
        self, interaction: discord.Interaction[Any], rolls: SecondLook | Answering, again: Again
    ) -> None:
        """Roll a second look or an answer, and show it to the people who could see the first roll."""
        self.rate.check(interaction.user.id)
        prepared = Prepared(rolls, takes_long=False, again=again)
        server = await self.preferences.server(interaction.guild_id)
        own = await self.preferences.player(interaction.user.id)
        visibility = rolls.first.visibility
        await self._answer(Asked.under(server, own, interaction, prepared, rolls.note, visibility, UNCALLED))

    async def _answer(self, asked: Asked) -> None:
        if asked.server.fair:
            asked = await self._numbered(asked)
        if asked.visibility is Visibility.BLIND:
            await self._hide(asked)
        else:
            await self._show(asked)
        if asked.fair:
            await self._announce(asked)

    async def _instead(
        self, interaction: discord.Interaction[Any], request: RollRequest, error: NotationError
    ) -> discord.ui.View | None:
        """Return the button that rolls what was meant, with the visibility of the original roll."""
        fix, label = instead_of(request, error)
        if not fix:
            return None
        server = await self.preferences.server(interaction.guild_id)
        visibility = request.visibility or server.default_visibility
        text = fix if request.times == 1 else f"{request.times}x {fix}"
        button = fixed_button(ROLL, text, request.note, visibility, self.states.key_of, label=label)
        await self.states.keep_soon(button.kept)
        return button.view

    async def _numbered(self, asked: Asked) -> Asked:
        """Record the roll before it is made: its number determines its dice."""
        interaction, rolls = asked.interaction, asked.prepared.rolls
        if interaction.guild_id is None:
            return asked
        fair = await self.fair.take(
            call_for(rolls),
            server_id=interaction.guild_id,
            player_id=interaction.user.id,
            interaction_id=interaction.id,
            visibility=asked.visibility,
            files=files_of(rolls),
            first_id=rolls.first.interaction_id if isinstance(rolls, SecondLook) else None,
        )
        return asked._replace(fair=fair, kind="verifiable" if fair else asked.kind)

    async def _announce(self, asked: Asked) -> None:
        """Post the commitment of a session that began automatically, unless it was posted before."""
        session = self.fair.unannounced(asked.interaction.guild_id or 0)
        if session is not None:
            await asked.interaction.followup.send(following_text(session))
            with suppress(StoreUnavailable):
                await self.fair.announced(session)

    def _result(self, asked: Asked) -> Rolled:
        return self.rolling.roll(
            asked.prepared.rolls, seed=asked.fair.seed if asked.fair else asked.dice_seed
        )

    def _rolled(self, asked: Asked) -> tuple[Rolled, dict[str, Any]]:
        """Return the result, and the message that shows it."""
        result = self._result(asked)
        if asked.compact:
            luck = self._small(asked, result)
            reply = short_reply(result, player=asked.player, note=asked.note, luck=luck, called=asked.called)
            shown: dict[str, Any] = {"content": reply}
        else:
            shown = {"embed": self._embed(asked, result)}
        return result, with_hint(shown, asked.hint) if asked.hint else shown

    def _embed(self, asked: Asked, result: Rolled) -> discord.Embed:
        return asked.embed(result, self._small(asked, result), self.emojis)

    def _small(self, asked: Asked, result: Rolled) -> str:
        """Return the small line: how lucky a roll was, and its number where it is verifiable."""
        luck = self._luck(asked, result)
        return " \N{MIDDLE DOT} ".join(filter(None, (luck, mark_of(asked.fair)))) if asked.fair else luck

    def _luck(self, asked: Asked, result: Rolled) -> str:
        """Return the line on how lucky a roll was; "" where it is turned off or too costly to compute."""
        if not asked.luck:
            return ""
        if isinstance(result, Played):
            standing = standing_of(asked.prepared.rolls, result, work=self.percentiles.work_for_games)
        else:
            standing = self.percentiles.standing(result)
        return luck_line(standing, always=asked.luck_always) if standing else ""

    async def _hide(self, asked: Asked) -> None:
        """Roll, show that a roll was made, and its result only to the GM."""
        result = (
            await self._deferred(asked, self._result) if asked.prepared.takes_long else self._result(asked)
        )
        roll = asked.recorded(result, self.now())
        # Nobody has seen the result, so it must be stored before the roll is announced.
        await self.blind_rolls.keep(roll)
        if asked.server.buttons:
            buttons = roll_buttons(asked.use, self.states.key_of, token=str(roll.blind_token))
            if isinstance(result, Played) and len(result.rolls) == 1:
                for button in unseen_buttons(result.rolls[0].ways, asked.interaction.id):
                    buttons.view.add_item(button)
        else:
            buttons = RollButtons(look_menu(str(roll.blind_token)), ())
        line = asked.public_line(result)
        try:
            message_id = await send(asked.interaction, embed=line, view=buttons.view)
        except discord.DiscordException as refusal:
            if is_refused(refusal):
                await self.history.withdraw(roll)
            raise
        roll = replace(roll, message_id=message_id)
        self.history.record(roll)
        self.metrics.rolls[asked.kind, asked.visibility] += 1
        await self.states.keep_soon(buttons.kept)
        await self._send_to_gm(asked, roll, result)

    async def _show(self, asked: Asked) -> None:
        """Roll, show the result to the player or to everyone, and only then do the rest."""
        for_all = asked.visibility is Visibility.EVERYONE
        if asked.prepared.takes_long:
            result, shown = await self._deferred(asked, self._rolled)
            roll, buttons = await self._send(asked, result, shown)
        else:
            async with self._turns.next():
                result, shown = self._rolled(asked)
                roll, buttons = await self._send(asked, result, shown)
        self.metrics.rolls[asked.kind, asked.visibility] += 1
        # Most buttons need no more than their custom ids.
        if buttons is not None and (buttons.kept or self.states.waiting):
            await self.states.keep_soon(buttons.kept)
        if for_all:
            await self._copy(asked, roll, result)
        elif asked.visibility is Visibility.ME_AND_GM and not await self._send_to_gm(asked, roll, result):
            # The button must find the roll as soon as it appears.
            await self.blind_rolls.keep(roll)
            line, look = asked.public_line(result), look_menu(str(roll.blind_token))
            public = await asked.interaction.followup.send(embed=line, view=look, wait=True)
            self.history.record(replace(roll, message_id=public.id))

    async def _deferred(self, asked: Asked, roll: Callable[[Asked], T]) -> T:
        """Return the result of a large roll: in a thread, while the player sees "thinking"."""
        await asked.interaction.response.defer(ephemeral=asked.visibility in _PRIVATE, thinking=True)
        return await asyncio.to_thread(roll, asked)

    async def _send(
        self, asked: Asked, result: Rolled, shown: dict[str, Any]
    ) -> tuple[RecordedRoll, RollButtons | None]:
        """Send a result with its buttons; return these, and the roll as it is recorded."""
        roll = asked.recorded(result, self.now())
        buttons = self._buttons(asked, result) if asked.server.buttons else None
        if buttons is not None:
            shown["view"] = buttons.view
        sent = await self.history.send(roll)
        try:
            message_id = await send(asked.interaction, ephemeral=asked.visibility in _PRIVATE, **shown)
        except discord.DiscordException as refusal:
            if sent is not None and is_refused(refusal):
                await self.history.withdraw(roll)
            raise
        if asked.visibility is Visibility.EVERYONE:
            roll = replace(roll, message_id=message_id)
        self.history.record(roll, sent)
        return roll, buttons

    def _buttons(self, asked: Asked, result: Rolled) -> RollButtons:
        if isinstance(result, Played):
            return game_buttons(result, asked.interaction.id, asked.use, self.states.key_of)
        # The seed of a verifiable roll is the session's, and stays secret until that ends.
        seed = None if asked.fair else asked.dice_seed
        return roll_buttons(asked.use, self.states.key_of, seed=seed)

    async def _send_to_gm(self, asked: Asked, roll: RecordedRoll, result: Rolled) -> bool:
        """Post a result in the GM channel; return whether there is one and the post succeeded."""
        channel_id = asked.server.gm_channel_id
        if channel_id is None:
            return False
        message = {
            "content": gm_line(roll),
            "embed": self._embed(asked, result),
            "view": reveal_button(str(roll.blind_token)),
        }
        return await self.channels.copy(asked.interaction.client, channel_id, message)

    async def _copy(self, asked: Asked, roll: RecordedRoll, result: Rolled) -> None:
        channel_id = asked.server.results_channel_id
        if channel_id is None or channel_id == roll.channel_id:
            return
        message = {"content": copy_line(roll), "embed": self._embed(asked, result)}
        await self.channels.copy(asked.interaction.client, channel_id, message)
