"""The buttons under a roll. What they stand for is in their custom ids, or under a key kept in the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.presentation.discord_limits import CUSTOM_ID, cut
from bot.presentation.views import rows
from bot.store.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.services.again import Again

ROLL = "roll"
ODDS = "odds"
SAVE = "save"
LOOK = "look"
REVEAL = "reveal"

# In a note it becomes a plain bar, so the last one in a state is where the note begins.
_NOTE_SIGN = "\N{BROKEN BAR}"
_NOTE_LENGTH = 200
_VISIBILITIES = {
    "e": Visibility.EVERYONE,
    "m": Visibility.ONLY_ME,
    "g": Visibility.ME_AND_GM,
    "b": Visibility.BLIND,
}
_LETTERS = {visibility: letter for letter, visibility in _VISIBILITIES.items()}


@dataclass(frozen=True, slots=True)
class ButtonState:
    """What a button rolls or saves.

    >>> ButtonState.read(str(ButtonState("1d20 + 5", "to hit", Visibility.ONLY_ME))).note
    'to hit'
    """

    text: str
    note: str
    visibility: Visibility

    def __str__(self) -> str:
        note = cut(" ".join(self.note.split()), _NOTE_LENGTH).replace(_NOTE_SIGN, "|")
        return f"{_LETTERS[self.visibility]}{self.text}{_NOTE_SIGN}{note}"

    @classmethod
    def read(cls, written: str) -> ButtonState:
        """Return the state that `str` wrote."""
        text, _, note = written[1:].rpartition(_NOTE_SIGN)
        return cls(text, note, _VISIBILITIES[written[0]])


@dataclass(frozen=True, slots=True)
class RollButtons:
    """Buttons for a message, and the texts by key that must be kept for them."""

    view: discord.ui.View
    kept: tuple[str, ...]


def state_pattern(kind: str) -> str:
    """Return the pattern of the custom ids of a kind of button; its groups are `state` and `key`."""
    return rf"(?s:{kind}(?::(?P<state>[emgb].*)|#(?P<key>[0-9a-f]{{24}})))"


def roll_buttons(
    again: Again, note: str, visibility: Visibility, key_of: Callable[[str], str]
) -> RollButtons:
    """Return the buttons under a roll; `key_of` gives the key of a text that does not fit in a custom id.

    Call it while an event loop runs.
    """
    ways = [
        ("Roll again", ROLL, again.text),
        ("Adv", ROLL, again.with_advantage),
        ("Dis", ROLL, again.with_disadvantage),
        ("Odds", ODDS, again.text),
        ("Save", SAVE, again.text),
    ]
    kept: dict[str, None] = {}
    buttons: list[discord.ui.Button[discord.ui.View]] = []
    for label, kind, text in ways:
        if not text:
            continue
        state = str(ButtonState(text, note, visibility))
        custom_id = f"{kind}:{state}"
        if len(custom_id) > CUSTOM_ID:
            custom_id = f"{kind}#{key_of(state)}"
            kept[state] = None
        buttons.append(
            discord.ui.Button(label=label, style=discord.ButtonStyle.secondary, custom_id=custom_id)
        )
    return RollButtons(rows(buttons), tuple(kept))


def look_button(token: str) -> discord.ui.View:
    """Return the button under the public line of a roll that only the GM sees."""
    return rows([discord.ui.Button(label="Look (GM)", custom_id=f"{LOOK}:{token}")])


def reveal_button(token: str) -> discord.ui.View:
    """Return the button by which a GM shows a blind roll to all."""
    style = discord.ButtonStyle.primary
    return rows([discord.ui.Button(label="Reveal to all", style=style, custom_id=f"{REVEAL}:{token}")])
