"""Signs for a terminal that cannot show ours: `*` for `×`, `->` for `→`, and so on, never a `?`."""

from __future__ import annotations

import codecs

# The name under which Python knows what to do with a sign that an encoding lacks.
ERRORS = "dicewright-plain-signs"

_PLAIN = {
    "×": "*",
    "·": "-",
    "÷": "/",
    "−": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "–": "-",
    "—": "-",
    "→": "->",
    "←": "<-",
    "…": "...",
    "±": "+/-",
    "≤": "<=",
    "≥": ">=",
    "≠": "<>",
    "½": "1/2",
    "“": '"',
    "”": '"',
    "„": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "█": "#",
    "•": "*",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    # It stands for what could not be read, which nothing else can stand for.
    "\N{REPLACEMENT CHARACTER}": "?",
}


def plain(text: str) -> str:
    r"""Return a text in ASCII: letters without their accents, and escapes for what has no likeness.

    >>> plain("2d6 × 3 − 1 → Épée"), plain("火")
    ('2d6 * 3 - 1 -> Epee', '\\u706b')
    """
    return "".join(map(_plain, text))


def register() -> str:
    """Tell Python of these signs, and return the name that a stream takes as its `errors`."""
    codecs.register_error(ERRORS, _replace)
    return ERRORS


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _PLAIN:
        return _PLAIN[sign]
    import unicodedata  # only texts with such signs pay for the table

    letters = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    if letters or unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return letters  # what only changes the letters around it has nothing to show by itself
    return sign.encode("ascii", "backslashreplace").decode()
