"""From text to tokens, each with its place in the text."""

from __future__ import annotations

import re

from dicewright.errors import NotationError
from dicewright.source import Span, excerpt
from dicewright.values import Value

NUMBER, WORD, SIGN, NAME, BRACKETED, NOTE, REPEAT, END = (
    "number",
    "word",
    "sign",
    "name",
    "bracketed",
    "note",
    "repeat",
    "end",
)

# What phones and word processors put in place of the keys; one character each, so that places stay true.
_TYPED_ON_A_PHONE = str.maketrans("×÷−–—“”„«»", '*/---"""""')
_SYNONYMS = {"≥": ">=", "≤": "<=", "≠": "<>", "^": "**", "==": "=", "=>": ">=", "=<": "<="}
# Invisible characters that come along when notation is copied from a web page.
_BLANK = r"\s\u200b\u200c\u200d\u2060\ufeff"

_TOKEN = re.compile(
    rf"""
    (?P<blank>[{_BLANK}]+)
  | (?P<number>[0-9]+(?:\.(?!\.)[0-9]+)?|\.[0-9]+)
  | (?P<word>[^\W\d_]+)
  | (?P<note>(?:\#|(?<=[{_BLANK}])!(?=[{_BLANK}]+[^{_BLANK};]))[^;]*)
  | (?P<sign>\*\*|//|<=|>=|<>|=>|=<|==|!!|[-+*/%^(){{}},;=<>!≥≤≠])
  | (?P<name>@[^\W\d]\w*)
  | (?P<bracketed>\[[^\]]*\])
  | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(Value):
    """A piece of the text: its kind, its normal form (lower case, plain signs), and where it stands."""

    kind: str
    text: str
    start: int
    stop: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.stop)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, closed by one of kind "end"; a stray character raises NotationError.

    >>> [token.text for token in tokens("2D6 × 3")]
    ['2', 'd', '6', '*', '3', '']
    """
    read = text.translate(_TYPED_ON_A_PHONE)
    found: list[Token] = []
    position = 0
    opens_roll = True
    while position < len(read):
        match = _TOKEN.match(read, position)
        assert match is not None  # the last alternative takes any character
        kind, start, stop = str(match.lastgroup), position, match.end()
        if kind == NOTE and read[start] == "#" and opens_roll and _is_repeat(found, read, start):
            kind, stop = REPEAT, start + 1
        position = stop
        if kind == "blank" or (kind == "stray" and read[start] == '"'):
            continue
        if kind == "stray":
            raise _stray(text, start)
        piece = read[start:stop]
        found.append(Token(kind, _SYNONYMS.get(piece, piece.lower()), start, stop))
        # "6#4d6" repeats: the sign stands right after the first number of a roll, and right before a roll.
        opens_roll = piece == ";" or (
            opens_roll and kind == NUMBER and (len(found) < 2 or found[-2].text == ";")
        )
    found.append(Token(END, "", len(text), len(text)))
    return found


def clean(text: str) -> str:
    """Return what a player put in brackets or after a note's sign, without quotes and blanks around it.

    >>> clean(' "cold iron" ')
    'cold iron'
    """
    return text.strip('"“”„«»\u200b\u200c\u200d\u2060\ufeff \t\r\n\f\v\u00a0')


def _is_repeat(found: list[Token], read: str, position: int) -> bool:
    follows = bool(found) and found[-1].kind == NUMBER and found[-1].stop == position
    return follows and position + 1 < len(read) and not read[position + 1].isspace()


def _stray(text: str, position: int) -> NotationError:
    character = text[position]
    span = Span(position, position + 1)
    if character == "[":
        return NotationError(
            "This bracket is never closed.", code="unclosed", hint="Add a ] after it.", span=span
        )
    if character == "@":
        return NotationError("A name should follow @.", code="missing-name", hint="As in @str.", span=span)
    hint = "Write digits as 0 to 9." if character.isdigit() else ""
    if character == "]":
        return NotationError("This bracket was never opened.", code="unopened", span=span)
    if character == ".":
        hint = "A decimal is written 0.5, a range of faces d[0..9]."
    if character == ":":
        hint = "A colon stands only between a face's name and its value, as in d[hit:1, blank]."
    return NotationError(
        f'"{excerpt(character)}" means nothing in a roll.', code="stray", hint=hint, span=span
    )
