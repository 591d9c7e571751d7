"""Random tables as game masters write them: a line for each row, turned into the file of a system."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.services.user_error import UserError
from bot.texts import _
from dicewright import NotationError, Span
from dicewright.nodes import read_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS = 200
_LONGEST_TITLE = 100
_EN_DASH, _DASHES = "\N{EN DASH}", "-\N{EN DASH}\N{EM DASH}"
# "3" or "03-05", and what stands between it and the row.
_NUMBERED = re.compile(
    rf"(?P<low>\d{{1,4}})(?:\s*(?:[{_DASHES}]|\.\.)\s*(?P<high>\d{{1,4}}))?"
    rf"(?:(?P<sign>\s*[.:)\]|,;]|\s+[{_DASHES}](?=\s))\s*|\s+)(?P<row>\S.*)"
)
# Below the heading of a table in Markdown.
_RULE = re.compile(r"(?=.*-)[\s|:=-]{3,}")
_BOLD_NUMBER = re.compile(rf"\*\*([\d\s.:){_EN_DASH}-]+)\*\*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_ROLLED = re.compile(r"\[\[(?P<dice>.*?)\]\]")
_HEADING_DICE = re.compile(r"(?<!\w)(?P<dice>\d{0,2}d(?:\d{1,4}|%))(?!\w)", re.IGNORECASE)
_BULLET = re.compile("[-*\N{BULLET}]\\s+")
_DICE = re.compile(r"(?:\d{1,2})?d\d{1,4}", re.IGNORECASE)
_HUNDRED = 100
_ENDING = re.compile(r"\.\w{1,5}$")
_LETTERS = re.compile(r"[^a-z0-9]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

Row = tuple[int, int, str]


def is_toml(text: str) -> bool:
    """Return whether a text is meant to be the file of a system, and not the rows of a table.

    >>> is_toml("format = 1"), is_toml("a sword\\na shield")
    (True, False)
    """
    return re.search(r"^\s*(?:format\s*=|\[roll\.|command\s*=)", text, re.MULTILINE) is not None


def command_of(name: str) -> str:
    """Return the command for a name or the name of a file: "Treasure hoard.txt" is treasure-hoard.

    >>> command_of("Treasure hoard.txt"), command_of("1.txt")
    ('treasure-hoard', '')
    """
    stem = _ENDING.sub("", name.strip())
    return _LETTERS.sub("-", stem.lower()).strip("-0123456789")[:32].rstrip("-")


def table_file(name: str, text: str) -> str:
    """Return the file of a system that draws one row of a table; `[[2d6]]` in a row is rolled.

    The first line may be a heading with the dice, such as 2d6; else there is one die with a side for each
    row, or as many as the numbers before the rows say. Rows may be those of a table in Markdown, or of a
    spreadsheet. Raises UserError where they make no table, and NotationError for dice in them that are none.

    >>> print(table_file("Loot", "1-3 a sword\\n4: [[2d6]] coins"))
    format = 1
    name = "Loot"
    command = "loot"
    <BLANKLINE>
    [roll.draw]
    pools.die = "1d4"
    values.row = "entries(@die)"
    message = "{row}"
    <BLANKLINE>
    [table.entries.rows]
    "1..3" = "a sword"
    "4" = "[[2d6]] coins"
    <BLANKLINE>
    """
    command = command_of(name)
    if not command:
        raise UserError(_("A table needs a name with letters, such as loot: it's what players type."))
    lines = [line for line in map(_cleaned, text.splitlines()) if line]
    titled = bool(lines) and lines[0].startswith("#")
    dice = _heading(lines)
    if titled:
        # Below its title, a table may have names for its columns.
        dice = _heading(lines) or dice
    if len(lines) < 2:
        raise UserError(_("A table needs two lines or more: one for each row."))
    if len(lines) > MOST_ROWS:
        raise UserError(
            _(
                "A table can have up to {most} rows, and this one has {count}.",
                most=MOST_ROWS,
                count=len(lines),
            )
        )
    rows = _rows(lines, _lowest(dice))
    dice = dice or _dice_for(rows)
    _check_whole(rows, dice)
    for _low, _high, row in rows:
        _check_dice(row)
    title = " ".join(_CONTROL.sub(" ", _ENDING.sub("", name)).split())[:_LONGEST_TITLE]
    return "\n".join(
        [
            "format = 1",
            f"name = {_quoted(title[:1].upper() + title[1:])}",
            f"command = {_quoted(command)}",
            "",
            "[roll.draw]",
            f"pools.die = {_quoted(dice if dice[0] != 'd' else f'1{dice}')}",
            'values.row = "entries(@die)"',
            'message = "{row}"',
            "",
            "[table.entries.rows]",
            *map(_entry, rows),
            "",
        ]
    )


def _cleaned(line: str) -> str:
    """Return a row without what is only its form; "" for a line that is no row."""
    if _RULE.fullmatch(line):
        return ""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|" if "|" in line else "\t")]
    filled = [cell for cell in cells if cell]
    if len(cells) > 1 and filled:
        first, others = filled[0], " \N{MIDDLE DOT} ".join(filled[1:])
        is_number = first.lstrip("*")[:1].isdigit()
        line = f"{first}: {others}" if is_number and others else f"{first} {others}".rstrip()
    line = _BOLD_NUMBER.sub(r"\1", _CONTROL.sub(" ", line).strip(), count=1)
    line = _BULLET.sub("", line, count=1)
    return _QUOTED.sub(lambda found: found[1].replace('""', '"'), line) if line[-1:] == '"' else line


def _heading(lines: list[str]) -> str:
    """Take the heading away from rows, if there is one; return the dice that it names, or ""."""
    if not lines:
        return ""
    first, *others = lines
    named = _HEADING_DICE.search(first)
    dice = named["dice"].lower().replace("%", "100") if named else ""
    alone = _DICE.fullmatch(first) is not None
    # A row has a number if all others have one, and a heading has none.
    numbered = len(others) > 1 and all(map(_NUMBERED.fullmatch, others)) and not _NUMBERED.fullmatch(first)
    titled = first.startswith("#")
    # "d4 Moods" and "Moods (1d4)"; "1d4 wolves" is a row.
    counted = (
        dice.removeprefix("1") == f"d{len(others)}"
        and not _ROLLED.search(first)
        and (dice[:1] == "d" or not first.lower().startswith(dice))
    )
    if not (alone or numbered or titled or counted):
        return ""
    del lines[0]
    return dice


def _check_dice(row: str) -> None:
    """Raise NotationError if what is to be rolled in a row cannot be."""
    for found in _ROLLED.finditer(row):
        try:
            read_tree(found["dice"])
        except NotationError as error:
            start = found.start("dice")
            span = error.span and Span(start + error.span.start, start + error.span.stop)
            raise NotationError(
                error.message, code=error.code, hint=error.hint, text=row, span=span
            ) from None


def _rows(lines: Sequence[str], lowest: int) -> list[Row]:
    """Return the rows with their numbers: those before them, or counted from the lowest of the dice."""
    counted = [(at, at, line) for at, line in enumerate(lines, lowest)]
    written = [found for found in map(_NUMBERED.fullmatch, lines) if found]
    if len(written) < len(lines):
        return counted
    rows = []
    for found in written:
        low = _number(found["low"])
        rows.append((low, _number(found["high"]) if found["high"] else low, found["row"]))
    whole = all(high + 1 == low for (_, high, _), (low, _, _) in pairwise(rows))
    # "3 goblins" and "2 wolves" are rows that begin with a number of their own.
    return rows if whole or all(found["sign"] for found in written) else counted


def _number(written: str) -> int:
    # The percentile tables of many books end at 00.
    return _HUNDRED if written == "00" else int(written)


def _lowest(dice: str) -> int:
    """Return the lowest total of dice such as 2d6, which is how many they are; 1 where none are given."""
    return int(dice.partition("d")[0] or 1)


def _dice_for(rows: list[Row]) -> str:
    """Return the dice that reach all rows: one die, or two where the numbers begin with 2."""
    lowest, highest = rows[0][0], rows[-1][1]
    if lowest == 2 and highest % 2 == 0:
        return f"2d{highest // 2}"
    return f"1d{highest}"


def _check_whole(rows: list[Row], dice: str) -> None:
    """Raise UserError where a throw would find no row, or more than one."""
    lowest = _lowest(dice)
    highest = lowest * int(dice.partition("d")[2])
    due = lowest
    for low, high, text in rows:
        if low != due or high < low:
            raise UserError(
                _(
                    "The numbers before the rows should go from {lowest} to {highest} without gaps, as "
                    "{dice} does: after {before} comes {low}, at “{row}”.",
                    lowest=lowest,
                    highest=highest,
                    dice=dice,
                    before=due - 1,
                    low=low,
                    row=text[:60],
                )
            )
        due = high + 1
    if due != highest + 1:
        raise UserError(
            _(
                "The rows end at {last}, and {dice} goes to {highest}.",
                last=due - 1,
                dice=dice,
                highest=highest,
            )
        )


def _entry(row: Row) -> str:
    low, high, text = row
    return f"{_quoted(str(low) if low == high else f'{low}..{high}')} = {_quoted(text)}"


def _quoted(text: str) -> str:
    """Return a text as TOML has it, which JSON writes in the same way."""
    return json.dumps(text, ensure_ascii=False)
