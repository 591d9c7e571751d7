"""Where a total ranks among the possible results of its roll."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from cachetools import LRUCache

import dicewright
from dicewright import DEFAULT_LIMITS, DiceError, Notation, nodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dicewright import Distribution, Limits, Number, Result

# About three milliseconds. It is counted in steps, so the same roll tells its luck on any machine.
_WORK = 10_000
_MOST_REMEMBERED = 1_000
_LOW_WINS = frozenset({"<", "<="})


class Standing(NamedTuple):
    """Where one roll ranks among its possible results. Each figure is a chance from 0 to 1."""

    worse: float
    """The chance to do worse."""
    equal: float
    """The chance to do just as well."""
    better: float
    """The chance to do better. It is kept beside the others, as a rare one is lost in 1 - worse - equal."""
    missing: float = 0.0
    """How much more the chance to do better or worse may be: see `Distribution.missing`."""

    @property
    def percentile(self) -> float:
        """The mid-percentile: the share of outcomes that are worse, and half of those that are equal."""
        return self.worse + self.equal / 2

    @property
    def top(self) -> float:
        """The chance to do as well or better."""
        return min(1.0, self.better + self.equal)

    @property
    def bottom(self) -> float:
        """The chance to do as well or worse."""
        return min(1.0, self.worse + self.equal)


@dataclass(frozen=True, slots=True)
class Ranking:
    """All outcomes of a roll from the worst to the best, as floats: a fraction of what exact odds weigh."""

    values: Sequence[Number]
    """The totals, ascending."""
    below: array[float]
    """For each of them, and for anything above, the chance of less."""
    above: array[float]
    """For anything below, and for each of them, the chance of more."""
    variance: float
    """The variance of the mid-percentile."""
    low_wins: bool
    """Whether a low total is the better one, as where a test is to roll under."""
    missing: float = 0.0
    """The chance of the totals that are left out, as those of dice that explode many times."""

    def standing(self, total: Number) -> Standing:
        """Return where a total stands."""
        place = bisect_left(self.values, total)
        hit = place < len(self.values) and self.values[place] == total
        below, above = self.below[place], self.above[place + hit]
        # Each tail is precise to its own last digits: the smaller one says whether a total is rare or absent.
        of_lower, of_upper = self.below[place + hit] - below, self.above[place] - above
        equal = of_lower if below < above else of_upper
        worse, better = (above, below) if self.low_wins else (below, above)
        return Standing(worse, equal, better, self.missing)


class Percentiles:
    """Ranks rolls whose exact odds are cheap, and remembers the last thousand.

    `limits.work` is what cheap means; it is counted in steps and never read from a clock.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS, *, work: int = _WORK) -> None:
        self._limits = limits.replace(work=work)
        # Those of games are counted in larger units, and take about as long.
        self.work_for_games = 3 * work
        self._known: LRUCache[str, Ranking | None] = LRUCache(_MOST_REMEMBERED)
        self._lock = Lock()

    def standing(self, result: Result) -> Standing | None:
        """Return where a result stands; None if that is not cheap to know, or means nothing to a player.

        So it is with the sum of different rolls, and if a roll has only one possible result.
        """
        ranking = self.ranking(Notation.of(result))
        return ranking.standing(result.total) if ranking else None

    def ranking(self, notation: Notation) -> Ranking | None:
        """Return the outcomes of a roll; None if they are not cheap to know, or there is only one.

        None for several different rolls, too.
        """
        # A good attack does not make up for poor damage, and their sum means nothing.
        if len(notation.tree.rolls) > 1:
            return None
        key = _key(notation)
        # Great rolls, and the rolls of a whole history, are ranked in threads.
        with self._lock:
            if key in self._known:
                return self._known[key]
        ranking = self._ranked(notation)
        with self._lock:
            self._known[key] = ranking
        return ranking

    def _ranked(self, notation: Notation) -> Ranking | None:
        try:
            odds = dicewright.odds(notation.text, names=notation.names or None, limits=self._limits)
        except DiceError:
            return None
        return ranked(odds, low_wins=low_wins(notation.tree)) if len(odds.values) > 1 else None


def ranked(odds: Distribution, *, low_wins: bool = False) -> Ranking:
    """Return a distribution as a ranking.

    A mid-percentile has the mean 1/2 and the variance (1 - sum of p**3) / 12, the sum being over the
    chances p of all values (Parzen, "Quantile Probability and Statistical Data Modeling", 2004).

    >>> ranked(dicewright.odds("1d2")).standing(2).percentile
    0.75
    """
    mass = odds.total_weight
    sums = list(accumulate(odds.weights, initial=0))
    below = array("d", (lower / mass for lower in sums))
    above = array("d", ((mass - lower) / mass for lower in sums))
    cubes = sum((weight / mass) ** 3 for weight in odds.weights)
    return Ranking(odds.values, below, above, (1 - cubes) / 12, low_wins, float(odds.missing))


def low_wins(tree: nodes.Rolls) -> bool:
    """Whether every roll of a text is a test to roll under.

    >>> low_wins(dicewright.parse("1d100 vs <=45").tree), low_wins(dicewright.parse("1d20 vs 15").tree)
    (True, False)
    """
    return all(_rolls_under(roll.expression) for roll in tree.rolls)


def _rolls_under(node: nodes.Expression) -> bool:
    node = nodes.innermost(node)
    return isinstance(node, nodes.Test) and node.operator in _LOW_WINS


def _key(notation: Notation) -> str:
    """Return what only notations share that have the same odds: what is rolled, and what its names mean."""
    rolls = notation.text
    if "#" in rolls:
        # Notes change from roll to roll, and odds do not.
        rolls = "; ".join(str(roll.replace(note="")) for roll in notation.tree.rolls)
    return f"{rolls}\n{_written(names)}" if (names := notation.names) else rolls


def _written(names: Mapping[str, object]) -> str:
    return "\n".join(f"{name}={meaning}" for name, meaning in sorted(names.items()))
