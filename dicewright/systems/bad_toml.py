"""What is wrong with a file that is not valid TOML, in words for its author."""

from __future__ import annotations

import re
import tomllib

from dicewright.phrases import Phrase
from dicewright.source import Span, excerpt
from dicewright.systems.errors import SystemFileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    _Place = tuple[int, int]  # a line and a column, from 1

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HEADING = re.compile(r"\s*(\[\[?)\s*([^\]\n]*?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w.\"' -]+?)\s*=")
# Quotation marks as word processors set them.
_QUOTES = re.compile("[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]")
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_LONG = re.compile("\"\"\"|'''")
_COMMENT = re.compile(r"#.*")
_REASONS = (
    (
        "at the end of",
        Phrase("This heading is not closed."),
        Phrase("A heading is written as [roll.check], or as [[test]] if there are several."),
    ),
    (
        "key part",
        Phrase("A name is missing here."),
        Phrase("A name has letters, digits, _ and -. Put any other name in quotes."),
    ),
    (
        "date",
        Phrase("There is no such date or time."),
        Phrase('Put texts and notation in quotes, as in usage = "@pool".'),
    ),
    (
        "inline table",
        Phrase("A comma is missing here."),
        Phrase("Put a comma between two entries of a table."),
    ),
    (
        "character",
        Phrase("This character cannot be used here."),
        Phrase("Remove it, or put the text that it belongs to in quotes."),
    ),
)


def bad_toml(text: str, error: Exception) -> SystemFileError:
    """Return the error for a file that tomllib cannot read: at its line, with what to change there."""
    if isinstance(error, RecursionError):
        return SystemFileError(Phrase("This file is nested too deeply."), code="nesting")
    if not isinstance(error, tomllib.TOMLDecodeError):
        return SystemFileError(Phrase("This file holds a number with too many digits."), code="toml")
    found = _PLACE.search(str(error))
    if found is None:
        return SystemFileError(Phrase("This is not TOML."), code="toml")
    lines = text.split("\n")
    line, column = (int(found[1]), int(found[2])) if found[1] else (len(lines), len(lines[-1]) + 1)
    reason = str(error)[: found.start()]
    message, hint, (line, column) = _explained(reason, lines, line, column)
    shown = [*lines, ""][line - 1].rstrip("\r")
    return SystemFileError(
        message,
        code="toml",
        line=line,
        text=shown or " ",
        span=Span(column - 1, column),
        hint=hint,
    )


def _explained(reason: str, lines: list[str], line: int, column: int) -> tuple[str, str, _Place]:
    """Return what is wrong and what to do about it, and the place to show."""
    here = line, column
    written = [*lines, ""][line - 1]
    bare = _bare(written)
    at = written[column - 1 : column]
    lowered = reason.lower()
    if quote := _QUOTES.search(_TEXT.sub(lambda text: " " * len(text[0]), written)):
        message = Phrase("{mark} is not a quotation mark that TOML knows.", mark=quote[0])
        return message, Phrase('Use straight ones, as in name = "Ember".'), (line, quote.start() + 1)
    if any(word in lowered for word in ("overwrite", "twice", "mutate", "redefine", "duplicate")):
        return (*_twice(lines, line), (line, _first(written)))
    before = _last_before(lines, line)
    if before is not None and _lacks_comma(lines, before, bare):
        end = len(lines[before - 1].rstrip())
        return (
            Phrase("A comma is missing after this."),
            Phrase("Put a comma between two items of a list."),
            (before, end),
        )
    if "unclosed array" in lowered:
        return (
            Phrase("A list is not closed."),
            Phrase("Put a comma between its items, and ] after the last one."),
            here,
        )
    if bare.count("{") > bare.count("}"):
        if at == "@":
            return (
                Phrase("Notation has to be written as text."),
                Phrase('Put it in quotes, as in "{{@dice}}>=5".'),
                here,
            )
        return (
            Phrase("A table in {{ }} has to be on one line."),
            Phrase(
                "Put all of it on this line, or write a heading such as [roll.check.push] "
                "and its entries below."
            ),
            (line, bare.find("{") + 1) if column > len(written) else here,
        )
    at_end = column > len(written.rstrip("\r"))
    if at_end and ("illegal character" in lowered or "invalid character" in lowered):
        start = max(written.rfind('"'), written.rfind("'")) + 1
        return (
            Phrase("This text is not closed on its line."),
            Phrase("Put a quotation mark after it."),
            (line, max(1, start)),
        )
    if "escape" in lowered or "hex value" in lowered:
        message = Phrase("A backslash starts an escape sequence here.")
        return message, Phrase("Write it twice, or put the text in ' '."), here
    if "unterminated" in lowered or _LONG.search(lowered):
        # The mark that opens the text is the last one of the file.
        opened = next((at for at in range(line, 0, -1) if _LONG.search([*lines, ""][at - 1])), line)
        column = max(1, max(map([*lines, ""][opened - 1].rfind, ('"""', "'''"))) + 1)
        message = Phrase("This text is not closed.")
        return message, Phrase("Put three quotation marks after it as well."), (opened, column)
    if not written.strip():
        return Phrase("The file ends within a list or a table."), Phrase("Close it with ] or }}."), here
    if "invalid value" in lowered or at in ("@", "{"):
        message = Phrase("This is not TOML: a value is expected here.")
        return message, Phrase('Put texts and notation in quotes, as in usage = "@pool".'), here
    if "expected '='" in lowered or "invalid statement" in lowered:
        return (
            Phrase("This is neither an entry nor a heading."),
            Phrase('An entry is written as name = "Ember", a heading as [roll.check], a comment after #.'),
            here,
        )
    if "expected newline" in lowered:
        return (
            Phrase("Something follows the value of this entry."),
            Phrase("Each entry needs a line of its own. Put a text that contains \" in ' '."),
            here,
        )
    return (*_by_reason(lowered), here)


def _by_reason(reason: str) -> tuple[str, str]:
    """Return what is wrong, and what to do about it, where nothing but tomllib's reason says so."""
    for part, message, hint in _REASONS:
        if part in reason:
            return message, hint
    return Phrase("This is not TOML."), Phrase("Put texts in quotes, lists in [ ], and tables in {{ }}.")


def _bare(line: str) -> str:
    """Return a line without its comment and what is in its texts."""
    return _COMMENT.sub("", _TEXT.sub('""', line))


def _twice(lines: list[str], line: int) -> tuple[str, str]:
    """Return the error for what the file says a second time."""
    heading = _HEADING.match(lines[line - 1])
    if heading is not None:
        name = heading[2]
        for number, other in enumerate(lines[: line - 1], 1):
            found = _HEADING.match(other)
            if found is not None and found[2] == name:
                if found[1] != heading[1]:
                    return (
                        Phrase(
                            "Line {number} has [{name}] in single brackets.",
                            number=str(number),
                            name=excerpt(name),
                        )
                        if found[1] == "["
                        else Phrase(
                            "Line {number} has [[{name}]] in double brackets.",
                            number=str(number),
                            name=excerpt(name),
                        ),
                        Phrase(
                            "Write [[{name}]] each time if there are several, as with tests.",
                            name=excerpt(name),
                        ),
                    )
                return (
                    Phrase("Line {number} has [{name}] already.", number=str(number), name=excerpt(name)),
                    Phrase("Put everything that belongs to it below one heading."),
                )
        return Phrase("[{name}] has been given already.", name=excerpt(name)), Phrase(
            "Put everything that belongs to it in one place."
        )
    key = _KEY.match(lines[line - 1])
    name = "" if key is None else key[1].strip()
    for number in range(line - 1, 0, -1):
        other = lines[number - 1]
        if name and (found := _KEY.match(other)) is not None and found[1].strip() == name:
            return Phrase(
                "Line {number} has {name} already.", number=str(number), name=excerpt(name)
            ), Phrase("Leave one of them out.")
        if _HEADING.match(other):
            break
    return Phrase("This has been given already."), Phrase("Leave one of them out.")


def _last_before(lines: list[str], line: int) -> int | None:
    """Return the last line before a line that holds more than a comment."""
    for number in range(min(line, len(lines)) - 1, 0, -1):
        if _bare(lines[number - 1]).strip():
            return number
    return None


def _lacks_comma(lines: list[str], before: int, bare: str) -> bool:
    """Return whether an item of a list follows another one with no comma between them."""
    above = _bare(lines[before - 1]).strip()
    follows = bare.strip()[:1]
    is_item = follows == "{" or (follows == '"' and "=" not in bare)
    return is_item and above[-1:] in ("}", '"') and above[:1] in ("{", '"')


def _first(written: str) -> int:
    return len(written) - len(written.lstrip()) + 1
