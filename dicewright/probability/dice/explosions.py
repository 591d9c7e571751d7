"""Exploding dice: how many extra ones come, and what they show.

A chain of explosions is a row of dice that match, closed by one that does not. For c chains with N
matching dice in all there are C(c + N - 1, N) ways to share them out, so a pool of exploding dice is
a weighted choice between cases of plain independent dice, one for each N. N has no end; it is cut
where all longer chains together are less likely than a bound, and nothing else is approximate.
"""

from __future__ import annotations

from dicewright import numbers
from dicewright.notation.tree.endless import refuse_endless
from dicewright.notation.tree.matches import Comparison
from dicewright.probability.dice import pools
from dicewright.probability.distributions import sums
from dicewright.probability.distributions.distribution import from_weights
from dicewright.probability.distributions.sums import add, mixture

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dicewright.limits import Limits
    from dicewright.notation.tree.matches import Match
    from dicewright.notation.tree.modifiers import Explode
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Die, Table
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.work import Work


# Of an outcome with its weight.
_OUTCOME_BYTES = 300


def explode(modifier: Explode, table: Table, limits: Limits, work: Work, bound: int) -> Table:
    """Return the table after the dice have exploded, each extra die after the one it came from.

    Chains that together are less likely than one in `bound` are cut off.
    """

    def exploded(die: Die, count: int) -> Iterable[tuple[Case, int]]:
        kind = pools.kind(die)
        match = modifier.match or Comparison("=", kind.highest)
        if not pools.split(die, match)[0].outcomes:
            return [(((die, count),), 1)]
        refuse_endless(modifier, kind, limits)
        if modifier.kind in ("compound", "compound-penetrate"):
            penetrating = modifier.kind == "compound-penetrate"
            one = _compounded(die, match, count * bound, work, penetrating=penetrating)
            return [(((one, count),), 1)]
        if modifier.kind == "once":
            return _exploded_once(die, count, match)
        return _exploded(die, count, match, bound, work, penetrating=modifier.kind == "penetrate")

    return pools.spread(table, exploded, work)


def _exploded_once(die: Die, count: int, match: Match) -> Iterator[tuple[Case, int]]:
    matching, other = pools.split(die, match)
    for exploded, ways in enumerate(_choices(count)):
        yield ((other, count - exploded), (matching, exploded), (die.again, exploded)), ways


def _choices(count: int) -> Iterator[int]:
    """Yield in how many ways 0, 1, … of `count` dice can be chosen, each worked out from the one before."""
    ways = 1
    for number in range(count + 1):
        yield ways
        ways = ways * (count - number) // (number + 1)


def _exploded(
    die: Die, count: int, match: Match, bound: int, work: Work, *, penetrating: bool
) -> Iterator[tuple[Case, int]]:
    matching, other = pools.split(die, match)
    link, end = pools.split(die.again, match)
    if penetrating:
        link, end = one_less(link), one_less(end)
    elif die.fresh is None:
        # The first die of each chain is like all others in it.
        for links, ways in _shared_out(count, matching, bound, work):
            yield ((other, count), (matching, links)), ways
        return
    for exploded, chosen in enumerate(_choices(count)):
        for links, ways in _shared_out(exploded, link, bound, work):
            yield (
                ((other, count - exploded), (matching, exploded), (link, links), (end, exploded)),
                chosen * ways,
            )


def _shared_out(chains: int, link: Die, bound: int, work: Work) -> Iterator[tuple[int, int]]:
    """Yield each number of matching dice that the chains may have, and in how many ways they may.

    It stops where more of them are no likelier than one in `bound`.
    """
    if not chains:
        yield 0, 1
        return
    # `reached` over `whole` is the chance of no more than the numbers so far.
    whole, reached = link.denominator**chains, 0
    mass = link.mass
    ways, chance = 1, (link.denominator - mass) ** chains
    links = 0
    while (whole - reached) * bound > whole:
        bits = whole.bit_length()
        work.spend(10 + (bits >> 9))
        # Each number is a case of its own, with dice whose chances have as many bits.
        work.need(links * (pools.CASE_BYTES + bits // 4))
        yield links, ways
        reached = (reached + ways * chance) * link.denominator
        whole *= link.denominator
        chance *= mass
        ways = ways * (chains + links) // (links + 1)
        links += 1


def _compounded(die: Die, match: Match, bound: int, work: Work, *, penetrating: bool) -> Die:
    """Return the die with all dice of its chain added to it, each one less if they penetrate."""
    matching, other = pools.split(die, match)
    link, end = pools.split(die.again, match)
    if penetrating:
        link, end = one_less(link), one_less(end)
    closed = _values(end)
    chains = []
    size = 0
    for _ in _shared_out(1, link, bound, work):
        size += sums.size(closed)
        work.need(size)
        chains.append((1, closed))
        if link.outcomes:
            closed = add(closed, _values(link), work)
    chain = mixture(chains, 1, work)
    work.spend(5 * len(matching.outcomes) * len(chain.values))
    work.need(_OUTCOME_BYTES * (len(matching.outcomes) + len(chain.values)))
    weights = {
        outcome: weight * chain.denominator
        for outcome, weight in zip(other.outcomes, other.weights, strict=True)
    }
    for (value, successes, failures, tally), weight in zip(matching.outcomes, matching.weights, strict=True):
        for more, ways in chain.items():
            outcome = numbers.add(value, more), successes, failures, tally
            weights[outcome] = weights.get(outcome, 0) + weight * ways
    return die.replaced(weights, die.denominator * chain.denominator)


def _values(die: Die) -> Distribution:
    weights: dict[Number, int] = {}
    for (value, *_), weight in zip(die.outcomes, die.weights, strict=True):
        weights[value] = weights.get(value, 0) + weight
    return from_weights(weights, die.denominator)


def one_less(die: Die) -> Die:
    """Return an extra die of a penetrating explosion, which counts one less."""
    return die.mapped(lambda outcome: (outcome[0] - 1, *outcome[1:]))
