"""Limits that a caller raises end in an answer or a DiceError, never in an error of Python's own."""

from __future__ import annotations

import json
import pickle
import sys

import pytest

import dicewright
from dicewright import DiceError, LimitError, Limits, Result, estimate, odds, parse

LIMITS = {"nesting", "digits", "work", "memory", "dice"}
DEEP = Limits(text=10**6, nesting=10**5, digits=10**5, names=10**6, dice=10**5)
NESTED = {
    "brackets": ("(", "1d6", ")"),
    "groups": ("{", "1d6", "}"),
    "functions": ("abs(", "1d6", ")"),
    "signs": ("-", "1d6", ""),
    "powers": ("1**", "1", ""),
    "conditions": ("if(1, ", "1d6", ", 2)"),
    "counts": ("(", "1", "d6)"),
    "sides": ("1d(", "6", ")"),
    "labels": ("(", "1d6", "[a])"),
    "sums": ("(1+", "1d6", ")"),
}


@pytest.mark.parametrize("depth", [60, 120, 250, 500, 1_000, 5_000])
@pytest.mark.parametrize("kind", NESTED)
def test_deep_texts(kind, depth):
    opening, inside, closing = NESTED[kind]
    text = opening * depth + inside + closing * depth
    for ask in (every_door, odds, lambda text, **more: estimate(text, rolls=2, **more)):
        answered(ask, text, limits=DEEP)


@pytest.mark.parametrize("depth", [60, 300, 1_000])
def test_deep_names(depth):
    names = {f"n{i}": f"@n{i + 1} + 1" for i in range(depth)} | {f"n{depth}": "1d6"}
    answered(every_door, "@n0", names=names, limits=DEEP)


def every_door(text, **more):
    """Do all that can be done with a text, with its dice, labels and words."""
    notation = parse(text, **more)
    result = notation.roll(seed="deep")
    str(notation), repr(notation), hash(notation), notation == parse(text, **more)
    str(result), repr(result), result.dice, result.labels, result.tally, result.to_dict()
    notation.odds_by_roll()


def answered(ask, text, **more):
    refused = None
    try:
        ask(text, **more)
    except LimitError as error:
        refused = error
    assert refused is None or (
        refused.limit in ("nesting", "digits", "work", "memory", "dice") and refused.text
    )


@pytest.fixture(params=[640, 4300, 0])
def digits_of_python(request):
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(request.param)
    yield request.param
    sys.set_int_max_str_digits(before)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 700,
        "9" * 5_000,
        "7**6000",
        "7**6000 + 1d6",
        "1/7**6000",
        "7**6000/2 + 1d6/3",
        "0." + "3" * 5_000,
        "1d6 vs " + "9" * 5_000,
        "d[1, " + "9" * 5_000 + "]",
        "d[" + "9" * 5_000 + "..1]",
        "1d" + "9" * 5_000,
        "9" * 5_000 + "d6",
        "2d6kh" + "9" * 5_000,
        "9" * 5_000 + "x 1d6",
        "1d6ma" + "9" * 5_000,
        "1d6r=" + "9" * 5_000,
        "1d6>=" + "9" * 5_000,
        "1d(7**6000)",
        "(7**6000)d6",
        "@long + 1d6",
        "1d20 + " + "9" * 5_000 + " vs 7**6000 # note",
        "7**6000[fire] + 2d6",
    ],
    ids=lambda text: f"{text[:8]}-{len(text)}",
)
@pytest.mark.usefixtures("digits_of_python")
def test_long_numbers(text):
    limits = Limits(text=10**5, digits=10**4)
    names = {"long": 7**6000}
    try:
        result = dicewright.roll(text, names=names, seed="long", limits=limits)
    except DiceError as error:
        str(error)
        return
    stored = json.dumps(result.to_dict())
    again = Result.from_dict(json.loads(stored), limits=limits)
    assert again == result == pickle.loads(pickle.dumps(result))
    assert str(again)
    assert str(result)
    assert repr(result).startswith("<Result")
    assert parse(str(parse(text, names=names, limits=limits)), names=names, limits=limits)
    found = odds(text, names=names, limits=limits)
    repr(found)
    assert result.total in found


@pytest.mark.usefixtures("digits_of_python")
def test_long_numbers_are_written_and_read_exactly():
    from dicewright.numbers import digits, exact, from_digits

    for number in (0, 7, -(10**700), 10**5000, 10**5000 - 1, -(7**9001)):
        text = digits(number)
        assert from_digits(text.removeprefix("-")) == abs(number)
        assert exact(text) == number
