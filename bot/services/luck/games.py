"""How lucky the rolls of game systems were: by their outcomes, from the worst to the best.

Workers rank them, without the database, whose modules take most of the memory that a worker may use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import dicewright
from bot.services.luck.percentiles import Standing
from bot.services.systems.answering import Answering
from bot.services.systems.calls import GameCall
from bot.services.systems.home_made import home_made
from bot.services.systems.odds.forecast import exact_forecast, with_work
from dicewright import DiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.services.rolls.rolling import Rollable
    from bot.services.systems.odds.forecast import Chance
    from bot.services.systems.played import Played
    from dicewright import System

# As for plain dice, rolls with expensive odds are left out.
_WORK = 30_000
_MOST_REMEMBERED = 2_000
_MOST_FILES = 100
# The better of two outcomes has the better tone; within a tone, it comes first in the file.
_TONES = {"triumph": 4, "success": 3, "mixed": 2, "": 2, "failure": 1, "disaster": 0}


@dataclass(frozen=True, slots=True)
class GameRoll:
    """What is needed to rank a roll."""

    system: str
    digest: str
    call: str
    outcome: str


def unknown_to_all(roll: GameRoll) -> bool:
    """Whether a roll was made by a file that is not shipped, in this version."""
    systems = dicewright.systems()
    return roll.system not in systems or systems[roll.system].digest != roll.digest


def rank_games(
    rolls: Iterable[GameRoll | None], files: Mapping[str, str] | None = None
) -> list[tuple[Standing, float] | None]:
    """Return where each roll stands, and the variance of its mid-percentile; None where that is not known.

    `files` are the texts of the servers' own files by their digests.

    >>> digest = dicewright.systems()["pbta"].digest
    >>> [(standing, _variance)] = rank_games([GameRoll("pbta", digest, "pbta", "miss")])
    >>> standing.worse, round(standing.equal, 3)
    (0.0, 0.417)
    """
    known = files or {}
    return [None if roll is None else _standing(roll, known) for roll in rolls]


def standing_of(rolls: Rollable, played: Played, *, work: int = _WORK) -> Standing | None:
    """Return where the outcome of a call stands among all that are possible; None where it does nowhere.

    So it is with a contest, several rolls, a second look, a roll without outcomes, and one whose odds are not
    cheap to know: `work` is what cheap means.
    """
    call = rolls.call if isinstance(rolls, Answering) else rolls
    if not isinstance(call, GameCall) or len(played.rolls) != 1 or not played.rolls[0].outcome:
        return None
    found = _found(call.system, call.call, work, played.rolls[0].outcome)
    return found and found[0]


def _standing(roll: GameRoll, files: Mapping[str, str]) -> tuple[Standing, float] | None:
    if not unknown_to_all(roll):
        system: System | None = dicewright.systems()[roll.system]
    else:
        system = _home_made(files[roll.digest]) if roll.digest in files else None
    return None if system is None else _found(system, roll.call, _WORK, roll.outcome)


@lru_cache(_MOST_FILES)
def _home_made(text: str) -> System | None:
    """Return the system of a server's own file; None where this version of the bot cannot read it."""
    try:
        return home_made(text)
    except DiceError:
        return None


@lru_cache(_MOST_REMEMBERED)
def _found(system: System, call: str, work: int, outcome: str) -> tuple[Standing, float] | None:
    ordered, missing = _ordered(system, call, work)
    for place, each in enumerate(ordered):
        if each.name == outcome:
            # The variance is that of all outcomes, as for the totals of plain dice.
            variance = (1 - sum(float(one.chance) ** 3 for one in ordered)) / 12
            worse, better = (
                float(sum(one.chance for one in others)) for others in (ordered[:place], ordered[place + 1 :])
            )
            return Standing(worse, float(each.chance), better, missing), variance
    return None


@lru_cache(_MOST_REMEMBERED)
def _ordered(system: System, call: str, work: int) -> tuple[Sequence[Chance], float]:
    """Return the outcomes of a call from the worst to the best, and the chance that is left out.

    There are no outcomes where they are not cheap to know.
    """
    try:
        found = exact_forecast(with_work(system, work), call)
    except DiceError:
        return (), 0.0
    possible = [each for each in found.outcomes if each.chance]
    if len(possible) < 2:
        return (), 0.0
    # Of one tone, the first in the file is the best.
    ranked = sorted((_TONES.get(each.tone, 2), -place, each.name) for place, each in enumerate(possible))
    named = {each.name: each for each in possible}
    return [named[name] for _tone, _place, name in ranked], float(found.missing)
