"""What a modifier compares dice with, if that is more than a number: `r[1,3,4]`, `=[4..6]`, `>=@tn`."""

from __future__ import annotations

from dicewright.notation.parsing import bindings, brackets
from dicewright.notation.tokens.lexer import NAME
from dicewright.notation.tokens.reader import SIGNED_NUMBER
from dicewright.notation.tree.matches import among
from dicewright.phrases import Phrase, sentences
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
            raise _wrong(
                reader,
                Phrase("This range is backwards: write {range}.", range=f"{found[2]}..{found[1]}"),
                span,
            )
        ranges.append((first, last))
        start += len(written) + 1
    return among(ranges)


def no_set(reader: Reader, modifier: Token) -> NotationError:
    """Return the error for square brackets after a modifier that takes a number of dice: `kh[2]`."""
    token = reader.ahead
    inside = token.span.of(reader.text)[1:-1].strip()
    return reader.error(
        Phrase('"{word}" takes one number of dice, without square brackets.', word=modifier.text),
        "bad-set",
        Phrase("For example, {word}2.", word=modifier.text),
        modifier.span.to(token.span),
        fixes=[reader.with_instead(inside, token.start, token.stop)] if inside.isdecimal() else (),
    )


def no_dice(reader: Reader) -> NotationError:
    """Return the error for dice after a comparison that belongs to a modifier: `!>2d4`."""
    token = reader.ahead
    return reader.error(
        Phrase("{dice} would be rolled, and a modifier needs a number.", dice=token.text),
        "not-a-number",
        Phrase("Write dl to drop dice, and vs to test a total against dice, as in 1d20 vs 2d10."),
        token.span,
    )


def _entry(written: str) -> re.Match[str] | None:
    import re  # the lexer has loaded it by now, and importing the library alone should not

    return re.fullmatch(_ENTRY, written)


def _no_value(reader: Reader, written: str, span: Span) -> NotationError:
    if not written:
        return _wrong(reader, Phrase("A value is missing here."), span)
    message = Phrase('"{written}" is not a value.', written=excerpt(written))
    first, dash, last = written.translate(_SIGNS).partition("-")
    if dash and first.strip().isdecimal() and last.strip().isdecimal():
        return _wrong(
            reader,
            sentences(
                message,
                Phrase("A range is written {range}.", range=excerpt(f"{first.strip()}..{last.strip()}")),
            ),
            span,
        )
    return _wrong(reader, message, span)


def _wrong(reader: Reader, message: str, span: Span) -> NotationError:
    return reader.error(
        message, "bad-set", Phrase("Values to match are numbers and ranges, as in r[1,3,4] or =[4..6]."), span
    )


def formula(reader: Reader, *, close: bool = False) -> Expression | None:
    """Take a number that is computed: a name, or an expression in brackets; None if neither follows.

    `close` asks that it stands right after the modifier: `adv@n` is a number of dice, and in
    `1d20adv @str` a sign is missing.
    """
    token = reader.ahead
    if close and token.start != reader.behind.stop:
        return None
    if token.kind == NAME:
        return bindings.named(reader, reader.take())
    return brackets.bracketed(reader) if token.text == "(" else None
