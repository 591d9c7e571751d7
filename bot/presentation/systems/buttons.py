"""The buttons under a game system's roll. Each names the roll by the interaction that made it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import discord

from bot.presentation.discord_limits import FORM_TITLE, cut
from bot.presentation.rolls.buttons import MOST_REMEMBERED, RollButtons, game_rows, roll_buttons
from bot.presentation.views import form, rows
from bot.store.visibility import Visibility
from bot.texts import _, ngettext, spoken
from dicewright.rendering import shown_pools

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.presentation.rolls.buttons import Use
    from bot.services.systems.played import Played, Ways
    from dicewright import SystemResult

PUSH = "push"
CHOOSE = "choose"
CHOSEN = "chosen"
ANSWER = "answer"
ANSWERED = "answered"
ANSWER_MEANT = "answer.meant"
ANSWER_FIELD = "call"
_LONGEST_ANSWER = 200
ANY_LOOK = r"(?P<action>push|keep):(?P<roll>\d+)"
_LONGEST_LABEL = 60
# Discord takes 25 options in a select.
_MOST_OPTIONS = 25
_MOST_FOLLOW_UPS = 3
# Custom ids that the interaction which made the roll completes.
_BEGINNINGS = frozenset({f"{PUSH}:", f"{CHOOSE}:push:", f"{CHOOSE}:keep:", f"{ANSWER}:"})


def game_buttons(
    played: Played,
    interaction_id: int,
    use: Use,
    key_of: Callable[[str], str],
) -> RollButtons:
    """Return the buttons under a result: those of any roll, and what the system lets a player do with it."""
    only = played.rolls[0] if len(played.rolls) == 1 else None
    # Others do not see a roll that is not for everyone, and so cannot answer it.
    answered = only is not None and only.ways.oppose and use.visibility is Visibility.EVERYONE
    if only is None or not (only.follow_ups or only.ways.push or only.ways.keep or answered):
        return roll_buttons(use, key_of)
    if only.follow_ups:
        use = use._replace(calls=only.follow_ups[:_MOST_FOLLOW_UPS])
    made = _for_any_roll(use, only.ways, answered, key_of, spoken())
    return RollButtons(made.view.completed(_BEGINNINGS, str(interaction_id)), made.kept)


@lru_cache(maxsize=MOST_REMEMBERED)
def _for_any_roll(
    use: Use, ways: Ways, answered: bool, key_of: Callable[[str], str], _language: str
) -> RollButtons:
    """Return the buttons without the id of the interaction at the end of their custom ids."""
    (ordinary, following, menu), kept = game_rows(use, key_of)
    looks: list[discord.ui.Item[discord.ui.View]] = []
    if ways.push and ways.choose:
        looks.append(_button(ways.push, f"{CHOOSE}:push:"))
    elif ways.push:
        looks.append(push_button("", ways.push))
    if ways.keep:
        looks.append(_button(ways.keep, f"{CHOOSE}:keep:"))
    first_row = [*ordinary, answer_button("")] if answered else ordinary
    return RollButtons(rows(first_row, [*looks, *following], menu), kept)


def push_button(interaction_id: int | str, label: str = "") -> discord.ui.Button[discord.ui.View]:
    """Return the button that throws the dice of a roll again."""
    return _button(label or _("Push"), f"{PUSH}:{interaction_id}")


def answer_button(interaction_id: int | str) -> discord.ui.Button[discord.ui.View]:
    """Return the button with which another player rolls against a roll."""
    return discord.ui.Button(label=_("Answer this roll"), custom_id=f"{ANSWER}:{interaction_id}")


def unseen_buttons(ways: Ways, interaction_id: int) -> list[discord.ui.Button[discord.ui.View]]:
    """Return the buttons under a roll that nobody has seen: those that say nothing about its result."""
    push = [push_button(interaction_id)] if ways.blind else []
    return [*push, *([answer_button(interaction_id)] if ways.oppose else [])]


def answer_form(interaction_id: int, call: str, example: str) -> discord.ui.Modal:
    """Return the form for the roll that answers a call. Call it in an event loop."""
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=ANSWER_FIELD, placeholder=cut(example, _LONGEST_LABEL), max_length=_LONGEST_ANSWER
    )
    label = discord.ui.Label(text=_("What do you roll?"), component=field)
    title = cut(_("Answer to {call}", call=call), FORM_TITLE)
    return form(label, title=title, custom_id=f"{ANSWERED}:{interaction_id}")


def meant_button(interaction_id: int, text: str, key: str, *, label: str = "") -> discord.ui.View:
    """Return the button under a mistake in an answer: it rolls what was meant, which is kept under a key."""
    label = label or _("Roll {dice}", dice=text)
    return rows([_button(label, f"{ANSWER_MEANT}:{interaction_id}:{key}")])


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
