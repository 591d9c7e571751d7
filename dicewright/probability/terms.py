"""The odds of pools, and of groups of several rolls."""

from __future__ import annotations

from functools import partial

from dicewright.notation.modifiers import Count, Drop, Keep, Mark, Sort
from dicewright.probability import effects, pools
from dicewright.probability.throws import counts, fixed, for_every_throw, shown, successes, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.notation import nodes
    from dicewright.numbers import Number
    from dicewright.probability.distribution import Distribution
    from dicewright.probability.pools import Case
    from dicewright.probability.throws import Inside, Throw
    from dicewright.probability.totals import Totals

# Tuples, because a union such as Mark | Sort is made anew each time it is met.
_SHOWN = (Mark, Sort)
_PICKS = (Keep, Drop)
_WORTH = {"success": 1, "double": 1, "failure": -1}


def pool(node: nodes.Pool, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of what a pool comes to."""
    if (throw := fixed(node, totals.limits)) is not None:
        return _pool(throw, totals)
    return for_every_throw((node,), totals, inside, lambda thrown: _pool(thrown[0], totals))


def _pool(throw: Throw, totals: Totals) -> Distribution:
    modifiers = [modifier for modifier in throw.pool.modifiers if not isinstance(modifier, _SHOWN)]
    if not modifiers:
        return totals.of_plain_dice(throw.kind, throw.count)
    picks = tuple([modifier for modifier in modifiers if isinstance(modifier, _PICKS)])
    if len(picks) == len(modifiers):
        return totals.of_picked_dice(throw.kind, throw.count, picks)
    counting = [(_WORTH[each.kind], *each.match.test) for each in modifiers if isinstance(each, Count)]
    if len(counting) == len(modifiers):
        # Nothing picks among these dice or changes them: each is worth something for itself.
        return totals.of_plain_dice(throw.kind, throw.count, partial(_score, counting))
    return totals.of_dice(table(throw, 0, totals), successes if counting else shown)


def _score(counting: Sequence[tuple[int, Callable[[Number, Number], bool], Number]], face: Number) -> int:
    score = 0
    for worth, holds, number in counting:
        if holds(face, number):
            score += worth
    return score


def group(node: nodes.Group, totals: Totals, inside: Inside) -> Distribution:
    """Return the distribution of a group of several rolls, whose modifiers work on their totals."""
    rolled = [inside(roll) for roll in node.rolls]
    told_apart = totals.tells_apart(None)
    picks = [modifier for modifier in node.modifiers if isinstance(modifier, _PICKS)]
    others = [modifier for modifier in node.modifiers if not isinstance(modifier, (*_PICKS, *_SHOWN))]
    if not told_apart and not others:
        first, last = pools.kept_ranks(picks, len(rolled))
        if last - first == 1 and (first == 0 or last == len(rolled)):
            return totals.extreme(rolled, highest=first == 0)
    cases: dict[Case, int] = {}
    pools.collect(cases, [(totals.as_die(each), 1) for each in rolled], 1)
    after = effects.apply(
        node.modifiers, pools.Table(cases), totals.limits, totals.work, told_apart=told_apart
    )
    return totals.of_dice(after, successes if counts(node.modifiers) else shown)
