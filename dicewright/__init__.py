"""Dice notation: parse it, roll it, and compute its exact odds.

>>> import dicewright
>>> dicewright.roll("4d6kh3 + 2", seed="example").total
16
"""

from __future__ import annotations

from dicewright.errors import ArgumentError, DiceError, LimitError, NotationError, OddsTooLarge, RollError
from dicewright.limits import DEFAULT_LIMITS, Limits
from dicewright.numbers import exact as parse_number
from dicewright.numbers import grouped as format_number
from dicewright.numbers import written as exact_text
from dicewright.parsed import Notation, parse, roll
from dicewright.randomness import Draw, Seed, from_bytes, scripted, seeded
from dicewright.result import Result
from dicewright.results import Die, Rolled
from dicewright.results.roll import RollResult
from dicewright.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dicewright.forecast import Estimate, estimate, odds
    from dicewright.notation.mistakes.suggestions import nearest as close_matches
    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.exact import RollOdds
    from dicewright.probability.target import Duel, Target, duel
    from dicewright.probability.target import tested as target_of_test
    from dicewright.systems.entries import SystemEntry
    from dicewright.systems.errors import SystemFileError
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
    from dicewright.systems.registry import Systems
    from dicewright.systems.registry import shipped as systems
    from dicewright.systems.result import SystemResult
    from dicewright.systems.rolling.contests import Contest, ContestOdds, Opposition
    from dicewright.systems.rules.model import Parameter, Piece, RollKind
    from dicewright.systems.system import System

__version__ = "0.1.0"

__all__ = [
    "DEFAULT_LIMITS",
    "ArgumentError",
    "Contest",
    "ContestOdds",
    "DiceError",
    "Die",
    "Distribution",
    "Draw",
    "Duel",
    "Estimate",
    "LimitError",
    "Limits",
    "Notation",
    "NotationError",
    "Number",
    "OddsTooLarge",
    "Opposition",
    "OutcomeOdds",
    "Parameter",
    "Piece",
    "Result",
    "RollError",
    "RollKind",
    "RollOdds",
    "RollResult",
    "Rolled",
    "Seed",
    "Span",
    "System",
    "SystemEntry",
    "SystemFileError",
    "SystemResult",
    "Systems",
    "Target",
    "close_matches",
    "duel",
    "estimate",
    "exact_text",
    "format_number",
    "from_bytes",
    "odds",
    "parse",
    "parse_number",
    "roll",
    "scripted",
    "seeded",
    "systems",
    "target_of_test",
]

# What only some programs need, and where it is: one that rolls dice never loads it.
_LOADED_LATER = {
    "Contest": ("dicewright.systems.rolling.contests", "Contest"),
    "ContestOdds": ("dicewright.systems.rolling.contests", "ContestOdds"),
    "Distribution": ("dicewright.probability.distributions.distribution", "Distribution"),
    "Duel": ("dicewright.probability.target", "Duel"),
    "Estimate": ("dicewright.forecast", "Estimate"),
    "Number": ("dicewright.numbers", "Number"),
    "RollOdds": ("dicewright.probability.exact", "RollOdds"),
    "Target": ("dicewright.probability.target", "Target"),
    "close_matches": ("dicewright.notation.mistakes.suggestions", "nearest"),
    "duel": ("dicewright.probability.target", "duel"),
    "estimate": ("dicewright.forecast", "estimate"),
    "odds": ("dicewright.forecast", "odds"),
    "Opposition": ("dicewright.systems.rolling.contests", "Opposition"),
    "OutcomeOdds": ("dicewright.systems.odds.outcome_odds", "OutcomeOdds"),
    "Parameter": ("dicewright.systems.rules.model", "Parameter"),
    "Piece": ("dicewright.systems.rules.model", "Piece"),
    "RollKind": ("dicewright.systems.rules.model", "RollKind"),
    "System": ("dicewright.systems.system", "System"),
    "SystemEntry": ("dicewright.systems.entries", "SystemEntry"),
    "SystemFileError": ("dicewright.systems.errors", "SystemFileError"),
    "SystemResult": ("dicewright.systems.result", "SystemResult"),
    "Systems": ("dicewright.systems.registry", "Systems"),
    "target_of_test": ("dicewright.probability.target", "tested"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "systems":
        # The package of game systems, which is called for those that are shipped.
        return import_module("dicewright.systems")
    if name not in _LOADED_LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LOADED_LATER[name]
    found = globals()[name] = getattr(import_module(module), attribute)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LOADED_LATER, "systems"})
