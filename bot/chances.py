"""Chances, ranges and numbers as players read them: the library's phrases, in the current language."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.texts import said, separated
from dicewright import rendering

if TYPE_CHECKING:
    from dicewright import Distribution, Number, Target

_NOTHING = Fraction(0)


def percent(chance: Fraction | float, missing: Fraction = _NOTHING) -> str:
    """Return a chance as a percentage; it may be higher by up to `missing`.

    >>> percent(Fraction(1, 3))
    '33.3%'
    """
    return said(rendering.percent(chance, missing))


def one_in(chance: Fraction | float, missing: Fraction = _NOTHING) -> str:
    """Return a chance as "1 in N", or for a very likely event, the chance of the opposite.

    >>> one_in(Fraction(2, 9))
    '1 in 4.5'
    """
    return said(rendering.one_in(chance, missing))


def target_words(target: Target) -> str:
    """Return a target in words.

    >>> import dicewright
    >>> target_words(dicewright.Target(low=15))
    'at least 15'
    """
    return said(rendering.target_words(target))


def range_words(odds: Distribution) -> str:
    """Return the range of a roll's totals in words.

    >>> import dicewright
    >>> range_words(dicewright.odds("2d6"))
    'from 2 to 12'
    """
    return said(rendering.range_words(odds))


def decimal(value: Number | float) -> str:
    """Return a number with at most two decimals.

    >>> decimal(Fraction(31, 3))
    '10.33'
    """
    return separated(rendering.decimal(value))


def whole(value: Number) -> str:
    """Return a total as shown in replies, shortened if it is very long.

    >>> whole(1_234)
    '1,234'
    """
    return separated(rendering.whole(value))
