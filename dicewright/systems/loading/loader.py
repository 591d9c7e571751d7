"""From a file's text to a system: what is bounded, what is read in which order, and what is refused."""

from __future__ import annotations

import re
import tomllib
from functools import partial
from hashlib import sha256

from dicewright.errors import ArgumentError, DiceError, quoted
from dicewright.notation.parsing.common import parse
from dicewright.notation.tokens.lookahead import segments
from dicewright.phrases import Phrase
from dicewright.source import Span
from dicewright.systems.arguments import example
from dicewright.systems.bad_toml import bad_toml
from dicewright.systems.errors import SystemFileError, in_file
from dicewright.systems.loading import parts, rolls
from dicewright.systems.loading.aliases import read_aliases
from dicewright.systems.loading.embedded import read_tests, refuse_too_many
from dicewright.systems.loading.fields import ROLL_ENTRIES, Fields
from dicewright.systems.loading.locating import located
from dicewright.systems.loading.parameters import check_default
from dicewright.systems.rules.model import Description

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.limits import Limits

LARGEST_FILE = 64 * 1024
MOST_LINES = 5_000
MOST_DICE, MOST_ROWS, MOST_TESTS = 60, 500, 200

_COMMAND = re.compile(r"[^\W\d_][\w-]{0,31}")
COMMAND_LINE_WORDS = frozenset({"roll", "odds", "systems", "test", "new-system", "verify"})
"""What follows `dicewright` on the command line, where a game's command stands as well."""
_ENTRIES = (
    "format",
    "name",
    "command",
    "aliases",
    "rules",
    "language",
    "words",
    "roll",
    "die",
    "symbol",
    "table",
    "test",
)


def load(text: str, limits: Limits) -> Description:
    """Return what a file says.

    Raises SystemFileError with the line and a caret if it says something that has no meaning.
    """
    if not isinstance(text, str):
        raise ArgumentError(f"The file of a system is text in TOML, not {quoted(text)}.", code="text")
    text = text.removeprefix("\ufeff")
    try:
        return _described(text, limits)
    except SystemFileError as error:
        raise _with_its_line(error, text) from None


def _described(text: str, limits: Limits) -> Description:
    size = len(text)
    if size > LARGEST_FILE or len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        raise SystemFileError(
            Phrase("The file of a system can have at most {most} KiB.", most=LARGEST_FILE // 1024),
            code="file-too-large",
            hint=Phrase("Remove what the rolls do not need."),
        )
    if text.count("\n") > MOST_LINES:
        raise SystemFileError(
            Phrase("The file of a system can have at most {most} lines.", most=MOST_LINES),
            code="file-too-large",
            hint=Phrase("Remove what the rolls do not need."),
        )
    lines = located(text)
    try:
        entries = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number may have more digits than Python reads
        raise bad_toml(text, error) from None
    fields = Fields(entries, lines)
    stray = next((name for name in entries if name not in _ENTRIES and name in ROLL_ENTRIES), None)
    if stray is not None:
        fields.refuse(
            Phrase('"{stray}" belongs to a roll.', stray=stray),
            "unknown-entry",
            stray,
            hint=Phrase("Write [roll.check] on a line above it."),
        )
    fields.only(*_ENTRIES)
    refuse_too_many(fields, MOST_TESTS)
    if fields.whole("format") != 1:
        hint = Phrase("This is the only format there is so far.") if "format" in fields else ""
        fields.refuse(Phrase('The file should begin with "format = 1".'), "format", "format", hint=hint)
    command = _word(fields, fields.text("command"), "command")
    aliases = read_aliases(fields, command, partial(_word, fields))
    symbols = parts.read_symbols(fields)
    dice = parts.read_dice(fields, symbols, MOST_DICE)
    tables = parts.read_tables(fields, symbols, dice, limits, MOST_ROWS)
    kinds = rolls.read_rolls(fields, symbols, dice, tables, limits)
    description = Description(
        name=fields.words("name"),
        command=command,
        aliases=aliases,
        rules=fields.words("rules", ""),
        language=fields.words("language", "en"),
        words=parts.read_words(fields),
        rolls=kinds,
        dice=dice,
        tables=tables,
        symbols=symbols,
        tests=read_tests(fields),
        digest=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        limits=limits,
    )
    _check_defaults(description, fields)
    return description


def _check_defaults(description: Description, fields: Fields) -> None:
    """Refuse a default of dice that could not be typed."""
    for name, table in fields.tables("roll"):
        kind = description.rolls[name.lower()]
        for entry in table.table("parameters").entries:
            parameter = kind.parameters[entry.lower()]
            try:
                check_default(description, kind, parameter)
            except DiceError as error:
                error.hint = Phrase(
                    'For example, default = "{dice}".',
                    dice=example(description, parameter.replace(default=None)),
                )
                names = ("roll", name, "parameters", entry, "default")
                text = str(parameter.default)
                raise in_file(error, text, fields.line(*names), fields.key(*names)) from None


def _with_its_line(error: SystemFileError, text: str) -> SystemFileError:
    """Make an error about an entry show its line of the file, with a caret below its name."""
    lines = text.split("\n")
    if error.text or not 0 < error.line <= len(lines):
        return error
    line = lines[error.line - 1].rstrip()
    shown = line.lstrip()
    name = next((part for part in reversed(error.key.split(".")) if part and not part.isdigit()), "")
    found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", shown) if name else None
    if error.key.rpartition(".")[2].isdigit() and (quoted := re.match(r'"([^"]+)"', error.message)):
        # An item of a list, such as an alias, is shown itself.
        found = re.search(rf'(?<=["\']){re.escape(quoted[1])}(?=["\'])', shown, re.IGNORECASE) or found
    if shown:
        error.text = shown
        error.span = Span(*found.span()) if found is not None else Span(0, len(shown))
    return error


def _word(fields: Fields, word: str, *names: str | int) -> str:
    """Return a command in lower case, or refuse one that no player could type."""
    lowered = word.lower()
    if not _COMMAND.fullmatch(lowered):
        fields.refuse(
            Phrase(
                "A command is one word of letters, digits and -, at most 32 of them, "
                "and begins with a letter."
            ),
            "command",
            *names,
        )
    if lowered in COMMAND_LINE_WORDS:
        fields.refuse(
            Phrase('"{word}" is a command of dicewright itself.', word=lowered),
            "command-taken",
            *names,
            hint=Phrase("Choose another word, or nobody could roll it on the command line."),
        )
    if segments(lowered) is not None or _is_a_roll(lowered):
        fields.refuse(
            Phrase('"{word}" already means something in a roll.', word=lowered),
            "command-taken",
            *names,
            hint=Phrase(
                "Notation reads it as dice or modifiers: {roll}. Choose another word.",
                roll=_shown_in_roll(lowered),
            ),
        )
    return lowered


def _shown_in_roll(word: str) -> str:
    """Return a roll in which a word means something."""
    return f"4d6{word}" if segments(word) is not None else word


def _is_a_roll(word: str) -> bool:
    try:
        parse(word)
    except DiceError:
        return word in ("if", "and", "or", "not", "vs", "min", "max", "floor", "ceil", "round", "abs")
    return True
