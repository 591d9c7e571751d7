"""The signs and letters that phones, word processors and other alphabets use instead of a keyboard's.

All of them are one character for one, so that places in the text stay true.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_LIKE = {
    "+": "➕﹢",
    "-": "‐‑‒–—―−➖﹣",
    "*": "×∗✕✖⨉⨯⋅·⁎",
    "/": "÷∕⁄➗",
    "≥": "⩾≧⪰",
    "≤": "⩽≦⪯",
    '"': "“”„‟«»″",
    "'": "‘’‚‛′",
}
FULL_WIDTH_AT = "\uff20"
"""The sign of a name, as East Asian keyboards type it."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = {ord(sign): plain for plain, signs in _LIKE.items() for sign in signs} | _FULL_WIDTH


def plain(text: str) -> str:
    """Return a text in lower case, in the signs of a keyboard if they mean the same.

    >>> plain("２Ｄ６ × ３ ⩾ ７")
    '2d6 * 3 ≥ 7'
    """
    return text.lower() if text.isascii() else plain_signs(lowered(text))


def plain_signs(text: str) -> str:
    """Return a text with the signs of a keyboard and its letters as they are."""
    return text if text.isascii() else text.translate(_PLAIN)


def lowered(text: str) -> str:
    """Return the text in lower case, each character still in its place."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals have two characters for their small letter
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lower


def with_latin_dice(text: str) -> str:
    """Return a plain text with `d` for the letters that dice have elsewhere: German w, Russian к and д.

    >>> with_latin_dice("2w6 + @w6")
    '2d6 + @w6'
    """
    return _foreign_dice().sub(r"\1d", text)


@cache
def _foreign_dice() -> re.Pattern[str]:
    import re  # importing the library alone does not pay for it

    return re.compile(r"(?<![\w@])([0-9]*)[wкд](?=[0-9%(\[])")
