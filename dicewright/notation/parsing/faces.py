"""The faces of a listed die: what stands between the brackets of `d[1, 1, 2..4, crit:5, blank]`."""

from __future__ import annotations

from dicewright.limits import too_many_faces
from dicewright.notation.tokens import lexer, signs
from dicewright.notation.tokens.reader import SIGNED_NUMBER
from dicewright.notation.tree.dice import Face, FaceRange, Listed
from dicewright.numbers import shown
from dicewright.phrases import Phrase
from dicewright.source import Span, excerpt

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from dicewright.errors import NotationError
    from dicewright.notation.tokens.lexer import Token
    from dicewright.notation.tokens.reader import Reader

_RANGE = r"([+-]?[0-9]+)\s*\.\.+\s*([+-]?[0-9]+)"
# A name is words: no arithmetic, and no list in another spelling. Symbols such as \u2620 are words.
_NAME = r"[^\W\d_](?:[^+\-*/=<>(){}!#%^;|&@~:.\u2026_]|(?<=\S)\.(?!\.))*|[^\w\s!-/:-@\[-`{-~\u2026]+"
_DICE = r"[0-9]*d(?:[0-9]+|%|f)"
# This many of a symbol, as in 2s. With digits in it, it is more likely a range or dice.
_COUNTED = r"([1-9][0-9]{0,2})\s*([^\d+]+)"
_MOST_COUNTED = 999
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_WORDS_ALONE = r" *[^\W\d_]+(?: +[^\W\d_]+)+ *"
# Lists longer than this are not spelled out again.
_LONGEST = 200
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
# What stands in other tools between the ends of a range, or between two faces.
_RANGE_ELSEWHERE = r"([+-]?[0-9]+)\s*(?:-|\u2026|~|:|to|through|bis)\s*([+-]?[0-9]+)"


def parse(reader: Reader, token: Token) -> Listed:
    """Return the die whose faces a bracketed token lists.

    Raises NotationError for an entry that is no face, LimitError for too many faces.
    """
    inside = token.span.of(reader.text)[1:-1]
    entries = []
    start = token.start + 1
    for written in inside.split(","):
        span = Span(start, start + max(1, len(written)))
        entries.append(_entry(reader, written, token, span))
        start += len(written) + 1
    if _match(_WORDS_ALONE, inside):
        # One face would always be up: these are meant as several.
        listed = ", ".join(inside.split())
        raise _wrong(
            reader,
            Phrase('"{entry}" is one face.', entry=excerpt(inside.strip())),
            token.span,
            [reader.with_instead(f"[{listed}]", token.start, token.stop)],
        )
    die = Listed(tuple(entries))
    if die.sides > reader.limits.faces:
        raise too_many_faces(die.sides, reader.limits, token.span, hint=Phrase("List fewer."))
    return die


def _entry(reader: Reader, written: str, token: Token, span: Span) -> Face | FaceRange:
    entry = lexer.clean(written)
    plain = signs.plain_signs(entry)
    if not entry:
        raise _wrong(reader, Phrase("A face is missing here."), span)
    if _match(SIGNED_NUMBER, plain):
        return Face(reader.signed_number(plain, span))
    if bounds := _match(_RANGE, plain):
        first, last = (int(reader.signed_number(bound, span)) for bound in bounds.groups())
        if first > last:
            raise _wrong(
                reader,
                Phrase(
                    "This range of faces is backwards: write {last}..{first}.",
                    last=shown(last),
                    first=shown(first),
                ),
                span,
            )
        return FaceRange(first, last)
    name, colon, value = entry.rpartition(":")
    if not colon:
        name, value = entry, "0"
    name, value = lexer.clean(name).strip("'\u2018\u2019"), signs.plain_signs(value.strip())
    if _match(SIGNED_NUMBER, name) and colon and not _match(SIGNED_NUMBER, value):
        raise _wrong(
            reader,
            Phrase('"{entry}" is not a face: a name comes before the colon.', entry=excerpt(entry)),
            span,
        )
    written = _symbols(name)
    if not written or not _match(SIGNED_NUMBER, value):
        raise _misspelt(reader, entry, token, span)
    return Face(reader.signed_number(value, span), written)


def _symbols(name: str) -> str:
    """Return the name of a face as it is kept, equal symbols together; "" if it is none.

    >>> _symbols("s + a"), _symbols("2 s+s"), _symbols("v2+v2"), _symbols("2d6"), _symbols("1 to 6")
    ('s+a', '3s', 'v2+v2', '', '')
    """
    found: dict[str, int] = {}
    for part in name.split("+"):
        number, symbol = 1, part.strip()
        if counted := _match(_COUNTED, symbol):
            number, symbol = int(counted[1]), counted[2]
            if symbol.lower() in _ORDINALS:
                return ""
        digit = symbol[:1].isalnum() and not symbol[:1].isalpha()  # such as ½
        if digit or not _match(_NAME, symbol) or _match(_DICE, symbol.lower()):
            return ""
        found[symbol] = found.get(symbol, 0) + number
    return "+".join([part for symbol, number in found.items() for part in _repeated(symbol, number)])


def _repeated(symbol: str, number: int) -> Iterable[str]:
    """Yield a symbol that is on a face this many times, in the parts that `_symbols` reads as just that."""
    can_be_counted = _match(_COUNTED, f"2{symbol}") and symbol.lower() not in _ORDINALS
    most = _MOST_COUNTED if can_be_counted else 1
    while number:
        here = min(number, most)
        yield f"{here if here > 1 else ''}{symbol}"
        number -= here


def _misspelt(reader: Reader, entry: str, token: Token, span: Span) -> NotationError:
    """Return the error for an entry that is no face, with the faces as they are written here."""
    inside = token.span.of(reader.text)[1:-1]
    if _match(_DICE, signs.plain(entry)):
        return _wrong(
            reader,
            Phrase('"{entry}" is not a face: dice in a list would not be rolled.', entry=excerpt(entry)),
            span,
        )
    right = _respelt(inside.strip()) if len(inside) <= _LONGEST else ""
    fixes = [reader.with_instead(f"[{right}]", token.start, token.stop)] if right else []
    return _wrong(reader, Phrase('"{entry}" is not a face.', entry=excerpt(entry)), span, fixes)


def _respelt(inside: str) -> str:
    """Return what stands between the brackets, in the spelling used here; "" if none is found.

    >>> _respelt("1-6"), _respelt("1 2 3"), _respelt("hit=1; miss"), _respelt("½,1")
    ('1..6', '1, 2, 3', 'hit:1, miss', '0.5, 1')
    """
    import re

    plain = signs.plain_signs(inside)
    for sign, decimal in _FRACTIONS.items():
        plain = plain.replace(sign, decimal)
    separator = r"[;/|,]" if re.search(r"[;/|,]", plain) else r"\s+"
    # With spaces alone between them, faces are distinguished only if all are numbers.
    if separator == r"\s+" and not all(re.fullmatch(SIGNED_NUMBER, face) for face in plain.split()):
        separator = ","
    found = []
    for entry in re.split(separator, plain):
        face = entry.strip()
        if bounds := re.fullmatch(_RANGE_ELSEWHERE, face, re.IGNORECASE):
            face = f"{bounds[1]}..{bounds[2]}"
        elif named := re.fullmatch(rf"({_NAME}?)\s*[=(]\s*({SIGNED_NUMBER})\s*\)?", face):
            face = f"{named[1].strip()}:{named[2]}"
        else:
            face = re.sub(r"(?<=\w)[-_](?=\w)", " ", face)
            face = re.sub(r"\s*&\s*", "+", face)
        found.append(face)
    return ", ".join(found)


def _match(pattern: str, text: str) -> re.Match[str] | None:
    import re  # the lexer has loaded it by now, and importing the library alone should not

    return re.fullmatch(pattern, text)


def _wrong(reader: Reader, message: str, span: Span, fixes: Iterable[str] = ()) -> NotationError:
    return reader.error(
        message,
        "bad-face",
        Phrase("Faces are numbers, ranges and names, as in d[1,1,2], d[0..9] or d[hit:1, blank]."),
        span,
        fixes=fixes,
    )
