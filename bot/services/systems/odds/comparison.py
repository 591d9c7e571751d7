"""Two rolls of games compared: how often each of them comes out better, or why that has no answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.services.systems.odds.forecast import pushed_if_failed
from dicewright import OddsTooLarge, RollError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright import System, SystemResult

_TONES = ("triumph", "success", "mixed", "failure", "disaster")
_ESTIMATE_PAIRS = 2_000
_FEWEST_PAIRS = 100
# These can be rolled and compared within a second.
_ESTIMATE_DICE = 50_000


@dataclass(frozen=True, slots=True)
class Side:
    """One of two rolls that are compared."""

    system: System
    call: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How often each of two rolls comes out better."""

    first: Fraction = Fraction(0)
    second: Fraction = Fraction(0)
    tie: Fraction = Fraction(0)
    missing: Fraction = Fraction(0)
    basis: str = ""
    """What is compared: the "rule" for opposed rolls, the "outcome", or the "number"; "" for nothing."""
    reason: str = ""
    """Why nothing is compared: "contest", "other-system", "other-roll" or "no-order"."""
    estimated_rolls: int | None = None
    """The number of pairs in an estimate; None if it is exact."""


def compared(
    sides: Sequence[Side], *, pushed: bool = False, estimated: bool = False, may_estimate: bool = False
) -> Comparison:
    """Return how often each of two rolls comes out better, or why nothing says so.

    `pushed` is whether they are pushed if they fail, and `may_estimate` whether an estimate is better than
    OddsTooLarge. The other errors are those of `System.odds`.
    """
    first, second = sides
    if any(side.system.opposing(side.call) is not None for side in sides):
        return Comparison(reason="contest")
    if first.system.digest != second.system.digest:
        return Comparison(reason="other-system")
    kinds = [first.system.call(side.call)[0].kind.name for side in sides]
    if kinds[0] != kinds[1]:
        return Comparison(reason="other-roll")
    if not estimated:
        try:
            return _exact(first, second, pushed=pushed)
        except OddsTooLarge:
            if not may_estimate:
                raise
    return _estimated(first, second, pushed=pushed)


def _exact(first: Side, second: Side, *, pushed: bool) -> Comparison:
    try:
        odds = first.system.compared_odds(first.call, second.call, pushed=pushed)
    except RollError as error:
        if error.code != "no-order":
            raise
        return Comparison(reason="no-order")
    return Comparison(
        first=odds.first, second=odds.second, tie=odds.tie, missing=odds.missing, basis=odds.basis
    )


def _estimated(first: Side, second: Side, *, pushed: bool) -> Comparison:
    """Return the odds by rolling the two against each other."""
    system, kind = first.system, first.system.call(first.call)[0].kind
    thrown = sum(len(system.roll(side.call).faces) for side in (first, second))
    pairs = max(_FEWEST_PAIRS, min(_ESTIMATE_PAIRS, _ESTIMATE_DICE // max(1, thrown)))
    winners: Counter[int | None] = Counter()
    for _pair in range(pairs):
        left, right = (pushed_if_failed(system, side.call, pushed=pushed) for side in (first, second))
        if kind.opposed is not None:
            winners[system.opposed(left, right).winner] += 1
            continue
        ranks = [_rank(system, result) for result in (left, right)]
        if None in ranks:
            return Comparison(reason="no-order")
        high, low = (rank or (0, 0) for rank in ranks)
        winners[None if high == low else int(low > high)] += 1
    return Comparison(
        first=Fraction(winners[0], pairs),
        second=Fraction(winners[1], pairs),
        tie=Fraction(winners[None], pairs),
        basis="rule" if kind.opposed is not None else "outcome" if kind.outcomes else "number",
        estimated_rolls=pairs,
    )


def _rank(system: System, result: SystemResult) -> tuple[object, ...] | None:
    """Return what is greater for a better result; None if the file does not say how good it is."""
    outcomes = system.rolls[result.roll].outcomes
    if not outcomes:
        # As for exact odds: what is shown large, or the only number that there is.
        numbers = [each for each in result.values.values() if not isinstance(each, str)]
        number = numbers[0] if result.result is None and len(numbers) == 1 else result.result
        return None if number is None else (number,)
    if result.tone is None:
        return None if result.outcome is not None else (-len(_TONES),)
    place = next(at for at, outcome in enumerate(outcomes) if outcome.name == result.outcome)
    tone = _TONES.index(result.tone) if all(outcome.tone for outcome in outcomes) else 0
    return -tone, -place
