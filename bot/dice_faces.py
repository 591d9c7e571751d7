"""Which face a die shows, by the name that its picture has, such as "d20_17" or "boost_advantage"."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dicewright.nodes import FaceRange, Fate, Listed, Numbered, Positional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright import Die, SystemResult
    from dicewright.nodes import DieKind

DROPPED = "_drop"
"""The ending of the name of a die that doesn't count."""
SYMBOLS = {
    "s": "success",
    "a": "advantage",
    "T": "triumph",
    "f": "failure",
    "h": "threat",
    "D": "despair",
    "o": "opportunity",
    "t": "strife",
    "x": "explosive",
    "c": "complication",
    "e": "eye",
    "g": "rune",
}
"""The words for the letters that systems use for symbols."""

_BLANK = "blank"
_NUMBERED = {f"d{sides}": sides for sides in (4, 6, 8, 10, 12, 20)}
_KINDS = {sides: kind for kind, sides in _NUMBERED.items()} | {100: "percent"}
_FATE = {1: "fate_plus", 0: "fate_blank", -1: "fate_minus"}
# The dice with symbols in the included systems, by their faces.
_SYMBOL_DICE = {
    "[blank, blank, s, sa, aa, a]": "boost",
    "[blank, blank, f, f, h, h]": "setback",
    "[blank, s, s, ss, a, a, sa, aa]": "ability",
    "[blank, f, ff, h, h, h, hh, fh]": "difficulty",
    "[blank, s, s, ss, ss, a, sa, sa, sa, aa, aa, T]": "proficiency",
    "[blank, f, f, ff, ff, h, h, fh, fh, hh, hh, D]": "challenge",
    "[blank, ot, o, st, s, xt]": "ring",
    "[blank, blank, o, o, o, st, st, s, s, so, xt, x]": "skill",
    "[c:2, c:4, blank, blank, o, o]": "plot",
    "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, e, g:12]": "feat",
    # What HERO counts besides the number follows from it.
    "[1, b:2, b:3, b:4, b:5, bb:6]": "d6",
}
# A pool of this name shows the tens of a number from 1 to 100.
_TENS = "tens"


def faces_of(die: Die, *, in_play: bool = True) -> tuple[str, ...]:
    """Return the names of what a die shows: () without a picture, and several if it was thrown again.

    A dropped die doesn't count, nor does any die in a roll that a group has dropped, which is not `in_play`.

    >>> import dicewright
    >>> [faces_of(die) for die in dicewright.roll("2d20kh1", dice=dicewright.scripted([7, 20])).dice]
    [('d20_7_drop',), ('d20_20',)]
    >>> [faces_of(die) for die in dicewright.roll("1d100 + 1d7", dice=dicewright.scripted([42, 3])).dice]
    [('tens_40', 'ones_2'), ()]
    """
    names = _shown(die.kind, die.rolls, die.name)
    return names if die.kept and in_play else tuple([name + DROPPED for name in names])


def faces_in_pool(pool: str, dice: Sequence[Die]) -> tuple[str, ...]:
    """Return the names of everything that a pool of a game system shows; () if a die has no picture."""
    shown: list[str] = []
    kind, known = None, ""
    for die in dice:
        # Dice of one pool are of one kind, mostly, and to look it up takes longer than the rest.
        if die.kind is not kind:
            kind = die.kind
            known = _kind(kind)
            if pool == _TENS and known in ("ones", "d10"):
                known = _TENS
        if not known:
            return ()
        for face in die.rolls:
            names = _names(known, face, die.name)
            shown += names if die.kept else [name + DROPPED for name in names]
    return tuple(shown)


def faces_by_pool(result: SystemResult) -> tuple[tuple[str, ...], ...]:
    """Return the same for each pool of a result that has any dice.

    >>> import dicewright
    >>> alien = dicewright.systems()["alien"]
    >>> faces_by_pool(alien.roll("alien 2 s1", dice=dicewright.scripted([6, 2, 3])))
    (('d6_6', 'd6_2'), ('d6_3',))
    """
    runs = result.plain_dice
    if runs is None:
        return tuple([faces_in_pool(*pool) for pool in result.pools.items() if pool[1]])
    found: dict[str, list[str]] = {}
    bare = set()
    for pool, kind, positions in runs:
        if positions:
            names = _plain_faces(kind, tens=pool == _TENS)
            if not names:
                bare.add(pool)
            shown = found.setdefault(pool, [])
            shown += [name for position in positions for name in names[position - 1]] if names else ()
    return tuple([() if pool in bare else tuple(names) for pool, names in found.items()])


@lru_cache(maxsize=256)
def _plain_faces(kind: DieKind, *, tens: bool) -> tuple[tuple[str, ...], ...]:
    """Return the names of each face of a die, from the first to the last; () if there are no pictures."""
    known = _kind(kind)
    if tens and known in ("ones", "d10"):
        known = _TENS
    faces = map(kind.face, range(1, kind.sides + 1)) if known else ()
    return tuple([_names(known, face.value, face.name) for face in faces])


def symbol_name(die: str, letters: str) -> str:
    """Return the name of a face with symbols.

    >>> symbol_name("boost", "sa"), symbol_name("boost", "aa"), symbol_name("setback", "")
    ('boost_success_advantage', 'boost_2_advantage', 'setback_blank')
    """
    words = [SYMBOLS[letter] for letter in dict.fromkeys(letters)]
    if len(words) < len(letters):
        words = [str(len(letters)), *words]
    return "_".join([die, *(words or [_BLANK])])


@lru_cache(maxsize=1_000)
def _shown(kind: DieKind, rolls: tuple[object, ...], name: str | None) -> tuple[str, ...]:
    """Return the names of thrown faces. It is cached, as the same few are needed again and again."""
    known = _kind(kind)
    if not known:
        return ()
    return tuple([each for face in rolls for each in _names(known, face, name)])


def _names(kind: str, face: object, name: str | None) -> tuple[str, ...]:
    """Return the names of one face of a known kind."""
    if kind == _TENS:
        return (f"tens_{int(str(face)) % 10}0",)
    if kind == "percent":
        tens, ones = divmod(int(str(face)), 10)
        return f"tens_{tens % 10}0", f"ones_{ones}"
    if kind.startswith("digits of "):
        die = kind.removeprefix("digits of ")
        return tuple([f"{die}_{digit}" for digit in str(face)])
    if kind == "fate":
        return (_FATE[int(str(face))],)
    if kind == "plot" and face:
        return (f"plot_{face}_{SYMBOLS['c']}",)
    if name is None or kind == "d6":
        return (f"{kind}_{face}",)
    return (symbol_name(kind, "" if name == _BLANK else name),)


@lru_cache(maxsize=256)
def _kind(kind: DieKind) -> str:
    """Return which die it looks like; "" if there are no pictures of it."""
    match kind:
        case Numbered(sides=sides):
            return _KINDS.get(sides, "")
        case Fate():
            return "fate"
        case Positional(digit=digit):
            return f"digits of d{digit}" if f"d{digit}" in _NUMBERED else ""
        case Listed(faces=(FaceRange(first=1, last=last),)):
            return _KINDS.get(last, "")
        case Listed(faces=(FaceRange(first=0, last=9),)):
            return "ones"
        case Listed(faces=(FaceRange(first=0, last=99),)):
            return "percent"
        case Listed():
            return _SYMBOL_DICE.get(str(kind), "")
