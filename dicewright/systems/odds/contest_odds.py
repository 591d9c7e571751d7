"""The odds of one roll against another: the chance of each standing of both, held against each other.

Where a file does not say how opposed rolls are compared, the better outcome or the higher number counts.
"""

from __future__ import annotations

from fractions import Fraction

from dicewright.errors import RollError
from dicewright.phrases import Phrase
from dicewright.systems.odds import keep_odds
from dicewright.systems.odds.exact import found_with
from dicewright.systems.odds.pushing.push_odds import PushOdds
from dicewright.systems.rolling.contests import ContestOdds, rank, rule_of, standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.work import Work
    from dicewright.systems.odds.outcome_odds import OutcomeOdds
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
    return held_against(_standings(program, first, work), _standings(program, second, work))


def held_against(first: Mapping[Standing, Fraction], second: Mapping[Standing, Fraction]) -> ContestOdds:
    """Return the odds of two rolls by the chance of each standing that they can have."""
    right = sorted(second.items())
    wins = ties = Fraction(0)
    below, place = Fraction(0), 0
    for own, chance in sorted(first.items()):
        while place < len(right) and right[place][0] < own:
            below += right[place][1]
            place += 1
        wins += chance * below
        if place < len(right) and right[place][0] == own:
            ties += chance * right[place][1]
    whole = sum(first.values(), Fraction(0)) * sum(second.values(), Fraction(0))
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


def compared(
    program: Program, first: Mapping[str, Any], second: Mapping[str, Any], work: Work, *, pushed: bool
) -> ContestOdds | None:
    """Return how often each of two rolls of one kind comes out better, each with its parameters.

    They are compared as the file says for opposed rolls; or else the better outcome wins, if every
    outcome that can come up has a tone; or else the higher number. None if the file has none of these.
    Raises OddsTooLarge, and the errors of a roll.
    """
    rule = program.kind.opposed
    if rule is not None and not pushed:
        return odds(program, first, second, work)

    def found(given: Mapping[str, Any]) -> OutcomeOdds:
        return PushOdds(program, work).before(given) if pushed else keep_odds.odds(program, given, work)

    both = [(given, found(given)) for given in (first, second)]
    if rule is not None:
        read = _by_rule(program)
        if read is not None:
            left, right = (read(given, odds) for given, odds in both)
            return held_against(left, right)
    for basis, of in (("outcome", _by_outcome), ("number", _by_number)):
        one, other = (of(program, odds) for _, odds in both)
        if one is not None and other is not None:
            return held_against(one, other).replace(basis=basis)
    return None


def no_order(program: Program) -> RollError:
    """Return the error that a system has no rule for which of two results is better."""
    return RollError(
        Phrase(
            "{system} has no rule for which of two such rolls is better.", system=program.description.name
        ),
        code="no-order",
        hint=Phrase(
            "Its file says neither how two results are compared, as in {opposed}, nor how good each "
            "outcome is, as in {tone}.",
            opposed='opposed = { by = ["outcome"] }',
            tone='tone = "success"',
        ),
    )


def _by_rule(program: Program) -> Callable[[Mapping[str, Any], OutcomeOdds], dict[Standing, Fraction]] | None:
    """Return what finds the standings by the rule for opposed rolls in the odds of each part of a roll.

    None if the rule looks at more than one thing that the dice decide: what is known of each part alone
    does not say how likely they come together.
    """
    kind, rule = program.kind, program.kind.opposed
    assert rule is not None
    names = {place: name for name, place in kind.places.items()}

    def name_of(entry: Formula) -> str:
        return str(names.get(entry.data)) if entry.operation == "slot" else ""

    read = ["outcome" if entry == "outcome" else name_of(entry) for entry in rule.by]
    thrown = [place for place, name in enumerate(read) if name not in kind.parameters]
    known = {"outcome", "result", *[value.name for value in kind.values if not value.words]}
    if len(thrown) != 1 or read[thrown[0]] not in known:
        return None
    (at,) = thrown

    def standings(given: Mapping[str, Any], odds: OutcomeOdds) -> dict[Standing, Fraction]:
        fixed = [given.get(name, 0) for name in read]
        chances = _ranks(program, odds) if rule.by[at] == "outcome" else _chances(odds.values[read[at]])
        return {(*fixed[:at], number, *fixed[at + 1 :]): chance for number, chance in chances.items()}

    return standings


def _by_outcome(program: Program, odds: OutcomeOdds) -> dict[Standing, Fraction] | None:
    """Return the chance of each outcome by its rank; None if the file does not say how good each one is."""
    outcomes = program.kind.outcomes
    if not outcomes or any(odds.outcomes[one.name] and one.tone is None for one in outcomes):
        return None
    return {(number,): chance for number, chance in _ranks(program, odds).items()}


def _ranks(program: Program, odds: OutcomeOdds) -> dict[Number, Fraction]:
    found: dict[Number, Fraction] = {}
    for place, one in enumerate(program.kind.outcomes):
        found[rank(place, program)] = odds.outcomes[one.name]
    if odds.no_outcome:
        found[rank(None, program)] = odds.no_outcome
    return found


def _by_number(program: Program, odds: OutcomeOdds) -> dict[Standing, Fraction] | None:
    """Return the chance of each number that a roll without outcomes has; None if it has none, or several."""
    if program.kind.outcomes:
        return None
    number = odds.values.get("result")
    if number is None and len(odds.values) == 1:
        (number,) = odds.values.values()
    return None if number is None else {(value,): chance for value, chance in _chances(number).items()}


def _chances(number: Distribution) -> dict[Number, Fraction]:
    return {value: number[value] for value in number}
