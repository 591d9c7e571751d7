"""Saved rolls as a list with pages, from which one is rolled by a tap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.colors import Color
from bot.presentation.discord_limits import CHOICE_NAME, cut
from bot.presentation.saved.cards import code
from bot.presentation.views import rows
from bot.texts import N_, _, ngettext
from dicewright.rendering import escape_markdown, isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.store.saved_rolls import SavedRoll

PAGE = "saved:page:"
PICK = "saved:pick"
OF_SERVER = ":server"
"""What a choice has after the name of a server's roll if the player has one of the same name."""

_SHOWN_OF_SERVER = N_("@{name} (this server) · {roll}")
_ON_A_PAGE = 10
_LONGEST_LINE = 300
_TITLES = {"mine": N_("Your saved rolls"), "server": N_("Saved rolls on this server")}
_EMPTY = {
    "mine": N_(
        "You have no saved rolls yet. Save one with `/saved add attack 1d20+5`, then roll it with "
        "`/roll @attack`."
    ),
    "server": N_(
        "This server has no saved rolls yet. Members with Manage Server can add some: "
        "use `/saved add` with “for: this server”."
    ),
}


def list_page(
    rolls: Sequence[SavedRoll], number: int, *, whose: str, on_server: bool
) -> tuple[discord.Embed, discord.ui.View]:
    """Return a page of the list, the nearest there is to `number`, counted from 0.

    `whose` is mine or server; on a server, a button leads to the other list.
    """
    pages = max(1, -(-len(rolls) // _ON_A_PAGE))
    number = max(0, min(number, pages - 1))
    shown = rolls[number * _ON_A_PAGE : (number + 1) * _ON_A_PAGE]
    embed = discord.Embed(
        title=_(_TITLES[whose]),
        description="\n".join(map(_line, shown)) or _(_EMPTY[whose]),
        color=Color.PLAIN,
    )
    if pages > 1:
        embed.set_footer(
            text=_("Page {page} of {pages}", page=number + 1, pages=pages)
            + " \N{MIDDLE DOT} "
            + ngettext("{count} saved roll", "{count} saved rolls", len(rolls))
        )
    return embed, rows(*_rows(shown, number, pages, whose, on_server))


def saved_choices(rolls: Iterable[SavedRoll], typed: str) -> Iterator[tuple[str, str]]:
    """Yield saved rolls whose name has what somebody typed: names to show, each with what it stands for.

    That is the roll's name, with `OF_SERVER` after it if it would mean another roll without.
    """
    wanted = typed.strip().removeprefix("@").casefold()
    own: set[str] = set()
    for roll in rolls:
        servers = roll.owner.kind == "server"
        if not servers:
            own.add(roll.name)
        if wanted in roll.name:
            where = OF_SERVER if servers else ""
            template = _SHOWN_OF_SERVER if servers else "@{name} · {roll}"
            shown = cut(_(template, name=isolate(roll.name), roll=isolate(roll.text)), CHOICE_NAME)
            yield shown, f"{roll.name}{where}" if roll.name in own else roll.name


def _line(roll: SavedRoll) -> str:
    return f"**@{escape_markdown(roll.name)}** {code(cut(roll.text, _LONGEST_LINE))}"


def _rows(
    shown: Sequence[SavedRoll], number: int, pages: int, whose: str, on_server: bool
) -> Iterator[list[discord.ui.Item[Any]]]:
    if shown:
        yield [
            discord.ui.Select(
                custom_id=f"{PICK}:{whose}",
                placeholder=_("Choose one to roll"),
                options=[
                    discord.SelectOption(
                        label=f"@{roll.name}", value=roll.name, description=cut(roll.text, CHOICE_NAME)
                    )
                    for roll in shown
                ],
            )
        ]
    buttons: list[discord.ui.Item[Any]] = []
    if pages > 1:
        buttons = [
            _turn(_("Back"), whose, number - 1, possible=number > 0),
            _turn(_("Next"), whose, number + 1, possible=number + 1 < pages),
        ]
    if on_server:
        other, label = ("server", _("This server's")) if whose == "mine" else ("mine", _("Mine"))
        buttons.append(_turn(label, other, 0, possible=True))
    if buttons:
        yield buttons


def _turn(label: str, whose: str, number: int, *, possible: bool) -> discord.ui.Item[Any]:
    return discord.ui.Button(label=label, custom_id=f"{PAGE}{whose}:{number}", disabled=not possible)
