"""The odds of a roll in one short line, where they are cheap to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dicewright import DiceError, format_number

if TYPE_CHECKING:
    from dicewright import Notation, Number, RollOdds

_LONGEST_NUMBER = 15


def figures(notation: Notation) -> str:
    """Return what a roll comes to, or "" where that takes more work than the notation's limits allow.

    Of several different rolls nothing is said: their sum means nothing to a player.

    >>> import dicewright
    >>> figures(dicewright.parse("4d6kh3"))
    '3 to 18, 12.24 on average'
    >>> figures(dicewright.parse("1d20+5 vs 15"))
    '55 % to succeed'
    """
    if len(notation.tree.rolls) > 1:
        return ""
    try:
        (odds,) = notation.odds_by_roll()
    except DiceError:
        return ""
    repeated = (notation.tree.rolls[0].repeat or 1) > 1
    return _told(odds) + (", each time" if repeated else "")


def _told(odds: RollOdds) -> str:
    if odds.success is not None:
        # A chance that endless explosions hide is small, and no impossibility.
        unknown = odds.margin.missing if odds.margin is not None else 0
        return f"{_percentage(float(odds.success or unknown))} % to succeed"
    total = odds.total
    if total.minimum == total.maximum:
        return f"always {_short(total.minimum)}"
    # Dice that explode without end have no highest total; the odds end where they are negligible.
    highest = "or more" if total.missing else f"to {_short(total.maximum)}"
    return f"{_short(total.minimum)} {highest}, {_average(float(total.mean))} on average"


def _percentage(chance: float) -> str:
    percentage = chance * 100
    # What can happen is never called impossible, nor the other way round.
    if 0 < percentage < 0.1:
        return "under 0.1"
    if 99.9 < percentage < 100:
        return "over 99.9"
    return f"{percentage:.1f}".removesuffix(".0")


def _average(mean: float) -> str:
    return f"{mean:,.2f}".rstrip("0").rstrip(".") if abs(mean) < 10**_LONGEST_NUMBER else f"{mean:.3g}"


def _short(value: Number) -> str:
    text = format_number(value)
    return text if len(text) <= _LONGEST_NUMBER else f"{float(value):.3g}"
