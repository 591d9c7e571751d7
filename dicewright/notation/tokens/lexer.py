"""From text to tokens, each with its place in the text."""

from __future__ import annotations

from functools import cache

from dicewright.notation.tokens import signs
from dicewright.source import Span, presentable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

DICE, NUMBER, WORD, SIGN, NAME, BRACKETED, NOTE, STRAY, END = (
    "dice",
    "number",
    "word",
    "sign",
    "name",
    "bracketed",
    "note",
    "stray",
    "end",
)

_SYNONYMS = {
    "≥": ">=",
    "≤": "<=",
    "≠": "<>",
    "^": "**",
    "==": "=",
    "=>": ">=",
    "=<": "<=",
    # Roll20 writes rolls within a text, and within each other, in these.
    "[[": "(",
    "]]": ")",
}
_BLANKS = "\u200b\u200c\u200d\u2060\ufeff "
# Quotes and blanks around a player's words.
_AROUND = '"“”„«»\u200b\u200c\u200d\u2060\ufeff '
# Letters of many scripts are written with marks: combining accents, Hebrew and Arabic points, and the
# vowel signs of the scripts of India and South-East Asia.
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u109f\u1780-\u17d3"
# Invisible characters that come along when notation is copied from a web page.
_NUMBER_ALONE = r"\s+(?:[<>=]=?\s*)?[0-9]+\s*(?:[;\#]|\Z)"
_BLANK = r"\s\ufe0f\u200b-\u200f\u2060\ufeff\u061c\u202a-\u202e\u2066-\u2069"


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a token; importing the library alone does not pay for it."""
    import re

    return re.compile(
        rf"""
        (?P<blank>[{_BLANK}]+)
      | (?P<dice>[0-9]*d(?:[0-9]+(?![0-9.])|%))
      | (?P<number>[0-9]+(?:\.(?!\.)[0-9]+)?|\.[0-9]+)
      | (?P<versus>vs\.)
      | (?P<word>[^\W\d_]+)
      | (?P<note>(?:\#|(?<=[{_BLANK}])!(?=[{_BLANK}]+[^{_BLANK};])(?!{_NUMBER_ALONE}))[^;]*)
      | (?P<sign>\*\*|//|\[\[|\]\]|<=|>=|<>|=>|=<|==|!!|[-+*/%^(){{}},;=<>!≥≤≠])
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


def tokens(text: str, start: int = 0, stop: int | None = None) -> list[Token]:
    """Return the tokens of a text from `start` up to `stop`, closed by one of kind "end".

    A character that means nothing is one of kind "stray": in a note it may stand.

    >>> [token.text for token in tokens("2D6 × 3")]
    ['2d6', '*', '3', '']
    """
    read = signs.plain(text)
    if "w" in read or not read.isascii():
        read = signs.with_latin_dice(read)
    stop = len(text) if stop is None else stop
    found: list[Token] = []
    end = start
    for match in _token().finditer(read, start, stop):
        # The last alternative takes any character, so that each match begins where the one before ended.
        position, end = end, match.end()
        kind = match.lastgroup
        if kind == "blank":
            continue
        piece = match[0]
        if kind == SIGN:
            piece = _SYNONYMS.get(piece, piece)
        elif kind == "versus":
            kind, piece = WORD, "vs"
        found.append(Token(kind or STRAY, piece, position, end))
    found.append(Token(END, "", stop, stop))
    return found


def trimmed(text: str) -> str:
    """Return a player's words presentable, without blanks around them.

    >>> trimmed(' "cold iron" ')
    '"cold iron"'
    """
    return presentable(text).strip(_BLANKS)


def clean(text: str) -> str:
    """Return what a player put in brackets or after a note's sign, presentable, without quotes around it.

    >>> clean(' "cold iron" ')
    'cold iron'
    """
    return presentable(text).strip(_AROUND)
