"""The odds of one roll against another: the chance of each standing of both, held against each other."""

from __future__ import annotations

from fractions import Fraction

from dicewright.systems.odds.exact import found_with
from dicewright.systems.rolling.contests import ContestOdds, rank, rule_of, standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.probability.work import Work
    from dicewright.systems.rolling.live import Live
    from dicewright.systems.rolling.program import Program
    from dicewright.systems.rules.formulas import Formula

    # What is compared of a result, entry by entry.
    Standing = tuple[Number, ...]


def odds(
    program: Program,
    first: Mapping[str, Any],
    second: Mapping[str, Any],
    work: Work,
) -> ContestOdds:
    """Return the odds of two rolls of one kind, each with its parameters."""
    left = _standings(program, first, work)
    right = sorted(_standings(program, second, work).items())
    wins = ties = Fraction(0)
    below, place = Fraction(0), 0
    for own, chance in sorted(left.items()):
        while place < len(right) and right[place][0] < own:
            below += right[place][1]
            place += 1
        wins += chance * below
        if place < len(right) and right[place][0] == own:
            ties += chance * right[place][1]
    whole = sum(left.values(), Fraction(0)) * sum((chance for _, chance in right), Fraction(0))
    return ContestOdds(wins, whole - wins - ties, ties, 1 - whole)


def answer_odds(program: Program, first: Live, second: Mapping[str, Any], work: Work) -> ContestOdds:
    """Return the odds of answering an earlier result: `first` is the chance that it still wins."""
    reached = tuple(standing(entry, first, program) for entry in rule_of(program).by)
    found = _standings(program, second, work)
    wins = sum((chance for other, chance in found.items() if other < reached), Fraction(0))
    ties = found.get(reached, Fraction(0))
    whole = sum(found.values(), Fraction(0))
    return ContestOdds(wins, whole - wins - ties, ties, 1 - whole)


def _standings(program: Program, given: Mapping[str, Any], work: Work) -> dict[Standing, Fraction]:
    """Return the chance of each standing that a roll can have."""
    rule = rule_of(program)
    entries: list[Formula] = [entry for entry in rule.by if entry != "outcome"]
    found: dict[Standing, Fraction] = {}
    for (_, _, outcome, _), asked, chance in found_with(program, given, entries, work):
        following = iter(asked)
        reached = tuple(
            rank(outcome, program) if entry == "outcome" else next(following) for entry in rule.by
        )
        found[reached] = found.get(reached, Fraction(0)) + chance
    return found
