"""Whether dice are fair: how often each face of each kind of die came up, and a test of it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.services.history.recording import replayed_game
from bot.services.luck.faces import count_faces
from bot.services.luck.statistics import chi_squared, chi_squared_p_value
from bot.workers.worker import WorkerFailed
from dicewright import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.services.history.reader import PastRolls
    from bot.store.rolls import RecordedRoll, View
    from bot.workers.pool import Run
    from dicewright import Limits

# Chi-squared is as good as exact if each face is expected five times (Cochran, 1954).
_EXPECTED = 5
# As many as a busy server makes in weeks; the latest count.
MOST_ROLLS = 10_000


@dataclass(frozen=True, slots=True)
class DieCount:
    """How often each face of the dice with this many sides came up."""

    sides: int
    counts: tuple[int, ...]
    """For each face from 1; of dice with other faces, for their places."""

    @property
    def throws(self) -> int:
        """How often such a die was thrown."""
        return sum(self.counts)

    @property
    def statistic(self) -> float:
        """Pearson's chi-squared."""
        return chi_squared(list(self.counts))

    @property
    def degrees(self) -> int:
        """The degrees of freedom."""
        return self.sides - 1

    @property
    def p_value(self) -> float:
        """The chance that fair dice are at least this uneven."""
        return chi_squared_p_value(self.statistic, self.degrees)


@dataclass(frozen=True, slots=True)
class Fairness:
    """The faces of all dice of some rolls."""

    rolls: int
    """How many rolls are counted."""
    dice: tuple[DieCount, ...]
    """By kind, those thrown most often first; only kinds thrown often enough."""
    waiting: tuple[tuple[int, int], ...]
    """The kinds that were not thrown often enough to be judged: their sides, and how often."""

    @property
    def p_value(self) -> float | None:
        """The chance that fair dice are as uneven as all kinds together; None if none can be judged.

        The statistics of different dice are independent, so their sum is chi-squared, too. Judging each
        kind by its own p-value would find fault with one in twenty that have none.
        """
        if not self.dice:
            return None
        degrees = sum(die.degrees for die in self.dice)
        return chi_squared_p_value(sum(die.statistic for die in self.dice), degrees)


class FairnessService:
    """Counts the faces of a view's latest rolls. What a view does not show, no figure depends on."""

    def __init__(self, past: PastRolls, run: Run, *, limits: Limits = DEFAULT_LIMITS) -> None:
        self._past = past
        self._run = run
        self._limits = limits

    async def fairness(self, view: View, *, turn: Hashable | None = None) -> Fairness:
        """Return how even the dice fell; `turn` is who asks. Raises StoreUnavailable and UserError."""
        faces: Counter[tuple[int, int]] = Counter()
        rolls = 0
        async for batch in self._past.batches(view, most=MOST_ROLLS):
            # A game system's roll says itself which dice it threw.
            for roll in batch:
                if roll.system is not None and (thrown_dice := faces_of_game(roll)):
                    faces.update(thrown_dice)
                    rolls += 1
            rolled = [(roll.text, dict(roll.names), roll.faces) for roll in batch if roll.system is None]
            if not rolled:
                continue
            # A batch that a worker gives up counts for nothing.
            with suppress(WorkerFailed):
                thrown, counted = await self._run(count_faces, rolled, self._limits, turn=turn)
                faces.update(thrown)
                rolls += counted
        return fairness_of(faces, rolls=rolls)


def faces_of_game(roll: RecordedRoll) -> list[tuple[int, int]]:
    """Return every face thrown in a game system's roll, as `thrown_faces` does; none if it is hidden."""
    played = replayed_game(roll)
    if played is None:
        return []
    thrown: list[tuple[int, int]] = []
    for each in played.rolls:
        left = iter(each.faces)
        thrown += [(sides, face) for count, sides in each.sides for face in islice(left, count)]
    return thrown


def fairness_of(faces: Counter[tuple[int, int]], *, rolls: int) -> Fairness:
    """Return the fairness of faces that were counted, each as the die's sides and the face's place."""
    throws: Counter[int] = Counter()
    for (sides, _face), count in faces.items():
        if sides > 1:
            throws[sides] += count
    kinds = sorted(throws, key=lambda sides: (-throws[sides], sides))
    return Fairness(
        rolls,
        tuple(
            DieCount(sides, tuple(faces[sides, face] for face in range(1, sides + 1)))
            for sides in kinds
            if throws[sides] >= _EXPECTED * sides
        ),
        tuple((sides, throws[sides]) for sides in kinds if throws[sides] < _EXPECTED * sides),
    )
