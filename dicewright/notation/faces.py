"""The faces of a listed die: what stands between the brackets of `d[1, 1, 2..4, crit:5, blank]`."""

from __future__ import annotations

from dicewright.errors import LimitError, NotationError
from dicewright.notation import lexer
from dicewright.notation.dice import Face, FaceRange, Listed
from dicewright.numbers import exact, shown
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from dicewright.notation.lexer import Token
    from dicewright.notation.reader import Reader
    from dicewright.numbers import Number

_SIGNS = str.maketrans("−–", "--")
_VALUE = r"[+-]?\s*(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_RANGE = r"([+-]?[0-9]+)\s*\.\.+\s*([+-]?[0-9]+)"


def parse(reader: Reader, token: Token) -> Listed:
    """Return the die whose faces a bracketed token lists.

    Raises NotationError for an entry that is no face, LimitError for too many faces.
    """
    inside = token.span.of(reader.text)[1:-1]
    entries = []
    start = token.start + 1
    for written in inside.split(","):
        span = Span(start, start + max(1, len(written)))
        entries.append(_entry(reader, written.translate(_SIGNS), span))
        start += len(written) + 1
    die = Listed(tuple(entries))
    if die.sides > reader.limits.faces:
        raise LimitError(
            f"This die has {die.sides:,} faces; the limit is {reader.limits.faces:,}.",
            limit="faces",
            allowed=reader.limits.faces,
            hint="List fewer.",
            span=token.span,
        )
    return die


def _entry(reader: Reader, written: str, span: Span) -> Face | FaceRange:
    entry = lexer.clean(written)
    if not entry:
        raise _wrong(reader, "A face is missing here.", span)
    if _match(_VALUE, entry):
        return Face(_value(reader, entry, span))
    if bounds := _match(_RANGE, entry):
        first, last = (int(_value(reader, bound, span)) for bound in bounds.groups())
        if first > last:
            raise _wrong(
                reader, f"This range of faces runs backwards: write {shown(last)}..{shown(first)}.", span
            )
        return FaceRange(first, last)
    name, colon, value = entry.rpartition(":")
    if not colon:
        name, value = entry, "0"
    name, value = lexer.clean(name), value.strip()
    if not name or not _match(_VALUE, value) or ".." in name:
        raise _wrong(reader, f'"{excerpt(entry)}" is not a face.', span)
    if _match(_VALUE, name) or ":" in name:
        raise _wrong(reader, f'"{excerpt(entry)}" is not a face: a name comes before the colon.', span)
    return Face(_value(reader, value, span), name)


def _value(reader: Reader, written: str, span: Span) -> Number:
    digits = written.replace(" ", "")
    if len(digits) > reader.limits.digits:
        raise reader.too_long(len(digits), span)
    sign = -1 if digits[0] == "-" else 1
    return sign * exact(digits.lstrip("+-"))


def _match(pattern: str, text: str) -> re.Match[str] | None:
    import re  # the lexer has loaded it by now, and importing the library alone should not

    return re.fullmatch(pattern, text)


def _wrong(reader: Reader, message: str, span: Span) -> NotationError:
    return reader.error(
        message,
        "bad-face",
        "Faces are numbers, ranges and names, as in d[1,1,2], d[0..9] or d[hit:1, blank].",
        span,
    )
