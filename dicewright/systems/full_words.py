"""What players write in full: `hunger 2` or `hunger=2` for `h2`, and `dc 15` for `vs 15`."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from dicewright.systems.rules.model import Parameter, Piece

# What games call the number that a roll is held against.
_AGAINST = "vs"
_TARGETS = frozenset(
    ("ac", "against", "cr", "dc", "diff", "difficulty", "dif", "dn", "dr", "dv", "target", "tn", "versus")
)
_IN_FULL = {
    "adv": ("advantage",),
    "dis": ("disadvantage",),
    "fav": ("favoured", "favored"),
    "spec": ("specialty", "speciality", "specialization", "specialisation"),
}
# What a number may be that is written with a percent sign.
_PERCENT = 100
# What the number of sides of a die is called.
OF_DICE = ("die", "sides")
_EQUALS = re.compile(r"\s*[=:]?\s*")
# A number follows, so that it is no value saved under this name.
_TARGET = re.compile(rf"\s*(?:{'|'.join(sorted(_TARGETS))})(?=\s*[=:]?\s*[-+(0-9@])", re.IGNORECASE)
_D = re.compile(r"1?[dDwW](?=[0-9])")


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


def after_equals(text: str, at: int, prefix: str = "") -> int:
    """Return where a number begins after its word, as in `hunger=2`, `hunger: 2` and `vs ac 15`."""
    if prefix == _AGAINST and (named := _TARGET.match(text, at)):
        at = named.end()
    equals = _EQUALS.match(text, at)
    return equals.end() if equals else at


def after_d(text: str, at: int) -> int:
    """Return where the sides of one die begin, as in `sw d8` and `sw 1d8`; `at` if these are bare."""
    letter = _D.match(text, at)
    return letter.end() if letter else at


def after_unit(text: str, at: int, parameter: Parameter) -> int:
    """Return where the unit of a number ends, as in `coc 55%` and `blades 3d`; `at` if it has none."""
    unit, following = text[at : at + 1].lower(), text[at + 1 : at + 2]
    if following.isalnum():
        return at
    is_chance = parameter.most is None or parameter.most >= _PERCENT
    is_dice = parameter.name in ("dice", "pool") or "dice" in parameter.label.lower().split()
    return at + 1 if (unit == "%" and is_chance) or (unit == "d" and is_dice) else at


def _names(piece: Piece, parameter: Parameter) -> tuple[str, ...]:
    if piece.switch:
        return (piece.prefix, *_IN_FULL.get(piece.prefix, ()))
    return parameter.name, parameter.name.removesuffix("s"), parameter.label.lower()
