"""What is wrong with a file that is not TOML: said in the words of somebody who writes such a file."""

from __future__ import annotations

import re
import tomllib

from dicewright.source import Span, excerpt
from dicewright.systems.errors import SystemFileError

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HEADING = re.compile(r"\s*(\[\[?)\s*([^\]\n]*?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w.\"' -]+?)\s*=")
# Quotation marks as word processors set them.
_QUOTES = re.compile("[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]")
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_COMMENT = re.compile(r"#.*")


def bad_toml(text: str, error: Exception) -> SystemFileError:
    """Return the error for a file that tomllib cannot read: at its line, with what to change there."""
    if isinstance(error, RecursionError):
        return SystemFileError("This file is nested too deeply.", code="nesting")
    if not isinstance(error, tomllib.TOMLDecodeError):
        return SystemFileError("This file holds a number with too many digits.", code="toml")
    found = _PLACE.search(str(error))
    if found is None:
        return SystemFileError(f"This is not TOML: {error}.", code="toml")
    lines = text.split("\n")
    line, column = (int(found[1]), int(found[2])) if found[1] else (len(lines), len(lines[-1]) + 1)
    reason = str(error)[: found.start()]
    message, hint, line, column = _explained(reason, lines, line, column)
    shown = [*lines, ""][line - 1].rstrip("\r")
    return SystemFileError(
        message,
        code="toml",
        line=line,
        text=shown or " ",
        span=Span(column - 1, column),
        hint=hint,
    )


def _explained(reason: str, lines: list[str], line: int, column: int) -> tuple[str, str, int, int]:
    """Return what is wrong and what to do about it, and the line and the column to show."""
    written = [*lines, ""][line - 1]
    bare = _COMMENT.sub("", _TEXT.sub('""', written))
    at = written[column - 1 : column]
    lowered = reason.lower()
    if quote := _QUOTES.search(_TEXT.sub(lambda text: " " * len(text[0]), written)):
        return (
            f"{quote[0]} is not a quotation mark that TOML knows.",
            'Use straight ones, as in name = "Ember".',
            line,
            quote.start() + 1,
        )
    if "overwrite" in lowered or "twice" in lowered or "mutate" in lowered or "already" in lowered:
        return (*_twice(lines, line), line, _first(written))
    before = _last_before(lines, line)
    if before is not None and _lacks_comma(lines, before, bare):
        shown = lines[before - 1].rstrip()
        return (
            "A comma is missing after this.",
            "Put a comma between two items of a list.",
            before,
            len(shown),
        )
    if "unclosed array" in lowered:
        return (
            "A list is not closed.",
            "Put a comma between its items, and ] behind the last one.",
            line,
            column,
        )
    if bare.count("{") > bare.count("}"):
        if at == "@":
            return "This is notation, so it is text.", 'Put it in quotes, as in "{@dice}>=5".', line, column
        return (
            "A table in { } has to stand on one line.",
            "Put all of it on this line, or write a heading such as [roll.check.push] and its entries below.",
            line,
            bare.find("{") + 1 if column > len(written) else column,
        )
    if ("illegal character" in lowered or "invalid character" in lowered) and column > len(
        written.rstrip("\r")
    ):
        start = max(written.rfind('"'), written.rfind("'")) + 1
        return "This text is not closed on its line.", "Put a quotation mark behind it.", line, max(1, start)
    if "unescaped" in lowered or "escape" in lowered:
        return (
            "A backslash begins a sign of its own here.",
            "Write it twice, or put the text in ' '.",
            line,
            column,
        )
    if not written.strip():
        return "The file ends within a list or a table.", "Close it with ] or }.", line, column
    if "invalid value" in lowered or at in ("@", "{"):
        return (
            "This is not TOML: a value is expected here.",
            'Put texts and notation in quotes, as in usage = "@pool".',
            line,
            column,
        )
    if "expected '='" in lowered:
        return (
            "This is neither an entry nor a heading.",
            'An entry is written as name = "Ember", a heading as [roll.check], a comment after #.',
            line,
            column,
        )
    if "expected newline" in lowered:
        return (
            "Something follows the value of this entry.",
            "Each entry has a line of its own. A text that holds \" stands in ' '.",
            line,
            column,
        )
    return (
        f"This is not TOML: {reason}.",
        "Put texts in quotes, lists in [ ], and tables in { }.",
        line,
        column,
    )


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
                        f"Line {number} has [{excerpt(name)}] in single brackets."
                        if found[1] == "["
                        else f"Line {number} has [[{excerpt(name)}]] in double brackets.",
                        f"Write [[{excerpt(name)}]] each time where there are several, as of tests.",
                    )
                return (
                    f"Line {number} has [{excerpt(name)}] already.",
                    "Put all that belongs to it below one heading.",
                )
        return f"[{excerpt(name)}] has been given already.", "Put all that belongs to it in one place."
    key = _KEY.match(lines[line - 1])
    name = "" if key is None else key[1].strip()
    for number in range(line - 1, 0, -1):
        other = lines[number - 1]
        if name and (found := _KEY.match(other)) is not None and found[1].strip() == name:
            return f"Line {number} has {excerpt(name)} already.", "Leave one of them out."
        if _HEADING.match(other):
            break
    return "This has been given already.", "Leave one of them out."


def _last_before(lines: list[str], line: int) -> int | None:
    """Return the last line before a line that holds more than a comment."""
    for number in range(min(line, len(lines)) - 1, 0, -1):
        if _COMMENT.sub("", _TEXT.sub('""', lines[number - 1])).strip():
            return number
    return None


def _lacks_comma(lines: list[str], before: int, bare: str) -> bool:
    """Return whether an item of a list follows another one with no comma between them."""
    above = _COMMENT.sub("", _TEXT.sub('""', lines[before - 1])).strip()
    follows = bare.strip()[:1]
    is_item = follows == "{" or (follows == '"' and "=" not in bare)
    return is_item and above[-1:] in ("}", '"') and above[:1] in ("{", '"')


def _first(written: str) -> int:
    return len(written) - len(written.lstrip()) + 1
