"""The odds of a roll of which the player keeps some dice, where the file says how the player picks.

Highest or lowest dice are kept as the notation's `kh` and `kl` keep them, so that in most rolls what is
read after the choice is an ordinary reading of all dice. In the others, every throw is looked at.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from dicewright.systems.odds.enumeration import every_way, found_by, in_classes, one_by_one, tallied
from dicewright.systems.odds.exact import odds as odds_of
from dicewright.systems.odds.face_classes import each
from dicewright.systems.odds.outcome_odds import Tally, together
from dicewright.systems.rolling import keeping
from dicewright.systems.rolling.hand import Hand
from dicewright.systems.rolling.live import Live
from dicewright.systems.rolling.pool_totals import pool_totals
from dicewright.systems.rolling.program import Program
from dicewright.systems.rules.readings import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from dicewright.probability.work import Work
    from dicewright.systems.odds.enumeration import Take
    from dicewright.systems.odds.outcome_odds import Found, OutcomeOdds
    from dicewright.systems.rules.formulas import Formula
    from dicewright.systems.rules.model import Keep, RollKind

_OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "=": "<>", "<>": "="}


# Steps that change what a die shows.
_BOUNDS = ("minimum", "maximum")


class _NotOrdinary(Exception):
    """What is read after the choice is no ordinary reading of all dice."""


class _View(NamedTuple):
    """What the player does, as steps of a reading."""

    pools: tuple[int, ...]
    passing: tuple[Step, ...]
    """What leaves only the dice that may be kept."""
    most: Formula
    which: str


def odds(program: Program, given: Mapping[str, Any], work: Work) -> OutcomeOdds:
    """Return the odds of a roll whose player picks dice by the file's policy; else those before any choice.

    Raises OddsTooLarge where they take too much work, and the errors of a roll where some throws fail.
    """
    keep = program.kind.keep
    if keep is None or not keep.policy:
        if totals := pool_totals(program):
            return together([odds_of(total, given, work) for total in totals])
        found = odds_of(program, given, work)
        return found if keep is None else found.replace(before_choice=True)
    after = _after(program)
    found = _every_choice(program, given, work) if after is None else odds_of(after, given, work)
    return found.replace(policy=keep.policy)


@lru_cache(maxsize=64)
def _after(program: Program) -> Program | None:
    """Return the program that reads all dice as after the choice; None where no ordinary roll does."""
    keep = program.kind.keep
    assert keep is not None
    try:
        return Program(_after_choice(program.kind, keep), program.description)
    except _NotOrdinary:
        return None


def _after_choice(kind: RollKind, keep: Keep) -> RollKind:
    """Return a roll without a choice whose readings are those after it. Raises _NotOrdinary."""
    which = keeping.order(keep.policy)
    first, *others = map(_steps_of, keep.pools.values())
    if keep.adds or which is None or any(steps != first for steps in others):
        raise _NotOrdinary
    if any(pool.name not in keep.pools and keeping.depends_on_dice(pool.plan) for pool in kind.pools):
        raise _NotOrdinary  # these are set aside with the choice
    chosen = kind.places["chosen"]
    most = _with_number(keep.most, chosen, 0)
    view = _View(tuple(kind.places[name] for name in keep.pools), _passing(first), most, which)

    def after(formula: Formula, *, leaves: bool = False) -> Formula:
        return read(_with_number(formula, chosen, 1), leaves=leaves)

    def read(formula: Formula, *, leaves: bool) -> Formula:
        parts = tuple([read(part, leaves=leaves) for part in formula.parts])
        formula = formula.replace(parts=parts)
        if formula.operation != "reading" or not set(view.pools).intersection(formula.data.pools):
            return formula
        return _read_after(formula, keep, view, leaves=leaves)

    return kind.replace(keep=None).reading(
        after, lambda value: after(value.formula, leaves=value.name == keep.leaves)
    )


def _read_after(formula: Formula, keep: Keep, view: _View, *, leaves: bool) -> Formula:
    """Return a reading of the pools as it is after the choice."""
    spec = formula.data
    picks = [step.kind for step in spec.steps if step.kind in keeping.PICKS]
    if keep.leaves and not leaves and not picks:
        return formula  # all dice stay in view
    if set(view.pools) != set(spec.pools):
        raise _NotOrdinary  # of several pools, only all of them together are picked from
    if spec.pools != view.pools and spec.kind not in ("total", "sum"):
        raise _NotOrdinary  # of dice that show the same, the earliest is kept
    left = bool(keep.leaves) and (leaves or picks[0] == "drop")
    others = tuple([step for step in spec.steps if step.kind not in keeping.PICKS or not keep.leaves])
    if left and not set(view.passing) <= set(others):
        raise _NotOrdinary  # dice that may not be kept are among those that are left
    if not any(step.kind in _BOUNDS for step in others):
        # What was taken out already need not be taken out again.
        others = tuple([step for step in others if step not in view.passing])
    which = "drop" if left else "keep"
    kind = "sum" if spec.kind == "total" else spec.kind
    if view.most.operation == "number":
        steps = (*view.passing, Step(which, view.which, view.most.data), *others)
        return formula.replace(data=spec.replace(kind=kind, steps=steps))
    steps = (*view.passing, Step(which, view.which, None, len(formula.parts)), *others)
    return formula.replace(parts=(*formula.parts, view.most), data=spec.replace(kind=kind, steps=steps))


def _with_number(formula: Formula, place: int, number: int) -> Formula:
    """Return a formula with a number in place of a name."""
    if formula.operation == "slot" and formula.data == place:
        return formula.replace(operation="number", data=number)
    return formula.replace(parts=tuple([_with_number(part, place, number) for part in formula.parts]))


def _steps_of(test: Formula | None) -> tuple[Step, ...]:
    return () if test is None else test.data.steps


def _passing(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the step that takes out the dice that may not be kept. Raises _NotOrdinary."""
    if not steps:
        return ()
    (step, *more) = steps
    if more or step.kind != "success" or step.operand is not None or step.detail not in _OPPOSITE:
        raise _NotOrdinary
    return (Step("out", _OPPOSITE[step.detail], step.number),)


def _every_choice(program: Program, given: Mapping[str, Any], work: Work) -> OutcomeOdds:
    """Return the odds over all throws, each of them with the choice that the policy makes."""
    keep = program.kind.keep
    assert keep is not None
    # Of dice that show the same number, those with symbols may still differ.
    ordered = keeping.order(keep.policy) is None or bool(program.description.dice)
    ways = one_by_one if ordered else in_classes

    def attempt(take: Take) -> Found:
        def draw(count: int, sides: int) -> Sequence[int]:
            return take(lambda: ways(count, each(sides)))

        hand = Hand(draw, program.limits)
        rolled = program.roll(hand, program.start(dict(given)), in_words=False)
        live = Live(program, dict(given), rolled)
        picked = keeping.by_policy(program, live)
        now, _ = keeping.kept(program, live, hand, picked, in_words=False)
        while more := keeping.candidates(program, now):
            now, _ = keeping.kept(program, now, hand, more, in_words=False)
        return found_by(program, now.rolled)

    found = [(one, chance) for chance, one in every_way(attempt, work)]
    return tallied(found, Tally(program))
