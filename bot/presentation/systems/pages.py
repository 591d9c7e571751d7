"""The list of systems, the page of one, its form, and the panel of those that are played somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_DESCRIPTION, FORM_TITLE, cut
from bot.presentation.systems.tones import signed
from bot.presentation.views import form, rows
from bot.texts import N_, _
from dicewright.rendering import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.services.systems.pages import RollPage
    from dicewright import System, SystemEntry, Systems

TRY = "system:try:"
FORM = "system:form:"
FILLED = "system:filled:"
KEEP = "system:keep:"
WHICH = r"(?P<command>[\w-]{1,32})\.(?P<roll>\w{1,40})"
_IN_A_ROW = 5
# A form has five fields at most, in Discord.
MOST_FIELDS = 5
_LONGEST_LABEL = 45
_LONGEST_BUTTON = 60
_CHOSEN = {
    "channel": N_("Game systems in this channel: {systems}."),
    "server": N_("Game systems on this server: {systems}."),
    "me": N_("Your game systems, everywhere: {systems}."),
}
_NOTHING_CHOSEN = {
    "channel": N_("No game systems are chosen for this channel."),
    "server": N_("No game systems are chosen for this server."),
    "me": N_("You haven't chosen any game systems."),
}


def systems_list(systems: Systems, chosen: Sequence[str], own: Sequence[str] = ()) -> discord.Embed:
    """Return the list of all systems, first those that the server has added, its `own`."""
    lines = []
    if own:
        lines += [_("Added on this server:"), *[_line(systems.entry(command)) for command in own], ""]
    if chosen:
        names = ", ".join(f"`{command}`" for command in chosen)
        lines += [_("Played here: {systems}. You can roll these without their name.", systems=names), ""]
    lines += [_line(entry) for entry in systems.entries if entry.command not in own]
    lines += ["", _("See one with `/system show`, and choose yours with `/system choose`.")]
    text = cut("\n".join(lines), EMBED_DESCRIPTION)
    return discord.Embed(title=_("Game systems"), description=text, color=Color.PLAIN)


def system_page(system: System, rolls: Iterable[RollPage]) -> discord.Embed:
    """Return how a system is typed: each roll, its parts, and what may come of it."""
    lines: list[str] = []
    for page in rolls:
        lines += [*([""] if lines else []), f"**{escape_markdown(page.label)}** · `{page.call}`"]
        lines += [f"`{part.typed}` {escape_markdown(part.meaning)}" for part in page.parts]
        if page.outcomes:
            outcomes = ", ".join(escape_markdown(signed(tone, name)) for name, tone in page.outcomes)
            lines.append(_("Outcomes: {outcomes}", outcomes=outcomes))
        if page.notes:
            lines.append(_("Notes: {notes}", notes=", ".join(map(escape_markdown, page.notes))))
        if page.push:
            lines.append(_("Then: {push}", push=escape_markdown(page.push)))
    if len(system.words) > 1:
        lines += ["", _("Also: {words}", words=", ".join(f"`{word}`" for word in system.words[1:]))]
    if system.description.rules.startswith("https://"):
        lines.append(_("[Rules]({address})", address=system.description.rules))
    text = cut("\n".join(lines), EMBED_DESCRIPTION)
    return discord.Embed(title=cut(system.name, 200), description=text, color=Color.PLAIN)


def page_view(system: System, rolls: Sequence[RollPage], examples: Sequence[str]) -> discord.ui.View:
    """Return a button for each example, and one for the form of each roll. Call it in an event loop."""
    tries: list[discord.ui.Item[Any]] = [
        discord.ui.Button(label=cut(example, _LONGEST_BUTTON), custom_id=f"{TRY}{example}")
        for example in examples
    ]
    forms: list[discord.ui.Item[Any]] = [
        discord.ui.Button(
            label=cut(_("Form: {roll}", roll=page.label) if len(rolls) > 1 else _("Fill in a form"), 60),
            custom_id=f"{FORM}{system.command}.{page.name}",
            style=discord.ButtonStyle.primary,
        )
        for page in rolls
        if page.parts
    ]
    return rows(tries[:_IN_A_ROW], forms[:_IN_A_ROW])


def system_form(system: System, roll: str) -> discord.ui.Modal:
    """Return a form with a field for each parameter of a roll. Call it in an event loop."""
    kind = system.rolls[roll]
    labels = []
    for piece in kind.pieces[:MOST_FIELDS]:
        parameter = kind.parameters[piece.parameter]
        text = cut(parameter.described.replace("_", " ").capitalize(), _LONGEST_LABEL)
        field: discord.ui.Item[Any]
        if piece.switch:
            field = discord.ui.Select(
                custom_id=piece.parameter,
                required=False,
                options=[
                    discord.SelectOption(label=_("yes"), value="yes"),
                    discord.SelectOption(label=_("no"), value="no", default=True),
                ],
            )
        else:
            default = parameter.default
            field = discord.ui.TextInput(
                custom_id=piece.parameter,
                required=not piece.optional,
                placeholder="" if default in (None, "") else str(default),
                max_length=60,
            )
        labels.append(discord.ui.Label(text=text, component=field))
    return form(*labels, title=cut(system.name, FORM_TITLE), custom_id=f"{FILLED}{system.command}.{roll}")


def chosen_panel(systems: Systems, where: str, chosen: Sequence[str]) -> tuple[str, discord.ui.View]:
    """Return what is played somewhere, and the select by which some of it is removed."""
    # A player's own may be of another server.
    entries = [systems.entry(command) for command in chosen if command in systems]
    if not entries:
        return _(_NOTHING_CHOSEN[where]), rows()
    _first, _space, example = entries[0].example.partition(" ")
    text = _(_CHOSEN[where], systems=", ".join(map(_line, entries)))
    text += " " + _(
        "You can roll these without their name: `/roll {example}`.", example=example or entries[0].example
    )
    select: discord.ui.Select[discord.ui.View] = discord.ui.Select(
        custom_id=f"{KEEP}{where}",
        min_values=0,
        max_values=len(entries),
        placeholder=_("Keep only these"),
        options=[
            discord.SelectOption(label=_title(entry), value=entry.command, default=True) for entry in entries
        ],
    )
    return text, rows([select])


def _line(entry: SystemEntry) -> str:
    return f"`{entry.command}` {escape_markdown(_title(entry))}"


def _title(entry: SystemEntry) -> str:
    return cut(entry.name, 90)
