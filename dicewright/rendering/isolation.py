"""Keeping text of one person in its place where it stands beside other text, whichever way it is read.

By the Unicode bidirectional algorithm (UAX #9), a name in Hebrew or Arabic turns the numbers and signs
beside it around, and a control character in it whole sentences. Between FIRST STRONG ISOLATE and POP
DIRECTIONAL ISOLATE it is read in its own direction, and the rest as if it were not there.
"""

from __future__ import annotations

import re

_OPEN = "\N{FIRST STRONG ISOLATE}"
_CLOSE = "\N{POP DIRECTIONAL ISOLATE}"
_OPENING = "\u2066\u2067\u2068"

# The blocks whose characters, unassigned ones too, are read from right to left by default.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ENDS_OF_PARAGRAPHS = re.compile("[\n\r\x1c-\x1e\x85\u2029]")
_TURNING = re.compile(f"[{_RIGHT_TO_LEFT}{_CONTROLS}]")
_CONTROL = re.compile(f"[{_CONTROLS}]")
_ISOLATE_SIGN = re.compile("[\u2066-\u2069]")
_WORDS = re.compile(rf"[@\[]?[{_RIGHT_TO_LEFT}]\w*(?: [{_RIGHT_TO_LEFT}]\w*)*\]?")


def isolate(text: str) -> str:
    r"""Return a text that changes nothing beside it: as it is, or with two characters around it.

    >>> isolate("Robin"), isolate("\u05d3\u05d5\u05d3") == "\u2068\u05d3\u05d5\u05d3\u2069"
    ('Robin', True)
    """
    if text.isascii() or not _TURNING.search(text):
        return text
    return f"{_OPEN}{_balanced(_ENDS_OF_PARAGRAPHS.sub(' ', text))}{_CLOSE}"


def isolate_words(text: str) -> str:
    r"""Return notation, or a sentence, in which names and labels in scripts from right to left are isolated.

    Control characters that change directions are left out.

    >>> isolate_words("1d6 [\u05d0\u05e9] + 3") == "1d6 \u2068[\u05d0\u05e9]\u2069 + 3"
    True
    """
    if text.isascii() or not _TURNING.search(text):
        return text
    return _WORDS.sub(rf"{_OPEN}\g<0>{_CLOSE}", _CONTROL.sub("", text))


def _balanced(text: str) -> str:
    """Return a text without the isolates in it that begin or end outside of it."""
    opened: list[int] = []
    unmatched: set[int] = set()
    for found in _ISOLATE_SIGN.finditer(text):
        if found[0] in _OPENING:
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            unmatched.add(found.start())
    unmatched.update(opened)
    if not unmatched:
        return text
    return "".join(sign for place, sign in enumerate(text) if place not in unmatched)
