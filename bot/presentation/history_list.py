"""The history as a list with pages, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.presentation.discord_limits import cut
from bot.presentation.mentions import mention
from bot.presentation.rolls.highlight import Colour, highlight
from bot.presentation.views import rows
from bot.store.visibility import Visibility
from dicewright import format_number, parse_number
from dicewright.rendering import escape_markdown, isolate_words, markdown_breakdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.services.history.query import HistoryQuery
    from bot.services.history.reader import Excerpt
    from bot.services.history.roll_file import RollFile
    from bot.store.rolls import RecordedRoll
    from dicewright import Result

NEWEST = "history:newest:"
NEWER = "history:newer:"
OLDER = "history:older:"
FILE = "history:file:"
LONGEST_SEARCH = 24
"""Characters; with ids as long as they get, a button's custom id then has no more than Discord's 100."""
ON_A_PAGE = 8

# Together, eight rolls stay below the 6000 characters of an embed whatever was typed.
_LONGEST_TOTAL = 24
_LONGEST_NOTATION = 80
_LONGEST_BREAKDOWN = 120
_LONGEST_OUTCOME = 80
_LONGEST_NOTE = 60
_TITLES = {
    "mine": "Your rolls, wherever you made them",
    "here": "Your rolls on this server",
    "player": "Rolls that all on this server have seen",
    "server": "Rolls that all on this server have seen",
}
_SEEN_BY = {
    Visibility.ONLY_ME: "only you saw it",
    Visibility.ME_AND_GM: "for you and the GM",
    Visibility.BLIND: "rolled blind, then revealed",
}


def history_page(
    query: HistoryQuery, found: Excerpt, results: Sequence[Result | None], *, counted: int
) -> tuple[discord.Embed, discord.ui.View]:
    """Return a page of what was found.

    `results` are the rolls with every die, None for those of which they are not known; `counted` is the
    number where counting ends. Call it while an event loop runs.
    """
    embed = discord.Embed(title=_TITLES[query.whose], description=_about(query), colour=Colour.PLAIN)
    if not found.rolls:
        embed.description = "\n".join(filter(None, [embed.description, _nothing(query)]))
        return embed, rows()
    for roll, result in zip(found.rolls, results, strict=True):
        embed.add_field(name=_headline(roll, result), value=_details(query, roll, result), inline=False)
    embed.set_footer(text=_place(found, counted))
    return embed, rows(list(_buttons(query, found)))


def file_text(file: RollFile) -> str:
    """Return what to say with a file of rolls."""
    if not file.rolls:
        return "No rolls are left for this file."
    number = f"{file.rolls:,} roll{'s' * (file.rolls != 1)}, the newest first."
    if file.rest is None:
        return f"{number} Spreadsheets open this file."
    return (
        f"{number} More do not fit into a file in Discord: the button makes the next one, with older rolls."
    )


def file_view(query: HistoryQuery, file: RollFile) -> discord.ui.View:
    """Return the button for the next file, where there is one."""
    return rows([_button("Older rolls", FILE, query, file.rest)] if file.rest else [])


def _about(query: HistoryQuery) -> str | None:
    """Return which rolls are shown, where it is not all."""
    said = [f"of {mention(query.player_id)}"] if query.whose == "player" and query.player_id else []
    if query.since:
        said.append(f"since <t:{int(query.since.timestamp())}:f>")
    if query.search:
        said.append(f"with “{escape_markdown(query.search)}”")
    return f"Only those {', '.join(said)}." if said else None


def _nothing(query: HistoryQuery) -> str:
    if query.since or query.search:
        return "No rolls are like that."
    if query.own:
        return "No rolls yet. `/roll 1d20` makes the first."
    return "No rolls yet that all here have seen."


def _headline(roll: RecordedRoll, result: Result | None) -> str:
    total = "?" if roll.total is None else cut(format_number(parse_number(roll.total)), _LONGEST_TOTAL)
    if result is not None and len(result.rolls) == 1:
        return f"{total} · {markdown_breakdown(result.rolls[0], limit=_LONGEST_BREAKDOWN)}"
    return f"{total} · {_escaped(isolate_words(roll.notation), _LONGEST_NOTATION)}"


def _details(query: HistoryQuery, roll: RecordedRoll, result: Result | None) -> str:
    said = []
    if result is not None and len(result.rolls) == 1:
        said = [highlight(result.rolls[0], longest=_LONGEST_OUTCOME), _note(result.rolls[0].note)]
    said = [_note(roll.note), *said]
    if query.whose == "server":
        said.append(mention(roll.player_id))
    said.append(f"<t:{int(roll.rolled_at.timestamp())}:R>")
    if roll.hidden:
        said.append("blind: only the GM knows")
    elif roll.visibility in _SEEN_BY:
        said.append(_SEEN_BY[roll.visibility])
    if roll.message_id is not None:
        said.append(f"[message]({roll.link})")
    return " · ".join(filter(None, said))


def _note(note: str) -> str:
    return f"*{_escaped(note, _LONGEST_NOTE)}*" if note.strip() else ""


def _escaped(text: str, longest: int) -> str:
    """Return a text in which no Markdown works, cut to `longest` characters, or shorter for all its signs."""
    escaped = escape_markdown(cut(text, longest))
    return escaped if len(escaped) <= longest * 3 // 2 else escape_markdown(cut(text, longest // 2))


def _place(found: Excerpt, counted: int) -> str:
    total = found.newer + len(found.rolls) + found.older
    rolls = f"{total:,} roll{'s' * (total != 1)}"
    if not found.newer and not found.older:
        return rolls
    if found.older >= counted:
        rolls = f"more than {counted:,} rolls"
    if found.newer >= counted:
        return f"Older than the latest {counted:,} rolls"
    return f"{found.newer + 1:,} to {found.newer + len(found.rolls):,} of {rolls}"


def _buttons(query: HistoryQuery, found: Excerpt) -> Iterator[discord.ui.Item[Any]]:
    if found.newer or found.older:
        first, last = found.rolls[0].key, found.rolls[-1].key
        yield _button("Newest", NEWEST, query, possible=found.newer > 0)
        yield _button("Newer", NEWER, query, first, possible=found.newer > 0)
        yield _button("Older", OLDER, query, last, possible=found.older > 0)
    yield _button("Save as a table (CSV)", FILE, query)


def _button(
    label: str,
    action: str,
    query: HistoryQuery,
    key: tuple[int, int] | None = None,
    *,
    possible: bool = True,
) -> discord.ui.Item[Any]:
    since = int(query.since.timestamp()) if query.since else ""
    place = f"{key[0]}.{key[1]}" if key else ""
    custom_id = f"{action}{query.whose}.{query.player_id or ''}:{since}:{place}:{query.search}"
    return discord.ui.Button(label=label, custom_id=custom_id, disabled=not possible)
