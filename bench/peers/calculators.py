"""Exact odds in each library: the questions, and how each library is asked.

A library is imported when it is first asked, so a process that measures one loads no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dicewright

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Enough explosions to leave out as little as we do.
_DEPTH = 14


@dataclass(frozen=True, slots=True)
class Question:
    """The odds of a roll: its notation with placeholders for numbers, the numbers, and other such numbers."""

    notation: str
    numbers: tuple[int, ...]
    alike: tuple[tuple[int, ...], ...]
    """Smaller rolls of the same shape, with none of the same dice."""

    @property
    def text(self) -> str:
        """The roll as we write it."""
        return self.notation.format(*self.numbers)


# Enough of them to warm the interpreter up, as in a bot that has run for months. There is no d22, as that is
# two dice, read as digits.
_SIDES = [sides for sides in range(21, 65) if sides % 11]

QUESTIONS = (
    Question("1d{}+{}", (20, 5), tuple((sides, sides // 2) for sides in _SIDES)),
    *(
        Question("{}d{}kh{}", numbers, tuple((3, sides, 2) for sides in _SIDES))
        for numbers in ((4, 6, 3), (10, 6, 3), (20, 20, 10), (100, 6, 50))
    ),
    *(
        Question("{}d{}", numbers, tuple((3, sides) for sides in _SIDES))
        for numbers in ((10, 6), (100, 6), (1000, 6))
    ),
    Question("{}d{}!", (10, 10), tuple((1, sides) for sides in (21, 23, 24, 25))),
    Question("2d{}kh1+1d{}+{}", (20, 4, 5), tuple((sides, 3, 6) for sides in _SIDES)),
    Question("{}d{}>={}f1", (8, 10, 8), tuple((3, sides, 5) for sides in _SIDES)),
    Question(
        "{{{}d{}kh{}, {}d{}}}kh1",
        (4, 6, 3, 3, 6),
        tuple((3, sides, 2, 2, sides) for sides in (7, 8, 9, 10, 12, 13, 14, 15, 16, 17)),
    ),
    Question("(1d{0})d{0}", (6,), tuple((sides,) for sides in (3, 4, 5, 7, 8, 9, 10))),
)


@dataclass(frozen=True, slots=True)
class Peer:
    """A library that calculates exact odds."""

    name: str
    load: Callable[[], Mapping[str, Callable[..., Any]]]
    """Imports it, and returns by notation the functions from the numbers to its own kind of distribution."""
    weights: Callable[[Any], Mapping[Any, int]]
    """Returns the weights by value of its own kind of distribution."""
    given: Callable[[str], object] | None = None
    """Turns the written roll into the argument of the call; without it, the numbers are the arguments."""

    def asked_with(self, question: Question, numbers: tuple[int, ...]) -> tuple[object, ...]:
        """Return the arguments that ask for the roll with these numbers."""
        return numbers if self.given is None else (self.given(question.notation.format(*numbers)),)


def _dicewright() -> Mapping[str, Callable[..., Any]]:
    return {question.notation: dicewright.odds for question in QUESTIONS}


def _dicewright_parsed() -> Mapping[str, Callable[..., Any]]:
    from dicewright import Notation

    return {question.notation: Notation.odds for question in QUESTIONS}


def _icepool() -> Mapping[str, Callable[..., Any]]:
    from icepool import d, highest

    return {
        "1d{}+{}": lambda sides, more: d(sides) + more,
        "{}d{}": lambda count, sides: count @ d(sides),
        "{}d{}kh{}": lambda count, sides, kept: d(sides).highest(count, kept),
        "{}d{}!": lambda count, sides: count @ d(sides).explode(depth=_DEPTH),
        "2d{}kh1+1d{}+{}": lambda sides, other, more: d(sides).highest(2, 1) + d(other) + more,
        "{}d{}>={}f1": lambda count, sides, least: (
            count @ d(sides).map(lambda face: (face >= least) - (face == 1))
        ),
        "{{{}d{}kh{}, {}d{}}}kh1": lambda count, sides, kept, others, faces: highest(
            d(sides).highest(count, kept), others @ d(faces)
        ),
        "(1d{0})d{0}": lambda sides: d(sides) @ d(sides),
    }


def _dyce() -> Mapping[str, Callable[..., Any]]:
    from dyce import H, P, expand, explode_n

    def kept(count: int, sides: int, number: int) -> Any:
        return (count @ P(sides)).at(slice(-number, None))

    return {
        "1d{}+{}": lambda sides, more: H(sides) + more,
        "{}d{}": lambda count, sides: count @ H(sides),
        "{}d{}kh{}": kept,
        "{}d{}!": lambda count, sides: count @ explode_n(H(sides), n=_DEPTH),
        "2d{}kh1+1d{}+{}": lambda sides, other, more: (2 @ P(sides)).at(-1) + H(other) + more,
        "{}d{}>={}f1": lambda count, sides, least: (
            count @ H(sides).apply(lambda face: (face >= least) - (face == 1))
        ),
        "{{{}d{}kh{}, {}d{}}}kh1": lambda count, sides, number, others, faces: P(
            kept(count, sides, number), others @ H(faces)
        ).at(-1),
        "(1d{0})d{0}": lambda sides: expand(lambda count: count.outcome @ H(sides), H(sides)),
    }


def _dicetables() -> Mapping[str, Callable[..., Any]]:
    from dicetables import BestOfDicePool, DicePool, DiceTable, Die, Exploding, ModDie

    def table(*dice: tuple[Any, int]) -> Any:
        found = DiceTable.new()
        for die, count in dice:
            found = found.add_die(die, count)
        return found

    def best(count: int, sides: int, kept: int) -> tuple[Any, int]:
        return BestOfDicePool(DicePool(Die(sides), count), kept), 1

    # It can't count successes, choose between rolls, or let dice roll dice.
    return {
        "1d{}+{}": lambda sides, more: table((ModDie(sides, more), 1)),
        "{}d{}": lambda count, sides: table((Die(sides), count)),
        "{}d{}kh{}": lambda count, sides, kept: table(best(count, sides, kept)),
        "{}d{}!": lambda count, sides: table((Exploding(Die(sides), _DEPTH), count)),
        "2d{}kh1+1d{}+{}": lambda sides, other, more: table(best(2, sides, 1), (ModDie(other, more), 1)),
    }


OURS = Peer("dicewright", _dicewright, lambda found: dict(found.items()), given=str)
OURS_PARSED = Peer(
    "dicewright, parsed before", _dicewright_parsed, lambda found: dict(found.items()), given=dicewright.parse
)
PEERS = (
    OURS,
    OURS_PARSED,
    Peer("icepool", _icepool, lambda found: dict(found.items())),
    Peer("dyce", _dyce, lambda found: dict(found.items())),
    Peer("dicetables", _dicetables, lambda found: found.get_dict()),
)
