"""Every picture of a die that there is: its name, which says the face, and its drawing as SVG."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.dice_faces import DROPPED, SYMBOLS, symbol_name
from bot.presentation.dice import solids
from bot.presentation.dice.numerals import number
from bot.presentation.dice.solids import MIDDLE, Solid, drawn, ink_of
from bot.presentation.dice.symbols import glyphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DIGITS = 4
_HEXADECIMAL = frozenset("0123456789abcdef")
_LONGEST_FACE = 32 - 1 - _DIGITS
_PIP = 12.5
# Columns and rows of the pips of a d6, from its middle.
_PIPS = {
    1: ((0, 0),),
    2: ((-1, -1), (1, 1)),
    3: ((-1, -1), (0, 0), (1, 1)),
    4: ((-1, -1), (1, -1), (-1, 1), (1, 1)),
    5: ((-1, -1), (1, -1), (0, 0), (-1, 1), (1, 1)),
    6: ((-1, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (1, 1)),
}


def _colored(solid: Solid, body: str, edge: str, ink: str = "#FFFFFF") -> Solid:
    """Return a kind of die in other colors."""
    return Solid(
        solid.outline,
        solid.light,
        solid.shade,
        body,
        edge,
        solid.middle,
        ink=ink,
        round=solid.round,
        level=solid.level,
    )


# The dice of game systems by name, with the letters of their symbols, as the systems write them.
_SYMBOL_DICE: Mapping[str, tuple[Solid, tuple[str, ...]]] = {
    "boost": (_colored(solids.D6, "#8FD3F5", "#2F86B5", "#0B2A3A"), ("", "s", "sa", "aa", "a")),
    "setback": (_colored(solids.D6, "#16191D", "#8D97A5"), ("", "f", "h")),
    "ability": (_colored(solids.D8, "#2E7D32", "#9BE39F"), ("", "s", "ss", "a", "sa", "aa")),
    "difficulty": (_colored(solids.D8, "#6A35A8", "#CDA9FF"), ("", "f", "ff", "h", "hh", "fh")),
    "proficiency": (
        _colored(solids.D12, "#F2C230", "#8A6A00", "#2B2100"),
        ("", "s", "ss", "a", "sa", "aa", "T"),
    ),
    "challenge": (_colored(solids.D12, "#B3261E", "#FFA79F"), ("", "f", "ff", "h", "fh", "hh", "D")),
    "ring": (_colored(solids.D6, "#20242B", "#AEB6C2"), ("", "o", "ot", "st", "s", "xt")),
    "skill": (_colored(solids.D12, "#F1F2F4", "#7D8592", "#1D2127"), ("", "o", "st", "s", "so", "xt", "x")),
    "plot": (_colored(solids.D6, "#3A2E66", "#C0AEFF"), ("", "o")),
}
# In the other systems, all dice of a pool count.
_DROPPED_SOMETIMES = frozenset({"ring", "skill"})
_KINDS = ("", "dropped")
_FEAT = _colored(solids.D12, "#37474F", "#B0C6D1")


def pictures() -> Mapping[str, str]:
    """Draw every face; return the drawings by name: "d20_17", "d20_17_drop", "tens_40", "boost_advantage".

    That takes ten milliseconds, and 200 KB as long as they are kept.

    >>> names = list(pictures())
    >>> names[:3], "d20_20_drop" in names, "proficiency_success_advantage" in names
    (['d4_1', 'd4_1_drop', 'd4_2'], True, True)
    """
    return dict(drawings())


def drawings() -> Iterator[tuple[str, str]]:
    """Yield the name and the drawing of every face."""
    for sides, solid in (
        (4, solids.D4),
        (8, solids.D8),
        (10, solids.D10),
        (12, solids.D12),
        (20, solids.D20),
    ):
        for face in range(1, sides + 1):
            yield from _both(f"d{sides}_{face}", solid, str(face), _standing(face, sides))
    for face in range(1, 7):
        for kind in (_standing(face, 6), "dropped"):
            pips = _pips(face, ink_of(solids.D6, kind))
            yield _named(f"d6_{face}", kind), drawn(solids.D6, pips, kind=kind)
    for digit in range(10):
        yield from _both(f"tens_{digit}0", solids.TENS, f"{digit}0")
        yield from _both(f"ones_{digit}", solids.TENS, str(digit))
    for name, glyph in (("plus", "plus"), ("blank", ""), ("minus", "minus")):
        yield from _symbols(f"fate_{name}", solids.FATE, (glyph,) if glyph else (), size=94)
    for die, (solid, faces) in _SYMBOL_DICE.items():
        kinds = _KINDS if die in _DROPPED_SOMETIMES else ("",)
        for letters in faces:
            names = tuple(SYMBOLS[each] for each in letters)
            yield from _symbols(symbol_name(die, letters), solid, names, kinds=kinds)
    plot = _SYMBOL_DICE["plot"][0]
    for bonus in (2, 4):
        yield _plot(bonus, plot)
    for face in range(1, 11):
        yield from _both(f"feat_{face}", _FEAT, str(face))
    for glyph in ("eye", "rune"):
        yield from _symbols(f"feat_{glyph}", _FEAT, (glyph,), size=88)


def emoji_name(name: str, svg: str) -> str:
    """Return the name under which a picture is uploaded: Discord takes 32 letters, digits and underscores.

    It ends with four digits that stand for the drawing, so that a list of names says what is missing or old.

    >>> emoji_name("d20_17", "<svg/>")
    'd20_17_d4dc'
    """
    return f"{name[:_LONGEST_FACE]}_{sha256(svg.encode()).hexdigest()[:_DIGITS]}"


def is_ours(name: str) -> bool:
    """Whether an emoji of this name is a picture of a die, of this version of the bot or another.

    >>> is_ours("d20_17_0a1b"), is_ours("party_dragon")
    (True, False)
    """
    face, _, digits = name.rpartition("_")
    return face in _faces() and len(digits) == _DIGITS and set(digits) <= _HEXADECIMAL


@cache
def _faces() -> frozenset[str]:
    return frozenset(name[:_LONGEST_FACE] for name, _drawing in drawings())


def _standing(face: int, sides: int) -> str:
    return {1: "lowest", sides: "highest"}.get(face, "")


def _named(name: str, kind: str) -> str:
    return name + DROPPED if kind == "dropped" else name


def _both(name: str, solid: Solid, text: str, kind: str = "") -> Iterator[tuple[str, str]]:
    for each in (kind, "dropped"):
        face = number(
            text, solid.middle, high=solid.high, wide=solid.wide, pen=solid.pen, ink=ink_of(solid, each)
        )
        yield _named(name, each), drawn(solid, face, kind=each)


def _pips(face: int, ink: str) -> str:
    return "".join(
        f'<circle cx="{MIDDLE + 29 * x}" cy="{MIDDLE + 29 * y}" r="{_PIP}" fill="{ink}"/>'
        for x, y in _PIPS[face]
    )


def _symbols(
    name: str, solid: Solid, names: tuple[str, ...], *, size: float = 78, kinds: tuple[str, ...] = _KINDS
) -> Iterator[tuple[str, str]]:
    if solid.level:
        size = 60 if len(names) == 1 else 86
    for kind in kinds:
        ink = ink_of(solid, kind)
        face = glyphs(names, solid.middle, size=size, ink=ink, level=solid.level) if names else ""
        yield _named(name, kind), drawn(solid, face, kind=kind)


def _plot(bonus: int, solid: Solid) -> tuple[str, str]:
    digit = number(str(bonus), (MIDDLE + 16, MIDDLE), high=62, wide=50, pen=12, ink=solid.ink)
    mark = glyphs(("complication",), (MIDDLE - 26, MIDDLE), size=62, ink=solid.ink, level=False)
    return f"plot_{bonus}_complication", drawn(solid, mark + digit)
