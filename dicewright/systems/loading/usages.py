"""Usages: the pattern of what a player types, such as `@pool [h@hunger] [vs @difficulty] [adv|dis]`."""

from __future__ import annotations

import re

from dicewright.errors import NotationError
from dicewright.phrases import Phrase
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
    """Return the pieces of a usage. Raises NotationError if it has another form.

    >>> [(piece.parameter, piece.group) for piece in pieces("@pool [h@hunger] [adv|dis]")]
    [('pool', 0), ('hunger', 1), ('adv', 2), ('dis', 2)]
    """
    found: list[Piece] = []
    opened: Span | None = None
    bar: Span | None = None
    for match in _PIECE.finditer(usage):
        span = Span(*match.span())
        piece: Piece | None = None
        match match.lastgroup:
            case "blank":
                continue
            case "bar" if found and bar is None:
                bar = span
                continue
            case "open" if opened is None:
                opened = span
            case "close" if opened is not None and bar is None:
                opened = None
            case "open" | "close" | "stray" | "bar":
                raise _wrong(Phrase('"{written}" cannot be used here.', written=excerpt(match[0])), span)
            case "value" | "name" | "prefix":
                piece = Piece(match["name"].lower(), match["prefix"].lower())
            case _ if match["after"]:
                piece = Piece(match["after"].lower(), match["word"].lower(), spaced=True)
            case _:
                word = match["word"].lower()
                piece = Piece(word, word, optional=True, switch=True)
        if piece is not None:
            # What has a bar between it is one group, of which one may be typed.
            group = found[-1].group if bar is not None else found[-1].group + 1 if found else 0
            optional = piece.optional or opened is not None
            found.append(piece.replace(optional=optional, group=group))
            bar = None
    if bar is not None:
        raise _wrong(Phrase("Nothing follows this bar."), bar)
    if opened is not None:
        raise _wrong(Phrase("This bracket is never closed."), opened)
    _check(found, usage)
    return tuple(found)


def _check(found: list[Piece], usage: str) -> None:
    whole = Span(0, len(usage))
    names: set[str] = set()
    prefixes: set[str] = set()
    for piece in found:
        if piece.parameter in names:
            raise _wrong(
                Phrase('"{name}" appears twice.', name=piece.parameter),
                whole,
                Phrase("Each value needs a different name."),
            )
        if piece.prefix and piece.prefix in prefixes:
            raise _wrong(
                Phrase(
                    'Two values begin with "{prefix}", so it is not clear which one is meant.',
                    prefix=piece.prefix,
                ),
                whole,
                Phrase(
                    "Use different letters, as in a@attribute s@skill. Dice that are typed as d6 d8 are one "
                    "parameter: @dice, with parameters.dice = {{ mixed = true }}."
                ),
            )
        names.add(piece.parameter)
        prefixes.add(piece.prefix)


_FORM = Phrase("A usage is written as in @pool [h@hunger] [vs @difficulty] [adv|dis].")


def _wrong(message: str, span: Span, hint: str = _FORM) -> NotationError:
    return NotationError(
        message,
        code="usage",
        hint=hint,
        span=span,
    )
