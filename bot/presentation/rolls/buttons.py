"""The buttons under a roll. What they stand for is in their custom ids, or under a key kept in the store."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import discord

from bot.presentation.discord_limits import CUSTOM_ID, cut
from bot.presentation.views import Rows, rows
from bot.store.called import UNCALLED, Called
from bot.store.visibility import Visibility
from bot.texts import N_, _, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.services.rolls.rolling import Again
    from bot.services.systems.played import FollowUp
    from bot.store.called import Way

    Buttons = list[discord.ui.Item[discord.ui.View]]

ROLL = "roll"
ODDS = "odds"
SAVE = "save"
LOOK = "look"
REVEAL = "reveal"
DICE = "dice"
MENU = "more"
"""The custom id of the menu; the values of its options are what custom ids of buttons are."""

# In a note and a name it becomes a plain bar, so the last one in a state is where the note begins.
_SIGN = "\N{BROKEN BAR}"
_NAMED = "="
_WAYS: dict[str, Way] = {" ": "", "+": "adv", "-": "dis", "~": "plain"}
_WAY_SIGNS = {way: sign for sign, way in _WAYS.items()}
_NOTE_LENGTH = 200
# No roll begins so.
_VERSION_SIGN = "\N{SECTION SIGN}"
KEPT_KEY = "(?P<key>[0-9a-f]{24})"
"""The pattern of the key in a custom id under which a text is kept for it; its group is `key`."""
_VERSION = re.compile(f"{_VERSION_SIGN}([0-9a-f]{{16}}){_VERSION_SIGN}")
_LABELS = {
    "again": N_("Roll again"),
    "plain": N_("Plain"),
    "adv": N_("Adv"),
    "odds": N_("Odds"),
    "with_advantage": N_("With advantage"),
    "with_disadvantage": N_("With disadvantage"),
    "save": N_("Save under a name"),
    "dice": N_("All dice as a file"),
    "more": N_("More…"),
}
# A label has 80 characters at most.
_LONGEST_LABEL = 60
MOST_REMEMBERED = 200
"""How many views are kept: tables roll the same again and again, and one takes some five kilobytes."""
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
    called: Called = UNCALLED
    version: str = ""
    """Which version of a server's own game system rolls it."""

    def __str__(self) -> str:
        note = self.note
        if note:
            note = cut(" ".join(note.split()), _NOTE_LENGTH).replace(_SIGN, "|")
        name = self.called.name
        if name:
            name = f"{_NAMED}{_WAY_SIGNS[self.called.way]}{name.replace(_SIGN, '|')}{_SIGN}"
        version = f"{_VERSION_SIGN}{self.version}{_VERSION_SIGN}" if self.version else ""
        return f"{_LETTERS[self.visibility]}{name}{version}{self.text}{_SIGN}{note}"

    @classmethod
    def read(cls, written: str) -> ButtonState:
        """Return the state that `str` wrote. Raises ValueError for any other text."""
        text, sign, note = written[1:].rpartition(_SIGN)
        visibility = _VISIBILITIES.get(written[:1])
        if visibility is None or not sign:
            raise ValueError("this is no state of a button")
        called = UNCALLED
        # No notation begins with this sign.
        if text.startswith(_NAMED) and _SIGN in text:
            name, _sign, text = text[1:].partition(_SIGN)
            called = Called(name[1:], _WAYS.get(name[:1], ""))
        named = _VERSION.match(text)
        if named is None:
            return cls(text, note, visibility, called)
        return cls(text[named.end() :], note, visibility, called, named[1])


@dataclass(frozen=True, slots=True)
class RollButtons:
    """Buttons for a message, and the texts by key that must be kept for them."""

    view: Rows
    kept: tuple[str, ...]


class Use(NamedTuple):
    """What the buttons under a roll do with it."""

    again: Again
    note: str
    visibility: Visibility
    called: Called = UNCALLED
    calls: tuple[FollowUp, ...] = ()
    """The calls of a game system that follow it."""


def state_pattern(kind: str) -> str:
    """Return the pattern of the custom ids of a kind of button; its groups are `state` and `key`."""
    return rf"(?s:{kind}(?::(?P<state>[emgb].*)|#{KEPT_KEY}))"


def state_id(kind: str, state: ButtonState, key_of: Callable[[str], str]) -> tuple[str, tuple[str, ...]]:
    """Return the custom id of what stands for a state, and the text that must be kept where that is long."""
    written = str(state)
    custom_id = f"{kind}:{written}"
    if len(custom_id) <= CUSTOM_ID:
        return custom_id, ()
    return f"{kind}#{key_of(written)}", (written,)


def roll_buttons(
    use: Use, key_of: Callable[[str], str], *, seed: bytes | None = None, token: str = ""
) -> RollButtons:
    """Return the buttons under a result; `key_of` gives the key of a text that does not fit in a custom id.

    A roll with a `seed` has its dice in a file; one with a `token` can be looked at by the GM.
    The view is a value and may be sent again and again. Call it while an event loop runs.
    """
    if seed or token:
        return _made(use, key_of, seed, token).whole()
    return _usual(use, key_of, spoken())


@lru_cache(maxsize=MOST_REMEMBERED)
def _usual(use: Use, key_of: Callable[[str], str], _language: str) -> RollButtons:
    return _made(use, key_of, None, "").whole()


def game_rows(use: Use, key_of: Callable[[str], str]) -> tuple[list[Buttons], tuple[str, ...]]:
    """Return the buttons that use a roll again, those of calls that follow it, and what is kept for both."""
    made = _made(use, key_of, None, "")
    following = _Row("", use.visibility, UNCALLED, key_of, use.again.version)
    for each in use.calls:
        following.add(_("Roll {dice}", dice=cut(each.label, _LONGEST_LABEL)), ROLL, each.call)
    return [made.buttons, following.buttons, made.menu_row()], (*made.kept, *following.kept)


@lru_cache(maxsize=MOST_REMEMBERED)
def _labels(_language: str) -> dict[str, str]:
    """Return the labels of buttons and choices in the language of this task."""
    return {name: _(label) for name, label in _LABELS.items()}


def _made(use: Use, key_of: Callable[[str], str], seed: bytes | None, token: str) -> _Row:
    """Return two buttons for what is done most, and a menu of all else."""
    again, way = use.again, use.called.way
    made = _Row(use.note, use.visibility, use.called, key_of, again.version)
    said = made.labels
    made.add(said["again"], ROLL, again.text, way)
    if again.plain:
        # What had advantage because of a button was plain before.
        made.add(said["plain"], ROLL, again.plain, "" if way in ("adv", "dis") else "plain")
    elif again.with_advantage:
        made.add(said["adv"], ROLL, again.with_advantage, "adv")
    else:
        made.add(said["odds"], ODDS, again.text, way)
    if again.with_advantage and again.plain:
        made.offer(said["with_advantage"], ROLL, again.with_advantage, "adv")
    if again.with_disadvantage:
        made.offer(said["with_disadvantage"], ROLL, again.with_disadvantage, "dis")
    if again.plain or again.with_advantage:
        made.offer(said["odds"], ODDS, again.text, way)
    if again.saved:
        made.offer(said["save"], SAVE, again.text, way)
    if seed:
        made.offer(said["dice"], DICE, f"{seed.hex()} {again.text}", way)
    if token:
        made.options.append(_look(token))
    return made


def fixed_button(
    kind: str,
    text: str,
    note: str,
    visibility: Visibility,
    key_of: Callable[[str], str],
    *,
    label: str = "",
) -> RollButtons:
    """Return the button under a mistake that rolls what was meant, or shows the odds of that.

    Its `label` says so, unless another is given.
    """
    made = _Row(note, visibility, UNCALLED, key_of)
    shown = cut(text, _LONGEST_LABEL)
    usual = _("Odds of {dice}", dice=shown) if kind == ODDS else _("Roll {dice}", dice=shown)
    made.add(label or usual, kind, text)
    return made.whole()


def look_menu(token: str) -> Rows:
    """Return the menu under the public line of a roll that has no other buttons."""
    return rows([_menu([_look(token)], _labels(spoken())["more"])])


def reveal_button(token: str) -> discord.ui.View:
    """Return the button by which a GM shows a roll to all."""
    style = discord.ButtonStyle.primary
    return rows(
        [discord.ui.Button(label=_("Reveal to everyone"), style=style, custom_id=f"{REVEAL}:{token}")]
    )


@dataclass(slots=True)
class _Row:
    """Buttons and the options of a menu in the making."""

    note: str
    visibility: Visibility
    called: Called
    key_of: Callable[[str], str]
    version: str = ""
    """Which version of a server's own game system rolls it."""
    buttons: list[discord.ui.Item[discord.ui.View]] = field(default_factory=list)
    options: list[discord.SelectOption] = field(default_factory=list)
    kept: dict[str, None] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=lambda: _labels(spoken()))

    def add(self, label: str, kind: str, text: str, way: Way = "") -> None:
        """Add a button that stands for a text."""
        self.buttons.append(discord.ui.Button(label=label, custom_id=self._custom_id(kind, text, way)))

    def offer(self, label: str, kind: str, text: str, way: Way = "") -> None:
        """Add an option to the menu that stands for a text."""
        self.options.append(discord.SelectOption(label=label, value=self._custom_id(kind, text, way)))

    def whole(self) -> RollButtons:
        """Return the buttons with the menu below them."""
        return RollButtons(rows(self.buttons, self.menu_row()), tuple(self.kept))

    def menu_row(self) -> list[discord.ui.Item[discord.ui.View]]:
        """Return the row of the menu, which is empty where there is nothing else to do."""
        return [_menu(self.options, self.labels["more"])] if self.options else []

    def _custom_id(self, kind: str, text: str, way: Way) -> str:
        called = Called(self.called.name, way) if self.called.name else UNCALLED
        custom_id, kept = state_id(
            kind, ButtonState(text, self.note, self.visibility, called, self.version), self.key_of
        )
        self.kept |= dict.fromkeys(kept)
        return custom_id


def _menu(options: list[discord.SelectOption], placeholder: str) -> discord.ui.Item[discord.ui.View]:
    return discord.ui.Select(custom_id=MENU, placeholder=placeholder, options=options)


def _look(token: str) -> discord.SelectOption:
    return discord.SelectOption(label=_("Look (only for the GM)"), value=f"{LOOK}:{token}")
