"""What is said about the game systems that a server adds: what their tests said, and what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_DESCRIPTION, FORM_TITLE, MESSAGE_CONTENT, cut
from bot.presentation.systems.pages import TRY
from bot.presentation.systems.reply import game_reply
from bot.presentation.views import form, rows
from bot.texts import _, ngettext, said
from dicewright.rendering import escape_markdown, isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.systems.file_check import FileCheck
    from bot.services.systems.files import Checked, Conflicts
    from bot.store.systems.system_files import SystemFile

PLACE = "system:place:"
"""What puts a file into its place although that hides something; the key of its text follows."""
PUT_BACK = "system:back:"
TABLE = "system:table:"
ROWS_FIELD = "rows"
_LONGEST_NAME = 100
_LONGEST_LINE = 200
_LONGEST_BUTTON = 80
_MOST_WARNINGS = 12


def added_reply(found: Checked, *, plain: bool) -> tuple[list[discord.Embed], discord.ui.View]:
    """Return that a system was added, what its tests said, and a roll; `plain` for a table of plain lines.

    Call it in an event loop.
    """
    check = found.check
    lines = [
        _(
            "Everyone on this server can roll it now: `/roll {example}`.",
            example=check.examples[0] if check.examples else check.command,
        )
    ]
    if found.conflicts.older is not None:
        lines.append(_("It replaces the previous version. Older rolls keep their words."))
    lines += [*_kept_lines(found.conflicts), *([] if plain else _test_lines(check))]
    tries: list[discord.ui.Item[Any]] = [
        discord.ui.Button(label=cut(example, _LONGEST_BUTTON), custom_id=f"{TRY}{example}")
        for example in check.examples
    ]
    title = _("Added: {name}", name=_cut_name(check.name))
    return [_embed(title, lines, Color.SUCCESS), *_preview(check)], rows(tries)


def question(found: Checked, key: str, *, plain: bool) -> tuple[list[discord.Embed], discord.ui.View]:
    """Return what adding a file would change, and the button that adds it all the same.

    `key` is that of its text. Call it in an event loop.
    """
    check, conflicts = found.check, found.conflicts
    lines = []
    if conflicts.older is not None:
        title, label = _("Replace {name}?", name=_cut_name(check.name)), _("Replace it")
        lines.append(
            _(
                "This server already has `{command}`: {name}. Older rolls keep their words.",
                command=conflicts.older.command,
                name=_shown_name(conflicts.older.name),
            )
        )
    else:
        title, label = _("Add {name}?", name=_cut_name(check.name)), _("Add it anyway")
    lines += [
        _(
            "On this server, `{word}` would then mean this file, and no longer {name}.",
            word=word,
            name=_shown_name(name),
        )
        for word, name in conflicts.hidden
    ]
    lines += [*_kept_lines(conflicts), *([] if plain else _test_lines(check))]
    button: discord.ui.Button[discord.ui.View] = discord.ui.Button(
        label=label, style=discord.ButtonStyle.danger, custom_id=f"{PLACE}{key}"
    )
    return [_embed(title, lines, Color.MIXED), *_preview(check)], rows([button])


def failed_reply(check: FileCheck) -> discord.Embed:
    """Return which tests of a file failed, so that it was not added."""
    lines = [_("It was not added, because its own tests fail:")]
    for each in check.failures:
        place = _("line {number}", number=each.line)
        call = escape_markdown(cut(each.roll, _LONGEST_LINE))
        lines.append(f"- {place} · {call}: {escape_markdown(cut(said(each.sentence), 2 * _LONGEST_LINE))}")
    lines.append(_("Correct the file or its tests, and add it again."))
    return _embed(_("Not added: {name}", name=_cut_name(check.name)), lines, Color.FAILURE)


def removed_text(file: SystemFile) -> str:
    """Return that a system was removed."""
    return _(
        "Removed **{name}** (`{command}`). Rolls made with it keep their words.",
        name=_shown_name(file.name),
        command=file.command,
    )


def put_back_view(version: str) -> discord.ui.View:
    """Return the button that undoes a removal. Call it in an event loop."""
    return rows([discord.ui.Button(label=_("Undo"), custom_id=f"{PUT_BACK}{version}")])


def put_back_text(file: SystemFile) -> str:
    """Return that a system is used again."""
    return _("**{name}** (`{command}`) is back.", name=_shown_name(file.name), command=file.command)


def shared_text(player: str, name: str, command: str, code: str, days: int) -> str:
    """Return the public message about a game system that a player shares."""
    lines = [
        _(
            "{player} shares the game system **{name}** (`{command}`).",
            player=escape_markdown(player),
            name=_shown_name(name),
            command=command,
        ),
        ngettext(
            "To use it on another server, its managers type `/system add code:{code}` within {count} day.",
            "To use it on another server, its managers type `/system add code:{code}` within {count} days.",
            days,
            code=code,
        ),
    ]
    return cut("\n".join(lines), MESSAGE_CONTENT)


def exported_text(command: str, *, own: bool) -> str:
    """Return what stands above the file of a system."""
    if own:
        return _("The file of `{command}`. Change it, and load it with `/system add`.", command=command)
    return _(
        "The file of `{command}`, which comes with the bot. For rules of your own, change it and its "
        "`command`, and load it with `/system add`.",
        command=command,
    )


def table_form(command: str) -> discord.ui.Modal:
    """Return the form into which the rows of a table are pasted. Call it in an event loop."""
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=ROWS_FIELD,
        style=discord.TextStyle.paragraph,
        placeholder=_("a rusty sword\n[[2d6]] gold pieces\na map of the old mine"),
        min_length=3,
        max_length=4_000,
    )
    label = discord.ui.Label(
        text=_("One row in each line"),
        description=_("[[2d6]] in a row is rolled. Numbers before the rows, such as 1-3, are optional."),
        component=field,
    )
    title = cut(_("Table for /roll {name}", name=command), FORM_TITLE)
    return form(label, title=title, custom_id=f"{TABLE}{command}")


def _cut_name(name: str) -> str:
    return cut(name, _LONGEST_NAME)


def _shown_name(name: str) -> str:
    return escape_markdown(_cut_name(name))


def _embed(title: str, lines: Sequence[str], color: Color) -> discord.Embed:
    return discord.Embed(title=title, description=cut("\n".join(lines), EMBED_DESCRIPTION), color=color)


def _test_lines(check: FileCheck) -> list[str]:
    lines = []
    if check.tests:
        lines.append(ngettext("{count} test, which passed.", "{count} tests, which all passed.", check.tests))
    lines += [
        f"- {escape_markdown(cut(said(each), _LONGEST_LINE))}" for each in check.warnings[:_MOST_WARNINGS]
    ]
    if (left := len(check.warnings) - _MOST_WARNINGS) > 0:
        lines.append(ngettext("- … and {count} more", "- … and {count} more", left))
    if check.trouble:
        lines.append(
            _(
                "Its example can't be rolled: {trouble}",
                trouble=escape_markdown(cut(said(check.trouble), _LONGEST_LINE)),
            )
        )
    return lines


def _kept_lines(conflicts: Conflicts) -> list[str]:
    return [
        _(
            "`{word}` still means {name}: a system's command takes precedence over other names.",
            word=word,
            name=_shown_name(name),
        )
        for word, name in conflicts.kept
    ]


def _preview(check: FileCheck) -> list[discord.Embed]:
    if check.preview is None:
        return []
    embed = game_reply(check.preview)
    embed.set_author(name=_("Preview: {call}", call=isolate(_cut_name(check.preview.call))))
    return [embed]
