"""Enumerating everything that a roll of a game system can show, by rolling it and not by a formula.

Scripted dice step through all faces of the last die, then of the one before, and so on, like an odometer, so
every sequence of faces that the roller can draw is drawn once. Endless rolls are followed until they become
unlikely; the chance of what is not followed is `cut`.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from dicewright.randomness import seeded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dicewright import System, SystemResult
    from dicewright.randomness import Draw
    from dicewright.systems.odds.outcome_odds import OutcomeOdds

    Roll = Callable[[Draw], SystemResult]
    # Something that a result shows: "outcome", "note" or the name of a value, and what it is.
    Shown = tuple[str, object]
    Chances = dict[Shown, Fraction]

FAILED = ("failure", "disaster")
# The quantile of a normal variable that is exceeded once in ten million times.
_FAR = 5.2
# Values are grouped until this many rolls are expected to show one of them.
_EXPECTED = 8


class TooMany(Exception):
    """There are too many sequences of faces."""


class _Unlikely(Exception):
    """The roll has become too unlikely to follow."""


class Dice:
    """Dice that fall in every way, one after another. `likely` limits how unlikely a roll may become."""

    def __init__(self, likely: int | None = None) -> None:
        self._likely = likely
        self._script: list[int] = []
        self._sides: list[int] = []
        self.ways: int = 1
        """The number of equally likely sequences, of which the faces drawn so far are one."""

    def __call__(self, count: int, sides: int) -> Sequence[int]:
        if self._likely is not None and self.ways > self._likely:
            raise _Unlikely
        at = len(self._sides)
        self._script += [1] * (at + count - len(self._script))
        self._sides += [sides] * count
        self.ways *= sides**count
        return self._script[at : at + count]

    @property
    def chance(self) -> Fraction:
        """The chance of the faces drawn so far."""
        return Fraction(1, self.ways)

    def following(self) -> bool:
        """Advance to the next way; return whether there is one."""
        script, sides = self._script[: len(self._sides)], self._sides
        self._sides, self.ways = [], 1
        while script and script[-1] == sides[len(script) - 1]:
            script.pop()
        self._script = script
        if script:
            script[-1] += 1
        return bool(script)


def rolled(system: System, text: str) -> Roll:
    """Return a function that rolls a call once."""
    return lambda dice: system.roll(text, dice=dice)


def pushed(system: System, text: str) -> Roll:
    """Return a function that rolls a call, and pushes it while it fails and the rules allow it."""

    def roll(dice: Draw) -> SystemResult:
        result = system.roll(text, dice=dice)
        while result.tone in FAILED and system.may_push(result):
            result = system.push(result, dice=dice)
        return result

    return roll


def kept(system: System, text: str, policy: str) -> Roll:
    """Return a function that rolls a call, and keeps dice by a policy as well as all dice that these add."""

    def roll(dice: Draw) -> SystemResult:
        first = system.roll(text, dice=dice)
        allowed = list(system.keepable(first))
        values = [first.pools[name][at].value for name, at in allowed]
        order = list(range(len(allowed)))
        if policy != "all":
            order.sort(key=lambda at: -values[at] if policy == "highest first" else values[at])
        result = system.keep(first, [allowed[at] for at in order[: system.most_kept(first)]], dice=dice)
        while more := system.keepable(result):
            result = system.keep(result, more, dice=dice)
        return result

    return roll


def every_throw(roll: Roll, odds: OutcomeOdds, *, likely: int, most: int) -> tuple[Chances, Fraction]:
    """Return the chance of each thing that a roll can show, and the chance of what was cut off.

    Args:
        roll: rolls once with the given dice.
        odds: names the totals in its message, for a roll without values.
        likely: a roll that is one of more equally likely ones than this is not followed any further.
        most: the number of sequences after which TooMany is raised.
    """
    dice, cut = Dice(likely), Fraction(0)
    ways: Counter[tuple[Shown, int]] = Counter()
    for _ in range(most):
        try:
            found = shown(roll(dice), odds)
        except _Unlikely:
            cut += dice.chance
        else:
            ways.update([(one, dice.ways) for one in found])
        if not dice.following():
            break
    else:
        raise TooMany
    chances: Chances = {}
    for (one, each), times in ways.items():
        chances[one] = chances.get(one, Fraction(0)) + Fraction(times, each)
    return chances, cut


def shown(result: SystemResult, odds: OutcomeOdds) -> list[Shown]:
    """Return everything in a result that odds cover."""
    found: list[Shown] = [("note", note) for note in result.notes]
    if result.outcome is not None:
        found.append(("outcome", result.outcome))
    found += result.values.items()
    if result.result is not None:
        found.append(("result", result.result))
    if not found and not odds.outcomes and not odds.notes:
        found += zip(odds.values, map(int, result.message.split(", ")), strict=True)
    return found


def chances_of(odds: OutcomeOdds) -> Chances:
    """Return the chance of each thing that a result can show, according to odds."""
    found: Chances = {("outcome", name): chance for name, chance in odds.outcomes.items() if chance}
    found |= {("note", name): chance for name, chance in odds.notes.items() if chance}
    for name, distribution in odds.values.items():
        found |= {(name, value): distribution[value] for value in distribution.values}
    for name, words in odds.words.items():
        found |= {(name, word): chance for word, chance in words.items() if chance}
    return found


def unlike(odds: OutcomeOdds, seen: Mapping[Shown, Fraction], cut: Fraction) -> list[Shown]:
    """Return what odds are wrong about. Both sides may fall short by what they cut off."""
    said = chances_of(odds)
    return [
        one
        for one in said | seen
        if not -odds.missing <= said.get(one, Fraction(0)) - seen.get(one, Fraction(0)) <= cut
    ]


def improbable(roll: Roll, odds: OutcomeOdds, times: int, seed: str) -> list[str]:
    """Return what comes up in this many seeded rolls with a frequency of a chance below one in ten million.

    Each outcome, note and value is tested by a chi-squared test, with Wilson and Hilferty's quantile.
    """
    dice = seeded(seed)
    counts: Counter[Shown] = Counter()
    for _ in range(times):
        counts.update(shown(roll(dice), odds))
    chances = chances_of(odds)
    wrong = [f"{one} is said to be impossible" for one in counts if one not in chances and not odds.missing]
    for what, cells in _cells(chances, times).items():
        expected = [sum(float(chances[one]) for one in cell) * times for cell in cells]
        came = [sum(counts[one] for one in cell) for cell in cells]
        # The rest: rare values, and rolls without a note.
        expected.append(max(times - sum(expected), 1e-9))
        came.append(times - sum(came))
        if expected[-1] < _EXPECTED:
            for side in (expected, came):
                side[-2:] = [sum(side[-2:])]
        squares = sum((one - other) ** 2 / other for one, other in zip(came, expected, strict=True))
        if squares > _quantile(len(expected) - 1):
            wrong.append(f"{what}: {squares:.1f} for {came} where {expected} were expected")
    return wrong


def _cells(chances: Chances, times: int) -> dict[str, list[list[Shown]]]:
    """Return the cells of the test: neighboring values, until enough rolls are expected in each."""
    whole: dict[str, list[list[Shown]]] = {}
    for name, alike in _by_name(chances):
        cells: list[list[Shown]] = [[]]
        expected = 0.0
        for one in alike:
            cells[-1].append(one)
            expected += float(chances[one]) * times
            if expected >= _EXPECTED:
                cells.append([])
                expected = 0.0
        # The last ones are too rare for their own cell: they are part of the rest.
        if cells := cells[:-1]:
            whole[name] = cells
    return whole


def _by_name(chances: Chances) -> Iterator[tuple[str, list[Shown]]]:
    for name in dict.fromkeys(name for name, _ in chances):
        alike = [one for one in chances if one[0] == name]
        if name == "note":
            yield from ((f"note {one[1]}", [one]) for one in alike)
        else:
            yield name, alike


def _quantile(freedom: int) -> float:
    if not freedom:
        return 1e-6
    ninth = 2 / (9 * freedom)
    return float(freedom * (1 - ninth + _FAR * ninth**0.5) ** 3)
