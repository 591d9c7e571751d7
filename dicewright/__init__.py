"""Dice notation: parse it, roll it, and compute its exact odds.

>>> import dicewright
>>> dicewright.roll("4d6kh3 + 2", seed="example").total
16
"""

from __future__ import annotations

from dicewright.dice import from_bytes, scripted, seeded
from dicewright.errors import DiceError, LimitError, NotationError, OddsTooLarge, RollError
from dicewright.limits import DEFAULT_LIMITS, Limits
from dicewright.results import Die, Rolled, RollResult
from dicewright.roller import Notation, Result, parse, roll
from dicewright.source import Span

__version__ = "0.1.0"

__all__ = [
    "DEFAULT_LIMITS",
    "DiceError",
    "Die",
    "LimitError",
    "Limits",
    "Notation",
    "NotationError",
    "OddsTooLarge",
    "Result",
    "RollError",
    "RollResult",
    "Rolled",
    "Span",
    "from_bytes",
    "parse",
    "roll",
    "scripted",
    "seeded",
]
