"""/roll, its short twin /r, and the message menu that rolls what a message says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands
from discord.app_commands import locale_str

from bot.commands.rolls.buttons import pressed_request, pressed_state
from bot.discord_api.answers import user_errors_answered
from bot.discord_api.contexts import BY_SERVER_OR_USER, EVERYWHERE
from bot.presentation.choices import choice
from bot.presentation.discord_limits import CHOICE_VALUE, CHOICES
from bot.presentation.rolls.buttons import ROLL, state_pattern
from bot.services.rolls.prose import rolls_in
from bot.services.rolls.requests import Place
from bot.services.rolls.rolling import RollRequest
from bot.services.user_error import UserError
from bot.store.visibility import Visibility
from bot.texts import _

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterator

    from bot.commands.rolls.answers import RollAnswer
    from bot.services.button_states import ButtonStates
    from bot.services.rolls.suggestions import Suggestions
    from dicewright import Limits

    Played = Callable[[Place], Awaitable[tuple[str, ...]]]
    Suggest = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]


log = structlog.stdlib.get_logger(__name__)

LONGEST_DICE = 1_000
_LONGEST_NOTE = 200
_MOST_TIMES = 100
_VISIBILITIES = [
    app_commands.Choice(name=name, value=visibility.value)
    for visibility, name in (
        (Visibility.EVERYONE, locale_str("Everyone")),
        (Visibility.ONLY_ME, locale_str("Only me")),
        (Visibility.ME_AND_GM, locale_str("Me and the GM")),
        (Visibility.BLIND, locale_str("Only the GM (blind roll)")),
    )
]


def roll_commands(
    answer_with_roll: RollAnswer, suggestions: Suggestions, played: Played
) -> Iterator[app_commands.Command[Any, ..., None]]:
    """Yield the commands that roll dice."""

    @app_commands.describe(
        dice=locale_str("What to roll, such as 1d20+5, 4d6kh3 or @attack"),
        note=locale_str("What the roll is for, such as: hit the dragon"),
        visibility=locale_str("Who can see the result"),
        times=locale_str("How many times to roll"),
    )
    @app_commands.choices(visibility=_VISIBILITIES)
    async def roll(
        interaction: discord.Interaction[discord.Client],
        dice: app_commands.Range[str, 1, LONGEST_DICE],
        note: app_commands.Range[str, 1, _LONGEST_NOTE] = "",
        visibility: str = "",
        times: app_commands.Range[int, 1, _MOST_TIMES] = 1,
    ) -> None:
        seen_by = Visibility(visibility) if visibility else None
        await answer_with_roll(interaction, RollRequest(dice, note, times, seen_by))

    for name, description in (
        ("roll", locale_str("Roll dice")),
        ("r", locale_str("Roll dice (short for /roll)")),
    ):
        command: app_commands.Command[Any, ..., None] = app_commands.Command(
            name=name,
            description=description,
            callback=roll,
            allowed_contexts=EVERYWHERE,
            allowed_installs=BY_SERVER_OR_USER,
        )
        command.autocomplete("dice")(suggesting(suggestions, played))
        yield command


def suggesting(suggestions: Suggestions, played: Played) -> Suggest:
    """Return what suggests texts to roll at each letter typed into an option.

    `played` returns the commands of the game systems that are played in a place.
    """

    async def suggest(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        try:
            place = Place(interaction.user.id, interaction.guild_id, interaction.channel_id)
            found = await suggestions.suggest(
                typed,
                place.player_id,
                place.server_id,
                most=CHOICES,
                longest=CHOICE_VALUE,
                played=await played(place),
                channel_id=place.channel_id,
            )
            return [choice(each) for each in found]
        except Exception:
            # Without the text, which is the player's own business.
            log.exception("suggestions failed", characters=len(typed))
            return []

    return suggest


def roll_menu(answer_with_roll: RollAnswer, states: ButtonStates, limits: Limits) -> app_commands.ContextMenu:
    """Return the menu item of messages that rolls the dice in a message.

    A roll of this bot is made again, as by its button: its text may say it in short.
    """

    async def roll_message(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        async with user_errors_answered(interaction):
            if message.author == interaction.client.user and (button := _roll_button(message)):
                pressed = await pressed_state(states, button["state"], button["key"])
                await answer_with_roll(interaction, pressed_request(pressed))
                return
            rolls = next(filter(None, (list(rolls_in(text, limits)) for text in _texts(message))), [])
            if not rolls:
                raise UserError(_("There are no dice in this message. Dice look like 1d20+5 or [[2d6]]."))
            if len(rolls) > limits.rolls:
                raise UserError(
                    _(
                        "This message has {count} rolls. You can make up to {most} at a time.",
                        count=len(rolls),
                        most=limits.rolls,
                    )
                )
            await answer_with_roll(interaction, RollRequest("; ".join(rolls)))

    return app_commands.ContextMenu(
        name=locale_str("Roll these dice"),
        callback=roll_message,
        allowed_contexts=EVERYWHERE,
        allowed_installs=BY_SERVER_OR_USER,
    )


def _roll_button(message: discord.Message) -> re.Match[str] | None:
    """Return what the first button of a message that rolls stands for; None if it has none."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            if found := re.fullmatch(state_pattern(ROLL), getattr(item, "custom_id", None) or ""):
                return found
    return None


def _texts(message: discord.Message) -> Iterator[str]:
    """Yield the texts of a message, the most telling first: bots put theirs in embeds, headed by the roll."""
    yield message.content
    for embed in message.embeds:
        for text in (
            embed.author.name,
            embed.title,
            embed.description,
            *(field.value for field in embed.fields),
        ):
            yield text or ""
