"""The total of the dice on a table, where picks and changes of single dice are still to be made.

Dice that change independently, as exploding ones do, are alike as long as they show the same. So the
total of a pool is a power of the total of one die, and if only some are kept, it is enough to know
how many of those kept change, and what they add up to without that.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial, reduce

from dicewright.errors import OddsTooLarge
from dicewright.notation.tree.matches import Comparison
from dicewright.notation.tree.modifiers import Explode, Reroll, Unique
from dicewright.numbers import simplest
from dicewright.probability.dice import chains, effects, explosions, pools
from dicewright.probability.dice.large_picks import kept_roughly
from dicewright.probability.dice.order import different_total, kept_total
from dicewright.probability.distributions import sums
from dicewright.probability.distributions.distribution import from_weights
from dicewright.probability.distributions.narrow import NEGLIGIBLE
from dicewright.probability.distributions.sums import add, mixture, repeated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.modifiers import Modifier
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Case, Die, Outcome, Table, Worth
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.work import Holding, Work

# Up to this many dice, following all chains of explosions together is quicker.
_FEW = 12
# The share of the work that may go into exact odds if they can also be had to a dozen digits.
_FOR_EXACT = Fraction(3, 5)
# Fewer values, or fewer bits of each, take no memory worth counting.
_SMALL, _SHORT = 100, 2_000


def total(table: Table, worth: Worth, limits: Limits, work: Work) -> Distribution:
    """Return the distribution of what the dice kept are worth together.

    Raises:
        LimitError: the dice would explode or be rerolled forever.
        OddsTooLarge: the dice can fall in too many ways.
    """
    return _Totals(worth, limits, work).of(table)


def exactly_or_roughly(
    exactly: Callable[[], Distribution],
    table: Callable[[], Table],
    worth: Worth,
    limits: Limits,
    work: Work,
) -> Distribution:
    """Return the total of a table: exactly, or to a dozen digits if that takes too long.

    Raises OddsTooLarge if that takes too long as well.
    """
    try:
        with work.part(_FOR_EXACT):
            return exactly()
    except OddsTooLarge:
        found = _Totals(worth, limits, work).roughly(table())
        if found is None:
            raise
        return found


def _hold(held: Holding, distribution: Distribution) -> None:
    """Count what a distribution holds if that is more than a little."""
    if len(distribution.values) > _SMALL or distribution.denominator.bit_length() > _SHORT:
        held.add(sums.size(distribution))


def _may_be_rough(table: Table) -> bool:
    """Return whether the highest or lowest of many equal dice are kept, and each is changed on its own."""
    if len(table.cases) != 1 or not table.picks or isinstance(table.picks[0], Unique):
        return False
    if any(isinstance(change, Reroll) and change.kind == "add" for change in table.later):
        return False
    (case,) = table.cases
    if len(case) != 1 or case[0][1] <= _FEW:
        return False
    count = case[0][1]
    first, last = pools.kept_ranks(table.picks, count)
    return first < last and (first == 0) != (last == count)


class _Totals:
    """Adds up what dice are worth."""

    __slots__ = ("_limits", "_work", "_worth")

    def __init__(self, worth: Worth, limits: Limits, work: Work) -> None:
        self._worth = worth
        self._limits = limits
        self._work = work

    def of(self, table: Table) -> Distribution:
        if not _may_be_rough(table):
            return self._exactly(table)
        return exactly_or_roughly(
            lambda: self._exactly(table), lambda: table, self._worth, self._limits, self._work
        )

    def roughly(self, table: Table) -> Distribution | None:
        """Return the total of equal dice of which the highest or lowest are kept, to a dozen digits."""
        (((die, count),), weight), *_ = table.cases.items()
        first, last = pools.kept_ranks(table.picks, count)
        kept = last - first

        def after(outcome: Outcome) -> Distribution:
            if not table.later:
                return sums.constant(self._worth(die, outcome))
            return self._once(die.showing(outcome), table.later, NEGLIGIBLE * kept)

        found = kept_roughly(die, count, kept, after, self._work, highest=first == 0)
        return None if found is None else mixture([(weight, found)], table.denominator, self._work)

    def _exactly(self, table: Table) -> Distribution:
        if not table.later:
            return self._of_cases(table)
        if table.picks:
            return self._of_changing_picks(table)
        parts = [
            (
                weight,
                reduce(partial(add, work=self._work), [self._changed(*entry, table.later) for entry in case]),
            )
            if case
            else (weight, sums.constant(0))
            for case, weight in table.cases.items()
        ]
        return mixture(parts, table.denominator, self._work)

    def _of_cases(self, table: Table) -> Distribution:
        """Return the total of dice that stay as they fall."""
        entries: dict[tuple[Die, int], Distribution] = {}
        certain: dict[Number, int] = {}
        parts = []
        with self._work.holding(0) as held:
            for case, weight in table.cases.items():
                self._work.spend(16 * len(case))
                first, last = pools.kept_ranks(table.picks, pools.size(case))
                if table.picks and (isinstance(table.picks[0], Unique) or last - first < pools.size(case)):
                    parts.append((weight, self._picked(table, case, self._worth)))
                elif all(die.denominator == 1 for die, _ in case):
                    # Dice that have landed: there may be very many such cases, simply added up.
                    worths = [count * self._worth(die, die.outcomes[0]) for die, count in case]
                    value = simplest(sum(worths))
                    certain[value] = certain.get(value, 0) + weight
                    continue
                else:
                    for entry in case:
                        if entry not in entries:
                            entries[entry] = repeated(self._one(entry[0]), entry[1], self._work)
                            _hold(held, entries[entry])
                    parts.append(
                        (weight, reduce(partial(add, work=self._work), map(entries.__getitem__, case)))
                    )
                if len(parts[-1][1].values) > _SMALL:
                    held.add(sums.size(parts[-1][1]))
            if certain:
                parts.append((1, from_weights(certain, 1)))
            return mixture(parts, table.denominator, self._work)

    def _picked(self, table: Table, case: Case, worth: Worth) -> Distribution:
        self._work.spend(300)
        first, last = pools.kept_ranks(table.picks, pools.size(case))
        if isinstance(table.picks[0], Unique):
            return different_total(*case[0], first, last, worth, self._work)
        earliest_first = pools.earliest_first(table.picks)
        return kept_total(case, first, last, worth, self._work, earliest_first=earliest_first)

    def _one(self, die: Die) -> Distribution:
        self._work.spend(4 * len(die.outcomes))
        weights: dict[Number, int] = {}
        for outcome, weight in zip(die.outcomes, die.weights, strict=True):
            value = self._worth(die, outcome)
            weights[value] = weights.get(value, 0) + weight
        return from_weights(weights, die.denominator)

    def _changed(self, die: Die, count: int, later: Sequence[Modifier]) -> Distribution:
        """Return the total of equal dice after changes that each of them goes through on its own."""
        change, *others = later
        if isinstance(change, Reroll) and change.kind == "add":
            return self._with_one_more(die, count, change, others)
        long = isinstance(change, Explode) and chains.is_long(change, die)
        if count > _FEW or long:
            one = self._once(die, later, NEGLIGIBLE * count)
            if count > 1 and isinstance(change, Explode):
                chain = self._chain(change, die, others)
                if chain is not None:
                    return chains.chain_power(chain, one, count, self._work)
            return repeated(one, count, self._work)
        return self._now(die, count, later, NEGLIGIBLE)

    def _once(self, die: Die, later: Sequence[Modifier], bound: int) -> Distribution:
        """Return the total of a single die after changes."""
        change, *others = later
        if isinstance(change, Explode) and chains.is_long(change, die):
            chain = self._chain(change, die, others)
            found = None if chain is None else chains.chain_once(chain, bound, self._work)
            if found is not None:
                return found
        return self._now(die, 1, later, bound)

    def _now(self, die: Die, count: int, later: Sequence[Modifier], bound: int) -> Distribution:
        table = pools.thrown(die, count)
        for modifier in later:
            table = effects.now(modifier, table, self._limits, self._work, bound)
        return self._of_cases(table)

    def _chain(self, explode: Explode, die: Die, later: Sequence[Modifier]) -> chains.Chain | None:
        """Return what the dice of a chain of explosions are worth; None if it is not made of such dice."""
        if explode.kind not in ("each", "penetrate"):
            return None
        match = explode.match or Comparison("=", pools.kind(die).highest)
        matching, other = pools.split(die, match)
        link, end = pools.split(die.again, match)
        if explode.kind == "penetrate":
            link, end = explosions.one_less(link), explosions.one_less(end)
        if any(not part.outcomes for part in (matching, link, end)):
            return None
        parts = [self._now(part, 1, later, NEGLIGIBLE) for part in (matching, link, end)]
        return chains.Chain(self._now(other, 1, later, NEGLIGIBLE) if other.outcomes else None, *parts)

    def _with_one_more(self, die: Die, count: int, change: Reroll, later: Sequence[Modifier]) -> Distribution:
        """Return the total of equal dice after one of those that match has been added once more."""
        matching, other = pools.split(die, change.match)
        if not matching.outcomes:
            return repeated(self._now(die, 1, later, NEGLIGIBLE * count), count, self._work)
        again = self._now(die.again, 1, later, NEGLIGIBLE * count)
        if not other.outcomes:
            return add(
                repeated(self._now(die, 1, later, NEGLIGIBLE * count), count, self._work), again, self._work
            )
        none, some = sums.none_and_some(
            self._now(other, 1, later, NEGLIGIBLE * count),
            self._now(matching, 1, later, NEGLIGIBLE * count),
            count,
            self._work,
        )
        mixed = [(1, add(some, again, self._work))]
        if none is not None:
            mixed.append((1, none))
        return mixture(mixed, 1, self._work)

    def _of_changing_picks(self, table: Table) -> Distribution:
        """Return the total of dice that are picked, and then changed."""
        if len(table.cases) != 1 or (isinstance(table.later[0], Reroll) and table.later[0].kind == "add"):
            return self._of_cases(effects.settled(table, self._limits, self._work))
        ((case, weight),) = table.cases.items()
        first, last = pools.kept_ranks(table.picks, pools.size(case))
        kept = last - first
        if not kept:
            return sums.constant(0)
        # A die is known by its identity: to compare those with very many faces takes long.
        plain: dict[tuple[int, Outcome], Number] = {}
        changing: dict[tuple[int, Outcome], tuple[Number, Distribution]] = {}
        size = 0
        for die, _ in case:
            self._work.spend(200 * len(die.outcomes))
            for outcome in die.outcomes:
                after = self._once(die.showing(outcome), table.later, NEGLIGIBLE * kept)
                if len(after.values) == 1:
                    plain[id(die), outcome] = after.minimum
                else:
                    size += sums.size(after)
                    self._work.need(size)
                    self._work.spend(4 * len(after.values))
                    change = add(after, sums.constant(-after.minimum), self._work)
                    changing[id(die), outcome] = after.minimum, change
                    changing_die, shown = die, outcome
        if not changing:
            kept_sum = self._picked(table, case, lambda die, outcome: plain[id(die), outcome])
            return mixture([(weight, kept_sum)], table.denominator, self._work)
        if len({change for _, change in changing.values()}) > 1:
            return self._of_cases(effects.settled(table, self._limits, self._work))
        worths = plain | {key: value for key, (value, _) in changing.items()}
        # Far enough apart that the number of dice that change can be read off the sum.
        apart = (max(worths.values()) - min(worths.values())) * kept + 1
        marked = {key: value + apart * (key in changing) for key, value in worths.items()}
        together = self._picked(table, case, lambda die, outcome: marked[id(die), outcome])
        value = worths[id(changing_die), shown]
        least = min(worths.values()) * kept
        by_number: dict[int, dict[Number, int]] = {}
        for marked_sum, ways in together.items():
            number = int((marked_sum - least) // apart)
            by_number.setdefault(number, {})[simplest(marked_sum - apart * number)] = ways
        parts = []
        for number, weights in sorted(by_number.items()):
            sum_ = from_weights(weights, together.denominator)
            if number:
                more = self._changed(changing_die.showing(shown), number, table.later)
                sum_ = add(add(sum_, sums.constant(-value * number), self._work), more, self._work)
            parts.append((weight, sum_))
        return mixture(parts, table.denominator, self._work)
