"""The words, numbers and dice of a call, however they are put together: `7h2`, `2 bonus`, `(55%)`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DICE = r"(?P<count>\d{0,3})[dDwW](?P<sides>\d{1,3}|%)?(?![^\W\d_]|\d)"
_TOKEN = re.compile(
    rf"""\s*(?:
    {_DICE}
    | (?P<number>[-+]?\s?\d+(?:\.\d+)?|@[^\W\d]\w*)(?P<half>\s*/\s*\d+)?
    | (?P<word>[^\W\d_](?:[\w'\u2019]*[^\W\d_])?)
    | (?P<sign>[%(),:;=/\[\]&]|<=?|>=?|-)
    )""",
    re.VERBOSE,
)
# Half and a fifth of a skill are rounded down; what has a stroke in it elsewhere may be two numbers.
_PERCENTILE, _PARTS = 20, frozenset({2, 5})


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    """word, number, dice, or sign."""
    text: str
    number: str = ""
    sides: str = ""
    close: bool = False
    """Whether nothing stands between it and the one before it."""


def tokens_of(text: str) -> list[Token] | None:
    """Return the words, numbers and dice of a text; None where something else is in it."""
    found: list[Token] = []
    at = 0
    while at < len(text.rstrip()):
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        close = not text[at : at + 1].isspace()
        at = token.end()
        if (word := token["word"]) is not None:
            found.append(Token("word", word, close=close))
        elif (number := token["number"]) is not None:
            whole = "".join(number.split())
            if token["half"]:
                divisor = int(token["half"].strip().removeprefix("/"))
                if float(whole) < _PERCENTILE or divisor not in _PARTS:
                    return None
                whole = str(int(float(whole)) // divisor)
            found.append(Token("number", whole, whole, close=close))
        elif token["sign"] is not None:
            found.append(Token("sign", token["sign"], close=close))
        else:
            found.append(Token("dice", token[0].strip(), token["count"], token["sides"] or "", close=close))
    return found
