"""The odds of pools, and of groups of several rolls."""

from __future__ import annotations

from functools import partial

from dicewright.notation.modifiers import Count, Mark, Sort
from dicewright.probability import effects, pools
from dicewright.probability.throws import counts, for_every_throw, shown, successes, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dicewright.notation import nodes
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.pools import Case
    from dicewright.probability.throws import Inside, Throw
    from dicewright.probability.totals import Totals

_WORTH = {"success": 1, "double": 1, "failure": -1}


def pool(node: nodes.Pool, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of what a pool comes to."""
    return for_every_throw((node,), totals, inside, lambda thrown: _pool(thrown[0], totals))


def _pool(throw: Throw, totals: Totals) -> Distribution:
    modifiers = throw.pool.modifiers
    if all(isinstance(modifier, Mark | Sort | Count) for modifier in modifiers):
        # Nothing picks among these dice or changes them: each is worth something for itself.
        counting = [modifier for modifier in modifiers if isinstance(modifier, Count)]
        return totals.of_plain_dice(throw.kind, throw.count, partial(_score, counting) if counting else None)
    return totals.of_dice(table(throw, 0, totals), successes if counts(modifiers) else shown)


def _score(counting: Sequence[Count], face: Number) -> int:
    return sum([_WORTH[count.kind] for count in counting if count.match.matches(face)])


def group(node: nodes.Group, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of a group of several rolls, whose modifiers work on their totals."""
    cases: dict[Case, int] = {}
    pools.collect(cases, [(totals.as_die(inside(roll)), 1) for roll in node.rolls], 1)
    told_apart = totals.tells_apart(None)
    after = effects.apply(
        node.modifiers, pools.Table(cases), totals.limits, totals.work, told_apart=told_apart
    )
    return totals.of_dice(after, successes if counts(node.modifiers) else shown)
