"""Saved rolls in messages: one as a card, and the outcome of saving, sharing and importing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.colors import Color
from bot.presentation.discord_limits import FORM_TITLE, MESSAGE_CONTENT, cut
from bot.presentation.views import form, rows
from bot.texts import N_, _, ngettext
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
MEANT = "saved:meant:"
EDITED = "saved:edited:"
"""The form in which a saved roll is edited."""
NAME = "name"
TEXT = "text"
"""The fields of that form."""

_LONGEST_NAME = 33  # 32 letters, and an @ before them
_LONGEST_TEXT = 1_000
_LONGEST_SHOWN = 1_500
_LONGEST_LABEL = 60


def card(roll: SavedRoll, *, said: str = "") -> discord.Embed:
    """Return a saved roll as an embed; `said` is a sentence on what has just been done to it."""
    whose = _("Yours, on every server") if roll.owner.kind == "player" else _("For everyone on this server")
    text = "\n".join(filter(None, [said, f"**@{escape_markdown(roll.name)}**", code(roll.text)]))
    embed = discord.Embed(description=text, color=Color.PLAIN)
    return embed.set_footer(text=f"{whose} \N{MIDDLE DOT} {_used(roll.uses)}")


def card_view(roll: SavedRoll, *, may_change: bool) -> discord.ui.View:
    """Return what can be done with a saved roll, as buttons."""
    key = _key(roll)
    buttons = [_button(_("Roll"), ROLL + key, discord.ButtonStyle.success)]
    if may_change:
        buttons.append(_button(_("Edit"), EDIT + key))
    buttons.append(_button(_("Share"), SHARE + key))
    if may_change:
        buttons.append(_button(_("Delete"), REMOVE + key, discord.ButtonStyle.danger))
    return rows(buttons)


def saved_text(saved: Saved) -> str:
    """Return that a roll was saved, and what is missing before it can be rolled, or others that need it."""
    if saved.missing:
        text = _(
            "Saved. It needs a value for {names} when you roll it, as in {command}. If you leave one out, "
            "a form asks for it.",
            names=_names(saved.missing),
            command=isolate(f"`/roll {saved.example}`"),
        )
    else:
        text = _("Saved. Roll it with {command}.", command=isolate(f"`/roll @{saved.roll.name}`"))
    if saved.left_behind:
        names = _names(saved.left_behind)
        text += " " + _("The old name is still used by {names}.", names=names)
    return text


def hidden_text(roll: SavedRoll, character: str) -> str:
    """Return that a name means the value of the character in use, and not the saved roll."""
    return _(
        "{character} has @{name}, too: where you use that character, @{name} is its value.",
        character=escape_markdown(isolate(character)),
        name=escape_markdown(roll.name),
    )


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
        discord.ui.Label(text=_("Name"), component=name),
        discord.ui.Label(text=_("Dice"), component=text),
        title=cut(_("Edit @{name}", name=isolate(roll.name)), FORM_TITLE),
        custom_id=EDITED + _key(roll),
    )


def removed_text(roll: SavedRoll) -> str:
    """Return that a saved roll was removed, and what it was."""
    return _("Deleted **@{name}**: {dice}", name=escape_markdown(roll.name), dice=code(roll.text))


def put_back_view(roll: SavedRoll, state_key: str) -> discord.ui.View:
    """Return a button that undoes a removal; `state_key` is where the text is kept."""
    return rows([_button(_("Undo"), f"{PUT_BACK}{_key(roll)}:{state_key}")])


def shared_text(player: str, roll: SavedRoll, names: Iterable[str], code_: str, days: int) -> str:
    """Return the public message about a shared roll; `names` are those it needs and brings along."""
    along = sorted(set(names) - {roll.name})
    lines = [
        _(
            "{player} shares **@{name}**: {dice}",
            player=escape_markdown(player),
            name=escape_markdown(roll.name),
            dice=code(cut(roll.text, _LONGEST_TEXT)),
        )
    ]
    if along:
        lines.append(_("It also includes {names}.", names=_names(along)))
    lines.append(
        ngettext(
            "To save a copy, use `/saved import code:{code}` within {count} day.",
            "To save a copy, use `/saved import code:{code}` within {count} days.",
            days,
            code=code_,
        )
    )
    return cut("\n".join(lines), MESSAGE_CONTENT)


def take_view(code_: str) -> discord.ui.View:
    """Return the button with which others save a shared roll."""
    return rows([_button(_("Save for me"), TAKE + code_, discord.ButtonStyle.primary)])


def imported_text(outcome: SavedMany) -> str:
    """Return the outcome of an import."""
    parts = [
        _(text, names=_names(names))
        for text, names in (
            (N_("Saved: {names}."), outcome.added),
            (N_("Replaced: {names}."), outcome.replaced),
            (N_("Not changed, because you have other rolls with these names: {names}."), outcome.kept),
            (N_("Already saved: {names}."), outcome.same),
        )
        if names
    ]
    return cut("\n".join(parts) or _("There was nothing to save."), MESSAGE_CONTENT)


def meant_view(text: str, key: str) -> discord.ui.View:
    """Return the button under a mistake that saves what was meant, which is kept under a key."""
    label = _("Save {dice}", dice=cut(text, _LONGEST_LABEL))
    return rows([_button(label, MEANT + key, discord.ButtonStyle.primary)])


def replace_view(code_: str) -> discord.ui.View:
    """Return the button that takes a shared roll over what was there."""
    return rows([_button(_("Replace mine"), REPLACE + code_)])


def code(text: str) -> str:
    """Return notation as Discord shows code; backticks in it would end that, so then as plain text.

    >>> code("1d20 + 5")
    '`1d20 + 5`'
    """
    shown = cut(" ".join(text.split()), _LONGEST_SHOWN)
    return escape_markdown(shown) if "`" in shown else isolate(f"`{shown}`")


def owner_key(owner: Owner) -> str:
    """Return whose a roll is, for a custom id: the person who uses it is the player, or is on the server."""
    return "mine" if owner.kind == "player" else "server"


def _used(times: int) -> str:
    if times == 0:
        return _("not rolled yet")
    return ngettext("rolled {count} time", "rolled {count} times", times)


def _key(roll: SavedRoll) -> str:
    return f"{owner_key(roll.owner)}:{roll.name}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"@{escape_markdown(name)}" for name in names)


def _button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=label, custom_id=custom_id, style=style)
