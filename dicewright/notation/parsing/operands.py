"""What a modifier compares dice with, where that is more than a number: `r[1,3,4]`, `=[4..6]`, `>=@tn`."""

from __future__ import annotations

from dicewright.notation.parsing import bindings
from dicewright.notation.tokens.lexer import END, NAME
from dicewright.notation.tokens.reader import SIGNED_NUMBER
from dicewright.notation.tree.matches import among
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from dicewright.errors import NotationError
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader
    from dicewright.notation.tree.matches import Among
    from dicewright.notation.tree.nodes import Expression

_ENTRY = rf"\s*({SIGNED_NUMBER})\s*(?:\.\.+\s*({SIGNED_NUMBER})\s*)?"
_SIGNS = str.maketrans("−–", "--")


def is_set(reader: Reader) -> bool:
    """Return whether the brackets that come next hold values to match on, and not a label.

    After a bare explosion both are possible: `![1,6]` without a space is a set, `! [1]` a label.
    """
    token = reader.ahead
    entries = token.span.of(reader.text)[1:-1].translate(_SIGNS).split(",")
    return token.start == reader.behind.stop and all(map(_entry, entries))


def value_set(reader: Reader) -> Among:
    """Take a set of values in square brackets.

    Raises NotationError for an entry that is no number and no range, LimitError for a long number.
    """
    token = reader.take()
    ranges = []
    start = token.start + 1
    for written in token.span.of(reader.text)[1:-1].split(","):
        span = Span(start, start + max(1, len(written)))
        found = _entry(written.translate(_SIGNS))
        if found is None:
            raise _no_value(reader, written.strip(), span)
        first = reader.signed_number(found[1], span)
        last = first if found[2] is None else reader.signed_number(found[2], span)
        if first > last:
            raise _wrong(reader, f"This range is backwards: write {found[2]}..{found[1]}.", span)
        ranges.append((first, last))
        start += len(written) + 1
    return among(ranges)


def _entry(written: str) -> re.Match[str] | None:
    import re  # the lexer has loaded it by now, and importing the library alone should not

    return re.fullmatch(_ENTRY, written)


def _no_value(reader: Reader, written: str, span: Span) -> NotationError:
    if not written:
        return _wrong(reader, "A value is missing here.", span)
    message = f'"{excerpt(written)}" is not a value.'
    first, dash, last = written.translate(_SIGNS).partition("-")
    if dash and first.strip().isdecimal() and last.strip().isdecimal():
        return _wrong(
            reader, f"{message} A range is written {excerpt(f'{first.strip()}..{last.strip()}')}.", span
        )
    return _wrong(reader, message, span)


def _wrong(reader: Reader, message: str, span: Span) -> NotationError:
    return reader.error(
        message, "bad-set", "Values to match are numbers and ranges, as in r[1,3,4] or =[4..6].", span
    )


def formula(reader: Reader, *, close: bool = False) -> Expression | None:
    """Take a number that is computed: a name, or an expression in brackets; None where neither follows.

    `close` asks that it stands right after the modifier: `adv@n` is a number of dice, and in
    `1d20adv @str` a sign is missing.
    """
    token = reader.ahead
    if close and token.start != reader.behind.stop:
        return None
    if token.kind == NAME:
        return bindings.named(reader, reader.take())
    if token.text != "(":
        return None
    opening = reader.take()
    reader.enter(opening)
    inside = reader.expression(reader)
    reader.leave()
    if not reader.take_sign(")"):
        raise _unclosed(reader, opening)
    return inside


def _unclosed(reader: Reader, opening: Token) -> NotationError:
    token = reader.ahead
    if token.kind == END or token.text == ";":
        return reader.error(
            "This bracket is never closed.", "unclosed", "Add a ) where it should end.", opening.span
        )
    return reader.error(
        f'"{excerpt(token.span.of(reader.text))}" cannot be used here.',
        "unexpected",
        "A sign such as + or the closing ) is missing before it.",
        token.span,
    )
