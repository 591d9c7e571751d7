"""The odds of `sets`, `widest`, `tallest` and `sides`.

The values are walked from the highest down. At each it is decided how many of the dice not yet
placed show it, so a state is how many dice are left, and the result of the function so far: ten
ten-sided dice are eleven numbers of dice left, and not 10 ** 10 ways to fall.
"""

from __future__ import annotations

from math import lcm, prod

from dicewright import arithmetic
from dicewright.notation.tree import nodes
from dicewright.notation.tree.contents import children
from dicewright.notation.tree.modifiers import Drop, Keep
from dicewright.probability.dice import effects, pools
from dicewright.probability.dice.order import kept_sides
from dicewright.probability.distributions import sums
from dicewright.probability.terms import for_every_throw, summed_pools, unsettled_dice
from dicewright.probability.work import numbers_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dicewright.notation.tree.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Table
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.terms import Inside, Throw
    from dicewright.probability.totals import Totals
    from dicewright.probability.work import Work

    # The result of a function, and how many dice show the name that is tallied.
    _Reached = tuple[Number, int]
    # The dice left, how many show the value at hand, and what was reached: how many ways lead there.
    _Showing = dict[tuple[tuple[int, ...], int, Number | None, int], int]

# What a state of the walk takes besides its number.
_STATE_BYTES = 250


def distribution(node: nodes.Function, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of what a function says of its dice.

    Raises RollError if its dice are not simply added up, OddsTooLarge if they are too many.
    """
    (argument,) = node.arguments
    arithmetic.refuse_unsummed(node)
    if _may_fail(argument):
        # The function looks only at dice, but a roll works the total out as well.
        inside(argument)

    def following(thrown: tuple[Throw, ...]) -> Distribution:
        named = any(totals.tells_apart(throw.kind) for throw in thrown)
        told_apart = named or node.name == "sides"
        dice = unsettled_dice(argument, iter(enumerate(thrown)), totals, told_apart=told_apart)
        if node.name == "sides":
            return _sides(dice, totals, named=named)
        settled = effects.settled(dice, totals.limits, totals.work)
        return _mixed(settled, [_walk(node.name, case, totals.work) for case in settled.cases], totals)

    return for_every_throw(tuple(summed_pools(argument)), totals, inside, following)


def _may_fail(node: Expression) -> bool:
    """Return whether something besides addition is worked out from dice: it may divide by zero."""
    adds = not isinstance(node, nodes.Arithmetic) or all(step.operator in "+-" for step in node.rest)
    return not adds or any(map(_may_fail, children(node)))


def _sides(dice: Table, totals: Totals, *, named: bool) -> Distribution:
    if dice.later or not all(isinstance(pick, Keep | Drop) for pick in dice.picks):
        dice = effects.settled(dice, totals.limits, totals.work)
    found: list[tuple[Mapping[_Reached, int], int]] = []
    for case in dice.cases:
        first, last = pools.kept_ranks(dice.picks, pools.size(case))
        if named or last - first < pools.size(case):
            earliest = pools.earliest_first(dice.picks)
            kept: Mapping[_Reached, int] = kept_sides(case, first, last, totals.work, earliest_first=earliest)
            found.append((kept, prod(die.denominator**count for die, count in case)))
        else:
            most = max((pools.kind(die).sides for die, _ in case), default=0)
            mass = prod(die.mass**count for die, count in case)
            found.append(({(most, 0): mass}, prod(die.denominator**count for die, count in case)))
    return _mixed(dice, found, totals)


def _mixed(dice: Table, found: Sequence[tuple[Mapping[_Reached, int], int]], totals: Totals) -> Distribution:
    """Return the distribution over all cases of a table."""
    common = lcm(*(denominator for _, denominator in found))
    together: dict[_Reached, int] = {}
    for weight, (reached, denominator) in zip(dice.cases.values(), found, strict=True):
        totals.work.spend(4 * len(reached) + (common.bit_length() >> 8))
        scale = weight * (common // denominator)
        for each, ways in reached.items():
            together[each] = together.get(each, 0) + ways * scale
    parts = [(ways, totals.certain(*each)) for each, ways in together.items()]
    return sums.mixture(parts, dice.denominator * common, totals.work)


def _walk(name: str, case: Case, work: Work) -> tuple[Mapping[_Reached, int], int]:
    """Return the weight of every result that a function may have, and the denominator of the weights."""
    denominator = prod(die.denominator**count for die, count in case)
    values = _by_value(case)
    last_seen = {place: value for value in sorted(values, reverse=True) for place, _, _ in values[value]}
    # The dice not yet placed of each entry of the case, what was reached, and the tally.
    start = None if name == "tallest" else 0
    states: dict[tuple[tuple[int, ...], Number | None, int], int] = {
        (tuple(count for _, count in case), start, 0): 1
    }
    for value in sorted(values, reverse=True):
        showing = {(left, 0, reached, tally): ways for (left, reached, tally), ways in states.items()}
        shown = values[value]
        for number, (place, tallied, weight) in enumerate(shown):
            closing = last_seen[place] == value and all(place != other for other, _, _ in shown[number + 1 :])
            showing = _placed(showing, place, tallied, weight, work, closing=closing)
        states = {}
        for (left, width, reached, tally), ways in showing.items():
            state = left, _with_set(name, reached, width, value), tally
            states[state] = states.get(state, 0) + ways
    reached_by: dict[_Reached, int] = {}
    for (_, reached, tally), ways in states.items():
        each = 0 if reached is None else reached, tally
        reached_by[each] = reached_by.get(each, 0) + ways
    return reached_by, denominator


def _placed(
    showing: _Showing, place: int, tallied: int, weight: int, work: Work, *, closing: bool
) -> _Showing:
    """Return the states after it is decided how many dice of an entry show an outcome.

    `closing` says that it is the last outcome of theirs, so that all that are left show it.
    """
    ahead = sum(1 if closing else left[place] + 1 for left, _, _, _ in showing)
    bits = max((ways.bit_length() for ways in showing.values()), default=0)
    bits += max((left[place] for left, _, _, _ in showing), default=0) * (1 + weight.bit_length())
    work.spend(ahead * (6 + (bits >> 8)))
    work.need(ahead * _STATE_BYTES + numbers_size(ahead, bits))
    after: _Showing = {}
    for (left, width, reached, tally), ways in showing.items():
        count = left[place]
        every = [(count, weight**count)] if closing else _choices(count, weight)
        for number, factor in every:
            rest = (*left[:place], count - number, *left[place + 1 :])
            state = rest, width + number, reached, tally + number * tallied
            after[state] = after.get(state, 0) + ways * factor
    return after


def _choices(count: int, weight: int) -> Iterable[tuple[int, int]]:
    """Yield each number of dice that may show an outcome, and in how many ways they may."""
    factor = 1
    for number in range(count + 1):
        yield number, factor
        factor = factor * (count - number) * weight // (number + 1)


def _by_value(case: Case) -> dict[Number, list[tuple[int, int, int]]]:
    """Return for each value which entries of a case show it, whether that is tallied, and its weight."""
    values: dict[Number, dict[tuple[int, int], int]] = {}
    for place, (die, _) in enumerate(case):
        for outcome, weight in zip(die.outcomes, die.weights, strict=True):
            shown = values.setdefault(outcome[0], {})
            shown[place, outcome[3]] = shown.get((place, outcome[3]), 0) + weight
    return {value: [(*key, weight) for key, weight in shown.items()] for value, shown in values.items()}


def _with_set(name: str, reached: Number | None, width: int, height: Number) -> Number | None:
    """Return the result of a function with this many dice that show a value, the higher ones known."""
    if width < 2:
        return reached
    if reached is None:
        return height
    match name:
        case "sets":
            return reached + 1
        case "widest":
            return max(reached, width)
        case _:
            return reached
