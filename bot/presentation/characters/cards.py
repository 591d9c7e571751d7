"""Characters in messages: one as a card, all as a list, and the form into which a sheet is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.colors import Color
from bot.presentation.discord_limits import CHOICE_NAME, EMBED_DESCRIPTION, FORM_TITLE, cut
from bot.presentation.views import form, rows
from bot.texts import _, ngettext, said
from dicewright.rendering import escape_markdown, isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.services.characters.sheet import Skipped
    from bot.store.sheets.characters import Character

EDIT = "character:edit:"
USE = "character:use:"
REMOVE = "character:remove:"
PUT_BACK = "character:back:"
PICK = "character:pick"
MEANT = "character:meant:"
FORM = "character:form:"
"""The form; the key of the character that is edited follows, or nothing for a new one."""
NAME = "name"
SHEET = "sheet"
"""The fields of that form."""
LONGEST_SHEET = 4_000
_LONGEST_NAME = 50
_MOST_SKIPPED = 5
_MOST_OPTIONS = 25
_LONGEST_LABEL = 40
_LONGEST_BUTTON = 80
_PERCENTILES = "coc"
_OF_PERCENTILES = len("55")


def card(
    character: Character, *, here: bool, said: Sequence[str] = (), clashes: Iterable[str] = ()
) -> discord.Embed:
    """Return a character as an embed.

    `here` is whether it is in use where this is shown; `clashes` are its names that are saved rolls, too;
    `said` are sentences on what has just been done.
    """
    lines = [escape_markdown(each) for each in said]
    if names := sorted(clashes):
        lines.append(
            _(
                "Also saved as rolls: {names}. Where {character} is in use, the character's value counts.",
                names=", ".join(f"@{escape_markdown(name)}" for name in names),
                character=escape_markdown(isolate(character.name)),
            )
        )
    heading = "\n".join([*lines, *([""] if lines else [])])
    values = " \N{MIDDLE DOT} ".join(_value(name, text) for name, text in character.values.items())
    embed = discord.Embed(
        title=cut(isolate(escape_markdown(character.name)), 200),
        description=cut(heading + (values or _("No values yet.")), EMBED_DESCRIPTION),
        color=Color.PLAIN,
    )
    counted = ngettext("{count} value", "{count} values", len(character.values))
    where = _("in use here") if here else _("not in use here")
    return embed.set_footer(text=f"{counted} \N{MIDDLE DOT} {where}")


def card_view(character: Character, *, here: bool) -> discord.ui.View:
    """Return what can be done with a character, as buttons. Call it while an event loop runs."""
    buttons = [_button(_("Edit"), EDIT + character.key)]
    if not here:
        style = discord.ButtonStyle.success
        buttons.insert(0, _button(_("Use here"), USE + character.key, style))
    buttons.append(_button(_("Delete"), REMOVE + character.key, discord.ButtonStyle.danger))
    return rows(buttons)


def list_page(
    characters: Sequence[Character], here: Character | None
) -> tuple[discord.Embed, discord.ui.View | None]:
    """Return all characters of a player, and the select that uses one; None where there are none."""
    if not characters:
        text = _(
            "You have no characters yet. Add one with `/character add`: paste its values, and roll them as "
            "`@str` or `coc spot_hidden`."
        )
        return discord.Embed(title=_("Your characters"), description=text, color=Color.PLAIN), None
    lines = [
        f"**{escape_markdown(each.name)}** \N{MIDDLE DOT} "
        + ngettext("{count} value", "{count} values", len(each.values))
        + (f" \N{MIDDLE DOT} {_('in use here')}" if each == here else "")
        for each in characters
    ]
    embed = discord.Embed(title=_("Your characters"), description="\n".join(lines), color=Color.PLAIN)
    select: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id=PICK,
        placeholder=_("Choose one to use here"),
        options=[
            discord.SelectOption(label=cut(each.name, CHOICE_NAME), value=each.key)
            for each in characters[:_MOST_OPTIONS]
        ],
    )
    return embed, rows([select])


def sheet_form(character: Character | None, lines: str) -> discord.ui.Modal:
    """Return the form for a new character, or for one that is edited. Call it while an event loop runs."""
    name: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=NAME,
        default=character.name if character else None,
        placeholder=_("Mira"),
        max_length=_LONGEST_NAME,
    )
    sheet: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=SHEET,
        style=discord.TextStyle.paragraph,
        default=lines or None,
        placeholder=_("STR: 16 (+3)\nSpot Hidden 55\nattack = 1d20 + @str + 2"),
        max_length=LONGEST_SHEET,
    )
    title = _("New character") if character is None else _("Edit {name}", name=isolate(character.name))
    return form(
        discord.ui.Label(text=_("Name"), component=name),
        discord.ui.Label(
            text=_("Values"),
            description=_(
                "One in each line, or pasted from a sheet. In a roll, Spot Hidden is @spot_hidden."
            ),
            component=sheet,
        ),
        title=cut(title, FORM_TITLE),
        custom_id=FORM + (character.key if character else ""),
    )


def skipped_lines(skipped: Sequence[Skipped]) -> Iterator[str]:
    """Yield what is said of the lines of a sheet that could not be read."""
    if skipped:
        yield ngettext("{count} line was not read:", "{count} lines were not read:", len(skipped))
        for each in skipped[:_MOST_SKIPPED]:
            yield f"“{cut(isolate(each.line), 60)}”: {said(each.why)}"


def example_of(character: Character) -> str:
    """Return a roll with one of a character's values: the first that is a roll itself, or else a number.

    Numbers of which most have two digits are the skills of a percentile game.
    """
    values = character.values
    for name, text in values.items():
        if "d" in text:
            return f"/roll @{name}"
    numbers = [text for name, text in values.items() if f"{name}_score" not in values]
    name = next(iter(values), "str")
    if sum(len(text) == _OF_PERCENTILES for text in numbers) * 2 > len(values):
        return f"/roll {_PERCENTILES} {name}"
    return f"/roll 1d20 + @{name}"


def removed_view(key: str) -> discord.ui.View:
    """Return a button that undoes a removal; `key` is where the character is kept."""
    return rows([_button(_("Undo"), PUT_BACK + key)])


def meant_view(meant: Mapping[str, str], key: str) -> discord.ui.View:
    """Return the button that sets values as they were meant; they are kept under a key."""
    name, text = next(iter(meant.items()))
    label = (
        _("Set {name} to {dice}", name=name, dice=cut(text, _LONGEST_LABEL))
        if len(meant) == 1
        else ngettext("Set {count} value as meant", "Set {count} values as meant", len(meant))
    )
    return rows([_button(cut(label, _LONGEST_BUTTON), MEANT + key, discord.ButtonStyle.primary)])


def _value(name: str, text: str) -> str:
    shown = text.replace("`", "")
    return f"**{escape_markdown(name)}** {escape_markdown(shown)}"


def _button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(label=label, custom_id=custom_id, style=style)
