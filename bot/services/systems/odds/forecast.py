"""The odds of a call: of each outcome and note, and the averages of its numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

import dicewright
from bot.services.systems.home_made import home_made
from bot.services.systems.played import winner_words
from bot.texts import _
from dicewright import DiceError, RollError, System

if TYPE_CHECKING:
    from dicewright import Distribution, OutcomeOdds, RollKind, SystemResult

_SUCCESSES = frozenset({"triumph", "success", "mixed"})
_FAILURES = frozenset({"failure", "disaster"})
_ESTIMATE_ROLLS = 10_000
_FEWEST_ESTIMATE_ROLLS = 100
# These can be rolled and read within two seconds.
_ESTIMATE_DICE = 100_000
_MOST_LIMITED = 200
# Some tenths of a second, for the chance of success alone.
_SUCCESS_WORK = 4_000_000
# Of a table's rows, in an estimate.
_MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely one outcome is, or one row of a table."""

    name: str
    chance: Fraction
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Success:
    """The chance that a call succeeds, or that the first side of a contest wins."""

    chance: Fraction
    missing: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class GameForecast:
    """The possible results of a call."""

    call: str
    outcomes: tuple[Chance, ...]
    """In the order of the file, the best first; without outcomes, the rows of the roll's table."""
    no_outcome: Fraction = Fraction(0)
    """The chance that none of them holds, which a file of one's own may leave open."""
    notes: tuple[Chance, ...] = ()
    """What may be added to any outcome."""
    numbers: tuple[tuple[str, Distribution], ...] = ()
    """The distributions of its numbers; the one that counts is "result"."""
    missing: Fraction = Fraction(0)
    policy: str = ""
    """The rule by which the player is assumed to choose, where that makes a difference."""
    before_choice: bool = False
    """Whether these are the odds before the player keeps dice, as the file has no rule for that."""
    estimated_rolls: int | None = None
    """The number of rolls in an estimate; None where everything is exact."""
    contest: bool = False
    """Whether the outcomes are that the first side wins, that the second does, and a tie."""

    @property
    def shown(self) -> tuple[Chance, ...]:
        """The outcomes, and that there may be none."""
        none = Chance(_("no outcome"), self.no_outcome)
        return (*self.outcomes, none) if self.no_outcome else self.outcomes

    @property
    def success(self) -> Fraction | None:
        """The chance of an outcome that is a success of some kind; None where one may come without a tone."""
        if not self.outcomes or any(each.chance and not each.tone for each in self.outcomes):
            return None
        return sum((each.chance for each in self.outcomes if each.tone in _SUCCESSES), Fraction(0))

    @property
    def counted(self) -> Success | None:
        """The chance of success, or that the first side wins; None if nothing says what a success is."""
        chance = self.outcomes[0].chance if self.contest else self.success
        return None if chance is None else Success(chance, self.missing)

    @property
    def only_success(self) -> Chance | None:
        """The one success that can come up; None where several can, or none can."""
        found = [each for each in self.outcomes if each.chance and each.tone in _SUCCESSES]
        return found[0] if len(found) == 1 and self.success is not None else None

    def error(self, chance: Fraction) -> float | None:
        """Return the standard error of a chance that was estimated."""
        if self.estimated_rolls is None:
            return None
        return sqrt(chance * (1 - chance) / self.estimated_rolls)


def exact_forecast(system: System, call: str, *, pushed: bool = False) -> GameForecast:
    """Return the exact odds of a call, `pushed` where it fails. The errors are those of `System.odds`.

    >>> import dicewright
    >>> forecast = exact_forecast(dicewright.systems()["pbta"], "pbta +2")
    >>> [(each.name, str(each.chance)) for each in forecast.outcomes], str(forecast.success)
    ([('strong hit', '5/12'), ('weak hit', '5/12'), ('miss', '1/6')], '5/6')
    """
    if system.opposing(call) is not None:
        return _contest(system, call, pushed=pushed)
    odds = system.odds(call, pushed=pushed)
    tones = {outcome.name: outcome.tone or "" for outcome in system.call(call)[0].kind.outcomes}
    return GameForecast(
        call=_pushed(call) if pushed else call,
        outcomes=tuple(Chance(name, chance, tones[name]) for name, chance in odds.outcomes.items())
        or _rows(odds),
        no_outcome=odds.no_outcome,
        notes=tuple(Chance(name, chance) for name, chance in odds.notes.items()),
        numbers=tuple(odds.values.items()),
        missing=odds.missing,
        policy=odds.policy,
        before_choice=odds.before_choice,
    )


def success_of(file: str, call: str) -> Success | None:
    """Return the chance that a call succeeds; `file` is the file of its system, "" for one that is shipped.

    Of a contest, that the first side wins. None if that is too much work, or if nothing says what a
    success is.

    >>> success_of("", "pbta +2")
    Success(chance=Fraction(5, 6), missing=Fraction(0, 1))
    """
    try:
        system = home_made(file) if file else dicewright.systems().find(call)
        forecast = exact_forecast(with_work(system, _SUCCESS_WORK), call)
    except DiceError:
        return None
    return forecast.counted


def estimated_forecast(system: System, call: str, *, pushed: bool = False) -> GameForecast:
    """Return the odds of a call, estimated from as many rolls as fit into two seconds, 10,000 at most."""
    kind = system.call(call)[0].kind
    first = system.roll(call)
    rolls = max(_FEWEST_ESTIMATE_ROLLS, min(_ESTIMATE_ROLLS, _ESTIMATE_DICE // max(1, len(first.faces))))
    table = [value.name for value in kind.values if value.words]
    outcomes: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for _roll in range(rolls):
        result = pushed_if_failed(system, call, pushed=pushed)
        words = str(result.values[table[0]]) if len(table) == 1 else result.message
        outcomes[result.outcome or words] += 1
        notes.update(result.notes)
    if kind.outcomes:
        tones = {each.name: each.tone or "" for each in kind.outcomes}
        found = [Chance(name, Fraction(outcomes[name], rolls), tone) for name, tone in tones.items()]
    else:
        found = [Chance(name, Fraction(count, rolls)) for name, count in outcomes.most_common(_MOST_ROWS)]
    covered = sum((each.chance for each in found), Fraction(0))
    return GameForecast(
        call=_pushed(call) if pushed else call,
        outcomes=tuple(found),
        no_outcome=1 - covered if kind.outcomes else Fraction(0),
        notes=tuple(Chance(each.name, Fraction(notes[each.name], rolls)) for each in kind.notes),
        estimated_rolls=rolls,
    )


def pushed_if_failed(system: System, call: str, *, pushed: bool = True) -> SystemResult:
    """Return a roll of a call; one that fails is pushed, if that is asked for and the rules allow it."""
    result = system.roll(call)
    if pushed and result.outcome in _failures(system.rolls[result.roll]) and system.may_push(result):
        return system.push(result)
    return result


def _pushed(call: str) -> str:
    return _("{call}, pushed if it fails", call=call)


def _failures(kind: RollKind) -> frozenset[str]:
    """Return the outcomes of a roll that are failures, as `System.odds` takes them."""
    toned = {each.name for each in kind.outcomes if each.tone in _FAILURES}
    if toned or any(each.tone for each in kind.outcomes):
        return frozenset(toned)
    return frozenset(each.name for each in kind.outcomes[-1:])


def _contest(system: System, call: str, *, pushed: bool) -> GameForecast:
    """Return how likely each side of a contest wins."""
    if pushed:
        raise RollError(_("Rolls against each other can't be pushed here."), code="not-pushed")
    both = system.opposing(call)
    assert both is not None
    odds = system.contest_odds(call)
    outcomes = (
        Chance(winner_words(0, both), odds.first),
        Chance(winner_words(1, both), odds.second),
        Chance(_("Tie"), odds.tie),
    )
    return GameForecast(call=call, outcomes=outcomes, missing=odds.missing, contest=True)


@lru_cache(_MOST_LIMITED)
def with_work(system: System, work: int) -> System:
    """Return the same system with another limit on the work for its odds; what it has read is remembered."""
    return System(system.description.replace(limits=system.description.limits.replace(work=work)))


def _rows(odds: OutcomeOdds) -> tuple[Chance, ...]:
    """Return the rows of the table that a roll without outcomes looks up, if there is exactly one table."""
    if len(odds.words) != 1:
        return ()
    (chances,) = odds.words.values()
    return tuple(Chance(words, chance) for words, chance in chances.items())
