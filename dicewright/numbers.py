"""Exact numbers: whole where they can be, fractions where they must be, never floats.

The name `Number` stands for `int | Fraction`. A fraction with denominator 1 is always turned back
into an int, so that equal numbers have one form.
"""

from __future__ import annotations

from dicewright.errors import LimitError, RollError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction

    from dicewright.limits import Limits
    from dicewright.source import Span

    Number = int | Fraction

# log2(10), rounded down: a number of at most d * this many bits has at most d digits.
_BITS_PER_DIGIT = 3.3219280


def exact(text: str) -> Number:
    """Return the number that a decimal such as "2.5" or a ratio such as "7/2" writes.

    >>> exact("2.50"), exact("4.0")
    (Fraction(5, 2), 4)
    """
    if text.isdecimal():
        return int(text)
    from fractions import Fraction  # 10 ms that whole numbers need not pay

    return simplest(Fraction(text))


def simplest(value: Number) -> Number:
    """Return an int where the value is whole.

    >>> simplest(exact("1.5") * 2)
    3
    """
    return value.numerator if value.denominator == 1 else value


def shown(value: Number) -> str:
    """Return the number as players write it: 3.5 exactly, and a cut decimal with an ellipsis otherwise.

    >>> shown(exact("7/2")), shown(exact("10/3")), shown(-exact("1/8"))
    ('3.5', '3.333…', '-0.125')
    """
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    digits, ellipsis = "", "…"
    for _ in range(6):
        digit, rest = divmod(rest * 10, value.denominator)
        digits += str(digit)
        if not rest:
            ellipsis = ""
            break
    return f"{sign}{whole}.{digits if not ellipsis else digits[:3] + ellipsis}"


def written(value: Number) -> str:
    """Return the number exactly, as notation reads it: a decimal where it ends, else a ratio.

    >>> written(exact("0.0625")), written(exact("10/3"))
    ('0.0625', '10/3')
    """
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return str(numerator)
    # A decimal ends where the denominator has no prime factor but 2 and 5, and so divides a power of 10.
    places = next((places for places in range(1, 400) if pow(10, places, denominator) == 0), None)
    if places is None:
        return f"{numerator}/{denominator}"
    digits = str(abs(numerator) * 10**places // denominator).zfill(places + 1)
    return f"{'-' if numerator < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def add(left: Number, right: Number) -> Number:
    return simplest(left + right)


def subtract(left: Number, right: Number) -> Number:
    return simplest(left - right)


def multiply(left: Number, right: Number) -> Number:
    return simplest(left * right)


def divide(left: Number, right: Number) -> Number:
    """Return the exact quotient; a division by zero raises RollError."""
    _check_divisor(right)
    from fractions import Fraction

    return simplest(Fraction(left) / right)


def floor_divide(left: Number, right: Number) -> Number:
    """Return the quotient rounded down; a division by zero raises RollError."""
    _check_divisor(right)
    return left // right


def modulo(left: Number, right: Number) -> Number:
    """Return the remainder, with the divisor's sign as in Python; zero raises RollError."""
    _check_divisor(right)
    return simplest(left % right)


def power(base: Number, exponent: Number, limits: Limits, span: Span | None = None) -> Number:
    """Return base ** exponent, after checking that the result stays within the limit of digits.

    A fractional exponent, or zero to a negative one, raises RollError.
    """
    if exponent.denominator != 1:
        raise RollError(
            f"A power needs a whole exponent, and this one is {shown(exponent)}.",
            code="fractional-exponent",
            hint="Round it first, as in 2 ** round(7/2).",
            span=span,
        )
    if exponent < 0 and base == 0:
        raise RollError(
            "0 has no negative power.",
            code="division-by-zero",
            hint="The exponent must not be negative here.",
            span=span,
        )
    bits = max(abs(base.numerator).bit_length(), base.denominator.bit_length()) - 1
    if bits * magnitude(exponent) > limits.digits * _BITS_PER_DIGIT:
        raise too_many_digits(limits, span)
    if exponent < 0:
        from fractions import Fraction

        base = Fraction(base)
    return bounded(simplest(base ** int(exponent)), limits, span)


def bounded(value: Number, limits: Limits, span: Span | None = None) -> Number:
    """Return the value, or raise LimitError where it has too many digits."""
    largest = max(abs(value.numerator), value.denominator)
    # Few numbers are so long that their bits do not tell.
    if largest.bit_length() > limits.digits * _BITS_PER_DIGIT and largest >= 10**limits.digits:
        raise too_many_digits(limits, span)
    return value


def too_many_digits(limits: Limits, span: Span | None) -> LimitError:
    return LimitError(
        f"A number grew past {limits.digits} digits.",
        limit="digits",
        allowed=limits.digits,
        hint="Roll for something smaller.",
        span=span,
    )


def round_half_away(value: Number) -> int:
    """Return the nearest whole number; a half goes away from zero, as players round.

    >>> round_half_away(exact("2.5")), round_half_away(-exact("2.5"))
    (3, -3)
    """
    numerator, denominator = abs(value.numerator), value.denominator
    rounded = (2 * numerator + denominator) // (2 * denominator)
    return -rounded if value < 0 else rounded


def magnitude(value: Number) -> Number:
    """Return the absolute value."""
    return -value if value < 0 else value


def _check_divisor(divisor: Number) -> None:
    if divisor == 0:
        raise RollError(
            "This divides by zero.", code="division-by-zero", hint="The right side must not come to 0."
        )
