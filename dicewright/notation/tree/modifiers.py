"""What may follow dice or a group. How each one rolls is in `dicewright.modifiers`."""

from __future__ import annotations

from dicewright.notation.tree.matches import AnyOf, Comparison, Parity, either, number_text
from dicewright.source import Placed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from dicewright.notation.tree.base import Node
    from dicewright.notation.tree.matches import Among
    from dicewright.numbers import Number

    Which = Literal["highest", "lowest", "middle"]


def _dice(number: int, formula: Node | None) -> str:
    """Return how many dice are meant, as it is written; `str` refuses very long numbers."""
    return str(number) if formula is None and number.bit_length() < 64 else number_text(number, formula)


class Keep(Placed):
    """Keep the highest, lowest or middle `number` and drop the rest."""

    which: Which
    number: int
    begin: int = 0
    end: int = 0
    formula: Node | None = None

    def __str__(self) -> str:
        return f"k{self.which[0]}{_dice(self.number, self.formula)}"


class Drop(Placed):
    """Drop the highest or lowest `number`."""

    which: Which
    number: int
    begin: int = 0
    end: int = 0
    formula: Node | None = None

    def __str__(self) -> str:
        return f"d{self.which[0]}{_dice(self.number, self.formula)}"


class Advantage(Placed):
    """Roll `number` more dice, then drop that many of the lowest, or the highest for a disadvantage."""

    drop: Which
    number: int
    begin: int = 0
    end: int = 0
    formula: Node | None = None

    def __str__(self) -> str:
        word = "adv" if self.drop == "lowest" else "dis"
        one = self.number == 1 and self.formula is None
        return word if one else f"{word}{_dice(self.number, self.formula)}"


class Explode(Placed):
    """Roll one more die for each that matches; `match` None stands for its highest face."""

    kind: Literal["each", "once", "compound", "penetrate", "compound-penetrate"]
    match: Comparison | Among | None
    begin: int = 0
    end: int = 0

    def __str__(self) -> str:
        sign = {
            "each": "!",
            "once": "!o",
            "compound": "!!",
            "penetrate": "!p",
            "compound-penetrate": "!!p",
        }[self.kind]
        return f"{sign}{'' if self.match is None else self.match}"


class Exclude(Placed):
    """Take matching dice out of the roll."""

    match: Comparison | Among
    begin: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"out{self.match}"


class Reroll(Placed):
    """Roll matching dice again: until they match no more, once, once for the better of both throws, or
    one of them once as an addition.
    """

    kind: Literal["until", "once", "better", "add"]
    match: Comparison | Among | AnyOf
    begin: int = 0
    end: int = 0

    def __str__(self) -> str:
        word = {"until": "r", "once": "ro", "better": "rk", "add": "ra"}[self.kind]
        if isinstance(self.match, AnyOf):
            return joined([self.replace(match=matcher) for matcher in self.match.matchers])
        return f"{word}{self.match.argument}"


class Unique(Placed):
    """Reroll a die that repeats an earlier one."""

    begin: int = 0
    end: int = 0

    def __str__(self) -> str:
        return "u"


class Clamp(Placed):
    """Let a die below a minimum, or above a maximum, count as that."""

    bound: Literal["minimum", "maximum"]
    value: Number
    begin: int = 0
    end: int = 0
    formula: Node | None = None

    def __str__(self) -> str:
        return f"{'mi' if self.bound == 'minimum' else 'ma'}{number_text(self.value, self.formula)}"


class Count(Placed):
    """Count matching dice: each is worth one success, takes one away, or is worth one more."""

    kind: Literal["success", "failure", "double"]
    match: Comparison | Among | Parity
    begin: int = 0
    end: int = 0

    @property
    def worth(self) -> int:
        """What a match adds to the result."""
        return -1 if self.kind == "failure" else 1

    def __str__(self) -> str:
        if self.kind == "success" or isinstance(self.match, Parity):
            return str(self.match)
        return f"{'f' if self.kind == 'failure' else 'ds'}{self.match.argument}"


class Mark(Placed):
    """Show matching dice as a critical success or failure; no value changes."""

    kind: Literal["critical", "failure"]
    match: Comparison | Among
    begin: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"{'cs' if self.kind == 'critical' else 'cf'}{self.match.argument}"


class Sort(Placed):
    """Show the dice in order."""

    descending: bool
    begin: int = 0
    end: int = 0

    def __str__(self) -> str:
        return "sd" if self.descending else "sa"


Modifier = Keep | Drop | Advantage | Exclude | Explode | Reroll | Unique | Clamp | Count | Mark | Sort


def joined(modifiers: Iterable[Modifier]) -> str:
    """Return modifiers as they are written one after the other."""
    pieces = list(map(str, modifiers))
    text = "".join(pieces)
    if "@" not in text:
        return text
    for place, piece in enumerate(pieces[:-1]):
        # Letters would run on into the name.
        if "@" in piece and piece[-1] not in ")]" and pieces[place + 1][0].isalpha():
            pieces[place] += " "
    return "".join(pieces)


def counted_by(modifiers: Sequence[Modifier]) -> Count | None:
    """Return the comparison that counts the dice, if nothing is done with the count after it."""
    count = modifiers[-1] if modifiers else None
    if isinstance(count, Count) and count.kind == "success" and isinstance(count.match, Comparison):
        return count
    return None


def would_take(modifier: Modifier, label: str) -> bool:
    """Return whether a label right after a modifier would be read as what the modifier takes."""
    if isinstance(modifier, Explode):
        return modifier.match is None
    bare = isinstance(modifier, Advantage) and modifier.number == 1 and modifier.formula is None
    return bare and not label[:1].isalpha()


def with_rerolls_joined(found: Sequence[Modifier]) -> tuple[Modifier, ...]:
    """Return modifiers with adjacent rerolls of one kind as one: `r1r2` rerolls until neither is left.

    >>> from dicewright.notation.tree.matches import Comparison
    >>> one, other = Reroll("until", Comparison("=", 1)), Reroll("until", Comparison("=", 2))
    >>> [str(modifier) for modifier in with_rerolls_joined([one, other])]
    ['r[1, 2]']
    """
    if Reroll not in map(type, found):
        return tuple(found)
    joined: list[Modifier] = []
    for modifier in found:
        last = joined[-1] if joined else None
        if (
            isinstance(modifier, Reroll)
            and isinstance(last, Reroll)
            and modifier.kind == last.kind
            and modifier.kind != "add"
        ):
            joined[-1] = last.replace(match=either(last.match, modifier.match), end=modifier.end)
        else:
            joined.append(modifier)
    return tuple(joined)
