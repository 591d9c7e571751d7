"""The odds of a roll: exact, or estimated if that is out of reach; and two rolls against each other."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import dicewright
from bot.services.user_error import UserError
from bot.store.called import UNCALLED, Called
from bot.texts import _
from dicewright import DiceError, Estimate, Target, exact_text, nodes, parse_number, target_of_test
from dicewright.rendering import sum_is_meant

if TYPE_CHECKING:
    from dicewright import Distribution, Notation, Number

_ESTIMATE_ROLLS = 10_000
_FEWEST_ESTIMATE_ROLLS = 30
# Dice thrown for one estimate: at most two seconds of them, whatever is done to each.
_ESTIMATE_DICE = 300_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """The possible results of one text."""

    notation: str
    """Its canonical form."""
    odds: Distribution
    """How likely each total is; of an estimate, how often it came."""
    success: Fraction | None
    """The chance to pass the test, if the text is one."""
    target: Target | None
    """What its own test asks for, if that is a plain number."""
    estimated_rolls: int | None = None
    """Of an estimate, how many rolls it is made of; None if all is exact."""
    success_missing: Fraction = Fraction(0)
    """How much higher the chance of success may be, because endless explosions are cut off."""
    times: int = 1
    """How often it is rolled; all other figures are of one of these times."""
    summed: Distribution | None = None
    """The sum of all times, if they are added up and that is known."""

    @property
    def mean_error(self) -> float | None:
        """The standard error of the mean of an estimate."""
        return None if self._estimate is None else self._estimate.mean_error

    def error(self, probability: Fraction) -> float | None:
        """Return the standard error of a chance that was estimated."""
        return None if self._estimate is None else self._estimate.error(probability)

    @property
    def _estimate(self) -> Estimate | None:
        return None if self.estimated_rolls is None else Estimate(self.odds, self.estimated_rolls)


@dataclass(frozen=True, slots=True)
class OddsRequest:
    """What a player wants to know, as a button can keep it.

    >>> OddsRequest.read(str(OddsRequest("2d6", target=Target(low=7)))).target
    Target(low=7, high=None)
    >>> OddsRequest.read(str(OddsRequest("alien 4 s1", pushed=True))).pushed
    True
    """

    text: str
    versus: str = ""
    """What to hold it against, or ""."""
    target: Target | None = None
    called: Called = UNCALLED
    """What the roll is called; no button keeps that here."""
    pushed: bool = False
    """Whether a game's roll is pushed if it fails and the rules allow it."""
    version: str = ""
    """Which version of a server's own game system is meant; "" for the one that is used now."""

    def __str__(self) -> str:
        low, high = (self.target.low, self.target.high) if self.target else (None, None)
        bounds = [None if bound is None else exact_text(bound) for bound in (low, high)]
        return json.dumps([self.text, self.versus, *bounds, *[True] * self.pushed])

    @classmethod
    def read(cls, kept: str) -> OddsRequest:
        """Return the request that `str` wrote. Raises ValueError for any other text."""
        try:
            text, versus, *bounds = json.loads(kept)
            low, high = (None if bound is None else parse_number(bound) for bound in bounds[:2])
        except (TypeError, AttributeError) as unlike:
            raise ValueError("this is no request for odds") from unlike
        target = None if low is None and high is None else Target(low, high)
        return cls(text, versus, target, pushed=bounds[2:] == [True])

    @property
    def plain(self) -> bool:
        """Whether only the odds of one text are asked for."""
        return not self.versus and self.target is None and not self.pushed


def rolls_of(notation: Notation) -> list[tuple[Notation, int]]:
    """Return each different roll of a text on its own, without its note, and how often it is rolled.

    >>> [(str(roll), times) for roll, times in rolls_of(dicewright.parse("1d20+5 # hit; 6x 4d6kh3"))]
    [('1d20 + 5', 1), ('4d6kh3', 6)]
    """
    rolls = notation.tree.rolls
    if len(rolls) == 1 and not rolls[0].repeat:
        return [(notation, 1)]
    times: dict[str, int] = {}
    for roll in rolls:
        text = str(nodes.Rolls((roll.replace(repeat=None, note=""),)))
        times[text] = times.get(text, 0) + (roll.repeat or 1)
    names = notation.names or None
    return [
        (dicewright.parse(text, names=names, limits=notation.limits), count) for text, count in times.items()
    ]


def exact_forecasts(notation: Notation) -> list[Forecast]:
    """Return the exact odds of each different roll of a text. The errors are those of `dicewright.odds`."""
    return [
        replace(exact_forecast(roll), times=times, summed=_summed(roll, times))
        for roll, times in rolls_of(notation)
    ]


def exact_forecast(notation: Notation) -> Forecast:
    """Return the exact odds of one roll; of one that is repeated, those of the sum.

    The errors are those of `dicewright.odds`.
    """
    rolls = notation.tree.rolls
    if len(rolls) > 1 or rolls[0].repeat:
        return Forecast(str(notation), notation.odds(), None, None)
    (only,) = notation.odds_by_roll()
    return Forecast(
        str(notation),
        only.total,
        only.success,
        target_of_test(rolls[0].expression),
        # Both sides of a comparison may explode.
        success_missing=Fraction(0) if only.successes is None else only.successes.missing,
    )


def _summed(notation: Notation, times: int) -> Distribution | None:
    (roll,) = notation.tree.rolls
    if times == 1 or not sum_is_meant(roll):
        return None
    repeated = str(nodes.Rolls((roll.replace(repeat=times),)))
    try:
        return dicewright.odds(repeated, names=notation.names or None, limits=notation.limits)
    except DiceError:
        # Those of one time are known, and say more.
        return None


def estimated_forecasts(notation: Notation) -> list[Forecast]:
    """Return the odds of each different roll of a text from as many rolls as cost two seconds in all."""
    rolls = rolls_of(notation)
    return [replace(estimated_forecast(roll, share=len(rolls)), times=times) for roll, times in rolls]


def estimated_forecast(notation: Notation, *, share: int = 1) -> Forecast:
    """Return odds from as many rolls as cost two seconds, ten thousand at most.

    `share` is among how many forecasts these two seconds are shared.
    """
    first = notation.roll()
    rolls = max(
        _FEWEST_ESTIMATE_ROLLS, min(_ESTIMATE_ROLLS, _ESTIMATE_DICE // share // max(1, len(first.faces)))
    )
    names = notation.names or None
    estimate = dicewright.estimate(notation.text, rolls=rolls, names=names, limits=notation.limits)
    target = target_of_test(notation.tree.rolls[0].expression) if len(notation.tree.rolls) == 1 else None
    success = target.probability(estimate.observed) if target else None
    return Forecast(str(notation), estimate.observed, success, target, rolls)


def target_of(at_least: float | None, at_most: float | None, exactly: float | None) -> Target | None:
    """Return what is asked for; None if nothing is. Raises UserError if it contradicts itself.

    >>> target_of(2.5, None, None)
    Target(low=Fraction(5, 2), high=None)
    """
    low, high, only = map(_number, (at_least, at_most, exactly))
    if only is not None:
        if low is not None or high is not None:
            raise UserError(_("Use either “exactly”, or “at_least” and “at_most”."))
        return Target(only, only)
    if low is not None and high is not None and low > high:
        raise UserError(_("“at_least” can't be greater than “at_most”."))
    return None if low is None and high is None else Target(low, high)


def _number(value: float | None) -> Number | None:
    # The shortest decimal that means this float is what the player typed.
    return None if value is None else parse_number(repr(value))
