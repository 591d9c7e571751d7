from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicewright import LimitError, Limits, RollError, numbers

FRACTIONS = st.fractions(max_denominator=400)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("007", 7),
        ("2.5", Fraction(5, 2)),
        (".5", Fraction(1, 2)),
        ("4.0", 4),
        ("7/2", Fraction(7, 2)),
        ("1e2", 100),
    ],
)
def test_exact(text, value):
    assert numbers.exact(text) == value
    assert type(numbers.exact(text)) is type(value)


@pytest.mark.parametrize(
    ("value", "shown", "written"),
    [
        (7, "7", "7"),
        (-7, "-7", "-7"),
        (Fraction(7, 2), "3.5", "3.5"),
        (Fraction(-7, 2), "-3.5", "-3.5"),
        (Fraction(1, 3), "0.333…", "1/3"),
        (Fraction(-1, 3), "-0.333…", "-1/3"),
        (Fraction(200, 3), "66.666…", "200/3"),
        (Fraction(1, 8), "0.125", "0.125"),
        (Fraction(1, 64), "0.015625", "0.015625"),
        (Fraction(1, 128), "0.007…", "0.0078125"),
        (Fraction(1, 10**40), "0.000…", "0." + "0" * 39 + "1"),
        (Fraction(1001, 1000), "1.001", "1.001"),
    ],
)
def test_shown_and_written(value, shown, written):
    assert (numbers.shown(value), numbers.written(value)) == (shown, written)


@given(FRACTIONS)
def test_what_is_written_is_the_number(value):
    assert numbers.exact(numbers.written(value)) == value


@given(FRACTIONS, FRACTIONS)
def test_arithmetic_is_that_of_fractions(left, right):
    assert numbers.add(left, right) == left + right
    assert numbers.subtract(left, right) == left - right
    assert numbers.multiply(left, right) == left * right
    if right:
        quotient, remainder = numbers.floor_divide(left, right), numbers.modulo(left, right)
        assert numbers.divide(left, right) == left / right
        assert left == quotient * right + remainder
        assert type(quotient) is int
        assert remainder == 0 or (remainder < 0) == (right < 0)


@given(FRACTIONS, FRACTIONS)
def test_whole_results_are_whole_numbers(left, right):
    for found in (numbers.add(left, right), numbers.multiply(left, right), numbers.simplest(left)):
        assert (type(found) is int) == (found.denominator == 1)


@pytest.mark.parametrize("operation", [numbers.divide, numbers.floor_divide, numbers.modulo])
def test_nothing_is_divided_by_zero(operation):
    with pytest.raises(RollError, match="divides by 0"):
        operation(1, 0)


@given(FRACTIONS)
def test_a_half_rounds_away_from_zero(value):
    rounded = numbers.round_half_away(value)

    assert abs(value - rounded) <= Fraction(1, 2)
    assert numbers.round_half_away(-value) == -rounded
    if abs(value - rounded) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


@given(st.fractions(-1_000, 1_000, max_denominator=400).filter(bool), st.integers(-12, 12))
def test_powers_are_exact(base, exponent):
    assert numbers.power(base, exponent, Limits()) == base**exponent


@pytest.mark.parametrize(
    ("base", "exponent", "allowed"),
    [
        (10, 2, True),
        (10, 3, False),
        (999, 1, True),
        (2, 9, True),
        (2, 10, False),
        (-2, 10, False),
        (Fraction(1, 2), 10, False),
        (1, 10**40, True),
        (-1, 10**40 + 1, True),
        (0, 10**40, True),
        (2, 10**40, False),
        (2, -(10**40), False),
    ],
)
def test_powers_are_bounded_before_they_are_made(base, exponent, allowed):
    if allowed:
        assert abs(numbers.power(base, exponent, Limits(digits=3))) < 1_000
        return
    with pytest.raises(LimitError) as caught:
        numbers.power(base, exponent, Limits(digits=3))
    assert caught.value.limit == "digits"


@given(st.integers(1, 40), st.integers(0, 2))
def test_digits_are_counted_exactly(digits, more):
    value = 10**digits - 1 + more
    limits = Limits(digits=digits)
    for number in (value, -value, Fraction(1, value) if value > 1 else value):
        if more == 0:
            assert numbers.bounded(number, limits) == number
        else:
            with pytest.raises(LimitError):
                numbers.bounded(number, limits)
