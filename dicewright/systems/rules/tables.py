"""Ranges such as "..6", "7..9" and "10..", and the rows of tables."""

from __future__ import annotations

import re

from dicewright.errors import NotationError
from dicewright.phrases import Phrase
from dicewright.source import Span

# As in many books: 7-9, 7–9, 10+.
_OTHERWISE = re.compile(r"^([0-9]{1,9})\s*(?:[-–]\s*([0-9]{1,9})|\+)$")
_RANGE = re.compile(r"\s*(-?\d{1,9})?\s*(\.\.)?\s*(-?\d{1,9})?\s*")
_ROLL = re.compile(r"\[\[(.+?)\]\]")


def bounds(text: str) -> tuple[int | None, int | None]:
    """Return the first and the last number of a range, None if it is open.

    "7-9" and "10+" are understood, too.

    >>> bounds("7..9"), bounds("..6"), bounds("10.."), bounds("-1")
    ((7, 9), (None, 6), (10, None), (-1, -1))
    """
    text = _OTHERWISE.sub(lambda match: f"{match[1]}..{match[2] or ''}", text.strip())
    match = _RANGE.fullmatch(text)
    if match is None or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        raise _no_range(text)
    first = int(match[1]) if match[1] else None
    last = int(match[3]) if match[3] else None
    if match[2] is None:
        last = first
    if first is not None and last is not None and first > last:
        raise _no_range(text)
    return first, last


def rolls_in(words: str) -> tuple[list[str], list[str]]:
    """Return the words around the rolls in double brackets, and the rolls.

    >>> rolls_in("[[1d6]] rats")
    (['', ' rats'], ['1d6'])
    """
    parts = _ROLL.split(words)
    return parts[::2], parts[1::2]


def without_brackets(words: str) -> str:
    """Return the words with the rolls in them as they are written, without brackets.

    >>> without_brackets("[[1d6]] rats")
    '1d6 rats'
    """
    return _ROLL.sub(r"\1", words)


def _no_range(text: str) -> NotationError:
    return NotationError(
        Phrase("This is not a range of numbers."),
        code="no-range",
        hint=Phrase('Write "7..9", "..6", "10.." or "5".'),
        text=text,
        span=Span(0, len(text)),
    )
