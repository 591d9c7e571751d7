"""The history as a table that spreadsheets open (CSV, RFC 4180)."""

from __future__ import annotations

import asyncio
import csv
from codecs import BOM_UTF8
from io import StringIO
from typing import TYPE_CHECKING

from bot.outcomes import outcome_words
from bot.services.history.recording import anything_replayed
from bot.services.history.roll_file import RollFile
from bot.services.systems.played import Played
from bot.store.visibility import Visibility
from bot.texts import N_, _, said
from dicewright import DEFAULT_LIMITS, exact_text, parse_number
from dicewright.rendering import has_one_total, plain_breakdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.history.reader import PastRolls
    from bot.services.systems.played import PlayedRoll
    from bot.store.rolls import RecordedRoll, View
    from dicewright import Limits

NAME = "rolls.csv"
HEAD = (
    N_("time (UTC)"),
    N_("player"),
    N_("roll"),
    N_("note"),
    N_("total"),
    N_("outcome"),
    N_("dice"),
    N_("visible to"),
    N_("link"),
)
# Spreadsheets take what begins so for a formula, the wide forms of East Asian keyboards too.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_LONGEST_DICE = 1_000
_SEEN_BY = {
    Visibility.EVERYONE: N_("everyone"),
    Visibility.ONLY_ME: N_("the player"),
    Visibility.ME_AND_GM: N_("the player and the GM"),
    Visibility.BLIND: N_("the GM"),
}


class HistoryTable:
    """Writes views of the history as CSV."""

    def __init__(self, past: PastRolls, *, limits: Limits = DEFAULT_LIMITS) -> None:
        self._past = past
        self._limits = limits

    async def file(self, view: View, *, most_bytes: int, before: tuple[int, int] | None = None) -> RollFile:
        """Return the rolls of a view, the newest first, or those before a key, as many as fit.

        Raises StoreUnavailable.
        """
        # Without the mark, Excel takes the file for the code page of the country.
        parts = [BOM_UTF8 + _line(list(map(_, HEAD)))]
        size = len(parts[0])
        rolls = 0
        last = None
        async for batch in self._past.batches(view, before=before):
            # Replaying them takes longer than reading them, and others need not wait for that.
            for roll, line in zip(batch, await asyncio.to_thread(self._lines, batch), strict=True):
                size += len(line)
                if rolls and size > most_bytes:
                    return RollFile(NAME, b"".join(parts), rolls, last)
                parts.append(line)
                rolls += 1
                last = roll.key
        return RollFile(NAME, b"".join(parts), rolls, None)

    def _lines(self, rolls: Sequence[RecordedRoll]) -> list[bytes]:
        return [table_line(roll, limits=self._limits) for roll in rolls]


def table_line(roll: RecordedRoll, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Return a roll as a line of the table."""
    outcome, total, dice = _words_of(roll, limits)
    seen_by = _SEEN_BY[Visibility.EVERYONE if roll.revealed_at else roll.visibility]
    cells = (
        f"{roll.rolled_at:%Y-%m-%d %H:%M:%S}",
        # Spreadsheets round numbers as long as an id, and links they open.
        f"https://discord.com/users/{roll.player_id}",
        text_cell(roll.text),
        text_cell(roll.note),
        total,
        text_cell(outcome),
        text_cell(dice[:_LONGEST_DICE]),
        _(seen_by),
        roll.link,
    )
    return _line(cells)


def _words_of(roll: RecordedRoll, limits: Limits) -> tuple[str, str, str]:
    """Return the result of a roll in words, its total, or each of several, and its dice."""
    rolled = anything_replayed(roll, limits=limits)
    if isinstance(rolled, Played):
        outcomes = (", ".join(filter(None, [each.message, *each.notes])) for each in rolled.rolls)
        return "; ".join(outcomes), number_cell(roll.total), "; ".join(map(_pools, rolled.rolls))
    rolls = rolled.rolls if rolled else ()
    outcome = "; ".join(filter(None, map(outcome_words, rolls)))
    if rolled is None:
        total = number_cell(roll.meant_total)
    elif has_one_total(rolled.tree):
        total = number_cell(roll.total)
    else:
        total = text_cell("; ".join(number_cell(exact_text(each.total)) for each in rolls))
    return outcome, total, "; ".join(plain_breakdown(each, limit=_LONGEST_DICE, said=said) for each in rolls)


def _pools(roll: PlayedRoll) -> str:
    return ", ".join(
        f"{name} ({', '.join(f'~{die.text}~' if die.mark == 'dropped' else die.text for die in dice)})"
        for name, dice in roll.pools
    )


def text_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    >>> text_cell("=HYPERLINK(...)"), text_cell("1d20")
    ("'=HYPERLINK(...)", '1d20')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def number_cell(total: str | None) -> str:
    """Return an exact total as a cell with a number; a ratio as a decimal, or it would be a date.

    >>> number_cell("-3"), number_cell("10/3"), number_cell(None)
    ('-3', '3.3333333333333335', '')
    """
    if total is None:
        return ""
    return str(float(parse_number(total))) if "/" in total else total


def _line(cells: Sequence[str]) -> bytes:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()
