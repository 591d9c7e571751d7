"""How lucky a player was: where all the rolls lie among what they could have come to, and a test of it.

Totals tie, since dice have few faces. Each roll counts with its mid-percentile: the share of outcomes
that are worse, and half the share of those that are equal. That is even on average whatever is rolled,
and asking twice gives the same answer, which a percentile drawn at random among the ties would not.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING

import dicewright
from bot.services.luck.statistics import normal_p_value
from dicewright import DEFAULT_LIMITS, DiceError
from dicewright.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.history.reader import PastRolls
    from bot.services.luck.percentiles import Percentiles, Ranking, Standing
    from bot.store.rolls import RecordedRoll, View
    from dicewright import Limits

TENTHS = 10
# With so many, the mean of percentiles is as good as normal, and luck begins to differ from chance.
ENOUGH_ROLLS = 20
# As many as a player makes in years; the latest count.
MOST_ROLLS = 10_000


@dataclass(frozen=True, slots=True)
class RankedRoll:
    """A roll of the history, and where it stands."""

    roll: RecordedRoll
    standing: Standing


@dataclass(frozen=True, slots=True)
class Luck:
    """How lucky some rolls were."""

    rolls: int
    """How many are counted: those whose odds are cheap to know and that could come to several things."""
    left_out: int
    """How many others there are."""
    mean: float
    """The mean of the mid-percentiles; 0.5 is even."""
    deviations: float
    """By how many standard deviations the mean lies above 0.5, or below."""
    p_value: float
    """The chance that fair dice stray at least so far, either way."""
    tenths: tuple[float, ...]
    """How many rolls lie in each tenth of the percentiles, from the worst. A roll whose equals stretch
    over several tenths is shared out among them, so that fair dice fill all alike (Czado, Gneiting and
    Held, "Predictive Model Assessment for Count Data", Biometrics 65, 2009)."""
    best: RankedRoll | None
    worst: RankedRoll | None

    @property
    def enough(self) -> bool:
        """Whether there are enough rolls for the test to mean something."""
        return self.rolls >= ENOUGH_ROLLS


class LuckService:
    """Works out luck from the history. What a view does not show, no figure depends on."""

    def __init__(self, past: PastRolls, percentiles: Percentiles, *, limits: Limits = DEFAULT_LIMITS) -> None:
        self._past = past
        self._percentiles = percentiles
        self._limits = limits

    async def luck(self, view: View) -> Luck:
        """Return the luck of the latest rolls of a view. Raises StoreUnavailable."""
        score = _Score()
        async for batch in self._past.batches(view, most=MOST_ROLLS):
            # Of a blind roll that is not revealed not even that it was made may show.
            await asyncio.to_thread(self._count, score, [roll for roll in batch if not roll.hidden])
        return score.luck()

    def _count(self, score: _Score, rolls: Sequence[RecordedRoll]) -> None:
        for roll in rolls:
            score.add(roll, self._ranking(roll, score.rankings))

    def _ranking(self, roll: RecordedRoll, known: dict[tuple[str, ...], Ranking | None]) -> Ranking | None:
        """Return the ranking of a roll; those of one history are read from text only once."""
        key = (roll.notation, *(f"{name}={text}" for name, text in roll.names.items()))
        if key not in known:
            try:
                notation = dicewright.parse(roll.text, names=roll.names or None, limits=self._limits)
            except DiceError:
                # An older version understood it.
                known[key] = None
            else:
                known[key] = self._percentiles.ranking(notation)
        return known[key]


@dataclass(slots=True)
class _Score:
    rankings: dict[tuple[str, ...], Ranking | None] = field(default_factory=dict)
    rolls: int = 0
    left_out: int = 0
    percentiles: float = 0.0
    variance: float = 0.0
    tenths: list[float] = field(default_factory=lambda: [0.0] * TENTHS)
    best: RankedRoll | None = None
    worst: RankedRoll | None = None

    def add(self, roll: RecordedRoll, ranking: Ranking | None) -> None:
        if ranking is None or roll.total is None:
            self.left_out += 1
            return
        ranked = RankedRoll(roll, ranking.standing(exact(roll.total)))
        self.rolls += 1
        self.percentiles += ranked.standing.percentile
        self.variance += ranking.variance
        for tenth, share in enumerate(shares(ranked.standing)):
            self.tenths[tenth] += share
        if self.best is None or ranked.standing.top < self.best.standing.top:
            self.best = ranked
        if self.worst is None or ranked.standing.bottom < self.worst.standing.bottom:
            self.worst = ranked

    def luck(self) -> Luck:
        even = self.rolls / 2
        deviations = (self.percentiles - even) / sqrt(self.variance) if self.rolls else 0.0
        return Luck(
            rolls=self.rolls,
            left_out=self.left_out,
            mean=self.percentiles / self.rolls if self.rolls else 0.5,
            deviations=deviations,
            p_value=normal_p_value(deviations),
            tenths=tuple(self.tenths),
            best=self.best,
            worst=self.worst,
        )


def shares(standing: Standing) -> list[float]:
    """Return how much of a roll falls into each tenth of the percentiles; together they are 1.

    >>> from bot.services.luck.percentiles import Standing
    >>> [round(share, 2) for share in shares(Standing(worse=0.75, equal=0.25))]
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.4, 0.4]
    """
    low, high = standing.worse, standing.worse + standing.equal
    if high <= low:
        return [float(tenth == min(int(low * TENTHS), TENTHS - 1)) for tenth in range(TENTHS)]
    overlaps = (min(high, (tenth + 1) / TENTHS) - max(low, tenth / TENTHS) for tenth in range(TENTHS))
    return [max(0.0, overlap) / (high - low) for overlap in overlaps]
