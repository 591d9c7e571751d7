"""The dice of a pool: how many of which kind are thrown, and what its modifiers make of them."""

from __future__ import annotations

from dicewright import arithmetic
from dicewright.limits import too_many_dice
from dicewright.notation import nodes
from dicewright.notation.modifiers import Count
from dicewright.probability import effects, pools
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.dice import DieKind
    from dicewright.notation.modifiers import Modifier
    from dicewright.notation.nodes import Expression
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.pools import Die, Outcome, Table
    from dicewright.probability.totals import Totals

    # Gives the distribution of an expression inside a term.
    Inside = Callable[[Expression], Distribution]


class Throw(Value):
    """A pool whose number and kind of dice are settled."""

    pool: nodes.Pool
    count: int
    kind: DieKind


def for_every_throw(
    written: Sequence[nodes.Pool],
    totals: Totals,
    inside: Inside,
    then: Callable[[tuple[Throw, ...]], Distribution],
    thrown: tuple[Throw, ...] = (),
) -> Distribution:
    """Return what follows from these pools, over all numbers and kinds of dice that they may come to.

    Raises RollError or LimitError where one may come to dice that cannot be thrown.
    """
    if not written:
        return then(thrown)
    pool, *others = written

    def following(throw: Throw) -> Distribution:
        return for_every_throw(others, totals, inside, then, (*thrown, throw))

    def with_count(value: Number) -> Distribution:
        count, sides = _count(value, pool, totals.limits), pool.die
        if not isinstance(sides, nodes.Sides):
            return following(Throw(pool, count, sides))
        return totals.chosen(
            inside(sides.expression),
            lambda number: following(
                Throw(pool, count, arithmetic.computed_die(number, sides, totals.limits))
            ),
        )

    if (throw := fixed(pool, totals.limits)) is not None:
        return following(throw)
    return totals.chosen(inside(pool.count), with_count)


def fixed(pool: nodes.Pool, limits: Limits) -> Throw | None:
    """Return the throw of a pool that writes out its number and kind of dice; None where they are computed.

    Raises LimitError where it asks for too many dice.
    """
    if not isinstance(pool.count, nodes.Number) or isinstance(pool.die, nodes.Sides):
        return None
    return Throw(pool, _count(pool.count.value, pool, limits), pool.die)


def _count(value: Number, pool: nodes.Pool, limits: Limits) -> int:
    count = arithmetic.dice_count(value, pool)
    if count > limits.dice:
        raise too_many_dice(count, limits, pool.span)
    return count


def table(throw: Throw, term: int, totals: Totals) -> Table:
    """Return the dice of a pool after its modifiers, as dice of this term."""
    return effects.apply(
        throw.pool.modifiers,
        pools.thrown(totals.die(throw.kind, term), throw.count),
        totals.limits,
        totals.work,
        told_apart=totals.tells_apart(throw.kind),
    )


def counts(modifiers: Sequence[Modifier]) -> bool:
    """Return whether dice with these modifiers are worth successes, and not what they show."""
    return any(isinstance(modifier, Count) for modifier in modifiers)


def shown(_die: Die, outcome: Outcome) -> Number:
    """Return what a die is worth that is added up."""
    return outcome[0]


def successes(_die: Die, outcome: Outcome) -> Number:
    """Return what a die is worth that is counted."""
    return (outcome[1] or 0) - outcome[2]
