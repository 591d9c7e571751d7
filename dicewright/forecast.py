"""The results to expect of a roll: exact odds, or an estimate from many rolls."""

from __future__ import annotations

from math import sqrt

from dicewright.errors import ArgumentError, quoted
from dicewright.limits import DEFAULT_LIMITS
from dicewright.parsed import parse
from dicewright.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from dicewright.limits import Limits
    from dicewright.notation.names import Meaning
    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.randomness import Seed


class Estimate(Value):
    """The totals of many rolls, instead of odds that are too large to be exact.

    >>> guess = estimate("2d6", rolls=10_000, seed="example")
    >>> abs(guess.mean - 7) < 4 * guess.mean_error
    True
    """

    observed: Distribution
    """The share of the rolls with each total."""
    rolls: int
    """How many rolls were made."""

    @property
    def mean(self) -> float:
        """The average total."""
        return float(self.observed.mean)

    @property
    def mean_error(self) -> float:
        """The standard error of the mean: s / sqrt(n), with the deviation s of a sample."""
        return sqrt(self.observed.variance / (self.rolls - 1))

    def probability(self, operator: str, value: Number) -> float:
        """Return the share of rolls with a total that compares to a value like this, such as >= 15."""
        return float(self.observed.probability(operator, value))

    def probability_error(self, operator: str, value: Number) -> float:
        """Return the standard error of such a share.

        It is that of Agresti and Coull (1998), who add two rolls of each kind, so that an event that
        was never seen does not look impossible.
        """
        return self.error(self.observed.probability(operator, value))

    def error(self, share: Fraction) -> float:
        """Return the standard error of a share of the rolls, as `probability_error` does."""
        near = (share * self.rolls + 2) / (self.rolls + 4)
        return sqrt(near * (1 - near) / (self.rolls + 4))


def odds(
    text: str, *, names: Mapping[str, Meaning] | None = None, limits: Limits = DEFAULT_LIMITS
) -> Distribution:
    """Return the exact distribution of the result of a text, all its rolls and repeats together.

    Args:
        text: what a player writes; see docs/notation.md.
        names: what each @name in the text stands for: a number, or notation.
        limits: how much one roll may ask for, and how much work its odds may take.

    Raises:
        NotationError: the text is not dice notation.
        LimitError: the roll passes a limit, or some of its outcomes do.
        RollError: some outcomes cannot be rolled, such as a division by zero.
        OddsTooLarge: the exact odds take more than `limits.work` or `limits.memory`; see `estimate`.

    >>> odds("4d6kh3").probability(">=", 16)
    Fraction(169, 1296)
    """
    return parse(text, names=names, limits=limits).odds()


def estimate(
    text: str,
    *,
    rolls: int = 10_000,
    seed: Seed | None = None,
    names: Mapping[str, Meaning] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Estimate:
    """Return an estimate from many rolls of a text, for odds that are too large to be exact.

    Args:
        text: what a player writes; see docs/notation.md.
        rolls: how many, at least 2; a hundred times as many give one digit more.
        seed: makes the estimate reproducible; without, the operating system's randomness is used.
        names: what each @name in the text stands for: a number, or notation.
        limits: how much one roll may ask for.

    The errors are those of `dicewright.roll`, and ArgumentError for fewer than 2 rolls.

    >>> estimate("10d6", rolls=100, seed="example").rolls
    100
    """
    if type(rolls) is not int or rolls < 2:
        raise ArgumentError(f"An estimate needs at least 2 rolls, not {quoted(rolls)}.", code="rolls")
    from dicewright.probability.distributions.distribution import from_weights

    counts: dict[Number, int] = {}
    for total in parse(text, names=names, limits=limits).totals(rolls, seed=seed):
        counts[total] = counts.get(total, 0) + 1
    return Estimate(from_weights(counts), rolls)
