"""Calls as nearly all are typed: `pf2e +12 vs 21`, words and whole numbers with blanks between them.

They are read in one go. Whatever else is typed, and what is wrong, is left to `calls.Call`, which knows
where it stands.
"""

from __future__ import annotations

import re

from dicewright.notation.tokens.signs import lowered
from dicewright.systems.rules.listed import listed_numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.systems.rules.model import RollKind

_NUMBER = r"[-+]?[0-9]{1,9}"
_PIECE = re.compile(rf"\s+(?:([^\W\d_]+)(?:\s?({_NUMBER}))?|({_NUMBER}))(?!\S)")


class PlainCalls:
    """Reads the plain calls of one kind of roll."""

    def __init__(self, kind: RollKind) -> None:
        self._plain = all(one.kind in ("number", "switch") for one in kind.parameters.values())
        self._alone = [piece for piece in kind.pieces if not piece.prefix]
        self._words = {piece.prefix: piece for piece in kind.pieces if piece.prefix}
        self._defaults: dict[str, Number | None] = {}
        self._bounds: list[tuple[str, int | None, int | None]] = []
        self._listed = listed_numbers(kind)
        for piece in kind.pieces:
            parameter = kind.parameters[piece.parameter]
            default = parameter.default if piece.optional else None
            self._defaults[parameter.name] = None if isinstance(default, str) else default
            if parameter.least is not None or parameter.most is not None:
                self._bounds.append((parameter.name, parameter.least, parameter.most))

    def read(self, text: str, at: int) -> dict[str, Any] | None:
        """Return the value of each parameter; None where the call is not plain, or something is wrong."""
        if not self._plain:
            return None
        values = dict(self._defaults)
        groups: list[int] = []
        alone = 0
        after_number = False
        stop = len(text.rstrip())
        while at < stop:
            found = _PIECE.match(text, at)
            if found is None:
                return None
            word, own, number = found.groups()
            at = found.end()
            if word is not None:
                piece = self._words.get(lowered(word))
                if piece is None:
                    return None
                groups.append(piece.group)
                if piece.switch:
                    values[piece.parameter] = 1
                    number = own
                elif own is None:
                    return None
                else:
                    values[piece.parameter] = int(own)
            if number is not None:
                # A sign after a number may go on with it.
                if (after_number and not number[0].isdigit()) or alone == len(self._alone):
                    return None
                piece = self._alone[alone]
                alone += 1
                groups.append(piece.group)
                values[piece.parameter] = int(number)
            after_number = own is not None or number is not None
        # Of a group, and so of each piece, one may be typed.
        if len({*groups}) < len(groups) or None in values.values():
            return None
        for name, least, most in self._bounds:
            value: Any = values[name]
            if (least is not None and value < least) or (most is not None and value > most):
                return None
        if any(values[name] not in numbers for name, numbers in self._listed.items()):
            return None
        return values
