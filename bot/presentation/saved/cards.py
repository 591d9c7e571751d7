"""Saved rolls in messages: one as a card, and what became of saving, sharing and importing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.discord_limits import FORM_TITLE, MESSAGE_CONTENT, cut
from bot.presentation.rolls.highlight import Colour
from bot.presentation.views import form, rows
from dicewright.rendering import escape_markdown, isolate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.services.saved.changes import Saved, SavedMany
    from bot.store.saved_rolls import Owner, SavedRoll

ROLL = "saved:roll:"
EDIT = "saved:edit:"
SHARE = "saved:share:"
REMOVE = "saved:remove:"
PUT_BACK = "saved:back:"
TAKE = "saved:take:"
REPLACE = "saved:replace:"
EDITED = "saved:edited:"
"""The form in which a saved roll is edited."""
NAME = "name"
TEXT = "text"
"""The fields of that form."""

_LONGEST_NAME = 33  # 32 letters, and an @ before them
_LONGEST_TEXT = 1_000
_LONGEST_SHOWN = 1_500


def card(roll: SavedRoll, *, said: str = "") -> discord.Embed:
    """Return a saved roll as an embed; `said` is a sentence on what has just been done to it."""
    whose = "Yours, on every server" if roll.owner.kind == "player" else "This server's"
    text = "\n".join(filter(None, [said, f"**@{escape_markdown(roll.name)}**", code(roll.text)]))
    embed = discord.Embed(description=text, colour=Colour.PLAIN)
    return embed.set_footer(text=f"{whose} \N{MIDDLE DOT} {_used(roll.uses)}")


def card_view(roll: SavedRoll, *, may_change: bool) -> discord.ui.View:
    """Return what can be done with a saved roll, as buttons."""
    key = _key(roll)
    buttons = [_button("Roll", ROLL + key, discord.ButtonStyle.success)]
    if may_change:
        buttons.append(_button("Edit", EDIT + key))
    buttons.append(_button("Share", SHARE + key))
    if may_change:
        buttons.append(_button("Remove", REMOVE + key, discord.ButtonStyle.danger))
    return rows(buttons)


def saved_text(saved: Saved) -> str:
    """Return that a roll was saved, and what is missing before it can be rolled, or others that need it."""
    text = f"Saved: {isolate(f'`/roll @{saved.roll.name}`')} rolls it."
    if saved.missing:
        are = "is" if len(saved.missing) == 1 else "are"
        text = f"Saved. It can be rolled once {_names(saved.missing)} {are} saved, too."
    if saved.left_behind:
        use = "uses" if len(saved.left_behind) == 1 else "use"
        text += f" {_names(saved.left_behind)} still {use} the old name."
    return text


def edit_form(roll: SavedRoll) -> discord.ui.Modal:
    """Return the form in which a saved roll is changed. Call it while an event loop runs."""
    name: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=NAME, default=roll.name, max_length=_LONGEST_NAME
    )
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=TEXT,
        style=discord.TextStyle.paragraph,
        default=roll.text,
        max_length=_LONGEST_TEXT,
    )
    return form(
        discord.ui.Label(text="Name", component=name),
        discord.ui.Label(text="What it rolls", component=text),
        title=cut(f"Change @{isolate(roll.name)}", FORM_TITLE),
        custom_id=EDITED + _key(roll),
    )


def removed_text(roll: SavedRoll) -> str:
    """Return that a saved roll was removed, and what it was."""
    return f"Removed **@{escape_markdown(roll.name)}**. It was {code(roll.text)}."


def put_back_view(roll: SavedRoll, state_key: str) -> discord.ui.View:
    """Return a button that undoes a removal; `state_key` is under what the text is kept."""
    return rows([_button("Put it back", f"{PUT_BACK}{_key(roll)}:{state_key}")])


def shared_text(player: str, roll: SavedRoll, names: Iterable[str], code_: str, days: int) -> str:
    """Return the public message about a shared roll; `names` are those it needs and brings along."""
    along = sorted(set(names) - {roll.name})
    with_names = f", with {_names(along)}" if along else ""
    return cut(
        f"{escape_markdown(player)} shares **@{escape_markdown(roll.name)}**: "
        f"{code(cut(roll.text, _LONGEST_TEXT))}{with_names}\n"
        f"Elsewhere, `/saved import code:{code_}` saves it, for {days} days.",
        MESSAGE_CONTENT,
    )


def take_view(code_: str) -> discord.ui.View:
    """Return the button with which others save a shared roll."""
    return rows([_button("Save it for me", TAKE + code_, discord.ButtonStyle.primary)])


def imported_text(outcome: SavedMany) -> str:
    """Return what became of an import."""
    parts = [
        f"{label} {_names(names)}."
        for label, names in (
            ("Saved:", outcome.added),
            ("Replaced:", outcome.replaced),
            ("Already there as something else, and left so:", outcome.kept),
            ("Already there:", outcome.same),
        )
        if names
    ]
    return cut("\n".join(parts) or "There was nothing to save in it.", MESSAGE_CONTENT)


def replace_view(code_: str) -> discord.ui.View:
    """Return the button that takes a shared roll over what was there."""
    return rows([_button("Replace mine", REPLACE + code_)])


def code(text: str) -> str:
    """Return notation as Discord shows code; backticks in it would end that, so then as plain text.

    >>> code("1d20 + 5")
    '`1d20 + 5`'
    """
    shown = cut(" ".join(text.split()), _LONGEST_SHOWN)
    return escape_markdown(shown) if "`" in shown else isolate(f"`{shown}`")


def owner_key(owner: Owner) -> str:
    """Return whose a roll is, for a custom id: whoever uses it is the player, or is on the server."""
    return "mine" if owner.kind == "player" else "server"


def _used(times: int) -> str:
    if times == 0:
        return "not rolled yet"
    return "rolled once" if times == 1 else f"rolled {times} times"


def _key(roll: SavedRoll) -> str:
    return f"{owner_key(roll.owner)}:{roll.name}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"@{escape_markdown(name)}" for name in names)


def _button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=label, custom_id=custom_id, style=style)
