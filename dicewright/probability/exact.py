"""The exact odds of a tree: what `dicewright.interpreter` does, for all faces at once.

The parts of a tree are independent, so sums are convolutions, and whatever decides how to go on - a
computed number of dice, the test of a conditional - gives a mixture of what can follow.
"""

from __future__ import annotations

from functools import partial, reduce

from dicewright import arithmetic, numbers
from dicewright.cost import refuse_above
from dicewright.errors import DiceError, OddsTooLarge, unreachable
from dicewright.notation.tree import nodes, twice
from dicewright.notation.tree.contents import children, innermost
from dicewright.notation.tree.dice import Listed
from dicewright.notation.tree.matches import COMPARISONS
from dicewright.notation.tree.operators import DICE_FUNCTIONS
from dicewright.notation.tree.rebuilding import given
from dicewright.probability import dice_functions, terms
from dicewright.probability.distributions import sums
from dicewright.probability.totals import Tallied, Totals
from dicewright.probability.work import Work
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from dicewright.limits import Limits
    from dicewright.notation.tree.nodes import Expression
    from dicewright.notation.tree.rolls import Roll, Rolls
    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution


# Fewer values take no memory worth counting.
_MANY_VALUES = 1_000

# What stands around an expression without changing its result.
_AROUND = (nodes.Named, nodes.Labelled)
# What another total for the name of a `let` costs besides the odds of what follows.
_GIVEN = 300


class RollOdds(Value):
    """The odds of one roll of a text; if it is repeated, of each time it is rolled.

    >>> import dicewright
    >>> (check,) = dicewright.parse("1d20 + 5 vs 15").odds_by_roll()
    >>> check.success, check.margin.mean
    (Fraction(11, 20), Fraction(1, 2))
    """

    roll: Roll
    """The part of the tree."""
    total: Distribution
    """Its result; of a test, the total that is tested."""
    success: Fraction | None
    """The chance to pass the test, or None if nothing is tested."""
    margin: Distribution | None
    """By how much the test is passed; negative for a failure. None if nothing is tested."""
    tally: Mapping[str, Distribution]
    """How many kept dice show each named face."""
    successes: Distribution | None = None
    """How many of all times the test is passed: of one time 0 or 1. None if nothing is tested."""

    def within(self, limits: Limits) -> RollOdds:
        """Return the same odds with limits for what is worked out of them, such as their sums."""
        return self.replace(
            total=self.total.replace(limits=limits),
            margin=None if self.margin is None else self.margin.replace(limits=limits),
            tally={name: each.replace(limits=limits) for name, each in self.tally.items()},
        )


def odds(tree: Rolls, limits: Limits) -> Distribution:
    """Return the distribution of all rolls of a tree together, repeats included.

    Raises:
        LimitError: every roll of the tree passes a limit, or some do.
        RollError: some rolls fail, such as with a division by zero.
        OddsTooLarge: to work them out exactly takes more than `limits.work`.
    """
    totals = _totals(tree, limits)
    if len(tree.rolls) == 1:
        return _times(tree.rolls[0], totals)
    parts = []
    with totals.work.holding(0) as held:
        for roll in tree.rolls:
            parts.append(_times(roll, totals))
            held.add(sums.size(parts[-1]))
    return reduce(totals.added, parts)


def _times(roll: Roll, totals: Totals) -> Distribution:
    """Return the distribution of a roll with all its repeats."""
    once = _tested(roll.expression, totals)
    return sums.repeated(once, roll.repeat, totals.work) if roll.repeat else once


def _tested(node: Expression, totals: Totals) -> Distribution:
    """Return the distribution of the total of a roll; of a test, that of what is tested."""
    outermost, text = _without_names(node)
    try:
        match outermost:
            case nodes.Let():
                return _given(outermost, totals, lambda body: _tested(body, totals))
            case nodes.Test():
                total, _target = (distribution(inside, totals) for inside in children(outermost))
                return total
            case _:
                return distribution(node, totals)
    except DiceError as error:
        raise error.found_in(text) from None


def _given(node: nodes.Let, totals: Totals, then: Callable[[Expression], Distribution]) -> Distribution:
    """Return the distribution of what follows from each total that the name of a `let` may stand for."""

    def with_total(total: Number) -> Distribution:
        totals.work.spend(_GIVEN)
        return then(given(node.body, node.name, total))

    return totals.chosen(distribution(node.value, totals), with_total)


def _without_names(node: Expression) -> tuple[Expression, str]:
    """Return the expression inside the names and labels around it, and the text that its places point into.

    A saved test is a test, for the odds as for the roll. The text is "" if there is no name.
    """
    text = ""
    while isinstance(node, _AROUND):
        if isinstance(node, nodes.Named):
            text, node = node.text, node.expression
        else:
            node = node.term
    return node, text


def odds_by_roll(tree: Rolls, limits: Limits) -> tuple[RollOdds, ...]:
    """Return the odds of each roll of a tree on its own. The errors are those of `odds`."""
    totals = _totals(tree, limits)
    found: dict[Expression, RollOdds] = {}
    with totals.work.holding(0) as held:
        for roll in tree.rolls:
            # Texts repeat themselves, and large odds need not be there twice.
            if roll.expression not in found:
                odds = _of_roll(roll, totals)
                held.add(sum(map(sums.size, filter(None, (odds.total, odds.margin, *odds.tally.values())))))
                found[roll.expression] = odds
        return tuple(found[roll.expression].replace(roll=roll) for roll in tree.rolls)


def _totals(tree: Rolls, limits: Limits) -> Totals:
    refuse_above(limits, tree)
    return Totals(limits, Work(limits))


def _of_roll(roll: Roll, totals: Totals) -> RollOdds:
    node = roll.expression
    success = margin = successes = None
    test = innermost(node)
    if isinstance(test, nodes.Test):
        total, margin = _total_and_margin(node, totals)
        passed = totals.mapped(partial(arithmetic.passes, test.operator), margin)
        success = passed.probability("=", 1)
        successes = sums.repeated(passed, roll.repeat or 1, totals.work)
    else:
        total = distribution(node, totals)
        if isinstance(test, nodes.Logic | nodes.Not):
            success = total.probability("=", 1)
            successes = sums.repeated(total, roll.repeat or 1, totals.work)
    tally = {}
    for name in dict.fromkeys(_names(node)):
        tallied = Tallied(name, totals.limits, totals.work)
        tally[name] = tallied.tallies(distribution(node, tallied))
    return RollOdds(roll, total, success, margin, tally, successes)


def _total_and_margin(node: Expression, totals: Totals) -> tuple[Distribution, Distribution]:
    """Return the distributions of what is tested by a roll that is a test, and of the margin."""
    test, text = _without_names(node)
    try:
        if isinstance(test, nodes.Let):
            total = _given(test, totals, lambda body: _total_and_margin(body, totals)[0])
            with totals.work.holding(sums.size(total)):
                return total, _given(test, totals, lambda body: _total_and_margin(body, totals)[1])
        assert isinstance(test, nodes.Test)
        total, target = distribution(test.roll, totals), distribution(test.target, totals)
        with totals.work.holding(sums.size(total) + sums.size(target)):
            return total, _margin(test.operator, total, target, totals)
    except DiceError as error:
        raise error.found_in(text) from None


def _margin(operator: str, total: Distribution, target: Distribution, totals: Totals) -> Distribution:
    """Return the distribution of how far a total is from what it is tested against."""
    match operator:
        case ">=" | ">":
            return totals.added(total, totals.mapped(_negative, target))
        case "<=" | "<":
            return totals.added(target, totals.mapped(_negative, total))
        case _:
            return totals.combined(partial(arithmetic.margin, operator), total, target)


def _names(node: Expression) -> Iterator[str]:
    """Yield the names on the faces of all dice of a tree."""
    if isinstance(node, nodes.Pool) and isinstance(node.die, Listed):
        yield from node.die.names
    for inside in children(node):
        yield from _names(inside)


def distribution(node: Expression, totals: Totals) -> Distribution:
    """Return the distribution of the result of a node."""
    try:
        return _distribution(node, totals)
    except OddsTooLarge as error:
        error.span = error.span or node.span
        raise


def _distribution(node: Expression, totals: Totals) -> Distribution:
    # What most rolls are made of goes first.
    if isinstance(node, nodes.Number):
        return totals.certain(node.value)
    if isinstance(node, nodes.Arithmetic):
        return _chain(node, totals)

    def inside(child: Expression) -> Distribution:
        return distribution(child, totals)

    match node:
        case nodes.Pool():
            return terms.pool(node, totals, inside)
        case nodes.Group(rolls=(_,)) if node.modifiers:
            return terms.group_of_one(node, totals, inside)
        case nodes.Group() if node.modifiers:
            return terms.group(node, totals, inside)
        case nodes.Group():
            return reduce(totals.added, _all(node.rolls, totals))
        case nodes.Negative():
            return totals.mapped(_negative, inside(node.operand))
        case nodes.Power():
            return totals.combined(
                lambda base, exponent: numbers.power(base, exponent, totals.limits, node.span),
                inside(node.base),
                inside(node.exponent),
            )
        case nodes.Let():
            return _given(node, totals, inside)
        case nodes.Bound(value=total) if total is not None:
            return totals.certain(total)
        case nodes.Function(name=twice.NAME):
            return inside(twice.doubled(node.arguments[0]))
        case nodes.Function(name) if name in DICE_FUNCTIONS:
            return dice_functions.distribution(node, totals, inside)
        case nodes.Function(arguments=(only,)):
            return totals.mapped(
                lambda total: arithmetic.combined(node, (total,), totals.limits), inside(only)
            )
        case nodes.Function():
            return totals.extreme(_all(node.arguments, totals), highest=node.name == "max")
        case nodes.Conditional():
            holds = totals.mapped(lambda total: int(total != 0), inside(node.test))
            return totals.chosen(holds, lambda held: inside(node.then if held else node.otherwise))
        case nodes.Labelled():
            return inside(node.term)
        case nodes.Named():
            try:
                return inside(node.expression)
            except DiceError as error:
                # The error's place is in the text that the name stood for.
                raise error.found_in(node.text) from None
        case nodes.Test():
            holds_against = COMPARISONS[node.operator]
            return totals.combined(
                lambda total, target: int(holds_against(total, target)),
                inside(node.roll),
                inside(node.target),
            )
        case nodes.Logic():
            joined = partial(_joined, any if node.operator == "or" else all)
            return reduce(partial(totals.combined, joined), map(inside, node.tests))
        case nodes.Not():
            return totals.mapped(lambda held: int(not held), inside(node.test))
        case nodes.Name() | nodes.Bound():
            raise AssertionError("names are looked up before a tree is rolled")
        case _:
            unreachable(node)


def _joined(how: Callable[[tuple[Number, ...]], bool], left: Number, right: Number) -> int:
    return int(how((left, right)))


def _chain(node: nodes.Arithmetic, totals: Totals) -> Distribution:
    """Return the distribution of a chain of operators, worked off from the left."""
    value = distribution(node.first, totals)
    for step in node.rest:
        operand = _beside(value, step.operand, totals)
        if step.operator == "-":
            operand = totals.mapped(_negative, operand)
        if step.operator in "+-":
            value = totals.added(value, operand)
        else:
            value = totals.combined(partial(_operate, step, totals.limits), value, operand)
    return value


def _beside(held: Distribution, node: Expression, totals: Totals) -> Distribution:
    """Return the distribution of a node, found while another one is held."""
    if len(held.values) < _MANY_VALUES:
        return distribution(node, totals)
    with totals.work.holding(sums.size(held)):
        return distribution(node, totals)


def _all(nodes_: Sequence[Expression], totals: Totals) -> list[Distribution]:
    """Return the distributions of several nodes, all of them held until the last is found."""
    found: list[Distribution] = []
    with totals.work.holding(0) as held:
        for node in nodes_:
            found.append(distribution(node, totals))
            held.add(sums.size(found[-1]))
    return found


def _operate(step: nodes.Operation, limits: Limits, left: Number, right: Number) -> Number:
    return arithmetic.operate(step, left, right, limits)


def _negative(total: Number) -> Number:
    return -total
