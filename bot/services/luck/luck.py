"""How lucky a player was: where the rolls rank among their possible totals, and a test of it.

Totals tie, since dice have few faces. Each roll counts with its mid-percentile: the share of outcomes
that are worse, and half the share of those that are equal. That is even on average whatever is rolled,
and asking twice gives the same answer, which a percentile drawn at random among the ties would not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING

from bot.services.history.recording import replayed_game
from bot.services.luck.games import GameRoll, rank_games, unknown_to_all
from bot.services.luck.ranking import rank
from bot.services.luck.statistics import normal_p_value
from bot.workers.worker import WorkerFailed
from dicewright import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from typing import Any

    from bot.services.history.reader import PastRolls
    from bot.services.luck.percentiles import Standing
    from bot.services.systems.server_games import ServerGames
    from bot.store.rolls import RecordedRoll, View
    from bot.workers.pool import Run
    from dicewright import Limits

    Ranked = tuple[Standing, float] | None

TENTHS = 10
# With this many, the mean of percentiles is as good as normal, and luck begins to differ from chance.
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
    """How many are counted: those with cheap odds and more than one possible result."""
    left_out: int
    """How many others there are."""
    mean: float
    """The mean of the mid-percentiles; 0.5 is even."""
    deviations: float
    """How many standard deviations the mean is above 0.5; negative below it."""
    p_value: float
    """The chance that fair dice are at least this far off, either way."""
    tenths: tuple[float, ...]
    """How many rolls fall into each tenth of the percentiles, from the worst. A roll whose equals stretch
    over several tenths is shared out among them, so that fair dice fill all alike (Czado, Gneiting and
    Held, "Predictive Model Assessment for Count Data", Biometrics 65, 2009)."""
    best: RankedRoll | None
    worst: RankedRoll | None

    @property
    def enough(self) -> bool:
        """Whether there are enough rolls for the test to mean something."""
        return self.rolls >= ENOUGH_ROLLS


class LuckService:
    """Works out luck from the history. What a view does not show, no figure depends on.

    `run` calls what takes long in workers.
    """

    def __init__(
        self,
        past: PastRolls,
        run: Run,
        *,
        limits: Limits = DEFAULT_LIMITS,
        games: ServerGames | None = None,
    ) -> None:
        self._past = past
        self._run = run
        self._limits = limits
        self._games = games

    async def luck(self, view: View, *, turn: Hashable | None = None) -> Luck:
        """Return the luck of the latest rolls of a view; `turn` is who asks. Raises StoreUnavailable."""
        score = _Score()
        async for batch in self._past.batches(view, most=MOST_ROLLS):
            # Of a blind roll that is not revealed not even that it was made may show.
            rolls = [roll for roll in batch if not roll.hidden]
            plain = [roll for roll in rolls if roll.system is None]
            games = [roll for roll in rolls if roll.system is not None]
            rolled = [(roll.text, dict(roll.names), roll.total) for roll in plain]
            for roll, found in zip(plain, await self._ranked(turn, rank, rolled, self._limits), strict=True):
                score.add(roll, found)
            calls = list(map(to_rank, games))
            files = await self._files(games, calls)
            for roll, found in zip(games, await self._ranked(turn, rank_games, calls, files), strict=True):
                score.add(roll, found)
        return score.luck()

    async def _files(self, rolls: Sequence[RecordedRoll], calls: Sequence[GameRoll | None]) -> dict[str, str]:
        """Return the texts of the servers' own files that made these rolls, by their digests."""
        wanted: dict[int, set[str]] = {}
        for roll, call in zip(rolls, calls, strict=True):
            if call is not None and roll.server_id is not None and unknown_to_all(call):
                wanted.setdefault(roll.server_id, set()).add(call.digest)
        files: dict[str, str] = {}
        if self._games is not None:
            for server_id, digests in wanted.items():
                files |= await self._games.texts(server_id, digests)
        return files

    async def _ranked(
        self, turn: Hashable | None, rank_all: Callable[..., list[Ranked]], rolls: list[Any], *more: Any
    ) -> list[Ranked]:
        """Return where rolls stand, as a worker finds it; nothing is known of those that it gives up."""
        if not rolls:
            return []
        try:
            return await self._run(rank_all, rolls, *more, turn=turn)
        except WorkerFailed:
            return [None] * len(rolls)


def to_rank(roll: RecordedRoll) -> GameRoll | None:
    """Return what ranks a roll; None where it has no outcome, is a second look, or is hidden."""
    played = replayed_game(roll)
    if played is None or len(played.rolls) != 1 or played.first_id is not None:
        return None
    (only,) = played.rolls
    return GameRoll(played.system, only.digest, played.call, only.outcome) if only.outcome else None


@dataclass(slots=True)
class _Score:
    rolls: int = 0
    left_out: int = 0
    percentiles: float = 0.0
    variance: float = 0.0
    tenths: list[float] = field(default_factory=lambda: [0.0] * TENTHS)
    best: RankedRoll | None = None
    worst: RankedRoll | None = None

    def add(self, roll: RecordedRoll, found: tuple[Standing, float] | None) -> None:
        """Add a roll, with its standing and the variance of its percentile if these are known."""
        if found is None:
            self.left_out += 1
            return
        standing, variance = found
        ranked = RankedRoll(roll, standing)
        self.rolls += 1
        self.percentiles += standing.percentile
        self.variance += variance
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
    >>> [round(share, 2) for share in shares(Standing(worse=0.75, equal=0.25, better=0.0))]
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.4, 0.4]
    """
    low, high = standing.worse, standing.worse + standing.equal
    if high <= low:
        return [float(tenth == min(int(low * TENTHS), TENTHS - 1)) for tenth in range(TENTHS)]
    overlaps = (min(high, (tenth + 1) / TENTHS) - max(low, tenth / TENTHS) for tenth in range(TENTHS))
    return [max(0.0, overlap) / (high - low) for overlap in overlaps]
