"""How distributions of totals are worked with, alone or together with the tally of a named face.

The tree is walked in the same way for both. With a tally every value is a pair, the total and how
many kept dice show the name: the two are not independent, and a total may decide which dice are
thrown next.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, reduce

from dicewright import numbers
from dicewright.notation.tree.dice import Listed, Numbered
from dicewright.numbers import simplest
from dicewright.probability.dice import dice_totals, effects, pools
from dicewright.probability.dice.order import kept_faces
from dicewright.probability.dice.pools import Die
from dicewright.probability.distributions import sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from dicewright.limits import Limits
    from dicewright.notation.tree.dice import DieKind
    from dicewright.notation.tree.modifiers import Drop, Keep
    from dicewright.numbers import Number
    from dicewright.probability.dice.pools import Outcome, Table, Worth
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.work import Work


class Totals:
    """Works with the distributions of plain totals."""

    __slots__ = ("limits", "work")

    def __init__(self, limits: Limits, work: Work) -> None:
        self.limits: Limits = limits
        self.work: Work = work

    def certain(self, total: Number, tally: int = 0) -> Distribution:  # noqa: ARG002 - see Tallied
        """Return the distribution of a total, and of a tally if one is kept, that are certain."""
        return sums.constant(total)

    def added(self, left: Distribution, right: Distribution) -> Distribution:
        """Return the distribution of the sum of two independent totals."""
        return sums.add(left, right, self.work)

    def combined(
        self, function: Callable[[Number, Number], Number], left: Distribution, right: Distribution
    ) -> Distribution:
        """Return the distribution of a function of two independent totals."""
        return sums.combine(function, left, right, self.work)

    def mapped(self, function: Callable[[Number], Number], totals: Distribution) -> Distribution:
        """Return the distribution of a function of a total."""
        return sums.mapped(function, totals, self.work)

    def extreme(self, totals: Sequence[Distribution], *, highest: bool) -> Distribution:
        """Return the distribution of the highest, or the lowest, of independent totals."""
        return sums.extreme(totals, self.work, highest=highest)

    def chosen(self, deciding: Distribution, then: Callable[[Number], Distribution]) -> Distribution:
        """Return the distribution of what follows from a total that decides how to go on."""
        parts = []
        with self.work.holding(0) as held:
            for total, weight in deciding.items():
                part = then(total)
                if len(part.values) > _FEW_VALUES:
                    held.add(sums.size(part))
                parts.append((weight, part))
            return sums.mixture(parts, deciding.denominator, self.work)

    def die(self, kind: DieKind, term: int) -> Die:
        """Return a die of this kind as it is thrown."""
        self.work.spend(16 * kind.sides)
        self.work.need(_FACE_BYTES * kind.sides)
        weights: dict[Outcome, int] = {}
        for value in kind.values():
            outcome = value, None, 0, 0
            weights[outcome] = weights.get(outcome, 0) + 1
        return Die(tuple(weights), tuple(weights.values()), kind.sides, kind, term)

    def tells_apart(self, kind: DieKind | None) -> bool:  # noqa: ARG002 - see Tallied
        """Return whether two dice of this kind, or two totals, that count the same may still differ."""
        return False

    def of_plain_dice(
        self, kind: DieKind, count: int, worth: Callable[[Number], Number] | None = None
    ) -> Distribution:
        """Return the distribution of what dice that stay as they fall are worth, or else of their sum."""
        faces: Collection[Number]
        if worth is None:
            faces = range(1, kind.sides + 1) if isinstance(kind, Numbered) else list(kind.values())
        else:
            self.work.spend(4 * kind.sides)
            self.work.need(8 * kind.sides)
            faces = list(map(worth, kind.values()))
        die = sums.uniform(faces, self.work)
        return sums.repeated(die, count, self.work)

    def of_picked_dice(self, kind: DieKind, count: int, picks: tuple[Keep | Drop, ...]) -> Distribution:
        """Return the distribution of the sum of dice of one kind, of which only some are kept."""
        if isinstance(kind, Numbered):
            first, last = pools.kept_ranks(picks, count)
            if first < last and (first == 0 or last == count):
                return dice_totals.exactly_or_roughly(
                    lambda: kept_faces(kind.sides, count, last - first, self.work, highest=first == 0),
                    lambda: pools.thrown(self.die(kind, 0), count, picks),
                    pools.shown,
                    self.limits,
                    self.work,
                )
        return self.of_dice(pools.thrown(self.die(kind, 0), count, picks), pools.shown)

    def of_dice(self, table: Table, worth: Worth) -> Distribution:
        """Return the distribution of what the dice kept are worth together."""
        return dice_totals.total(table, worth, self.limits, self.work)

    def as_die(self, totals: Distribution) -> Die:
        """Return the total of a roll as a die among others in a group."""
        self.work.spend(8 * len(totals.values))
        self.work.need(_FACE_BYTES * len(totals.values))
        outcomes = tuple((total, None, 0, 0) for total in totals.values)
        return Die(outcomes, tuple(totals.weights), totals.denominator)


class Tallied(Totals):
    """Works with the distributions of pairs: a total, and how many of the dice kept show a name."""

    __slots__ = ("name",)

    def __init__(self, name: str, limits: Limits, work: Work) -> None:
        super().__init__(limits, work)
        self.name: str = name

    def certain(self, total: Number, tally: int = 0) -> Distribution:
        return sums.constant(_pair(total, tally))

    def added(self, left: Distribution, right: Distribution) -> Distribution:
        return self.combined(numbers.add, left, right)

    def combined(
        self, function: Callable[[Number, Number], Number], left: Distribution, right: Distribution
    ) -> Distribution:
        def pairwise(first: Number, second: Number) -> Number:
            (left_total, left_tally), (right_total, right_tally) = _parted(first), _parted(second)
            return _pair(function(left_total, right_total), left_tally + right_tally)

        return sums.combine(pairwise, left, right, self.work)

    def mapped(self, function: Callable[[Number], Number], totals: Distribution) -> Distribution:
        def on_total(pair: Number) -> Number:
            total, tally = _parted(pair)
            return _pair(function(total), tally)

        return sums.mapped(on_total, totals, self.work)

    def extreme(self, totals: Sequence[Distribution], *, highest: bool) -> Distribution:
        function: Callable[[Number, Number], Number] = max if highest else min
        return reduce(lambda left, right: self.combined(function, left, right), totals)

    def chosen(self, deciding: Distribution, then: Callable[[Number], Distribution]) -> Distribution:
        following = cache(then)
        parts = []
        with self.work.holding(sums.size(deciding)) as held:
            for pair, weight in deciding.items():
                total, tally = _parted(pair)
                part = self.added(self.certain(0, tally), following(total))
                held.add(2 * sums.size(part))
                parts.append((weight, part))
            return sums.mixture(parts, deciding.denominator, self.work)

    def die(self, kind: DieKind, term: int) -> Die:
        self.work.spend(16 * kind.sides)
        self.work.need(_FACE_BYTES * kind.sides)
        weights: dict[Outcome, int] = {}
        for position in range(1, kind.sides + 1):
            face = kind.face(position)
            outcome = face.value, None, 0, face.symbols.get(self.name, 0)
            weights[outcome] = weights.get(outcome, 0) + 1
        return Die(tuple(weights), tuple(weights.values()), kind.sides, kind, term)

    def tells_apart(self, kind: DieKind | None) -> bool:
        return kind is None or (isinstance(kind, Listed) and bool(kind.names))

    def of_plain_dice(
        self, kind: DieKind, count: int, worth: Callable[[Number], Number] | None = None
    ) -> Distribution:
        def of_outcome(_die: Die, outcome: Outcome) -> Number:
            return outcome[0] if worth is None else worth(outcome[0])

        return self.of_dice(pools.thrown(self.die(kind, 0), count), of_outcome)

    def of_picked_dice(self, kind: DieKind, count: int, picks: tuple[Keep | Drop, ...]) -> Distribution:
        return self.of_dice(pools.thrown(self.die(kind, 0), count, picks), pools.shown)

    def of_dice(self, table: Table, worth: Worth) -> Distribution:
        def packed_worth(die: Die, outcome: Outcome) -> Number:
            return worth(die, outcome) * _APART + outcome[3]

        settled = table if not table.later else effects.settled(table, self.limits, self.work)
        packed = dice_totals.total(settled, packed_worth, self.limits, self.work)
        return sums.mapped(_unpacked, packed, self.work)

    def as_die(self, totals: Distribution) -> Die:
        self.work.spend(8 * len(totals.values))
        self.work.need(_FACE_BYTES * len(totals.values))
        outcomes = tuple((total, None, 0, tally) for total, tally in map(_parted, totals.values))
        return Die(outcomes, tuple(totals.weights), totals.denominator)

    def tallies(self, totals: Distribution) -> Distribution:
        """Return the distribution of the tally alone."""
        return sums.mapped(lambda pair: _parted(pair)[1], totals, self.work)


# Fewer values take no memory worth counting.
_FEW_VALUES = 100
# Of a face with all that is known of it.
_FACE_BYTES = 250

# A total times this, plus a tally, is a number from which both can be read again. It is a prime, so
# that a fraction keeps its denominator, and larger than any tally times any denominator.
_APART = 2**521 - 1


def _unpacked(packed: Number) -> Number:
    total, tally = divmod(packed.numerator, _APART)
    return _pair(simplest(Fraction(total, packed.denominator)), tally // packed.denominator)


# To a type checker a pair passes for a number: only this class ever looks into one.


def _pair(total: Number, tally: int) -> Number:
    return (total, tally)  # type: ignore[return-value]  # see above


def _parted(pair: Number) -> tuple[Number, int]:
    return pair  # type: ignore[return-value]  # see above
