"""The odds of a roll in one short line, if they are cheap to know."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.chances import percent
from bot.texts import _
from dicewright import DiceError, format_number

if TYPE_CHECKING:
    from dicewright import Notation, Number, RollOdds

_LONGEST_NUMBER = 15


def short_odds(notation: Notation) -> str:
    """Return what to expect of a roll, or "" if that takes more work than the notation's limits allow.

    Of several different rolls nothing is said: their sum means nothing to a player.

    >>> import dicewright
    >>> short_odds(dicewright.parse("4d6kh3"))
    '3 to 18, 12.24 on average'
    >>> short_odds(dicewright.parse("1d20+5 vs 15"))
    '55% to succeed'
    """
    if len(notation.tree.rolls) > 1:
        return ""
    try:
        (odds,) = notation.odds_by_roll()
    except DiceError:
        return ""
    repeated = (notation.tree.rolls[0].repeat or 1) > 1
    line = _expectation(odds)
    return _("{expected} · each time", expected=line) if repeated else line


def _expectation(odds: RollOdds) -> str:
    if odds.success is not None:
        # A chance that endless explosions hide is small, and no impossibility.
        missing = Fraction(odds.margin.missing) if odds.margin is not None else Fraction(0)
        return _("{chance} to succeed", chance=percent(odds.success, missing))
    total = odds.total
    lowest, highest = _short(total.minimum), _short(total.maximum)
    if total.minimum == total.maximum:
        return _("always {total}", total=lowest)
    average = _average(float(total.mean))
    # Dice that explode without end have no highest total; the odds end where they are negligible.
    if total.missing:
        return _("{lowest} or more, {average} on average", lowest=lowest, average=average)
    return _("{lowest} to {highest}, {average} on average", lowest=lowest, highest=highest, average=average)


def _average(mean: float) -> str:
    return f"{mean:,.2f}".rstrip("0").rstrip(".") if abs(mean) < 10**_LONGEST_NUMBER else f"{mean:.3g}"


def _short(value: Number) -> str:
    text = format_number(value)
    return text if len(text) <= _LONGEST_NUMBER else f"{float(value):.3g}"
