"""The buttons under a game system's roll. Each names the roll by the interaction that made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.presentation.discord_limits import cut
from bot.presentation.rolls.buttons import RollButtons, game_rows, roll_buttons
from bot.presentation.views import rows
from bot.texts import _, ngettext
from dicewright.rendering import shown_pools

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.presentation.rolls.buttons import Use
    from bot.services.systems.played import Played
    from dicewright import SystemResult

PUSH = "push"
CHOOSE = "choose"
CHOSEN = "chosen"
ANY_LOOK = r"(?P<action>push|keep):(?P<roll>\d+)"
_LONGEST_LABEL = 60
# Discord takes 25 options in a select.
_MOST_OPTIONS = 25
_MOST_FOLLOW_UPS = 3


def game_buttons(
    played: Played,
    interaction_id: int,
    use: Use,
    key_of: Callable[[str], str],
) -> RollButtons:
    """Return the buttons under a result: those of any roll, and what the system lets a player do with it."""
    only = played.rolls[0] if len(played.rolls) == 1 else None
    if only is None or not (only.follow_ups or only.ways.push or only.ways.keep):
        return roll_buttons(use, key_of)
    (ordinary, following, menu), kept = game_rows(
        replace(use, calls=only.follow_ups[:_MOST_FOLLOW_UPS]), key_of
    )
    looks: list[discord.ui.Item[discord.ui.View]] = []
    if only.ways.push and only.ways.choose:
        looks.append(_button(only.ways.push, f"{CHOOSE}:push:{interaction_id}"))
    elif only.ways.push:
        looks.append(push_button(interaction_id, only.ways.push))
    if only.ways.keep:
        looks.append(_button(only.ways.keep, f"{CHOOSE}:keep:{interaction_id}"))
    return RollButtons(rows(ordinary, [*looks, *following], menu), kept)


def push_button(interaction_id: int, label: str = "") -> discord.ui.Button[discord.ui.View]:
    """Return the button that throws the dice of a roll again."""
    return _button(label or _("Push"), f"{PUSH}:{interaction_id}")


def dice_choice(
    action: str, interaction_id: int, result: SystemResult, dice: Sequence[tuple[str, int]], most: int
) -> tuple[str, discord.ui.View]:
    """Return the question which dice to throw again or to keep, and the select that answers it."""
    pools = shown_pools(result.pools)
    options = [
        discord.SelectOption(
            label=cut(f"{pool.replace('_', ' ')} {at + 1}: {pools[pool][at].text}", _LONGEST_LABEL),
            value=f"{pool}.{at}",
        )
        for pool, at in dice
        if pool in pools and at < len(pools[pool])
    ][:_MOST_OPTIONS]
    most = min(most, len(options))
    select: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id=f"{CHOSEN}:{action}:{interaction_id}",
        options=options,
        min_values=1,
        max_values=most,
        placeholder=ngettext("Choose {count} die", "Choose up to {count} dice", most),
    )
    text = (
        _("Which dice do you want to reroll?") if action == "push" else _("Which dice do you want to keep?")
    )
    return text, rows([select])


def _button(label: str, custom_id: str) -> discord.ui.Button[discord.ui.View]:
    style = discord.ButtonStyle.primary
    return discord.ui.Button(label=cut(label, _LONGEST_LABEL), custom_id=custom_id, style=style)
