"""What the rolls of a file share: symbols, dice with faces of their own, tables, words in other languages."""

from __future__ import annotations

import re

from dicewright.errors import DiceError, NotationError
from dicewright.notation.parsing.common import parse
from dicewright.notation.tree.dice import Face, Listed
from dicewright.phrases import Phrase, sentences
from dicewright.source import excerpt, presentable
from dicewright.systems.errors import in_file
from dicewright.systems.loading.building import MATCHING, Scope
from dicewright.systems.loading.planning import plan
from dicewright.systems.rules.compiling import FUNCTIONS
from dicewright.systems.rules.model import SymbolDie
from dicewright.systems.rules.plans import Plan, Row, Table
from dicewright.systems.rules.tables import bounds, rolls_in
from dicewright.systems.rules.translation import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.limits import Limits
    from dicewright.systems.loading.fields import Fields

_TABLE_HOLDS = ("words", "numbers", "dice")
_DOUBLE = re.compile(r"\[\[.+?\]\]")
_SINGLE = re.compile(r"\[+\s*(\d*d\d+(?:\s*[-+*]\s*\d+)?)\s*(?:\]|$)", re.IGNORECASE)
_MOST_FACES = 1_000
_LONGEST_FACE = 12
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")


def read_symbols(fields: Fields) -> dict[str, str]:
    """Return the symbol that each letter on a face means, as a name for formulas."""
    table = fields.table("symbol")
    symbols: dict[str, str] = {}
    for letter in table.entries:
        if len(letter) != 1 or not letter.isalpha():
            table.refuse(Phrase("A symbol is written as one letter."), "symbol", letter)
        name = "_".join(table.words(letter).lower().split())
        if not name.isidentifier():
            table.refuse(Phrase("A symbol's name can have only letters."), "symbol", letter)
        if name in symbols.values() or name == "dice":
            table.refuse(Phrase('"{name}" is already taken.', name=name), "symbol", letter)
        symbols[letter] = name
    return symbols


def read_dice(fields: Fields, symbols: Mapping[str, str], most: int) -> dict[str, SymbolDie]:
    """Return the dice with faces of their own, by name."""
    dice: dict[str, SymbolDie] = {}
    letters: set[str] = set()
    for name, table in fields.tables("die"):
        table.only("letter", "faces")
        if len(dice) == most:
            table.refuse(
                Phrase("A system can have at most {most} kinds of dice.", most=most), "too-many-dice"
            )
        letter = table.text("letter", "").lower()
        if letter and (len(letter) != 1 or not letter.isalpha() or letter in letters):
            table.refuse(Phrase("Each die needs a different letter."), "letter", "letter")
        letters.add(letter)
        faces = table.entries.get("faces")
        if not isinstance(faces, list) or not 1 <= len(faces) <= _MOST_FACES:
            table.refuse(
                Phrase("A die needs a list of 1 to {most} faces.", most=_MOST_FACES), "faces", "faces"
            )
        read = [_face(face, table, place, symbols) for place, face in enumerate(faces)]
        kind = Listed(tuple(face for face, _, _ in read))
        dice[_name(name, table)] = SymbolDie(
            name.lower(),
            letter,
            kind,
            tuple(shown for _, shown, _ in read),
            tuple(written for _, _, written in read),
        )
    return dice


def _face(
    face: Any, table: Fields, place: int, symbols: Mapping[str, str]
) -> tuple[Face, dict[str, int], str]:
    """Return a face for the roll, how many of each symbol it shows, and how it is written."""
    value: Any = 0
    if isinstance(face, dict):
        entries = table.as_table(face, "faces", place)
        entries.only("value", "symbols")
        value = entries.number(face.get("value", 0), "value")
        face = entries.text("symbols", "")
    elif isinstance(face, int | float):
        value, face = table.number(face, "faces", place), ""
    if not isinstance(face, str) or len(face) > _LONGEST_FACE:
        table.refuse(
            Phrase("A face is a text of symbols, a number, or {{ value, symbols }}."), "face", "faces", place
        )
    shown: dict[str, int] = {}
    for letter in face:
        if letter not in symbols:
            table.refuse(
                Phrase('"{letter}" is not defined under [symbol].', letter=excerpt(letter)),
                "unknown-symbol",
                "faces",
                place,
            )
        shown[symbols[letter]] = shown.get(symbols[letter], 0) + 1
    name = face or (None if value else "blank")
    return Face(value, name), shown, face


def read_tables(
    fields: Fields, symbols: Mapping[str, str], dice: Mapping[str, SymbolDie], limits: Limits, most: int
) -> dict[str, Table]:
    """Return the tables, by name."""
    tables: dict[str, Table] = {}
    scope = Scope(dice, {}, tuple(symbols.values()))
    rows_in_all = 0
    for name, table in fields.tables("table"):
        table.only("rows", "holds", "then")
        lowered = name.lower()
        if not lowered.isalpha() or len(lowered) > 32:
            table.refuse(
                Phrase("A table's name can have only letters, because it is used like a function."), "name"
            )
        if lowered in FUNCTIONS or lowered in MATCHING or _means_something(lowered):
            table.refuse(Phrase('"{word}" already means something in a roll.', word=lowered), "name-taken")
        given = table.entries.get("rows")
        if not isinstance(given, dict | list) or not given:
            table.refuse(
                Phrase('A table needs rows, as in rows = {{ "1..3" = "rain", "4.." = "sun" }}.'),
                "rows",
                "rows",
            )
        rows_in_all += len(given)
        if rows_in_all > most:
            table.refuse(
                Phrase("The tables of a system can have at most {most} rows in total.", most=most),
                "too-many-rows",
                "rows",
            )
        holds = table.text("holds", "")
        if holds and holds not in _TABLE_HOLDS:
            table.refuse(
                Phrase("A table can contain {kinds}.", kinds=", ".join(_TABLE_HOLDS)), "holds", "holds"
            )
        tables[lowered] = _table(lowered, table, given, holds, scope, limits)
    return tables


def _means_something(word: str) -> bool:
    from dicewright.notation.tokens.lookahead import segments

    return segments(word) is not None or word in ("if", "and", "or", "not", "in", "let", "twice")


def _table(name: str, table: Fields, given: Any, holds: str, scope: Scope, limits: Limits) -> Table:
    if isinstance(given, list):
        given = {str(place): row for place, row in enumerate(given, 1)}
    if not holds:
        numbers = all(isinstance(row, int | float) for row in given.values())
        holds = "numbers" if numbers else "words"
    rows: list[Row] = []
    for key, value in given.items():
        try:
            first, last = bounds(key)
        except DiceError as error:
            raise in_file(error, key, table.line("rows", key), table.key("rows", key)) from None
        if any(_overlap(row, first, last) for row in rows):
            table.refuse(Phrase("Another row already covers these numbers."), "overlap", "rows", key)
        rows.append(_row(first, last, value, holds, table, key, scope, limits))
    return Table(name, holds, tuple(rows))  # type: ignore[arg-type]  # one of three words by now


def _overlap(row: Row, first: int | None, last: int | None) -> bool:
    return (row.last is None or first is None or first <= row.last) and (
        row.first is None or last is None or row.first <= last
    )


def _row(
    first: int | None,
    last: int | None,
    value: Any,
    holds: str,
    table: Fields,
    key: str,
    scope: Scope,
    limits: Limits,
) -> Row:
    then = table.text("then", "").lower()
    if isinstance(value, dict):
        entries = table.as_table(value, "rows", key)
        entries.only("text", "then")
        value, then = entries.text("text"), entries.text("then", then).lower()
    if holds == "numbers":
        return Row(first, last, table.number(value, "rows", key), then=then)
    if not isinstance(value, str) or len(value) > 1_000:
        table.refuse(Phrase("The text of a row can have at most 1,000 characters."), "row", "rows", key)
    if holds == "dice":
        return Row(first, last, dice=_thrown(value, table, key, scope, limits), then=then)
    words = presentable(value)
    if bracketed := _SINGLE.search(_DOUBLE.sub("", words)):
        table.refuse(
            Phrase("A roll inside a text needs double brackets."),
            "single-brackets",
            "rows",
            key,
            hint=Phrase("Write [[{roll}]].", roll=bracketed[1].strip()),
        )
    rolls = tuple(_thrown(roll, table, key, scope, limits, words=True) for roll in rolls_in(words)[1])
    return Row(first, last, None, words, None, then, rolls)


def _thrown(text: str, table: Fields, key: str, scope: Scope, limits: Limits, *, words: bool = False) -> Plan:
    """Return the plan of dice in a row; among `words`, dice may also depend on dice."""
    try:
        tree = parse(text, limits).rolls[0].expression
        try:
            return plan(tree, scope)
        except NotationError as error:
            if words and error.code == "dice-in-count":
                return Plan("written", tree)
            if error.code == "unknown-name":
                error.hint = Phrase("All rolls share a table, so its rows cannot use the names of one.")
                if words:
                    rolled = Phrase("The number of dice may be rolled, too, as in [[(1d4)d6]].")
                    error.hint = sentences(error.hint, rolled)
            raise
    except DiceError as error:
        raise in_file(error, text, table.line("rows", key), table.key("rows", key)) from None


def read_words(fields: Fields) -> dict[str, dict[str, str]]:
    """Return the texts in other languages: by language, from a text of the file to its translation."""
    found: dict[str, dict[str, str]] = {}
    for language, table in fields.tables("words"):
        if not _LANGUAGE.fullmatch(language):
            table.refuse(Phrase("A language is a code such as fr or pt-BR."), "language")
        found[language.lower()] = words = {}
        for text in table.entries:
            words[text] = table.words(text)
            if unknown := places(words[text]) - places(text):
                table.refuse(
                    Phrase("{{{name}}} is not in the text that this translates.", name=excerpt(min(unknown))),
                    "unknown-name",
                    text,
                )
    return found


def _name(name: str, table: Fields) -> str:
    if not name.isidentifier() or len(name) > 32:
        table.refuse(Phrase("A name can have letters, digits and _, and must begin with a letter."), "name")
    return name.lower()
