"""Reading what Dice Maiden's users type: pools with its modifiers, and what they put around a roll."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.texts import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOOL = N_("Dice Maiden")

_LONGEST = 200
_MODIFIER = (
    r"(?:ie|irg|ir|rg|r|e)\d*|k[lm]?\d+|d\d+|(?:adv|dis)\d*|tl?\d+(?:ds\d*)?|f\d+|b\d*"  # the longer first
)
_POOL = re.compile(
    rf"(?:(?P<sets>\d{{1,3}})\s+)?(?P<count>\d*)d(?P<sides>\d+|%)\s*(?P<modifiers>(?:(?:{_MODIFIER})\s*)+)"
    r"(?P<more>(?:[-+*/]\s*\d+\s*)*)",
    re.IGNORECASE,
)
_EACH = re.compile(rf"{_MODIFIER}", re.IGNORECASE)
_PARTS = re.compile(r"([a-z]+)(\d*)(?:(ds)(\d*))?", re.IGNORECASE)
# Its own, in the order in which it applies them; other bots read the rest alike.
_OWN = frozenset({"e", "ie", "ir", "rg", "irg", "t", "tl", "b"})
_REROLLS = {"r": "ro<=", "ir": "r<=", "rg": "ro>=", "irg": "r>="}
_KEPT = {"k": "kh", "kl": "kl", "km": "km", "d": "dl"}

_FLAGS = re.compile(r"(?:(?:s|nr|ul)\s+)+(\S.*)", re.IGNORECASE | re.DOTALL)
_PRIVATE = re.compile(r"(?:(?:s|nr|ul)\s+)*p\s+(?:(?:s|nr|ul)\s+)*(?=\S)", re.IGNORECASE)
_LABEL = re.compile(r"\(([^()]{1,80})\)\s*(\S.*)", re.DOTALL)
_SETS = re.compile(r"(\d{1,3})\s+(\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A roll with what stood around it."""

    roll: str
    times: int = 1
    note: str = ""


def unwrapped(text: str, is_roll: Callable[[str], bool]) -> Wrapped | None:
    """Return the roll in a text with flags, a label in parentheses or a number of sets before it.

    None if there is nothing around it, or `is_roll` is not true of what is left.

    >>> unwrapped("(gm) 3 sw8", lambda text: text == "sw8")
    Wrapped(roll='sw8', times=3, note='gm')
    """
    if len(text) > _LONGEST:
        return None
    rest, times, note = text.strip(), 1, ""
    if flagged := _FLAGS.fullmatch(rest):
        rest = flagged[1]
    if labelled := _LABEL.fullmatch(rest):
        note, rest = labelled[1].strip(), labelled[2]
    if not is_roll(rest) and (sets := _SETS.fullmatch(rest)):
        times, rest = int(sets[1]), sets[2]
    return Wrapped(rest, times, note) if rest != text.strip() and is_roll(rest) else None


def is_private(text: str) -> bool:
    """Return whether a text begins with the flag that hides a roll from others.

    >>> is_private("p 4d6"), is_private("p")
    (True, False)
    """
    return _PRIVATE.match(text.strip()) is not None


def translated_pool(text: str) -> str:
    """Return a pool with Dice Maiden's modifiers as it is written here; "" if it has none, or no match.

    That bot applies them in an order of its own, and not as they are written.

    >>> translated_pool("5d10 t8 ie10"), translated_pool("8d10 t7 t10 + 2"), translated_pool("4d6k3")
    ('5d10!>=10>=8', '8d10>=7ds10 + 2', '')
    """
    pool = _POOL.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if pool is None:
        return ""
    sides = "100" if pool["sides"] == "%" else pool["sides"]
    stages: dict[str, list[tuple[str, str, str]]] = {}
    own = False
    for written in _EACH.findall(pool["modifiers"]):
        parts = _PARTS.fullmatch(written)
        assert parts is not None, written
        name = parts[1].lower()
        own = own or name in _OWN
        stages.setdefault(_STAGE[name], []).append((name, parts[2], written))
    if not own or len({name for name, *_ in stages.get("counted", [])}) > 1:
        return ""
    pieces = [piece for stage, change in _CHANGES.items() for piece in change(stages.get(stage, []), sides)]
    sets = f"{pool['sets']}x " if pool["sets"] else ""
    more = f" {pool['more'].strip()}" if pool["more"].strip() else ""
    return f"{sets}{pool['count'] or '1'}d{pool['sides']}{''.join(pieces)}{more}"


_Found = list[tuple[str, str, str]]

_STAGE = {
    **dict.fromkeys(("adv", "dis"), "edge"),
    **dict.fromkeys(("e", "ie", *_REROLLS), "again"),
    **dict.fromkeys(_KEPT, "kept"),
    "b": "marked",
    **dict.fromkeys(("t", "tl"), "counted"),
    "f": "failed",
}


def _edges(found: _Found, _sides: str) -> Iterator[str]:
    for name, number, _ in found:
        yield f"{name}{number}"


def _thrown_again(found: _Found, _sides: str) -> Iterator[str]:
    for name, number, _ in found:
        if name in _REROLLS:
            yield f"{_REROLLS[name]}{number or 1}"
        else:
            yield f"!{'o' * (name == 'e')}{f'>={number}' if number else ''}"


def _kept(found: _Found, _sides: str) -> Iterator[str]:
    for name, number, _ in found:
        yield f"{_KEPT[name]}{number}"


def _marked(found: _Found, _sides: str) -> Iterator[str]:
    for _name, number, _ in found:
        yield f"cf<={number or 1}"


def _counted(found: _Found, sides: str) -> Iterator[str]:
    """Yield a count. Several targets add up: what reaches the second counts twice."""
    low = any(name == "tl" for name, _number, _written in found)
    in_order = sorted(found, key=lambda each: int(each[1]), reverse=low)
    for place, (name, number, written) in enumerate(in_order):
        sign = "<=" if name == "tl" else ">="
        if place:
            yield f"ds{'' if sign == '>=' and number == sides else sign}{number}"
            continue
        yield f"{sign}{number}"
        _target, doubled, twice = written.lower().partition("ds")
        if doubled:
            yield f"ds{sign}{twice or number}"


def _failed(found: _Found, _sides: str) -> Iterator[str]:
    for _name, number, _ in found:
        yield f"f<={number}"


_CHANGES: dict[str, Callable[[_Found, str], Iterator[str]]] = {
    "edge": _edges,
    "again": _thrown_again,
    "kept": _kept,
    "marked": _marked,
    "counted": _counted,
    "failed": _failed,
}
