"""The buttons under a roll. What they stand for is in their custom ids, or under a key kept in the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import discord

from bot.presentation.discord_limits import CUSTOM_ID, cut
from bot.presentation.views import rows
from bot.store.visibility import Visibility
from bot.texts import _, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.services.rolls.rolling import Again
    from bot.services.systems.played import FollowUp

    Buttons = list[discord.ui.Button[discord.ui.View]]

ROLL = "roll"
ODDS = "odds"
SAVE = "save"
LOOK = "look"
REVEAL = "reveal"

# In a note it becomes a plain bar, so the last one in a state is where the note begins.
_NOTE_SIGN = "\N{BROKEN BAR}"
_NOTE_LENGTH = 200
# A label has 80 characters at most.
_LONGEST_LABEL = 60
# Tables roll the same again and again; a row of buttons takes some five kilobytes.
_MOST_REMEMBERED = 200
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
        note = self.note
        if note:
            note = cut(" ".join(note.split()), _NOTE_LENGTH).replace(_NOTE_SIGN, "|")
        return f"{_LETTERS[self.visibility]}{self.text}{_NOTE_SIGN}{note}"

    @classmethod
    def read(cls, written: str) -> ButtonState:
        """Return the state that `str` wrote. Raises ValueError for any other text."""
        text, sign, note = written[1:].rpartition(_NOTE_SIGN)
        visibility = _VISIBILITIES.get(written[:1])
        if visibility is None or not sign:
            raise ValueError("this is no state of a button")
        return cls(text, note, visibility)


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
    """Return the buttons under a result; `key_of` gives the key of a text that does not fit in a custom id.

    The view is a value and may be sent again and again. Call it while an event loop runs.
    """
    return _roll_buttons(again, note, visibility, key_of, spoken())


@lru_cache(maxsize=_MOST_REMEMBERED)
def _roll_buttons(
    again: Again, note: str, visibility: Visibility, key_of: Callable[[str], str], _language: str
) -> RollButtons:
    made = _Row(note, visibility, key_of)
    made.add_all(again)
    return RollButtons(rows(made.buttons), tuple(made.kept))


def fixed_button(
    kind: str, text: str, note: str, visibility: Visibility, key_of: Callable[[str], str]
) -> RollButtons:
    """Return the button under a mistake that rolls what was meant, or shows the odds of that."""
    made = _Row(note, visibility, key_of)
    shown = cut(text, _LONGEST_LABEL)
    made.add(_("Odds of {dice}", dice=shown) if kind == ODDS else _("Roll {dice}", dice=shown), kind, text)
    return RollButtons(rows(made.buttons), tuple(made.kept))


def blind_buttons(
    token: str,
    again: Again | None,
    note: str,
    key_of: Callable[[str], str],
    more: Sequence[discord.ui.Button[discord.ui.View]] = (),
) -> RollButtons:
    """Return the buttons under the public line of a blind roll, the GM's in a row of its own.

    `again` None leaves out the others. What they stand for is blind, too. `more` are put in the last row.
    """
    made = _Row(note, Visibility.BLIND, key_of)
    if again:
        made.add_all(again)
    return RollButtons(rows([_look(token)], made.buttons, more), tuple(made.kept))


def again_buttons(
    again: Again, note: str, visibility: Visibility, key_of: Callable[[str], str], calls: tuple[FollowUp, ...]
) -> tuple[Buttons, Buttons, tuple[str, ...]]:
    """Return the buttons that use a roll again, those of calls that follow it, and what is kept for both."""
    return _again_buttons(again, note, visibility, key_of, calls, spoken())


@lru_cache(maxsize=_MOST_REMEMBERED)
def _again_buttons(
    again: Again,
    note: str,
    visibility: Visibility,
    key_of: Callable[[str], str],
    calls: tuple[FollowUp, ...],
    _language: str,
) -> tuple[Buttons, Buttons, tuple[str, ...]]:
    made = _Row(note, visibility, key_of)
    made.add_all(again)
    following = _Row("", visibility, key_of)
    for each in calls:
        following.add(_("Roll {dice}", dice=cut(each.label, _LONGEST_LABEL)), ROLL, each.call)
    return made.buttons, following.buttons, (*made.kept, *following.kept)


def look_button(token: str) -> discord.ui.View:
    """Return the button under the public line of a roll that the player has seen."""
    return rows([_look(token)])


def reveal_button(token: str) -> discord.ui.View:
    """Return the button by which a GM shows a blind roll to all."""
    style = discord.ButtonStyle.primary
    return rows(
        [discord.ui.Button(label=_("Reveal to everyone"), style=style, custom_id=f"{REVEAL}:{token}")]
    )


@dataclass(slots=True)
class _Row:
    """Buttons in the making."""

    note: str
    visibility: Visibility
    key_of: Callable[[str], str]
    buttons: list[discord.ui.Button[discord.ui.View]] = field(default_factory=list)
    kept: dict[str, None] = field(default_factory=dict)

    def add_all(self, again: Again) -> None:
        """Add a button for each way in which a roll can be used again."""
        self.add(_("Roll again"), ROLL, again.text)
        if again.with_advantage:
            self.add(_("Adv"), ROLL, again.with_advantage)
            self.add(_("Dis"), ROLL, again.with_disadvantage)
        self.add(_("Odds"), ODDS, again.text)
        if again.saved:
            self.add(_("Save"), SAVE, again.text)

    def add(self, label: str, kind: str, text: str) -> None:
        """Add a button that stands for a text."""
        state = str(ButtonState(text, self.note, self.visibility))
        custom_id = f"{kind}:{state}"
        if len(custom_id) > CUSTOM_ID:
            custom_id = f"{kind}#{self.key_of(state)}"
            self.kept[state] = None
        self.buttons.append(discord.ui.Button(label=label, custom_id=custom_id))


def _look(token: str) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=_("Look (GM)"), custom_id=f"{LOOK}:{token}")
