"""From text to tokens, each with its place in the text."""

from __future__ import annotations

from functools import cache

from dicewright.errors import NotationError
from dicewright.source import Span, excerpt, presentable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

DICE, NUMBER, WORD, SIGN, NAME, BRACKETED, NOTE, END = (
    "dice",
    "number",
    "word",
    "sign",
    "name",
    "bracketed",
    "note",
    "end",
)

# What phones and word processors put in place of the keys; one character each, so that places stay true.
_TYPED_ON_A_PHONE = str.maketrans("×÷−–—“”„«»", '*/---"""""')
_SYNONYMS = {"≥": ">=", "≤": "<=", "≠": "<>", "^": "**", "==": "=", "=>": ">=", "=<": "<="}
# Quotes and blanks around a player's words.
_AROUND = '"“”„«»\u200b\u200c\u200d\u2060\ufeff '
# Letters of many scripts are written with marks: combining accents, Hebrew and Arabic points, and the
# vowel signs of the scripts of India and South-East Asia.
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u109f\u1780-\u17d3"
# Invisible characters that come along when notation is copied from a web page.
_BLANK = r"\s\u200b-\u200f\u2060\ufeff\u061c\u202a-\u202e\u2066-\u2069"


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a token; importing the library alone does not pay for it."""
    import re

    return re.compile(
        rf"""
        (?P<blank>[{_BLANK}]+)
      | (?P<dice>[0-9]*d(?:[0-9]+(?![0-9.])|%))
      | (?P<number>[0-9]+(?:\.(?!\.)[0-9]+)?|\.[0-9]+)
      | (?P<word>[^\W\d_]+)
      | (?P<note>(?:\#|(?<=[{_BLANK}])!(?=[{_BLANK}]+[^{_BLANK};]))[^;]*)
      | (?P<sign>\*\*|//|<=|>=|<>|=>|=<|==|!!|[-+*/%^(){{}},;=<>!≥≤≠])
      | (?P<name>@[^\W\d][\w{_MARKS}]*(?:\.[^\W\d][\w{_MARKS}]*)*)
      | (?P<bracketed>\[[^\]]*\])
      | (?P<stray>.)
        """,
        re.VERBOSE | re.DOTALL,
    )


class Token:
    """A piece of the text: its kind, its normal form (lower case, plain signs), and where it stands.

    Not a Value: nobody outside the parser sees one, and it is the object made most often in a parse.
    """

    __slots__ = ("kind", "start", "stop", "text")

    def __init__(self, kind: str, text: str, start: int, stop: int) -> None:
        self.kind: str = kind
        self.text: str = text
        self.start: int = start
        self.stop: int = stop

    @property
    def span(self) -> Span:
        return Span(self.start, self.stop)


def tokens(text: str, start: int = 0) -> list[Token]:
    """Return the tokens of a text from `start` on, closed by one of kind "end".

    A character that means nothing raises NotationError.

    >>> [token.text for token in tokens("2D6 × 3")]
    ['2d6', '*', '3', '']
    """
    read = text.lower() if text.isascii() else lowered(text).translate(_TYPED_ON_A_PHONE)
    found: list[Token] = []
    stop = start
    for match in _token().finditer(read, start):
        # The last alternative takes any character, so that each match begins where the one before ended.
        position, stop = stop, match.end()
        kind = match.lastgroup
        if kind == "blank":
            continue
        piece = match[0]
        if kind == SIGN:
            piece = _SYNONYMS.get(piece, piece)
        elif kind is None or kind == "stray":
            if piece == '"':
                continue
            raise _stray(text, position)
        found.append(Token(kind, piece, position, stop))
    found.append(Token(END, "", len(text), len(text)))
    return found


def clean(text: str) -> str:
    """Return what a player put in brackets or after a note's sign, presentable, without quotes around it.

    >>> clean(' "cold iron" ')
    'cold iron'
    """
    return presentable(text).strip(_AROUND)


def lowered(text: str) -> str:
    """Return the text in lower case, each character still in its place."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals have two characters for their small letter
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lower


def _stray(text: str, position: int) -> NotationError:
    character = text[position]
    span = Span(position, position + 1)
    if character == "[":
        return NotationError(
            "This bracket is never closed.", code="unclosed", hint="Add a ] after it.", span=span
        )
    if character == "@":
        return NotationError("A name should follow @.", code="missing-name", hint="As in @str.", span=span)
    if character == "]":
        return NotationError(
            "This ] closes nothing.", code="unopened", hint="Add a [, or leave it out.", span=span
        )
    hint = "Leave it out, or put a note after #, as in 1d20 # to hit."
    if character.isdigit():
        hint = "Write digits as 0 to 9."
    if character == ".":
        hint = "A decimal is written 0.5, a range of faces d[0..9]."
    if character == ":":
        hint = "A colon stands only between a face's name and its value, as in d[hit:1, blank]."
    return NotationError(
        f'"{excerpt(character)}" means nothing in a roll.', code="stray", hint=hint, span=span
    )
