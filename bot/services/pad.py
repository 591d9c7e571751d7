"""The dice pad: a roll put together by taps, one key after the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DICE = (4, 6, 8, 10, 12, 20, 100)
KEYS = (*(f"d{sides}" for sides in DICE), "+1", "+5", "-1", "adv", "dis", "clear", "roll")

_MOST_DICE = 99
_GREATEST_MODIFIER = 999
_ROLLED = "= "
_DIE = re.compile(r"(\d+)d(\d+)(adv|dis)?")
_MODIFIER = re.compile(r"([+-]) ?(\d+)$")


@dataclass(frozen=True, slots=True)
class PadRoll:
    """What a person has put together so far."""

    dice: tuple[tuple[int, int], ...] = ()
    """The sides of a die and how many of it, in the order in which they were first tapped."""
    modifier: int = 0
    edge: str = ""
    """adv, dis or neither."""
    rolled: bool = False
    """Whether it was rolled. Then, as on a calculator, the next die begins a new roll."""

    @property
    def notation(self) -> str:
        """What to roll, or "" without dice.

        >>> PadRoll(((6, 2), (20, 1)), modifier=-1, edge="adv").notation
        '2d6 + 1d20adv - 1'
        """
        if not self.dice:
            return ""
        # Advantage is meant for the d20, if there is one.
        with_edge = 20 if 20 in dict(self.dice) else self.dice[0][0]
        dice = " + ".join(
            f"{count}d{sides}{self.edge if sides == with_edge else ''}" for sides, count in self.dice
        )
        return f"{dice} {_signed(self.modifier)}".rstrip()


def after(text: str, key: str) -> str:
    """Return what `text`, as kept in the store, becomes when a key is tapped.

    >>> after(after("1d20 + 4", "+1"), "adv")
    '1d20adv + 5'
    """
    return _written(_pressed(read(text), key))


def read(text: str) -> PadRoll:
    """Return what is kept as `text`; of "", an empty roll.

    >>> read("= 2d6 + 3").rolled
    True
    """
    pools = _DIE.findall(text)
    sign_and_number = _MODIFIER.search(text)
    edge = next((edge for _, _, edge in pools if edge), "")
    return PadRoll(
        dice=tuple((int(sides), int(count)) for count, sides, _ in pools),
        modifier=int("".join(sign_and_number.groups())) if sign_and_number else 0,
        edge=edge,
        rolled=text.startswith(_ROLLED),
    )


def _pressed(pad: PadRoll, key: str) -> PadRoll:
    match key:
        case "clear":
            return PadRoll()
        case "roll":
            return replace(pad, rolled=bool(pad.dice))
        case "+1" | "+5" | "-1":
            wanted = pad.modifier + int(key)
            modifier = max(-_GREATEST_MODIFIER, min(wanted, _GREATEST_MODIFIER))
            return replace(pad, modifier=modifier, rolled=False)
        case "adv" | "dis":
            # Tapped again it is off; tapped first of all, it is that of a d20.
            edge = "" if pad.edge == key else key
            return replace(pad, dice=pad.dice or ((20, 1),), edge=edge, rolled=False)
        case _:
            return _with_die(PadRoll() if pad.rolled else pad, int(key.removeprefix("d")))


def _with_die(pad: PadRoll, sides: int) -> PadRoll:
    counts = dict(pad.dice)
    counts[sides] = min(counts.get(sides, 0) + 1, _MOST_DICE)
    return replace(pad, dice=tuple(counts.items()))


def _written(pad: PadRoll) -> str:
    text = pad.notation or _signed(pad.modifier)
    return f"{_ROLLED}{text}" if pad.rolled else text


def _signed(number: int) -> str:
    if not number:
        return ""
    return f"{'-' if number < 0 else '+'} {abs(number)}"
