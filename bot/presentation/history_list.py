"""The history as a list with pages, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

import dicewright
from bot.presentation.colors import Color
from bot.presentation.discord_limits import EMBED_DESCRIPTION, cut
from bot.presentation.mentions import mention
from bot.presentation.rolls.highlight import highlight
from bot.presentation.rolls.reply import successes_line, totals_line
from bot.presentation.systems.words import dice_words, heading, notes_words, number_words, tally
from bot.presentation.views import rows
from bot.store.visibility import Visibility
from bot.texts import N_, _, ngettext, said
from dicewright import DiceError, Result, format_number, parse_number
from dicewright.rendering import escape_markdown, isolate_words, markdown_breakdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.services.history.query import HistoryQuery
    from bot.services.history.reader import Excerpt
    from bot.services.history.roll_file import RollFile
    from bot.services.rolls.rolling import Rolled
    from bot.services.systems.played import Played
    from bot.store.rolls import RecordedRoll

NEWEST = "history:newest:"
NEWER = "history:newer:"
OLDER = "history:older:"
FILE = "history:file:"
LONGEST_SEARCH = 24
"""Characters; with ids as long as they get, a button's custom id then has no more than Discord's 100."""
ON_A_PAGE = 8

_LONGEST_TOTAL = 24
_LONGEST_TOTALS = 80
_LONGEST_NOTATION = 80
_LONGEST_CALLED = 40
# The dice of a roll, and fewer of them if eight rolls do not fit in an embed.
_LONGEST_DICE = (120, 60, 24)
_FEW_CHARACTERS = 24
_LONGEST_OUTCOME = 80
_LONGEST_NOTE = 60
_TITLES = {
    "mine": N_("Your rolls everywhere"),
    "here": N_("Your rolls on this server"),
    "player": N_("Public rolls on this server"),
    "server": N_("Public rolls on this server"),
}
_SEEN_BY = {
    Visibility.ONLY_ME: N_("only you can see it"),
    Visibility.ME_AND_GM: N_("for you and the GM"),
    Visibility.BLIND: N_("blind roll, revealed"),
}


def history_page(
    query: HistoryQuery, found: Excerpt, results: Sequence[Rolled | None], *, counted: int
) -> tuple[discord.Embed, discord.ui.View]:
    """Return a page of what was found.

    `results` are the rolls with every die, None for those whose dice are not known; `counted` is the
    number where counting ends. Call it while an event loop runs.
    """
    embed = discord.Embed(title=_(_TITLES[query.whose]), description=_about(query), color=Color.PLAIN)
    if not found.rolls:
        embed.description = "\n".join(filter(None, [embed.description, _nothing(query)]))
        return embed, rows()
    about = [embed.description] if embed.description else []
    for longest in _LONGEST_DICE:
        rows_of = [_row(query, *each, longest) for each in zip(found.rolls, results, strict=True)]
        embed.description = "\n\n".join([*about, *rows_of])
        if len(embed.description) <= EMBED_DESCRIPTION:
            break
    embed.set_footer(text=_place(found, counted))
    return embed, rows(list(_buttons(query, found)))


def file_text(file: RollFile) -> str:
    """Return what to say with a file of rolls."""
    if not file.rolls:
        return _("There are no more rolls to save.")
    number = ngettext("{count} roll.", "{count} rolls, newest first.", file.rolls)
    ending = (
        _("You can open this file in a spreadsheet.")
        if file.rest is None
        else _("The file is full. Use the button for older rolls.")
    )
    return f"{number} {ending}"


def file_view(query: HistoryQuery, file: RollFile) -> discord.ui.View:
    """Return the button for the next file, if there is one."""
    return rows([_button(_("Older rolls"), FILE, query, file.rest)] if file.rest else [])


def _about(query: HistoryQuery) -> str | None:
    """Return which rolls are shown, if it is not all."""
    filters = []
    if query.whose == "player" and query.player_id:
        filters.append(_("Player: {player}", player=mention(query.player_id)))
    if query.since:
        filters.append(_("Since: {time}", time=f"<t:{int(query.since.timestamp())}:f>"))
    if query.search:
        filters.append(_("Search: {text}", text=escape_markdown(query.search)))
    return " \N{MIDDLE DOT} ".join(filters) or None


def _nothing(query: HistoryQuery) -> str:
    if query.since or query.search:
        return _("No matching rolls.")
    if query.own:
        return _("No rolls yet. Make your first with `/roll 1d20`.")
    return _("No public rolls yet.")


def _row(query: HistoryQuery, roll: RecordedRoll, result: Rolled | None, longest: int) -> str:
    """Return a roll in two lines: its total and dice, and below that all else.

    The dice have `longest` characters at most; if those are few, the notes are left out, too.
    """
    lead, *more = filter(None, _headline(roll, result, longest))
    said = " · ".join([f"**{lead}**", *more])
    return f"{said}\n{_details(query, roll, result, notes=longest > _FEW_CHARACTERS)}"


def _headline(roll: RecordedRoll, result: Rolled | None, longest: int) -> list[str]:
    if roll.system is not None:
        return _game_headline(roll, None if isinstance(result, Result) else result, longest)
    rolled = result if isinstance(result, Result) else None
    if rolled is not None and len(rolled.rolls) == 1:
        dice = markdown_breakdown(rolled.rolls[0], limit=longest, said=said)
        name = _escaped(roll.notation, _LONGEST_CALLED) if _is_called(roll, rolled) else ""
        return [_total(roll), name, dice]
    words = _totals(rolled) if rolled is not None else _total(roll)
    return [words, _escaped(isolate_words(roll.notation), _LONGEST_NOTATION)]


def _is_called(roll: RecordedRoll, rolled: Result) -> bool:
    """Whether a roll has a name instead of its notation; another version may have written that otherwise."""
    if roll.notation == rolled.notation:
        return False
    try:
        dicewright.parse(roll.notation)
    except DiceError:
        return True
    return False


def _total(roll: RecordedRoll) -> str:
    """Return the total of a roll, "?" if it is hidden, and "" if it has no total of its own."""
    if roll.total is None:
        return "?"
    total = roll.meant_total
    return "" if total is None else cut(format_number(parse_number(total)), _LONGEST_TOTAL)


def _totals(result: Result) -> str:
    """Return the outcome of several rolls: how many succeed, or each total."""
    said = "; ".join(successes_line(group) or totals_line(group) for group in result.groups)
    return said if len(said) <= _LONGEST_TOTALS else ""


def _game_headline(roll: RecordedRoll, played: Played | None, longest: int) -> list[str]:
    if played is None or not played.rolls:
        return ["?", _escaped(isolate_words(roll.notation), _LONGEST_NOTATION)]
    if len(played.rolls) > 1:
        what = (
            escape_markdown(played.verdict)
            or tally(played.rolls)
            or _escaped(isolate_words(roll.notation), _LONGEST_NOTATION)
        )
        return [cut(what, longest)]
    (only,) = played.rolls
    said = [cut(heading(only), _LONGEST_OUTCOME), cut(number_words(only), _LONGEST_OUTCOME)]
    return [*said, dice_words(only, longest)]


def _details(query: HistoryQuery, roll: RecordedRoll, result: Rolled | None, *, notes: bool) -> str:
    said = []
    if isinstance(result, Result):
        if len(result.rolls) == 1:
            stands_out = highlight(result.rolls[0], longest=_LONGEST_OUTCOME).replace("**", "")
            said = [stands_out, _note(result.rolls[0].note) if notes else ""]
    elif result is not None:
        call = _escaped(isolate_words(roll.notation), _LONGEST_NOTATION)
        remarks = [notes_words(each) for each in result.rolls[:1] if len(result.rolls) == 1]
        said = [*(each.replace("**", "") for each in remarks), _note(result.note) if notes else "", call]
    said = [_note(roll.note) if notes else "", *said]
    if query.whose == "server":
        said.append(mention(roll.player_id))
    said.append(f"<t:{int(roll.rolled_at.timestamp())}:R>")
    if roll.hidden:
        said.append(_("blind roll: only the GM can see it"))
    elif roll.visibility is Visibility.ME_AND_GM and roll.revealed_at is not None:
        said.append(_("revealed by the GM"))
    elif roll.visibility in _SEEN_BY:
        said.append(_(_SEEN_BY[roll.visibility]))
    if roll.message_id is not None:
        said.append(f"[{_('go to message')}]({roll.link})")
    return " · ".join(filter(None, said))


def _note(note: str) -> str:
    return f"*{_escaped(note, _LONGEST_NOTE)}*" if note.strip() else ""


def _escaped(text: str, longest: int) -> str:
    """Return a text in which no Markdown works, cut to `longest` characters, or shorter for all its signs."""
    escaped = escape_markdown(cut(text, longest))
    return escaped if len(escaped) <= longest * 3 // 2 else escape_markdown(cut(text, longest // 2))


def _place(found: Excerpt, counted: int) -> str:
    total = found.newer + len(found.rolls) + found.older
    if not found.newer and not found.older:
        return ngettext("{count} roll", "{count} rolls", total)
    if found.newer >= counted:
        return _("Older than the latest {most} rolls", most=counted)
    first, last = found.newer + 1, found.newer + len(found.rolls)
    if found.older >= counted:
        return _("{first} to {last} of more than {most} rolls", first=first, last=last, most=counted)
    return _("{first} to {last} of {total} rolls", first=first, last=last, total=total)


def _buttons(query: HistoryQuery, found: Excerpt) -> Iterator[discord.ui.Item[Any]]:
    if found.newer or found.older:
        first, last = found.rolls[0].key, found.rolls[-1].key
        yield _button(_("Newest"), NEWEST, query, possible=found.newer > 0)
        yield _button(_("Newer"), NEWER, query, first, possible=found.newer > 0)
        yield _button(_("Older"), OLDER, query, last, possible=found.older > 0)
    yield _button(_("Save as CSV"), FILE, query)


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
