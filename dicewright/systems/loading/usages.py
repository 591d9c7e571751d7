"""Usages: the pattern of what a player types, such as `@pool [h@hunger] [vs @difficulty] [adv|dis]`."""

from __future__ import annotations

import re

from dicewright.errors import NotationError
from dicewright.source import Span, excerpt
from dicewright.systems.rules.model import Piece

_PIECE = re.compile(
    r"""
    (?P<blank>\s+)
  | (?P<open>\[) | (?P<close>\])
  | (?P<value>(?P<prefix>[^\W\d_]*)@(?P<name>[^\W\d]\w*))
  | (?P<word>[^\W\d_]+)(?:\s+@(?P<after>[^\W\d]\w*))?
  | (?P<bar>\|)
  | (?P<stray>.)
    """,
    re.VERBOSE,
)


def pieces(usage: str) -> tuple[Piece, ...]:
    """Return the pieces of a usage. Raises NotationError where it has another form.

    >>> [piece.parameter for piece in pieces("@pool [h@hunger] [adv|dis]")]
    ['pool', 'hunger', 'adv', 'dis']
    """
    found: list[Piece] = []
    opened: Span | None = None
    for match in _PIECE.finditer(usage):
        span = Span(*match.span())
        match match.lastgroup:
            case "blank" | "bar":
                pass
            case "open" if opened is None:
                opened = span
            case "close" if opened is not None:
                opened = None
            case "open" | "close" | "stray":
                raise _wrong(f'"{excerpt(match[0])}" cannot be used here.', span)
            case "value" | "name" | "prefix":
                prefix = match["prefix"].lower()
                found.append(Piece(match["name"].lower(), prefix, optional=opened is not None))
            case _ if match["after"]:
                word, name = match["word"].lower(), match["after"].lower()
                found.append(Piece(name, word, spaced=True, optional=opened is not None))
            case _:
                word = match["word"].lower()
                found.append(Piece(word, word, optional=True, switch=True))
    if opened is not None:
        raise _wrong("This bracket is never closed.", opened)
    _check(found, usage)
    return tuple(found)


def _check(found: list[Piece], usage: str) -> None:
    seen: set[str] = set()
    for piece in found:
        for name in {piece.parameter, f"{piece.prefix} " if piece.prefix else piece.parameter}:
            if name in seen:
                raise _wrong(f'"{name.strip()}" appears twice.', Span(0, len(usage)))
            seen.add(name)


def _wrong(message: str, span: Span) -> NotationError:
    return NotationError(
        message,
        code="usage",
        hint="A usage is written as in @pool [h@hunger] [vs @difficulty] [adv|dis].",
        span=span,
    )
