"""Dice notation: parse it, roll it, and compute its exact odds.

>>> import dicewright
>>> dicewright.roll("4d6kh3 + 2", seed="example").total
16
"""

from __future__ import annotations

from dicewright.errors import ArgumentError, DiceError, LimitError, NotationError, OddsTooLarge, RollError
from dicewright.forecast import Estimate, estimate, odds
from dicewright.limits import DEFAULT_LIMITS, Limits
from dicewright.parsed import Notation, parse, roll
from dicewright.randomness import from_bytes, scripted, seeded
from dicewright.result import Result
from dicewright.results import Die, Rolled
from dicewright.roll_result import RollResult
from dicewright.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.probability.distribution import Distribution
    from dicewright.probability.exact import RollOdds

__version__ = "0.1.0"

__all__ = [
    "DEFAULT_LIMITS",
    "ArgumentError",
    "DiceError",
    "Die",
    "Distribution",
    "Estimate",
    "LimitError",
    "Limits",
    "Notation",
    "NotationError",
    "OddsTooLarge",
    "Result",
    "RollError",
    "RollOdds",
    "RollResult",
    "Rolled",
    "Span",
    "estimate",
    "from_bytes",
    "odds",
    "parse",
    "roll",
    "scripted",
    "seeded",
]

# What only odds need, and where it is: a program that rolls dice never loads it.
_LOADED_LATER = {
    "Distribution": "dicewright.probability.distribution",
    "RollOdds": "dicewright.probability.exact",
}


def __getattr__(name: str) -> Any:
    if name not in _LOADED_LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LOADED_LATER[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *_LOADED_LATER]
