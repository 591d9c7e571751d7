"""Chances and numbers in words that a table understands."""

from __future__ import annotations

from fractions import Fraction

from dicewright.numbers import grouped
from dicewright.phrases import Numeral, Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dicewright.numbers import Number
    from dicewright.probability.distributions.distribution import Distribution
    from dicewright.probability.target import Target

_DIGITS = 12
_VERY_LIKELY = Fraction(9, 10)
_NOTHING = Fraction(0)
_TOO_LITTLE = 200


def percent(chance: Fraction | float, missing: Fraction = _NOTHING) -> Phrase:
    """Return a chance as a percentage with the digits that matter; only what is certain is 0% or 100%.

    `missing` is how much more the chance may be: see `Distribution.missing`.

    >>> [percent(Fraction(*pair)) for pair in ((1, 3), (1, 2), (1, 1296), (1295, 1296), (1, 10**7), (0, 1))]
    ['33.3%', '50%', '0.077%', '99.923%', '0.00001%', '0%']
    """
    exact = Fraction(chance)
    if _is_unknown(exact, missing):
        return Phrase("almost 0%")
    if _is_unknown(1 - exact - missing, missing):
        return Phrase("almost 100%")
    if exact in (0, 1):
        return Phrase("{number}%", number="100" if exact else "0")
    rest = min(exact, 1 - exact) * 100
    places = 1
    while places < _DIGITS and rest < Fraction(1, 10 ** (places - 1)):
        places += 1
    if exact * 100 < Fraction(1, 10**_DIGITS):
        return Phrase("almost 0%")
    if (1 - exact) * 100 < Fraction(1, 10**_DIGITS):
        return Phrase("almost 100%")
    # Rounded towards the middle, so that what is left over never shows as nothing.
    text = f"{float(exact * 100):.{places}f}" if exact < Fraction(1, 2) else _from_above(exact, places)
    return Phrase("{number}%", number=Numeral(text.rstrip("0").rstrip(".")))


def _from_above(exact: Fraction, places: int) -> str:
    left = f"{float((1 - exact) * 100):.{places}f}"
    return f"{float(100 - Fraction(left)):.{places}f}"


def one_in(chance: Fraction | float, missing: Fraction = _NOTHING) -> Phrase:
    """Return a chance as "1 in N"; of a very likely one, that of the contrary.

    `missing` is how much more the chance may be: N has no digit that this leaves open.

    >>> [one_in(Fraction(*pair)) for pair in ((2, 9), (1, 1296), (11, 20), (19, 20), (0, 1), (1, 1))]
    ['1 in 4.5', '1 in 1,296', '1 in 1.8', 'all but 1 in 20', 'never', 'always']
    >>> one_in(Fraction(0), missing=Fraction(1, 10**13))
    'less than 1 in 10^12'
    >>> one_in(Fraction(1), missing=Fraction(1, 10**13))
    'all but less than 1 in 10^12'
    """
    exact = Fraction(chance)
    if exact == 1 and not missing:
        return Phrase("always")
    if exact > _VERY_LIKELY:
        # The contrary is what is left at the most, and at the least that without all that is missing.
        return _all_but(1 - exact - missing, missing)
    if _is_unknown(exact, missing):
        return Phrase("less than 1 in 10^{power}", power=str(negligible_power(exact + missing)))
    if not exact:
        return Phrase("never")
    number = _rarity(exact, missing)
    return Phrase("1 in {number}", number=number) if number else Phrase("1 in more than 10^15")


def _all_but(rest: Fraction, missing: Fraction) -> Phrase:
    if _is_unknown(rest, missing):
        return Phrase("all but less than 1 in 10^{power}", power=str(negligible_power(rest + missing)))
    number = _rarity(rest, missing)
    return (
        Phrase("all but 1 in {number}", number=number) if number else Phrase("all but 1 in more than 10^15")
    )


def _rarity(exact: Fraction, missing: Fraction) -> Numeral:
    """Return N of a chance of 1 in N, or "" if it is beyond all counting."""
    number = 1 / exact
    if number < 10:
        return Numeral(f"{float(number):.1f}".removesuffix(".0"))
    whole_number = round(number)
    if missing:
        known = max(1, len(str(int(exact / missing))) - 1)
        whole_number = round(whole_number, min(0, known - len(str(whole_number))))
    return Numeral(f"{whole_number:,}" if number < 10**15 else "")


def negligible_power(chance: Fraction) -> int:
    """Return the greatest n up to 12 for which a chance is no more than 1 in 10 ** n.

    >>> negligible_power(Fraction(1, 20_000)), negligible_power(Fraction(1, 10**30))
    (4, 12)
    """
    return next((power for power in range(_DIGITS, 0, -1) if chance * 10**power <= 1), 0)


def _is_unknown(chance: Fraction, missing: Fraction) -> bool:
    """Return whether what is missing leaves open how large a chance is, to half a percent."""
    return bool(missing) and chance < missing * _TOO_LITTLE


def decimal(value: Number | float) -> Numeral:
    """Return a number in two decimals at most, and a great one with separators.

    >>> decimal(Fraction(31, 3)), decimal(3500), decimal(10.5)
    ('10.33', '3,500', '10.5')
    """
    if abs(float(value)) >= 1e15:
        return Numeral(f"{float(value):.3g}")
    text = f"{float(value):,.2f}"
    return Numeral(text.rstrip("0").rstrip("."))


def whole(value: Number) -> Numeral:
    """Return a total as it stands in a reply, shortened if it is very long.

    >>> whole(12), whole(10**40)
    ('12', '1e+40')
    """
    return Numeral(grouped(value) if abs(float(value)) < 1e15 else f"{float(value):.3g}")


def target_words(target: Target) -> Phrase:
    """Return what a target asks for, such as "at least 15".

    >>> import dicewright
    >>> target_words(dicewright.Target(low=15))
    'at least 15'
    """
    if target.low is None:
        if target.high is None:
            return Phrase("any total")
        return Phrase("at most {number}", number=whole(target.high))
    if target.high is None:
        return Phrase("at least {number}", number=whole(target.low))
    if target.low == target.high:
        return Phrase("exactly {number}", number=whole(target.low))
    return Phrase("from {low} to {high}", low=whole(target.low), high=whole(target.high))


def range_words(odds: Distribution) -> Phrase:
    """Return from where to where the totals of a roll go.

    >>> from dicewright import odds
    >>> range_words(odds("2d6")), range_words(odds("2d6!")), range_words(odds("9000d6"))
    ('from 2 to 12', '2 or more', 'almost always from 30,030 to 32,970')
    >>> range_words(odds("7 + 0 * 2")), range_words(odds("0 * 1d6!"))
    ('always 7', 'almost always 0')
    """
    low, high = whole(odds.minimum), whole(odds.maximum)
    if len(odds.values) == 1:
        if odds.missing:
            return Phrase("almost always {number}", number=low)
        return Phrase("always {number}", number=low)
    if not odds.missing:
        return Phrase("from {low} to {high}", low=low, high=high)
    if Fraction(odds.weights[0], odds.denominator) > odds.missing:
        return Phrase("{low} or more", low=low)
    return Phrase("almost always from {low} to {high}", low=low, high=high)


def left_out(odds: Distribution) -> str:
    """Return a remark about what is missing from the odds, or "" if nothing is; a `Phrase`.

    >>> from dicewright import odds
    >>> left_out(odds("1d6!"))
    'totals with a combined chance of less than 1 in 10^12 are left out'
    """
    if not odds.missing:
        return ""
    return Phrase(
        "totals with a combined chance of less than 1 in 10^{power} are left out",
        power=str(negligible_power(odds.missing)),
    )
