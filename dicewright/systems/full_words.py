"""What players write in full: `hunger 2` where a call has `h2`, and `dc 15` where it has `vs 15`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from dicewright.systems.rules.model import Parameter, Piece

# What games call the number that a roll is held against.
_AGAINST = "vs"
_TARGETS = frozenset(
    ("ac", "against", "cr", "dc", "diff", "difficulty", "dif", "dn", "dr", "dv", "target", "tn", "versus")
)
_IN_FULL = {"adv": "advantage", "dis": "disadvantage"}


def meant(word: str, pieces: Mapping[Piece, Parameter]) -> Piece | None:
    """Return the piece that a word names, in lower case; None if there is none or not one alone.

    A parameter is named by its name or its label. A word for a difficulty, such as "diff", stands for the
    parameter whose name begins with it, or else for the number after "vs".
    """
    named = [piece for piece, parameter in pieces.items() if word in _names(piece, parameter)]
    if not named and word in _TARGETS:
        named = [piece for piece, parameter in pieces.items() if parameter.name.startswith(word)]
        named = named or [piece for piece in pieces if piece.prefix == _AGAINST]
    return named[0] if len(named) == 1 else None


def _names(piece: Piece, parameter: Parameter) -> tuple[str, ...]:
    if piece.switch:
        return (_IN_FULL.get(piece.prefix, piece.prefix),)
    return parameter.name, parameter.label.lower()
