"""Places in the text a person wrote, and the caret that points at them."""

from __future__ import annotations

from dicewright.values import Value

TYPE_CHECKING = False

# A phone shows about this many monospaced columns without wrapping the caret away from its spot.
_COLUMNS = 56
# The replacement character, by number: by name, it would bring in the table of all names.
REPLACEMENT = "\ufffd"


class Span(Value):
    """The characters of a text from `start` up to, not including, `stop`.

    >>> Span(3, 5).of("4d6kx3")
    'kx'
    """

    start: int
    stop: int

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.stop]

    def to(self, other: Span) -> Span:
        """Return the span from this one's start to the other's stop."""
        return Span(self.start, other.stop)


class Placed(Value):
    """The base of what was read from a text. Its fields end with `begin` and `end`, where it stood.

    They are plain numbers because a parse makes many nodes, and few are ever asked for their span.
    """

    if TYPE_CHECKING:

        @property
        def begin(self) -> int: ...

        @property
        def end(self) -> int: ...

    @property
    def span(self) -> Span:
        """Where it stood."""
        return Span(self.begin, self.end)


def point(text: str, span: Span) -> str:
    """Return two lines: the text on one line, and carets under the span.

    A long text is cut to a window around the span. Characters that would break the line or its
    alignment are replaced, so that the result can be printed anywhere.

    >>> print(point("4d6kx3", Span(3, 5)))
    4d6kx3
       ^^
    """
    start, stop = min(span.start, len(text)), min(span.stop, len(text))
    left = max(0, min(start - _COLUMNS // 2, len(text) - _COLUMNS))
    right = min(len(text), left + _COLUMNS)
    before, marked, after = text[left:start], text[start : min(stop, right)], text[min(stop, right) : right]
    opening, closing = "…" if left else "", "…" if right < len(text) else ""
    shown = opening + "".join(map(_printable, before + marked + after)) + closing
    indent = len(opening) + sum(map(_columns, before))
    return f"{shown}\n{' ' * indent}{'^' * max(1, sum(map(_columns, marked)))}"


def excerpt(text: str, length: int = 24) -> str:
    """Return `text` fit to stand in a sentence: printable, and cut with an ellipsis after `length`.

    A text that is short and printable is returned as it is, so that a phrase stays one.

    >>> excerpt("kx")
    'kx'
    """
    if len(text) <= length and text.isprintable():
        return text
    shown = "".join(map(_printable, text[:length]))
    return shown + "…" if len(text) > length else shown


def quotable(text: str) -> str:
    """Return the whole of `text` fit to stand in a sentence: printable, so that a phrase around it stays one.

    >>> quotable("1d20\\n+ 5")
    '1d20 + 5'
    """
    return excerpt(text, len(text))


def presentable(text: str) -> str:
    """Return a player's words as they may be shown, stored and sent anywhere: on one line, without controls.

    Line breaks become spaces; control characters, lone surrogates and marks that turn the direction of
    writing are replaced. Letters of every script and emoji stay, those of tomorrow too.

    >>> presentable("cold\\niron")
    'cold iron'
    """
    return text if text.isprintable() else "".join(map(_presentable, text))


def _presentable(character: str) -> str:
    # Joiners hold emoji together, and an emoji newer than this Python has no category yet.
    if character in "\u200c\u200d" or character.isprintable():
        return character
    import unicodedata

    return character if unicodedata.category(character) == "Cn" else _printable(character)


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else REPLACEMENT


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    import unicodedata  # only a text with such characters pays for the table

    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
