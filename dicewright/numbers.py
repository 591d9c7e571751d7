"""Exact numbers: whole where they can be, fractions where they must be, never floats.

The name `Number` stands for `int | Fraction`. A fraction with denominator 1 is always turned back
into an int, so that equal numbers have one form.
"""

from __future__ import annotations

from math import inf, isfinite

from dicewright.errors import ArgumentError, LimitError, RollError, quoted
from dicewright.phrases import Numeral, Phrase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction

    from dicewright.limits import Limits
    from dicewright.source import Span

    Number = int | Fraction
else:

    def __getattr__(name: str) -> object:
        if name != "Number":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from fractions import Fraction  # loaded for who asks for the type while running

        return int | Fraction


# log2(10), rounded down: a number of at most d * this many bits has at most d digits.
_BITS_PER_DIGIT = 3.3219280
# Python writes and reads numbers of 640 digits, whatever `sys.set_int_max_str_digits` says.
_BITS_IN_JSON = 640 * 3


def exact(text: str) -> Number:
    """Return the number that a decimal such as "2.5" or a ratio such as "7/2" writes.

    Raises ArgumentError for any other text.

    >>> exact("2.50"), exact("4.0")
    (Fraction(5, 2), 4)
    """
    if text.isdecimal():
        return from_digits(text)
    from fractions import Fraction  # 10 ms that whole numbers need not pay

    try:
        return simplest(Fraction(text))
    except (ValueError, ZeroDivisionError):
        number = _long_number(text)
    if number is None:
        raise ArgumentError(
            f"{quoted(text)} is not a number.", code="number", hint="Write it as 7, 2.5 or 7/2."
        ) from None
    return number


def _long_number(text: str) -> Number | None:
    """Return a number with more digits than Python is set to read at once, or None if it is none."""
    sign, unsigned = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, point, decimals = unsigned.partition(".")
    above, slash, below = unsigned.partition("/")
    if point and (whole + decimals).isdecimal():
        return divide(sign * from_digits(whole + decimals), 10 ** len(decimals))
    if slash and above.isdecimal() and below.isdecimal() and below.strip("0"):
        return divide(sign * from_digits(above), from_digits(below))
    return sign * from_digits(unsigned) if unsigned.isdecimal() else None


def from_digits(text: str) -> int:
    """Return the whole number that decimal digits write, however many they are.

    Python refuses to read or write a number longer than `sys.set_int_max_str_digits` says, so that
    nobody can make it spend minutes; here `Limits.digits` ensures that.
    """
    try:
        return int(text)
    except ValueError:
        half = len(text) // 2
        above: int = from_digits(text[:-half]) * 10**half
        return above + from_digits(text[-half:])


def digits(value: int) -> str:
    """Return the decimal digits of a whole number, with its sign, however many they are.

    >>> digits(-120)
    '-120'
    """
    try:
        return str(value)
    except ValueError:
        half = int(value.bit_length() / (2 * _BITS_PER_DIGIT))
        upper, lower = divmod(abs(value), 10**half)
        return f"{'-' if value < 0 else ''}{digits(upper)}{digits(lower).zfill(half)}"


def simplest(value: Number) -> Number:
    """Return an int if the value is whole.

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
        return digits(value.numerator)
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    decimals, ellipsis = "", "…"
    for _ in range(6):
        digit, rest = divmod(rest * 10, value.denominator)
        decimals += str(digit)
        if not rest:
            ellipsis = ""
            break
    return f"{sign}{digits(whole)}.{decimals if not ellipsis else decimals[:3] + ellipsis}"


def grouped(value: Number) -> str:
    """Return the number as people read it: as `shown` does, with separators.

    >>> grouped(1_234), grouped(-exact("1234567.5")), grouped(exact("3703/3"))
    ('1,234', '-1,234,567.5', '1,234.333…')
    """
    text = shown(value)
    if -1_000 < value < 1_000:
        return text
    whole, point, decimals = text.partition(".")
    sign, figures = ("-", whole[1:]) if value < 0 else ("", whole)
    first = len(figures) % 3 or 3
    groups = [figures[:first], *(figures[place : place + 3] for place in range(first, len(figures), 3))]
    return f"{sign}{','.join(groups)}{point}{decimals}"


def written(value: Number) -> str:
    """Return the number exactly, as notation reads it: a decimal if it ends, else a ratio.

    >>> written(exact("0.0625")), written(exact("10/3"))
    ('0.0625', '10/3')
    """
    numerator, denominator = value.numerator, value.denominator
    if denominator == 1:
        return digits(numerator)
    # A decimal ends if the denominator has no prime factor but 2 and 5, and so divides a power of 10.
    places = next((places for places in range(1, 400) if pow(10, places, denominator) == 0), None)
    if places is None:
        return f"{digits(numerator)}/{digits(denominator)}"
    decimals = digits(abs(numerator) * 10**places // denominator).zfill(places + 1)
    return f"{'-' if numerator < 0 else ''}{decimals[:-places]}.{decimals[-places:]}"


def ratio(value: Number) -> str:
    """Return the number exactly as a ratio of whole numbers, or as one of them: "7/2", "3"."""
    above = digits(value.numerator)
    return above if value.denominator == 1 else f"{above}/{digits(value.denominator)}"


def jsonable(value: Number) -> int | str:
    """Return a number for JSON: an int, or the exact text of a fraction, such as "3.5" or "10/3".

    A whole number that some Python may be set not to write, or not to read, is a text, too.
    """
    return value if isinstance(value, int) and value.bit_length() <= _BITS_IN_JSON else written(value)


def as_float(value: Number) -> float:
    """Return the nearest float; infinity if the value is too large for a float."""
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


def brief(value: Number) -> str:
    """Return a number in six digits, as large as it may be."""
    if isfinite(near := as_float(value)):
        return f"{near:.6g}"
    text = digits(round_half_away(magnitude(value)))
    return f"{'-' if value < 0 else ''}{text[0]}.{text[1:6]}e+{len(text) - 1}"


def check_number(value: object) -> None:
    """Raise ArgumentError if a caller passed something that is not a number."""
    if isinstance(value, bool) or not _is_real(value) or value != value:
        raise ArgumentError(
            f"A value is a number, not {quoted(value)}.",
            code="number",
            hint="Pass 15, 2.5 or Fraction(7, 2).",
        )


def _is_real(value: object) -> bool:
    # Fractions are known by what they have, so that nobody loads the module to look for one.
    return isinstance(value, int | float) or (hasattr(value, "numerator") and hasattr(value, "denominator"))


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
            Phrase(
                "A power needs a whole exponent, but this one is {exponent}.",
                exponent=Numeral(shown(exponent)),
            ),
            code="fractional-exponent",
            hint=Phrase("Round it first, as in 2 ** round(7/2)."),
            span=span,
        )
    if exponent < 0 and base == 0:
        raise RollError(
            Phrase("0 has no negative power."),
            code="division-by-zero",
            hint=Phrase("The exponent must not be negative here."),
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
    """Return the value, or raise LimitError if it has too many digits."""
    largest = max(abs(value.numerator), value.denominator)
    # For all but very long numbers, the bits decide.
    if largest.bit_length() > limits.digits * _BITS_PER_DIGIT and largest >= 10**limits.digits:
        raise too_many_digits(limits, span)
    return value


def too_many_digits(limits: Limits, span: Span | None) -> LimitError:
    return LimitError(
        Phrase("A number here has more than {limit} digits.", limit=limits.digits),
        limit="digits",
        allowed=limits.digits,
        hint=Phrase("Use smaller numbers."),
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
            Phrase("This divides by 0."),
            code="division-by-zero",
            hint=Phrase("The right side must not be 0."),
        )
