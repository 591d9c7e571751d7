"""Where the carets of an error stand, and what a message says about names and limits."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import DiceError, LimitError, NotationError, RollError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "1d6+" * 30 + "kx",
            "…6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+kx\n"
            "                                                       ^^",
        ),
        (
            "kx" + "+1d6" * 30,
            "kx+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1d6+1…\n^^",
        ),
        (
            "9" * 101,
            "9" * 56 + "…\n" + "^" * 56,
        ),
        (
            "(" * 51 + "1" + ")" * 51,
            "…" + "(" * 29 + "1" + ")" * 26 + "…\n" + " " * 29 + "^",
        ),
        ("1d6 +\t\nkx", "1d6 +  kx\n       ^^"),
        ("1[力] + kx", "1[力] + kx\n        ^^"),
        ("1[e\u0301] + kx", "1[e\u0301] + kx\n       ^^"),
        ("1d6 \x1b[31m", "1d6 \N{REPLACEMENT CHARACTER}[31m\n    ^"),
        ("1d6 \ud800", "1d6 \N{REPLACEMENT CHARACTER}\n    ^"),
    ],
)
def test_the_place_in_long_and_odd_texts(text, shown):
    with pytest.raises(DiceError) as caught:
        dicewright.parse(text)

    assert str(caught.value).rpartition("\n")[0] == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (
            {"a": "1d0"},
            "1d0\n  ^\nIn @a: A die needs at least one face. Write d6 or d20.",
        ),
        (
            {"a": "@b + 1", "b": "2d6 / 0"},
            "2d6 / 0\n    ^^^\nIn @b: This divides by 0. The right side must not be 0.",
        ),
        (
            {"a": "1d6 + @x"},
            '1d6 + @x\n      ^^\nIn @a: Nothing is saved as "@x". Known names: @a.',
        ),
        (
            {"a": "@b", "b": "@c", "c": "@a"},
            "@a\n^^\nIn @c: These names refer to each other in a circle: @a → @b → @c → @a. "
            "Change one of them so that it no longer uses the others.",
        ),
        (
            {"a": "1d6; 1d8"},
            "1d6; 1d8\n^^^^^^^^\nIn @a: This name stands for several rolls, but only one can be used here. "
            "Save a single roll under this name, without repeats.",
        ),
        (
            {"a": "9000d6 + 9000d6"},
            "@a\n^^\nThis roll needs 18,000 dice or more; the limit is 10,000 for a whole roll. "
            "Roll fewer dice.",
        ),
        ({}, '@a\n^^\nNothing is saved as "@a". No names are saved here yet.'),
    ],
)
def test_errors_inside_names(names, shown):
    with pytest.raises(DiceError) as caught:
        dicewright.roll("@a", names=names, seed="errors")

    assert str(caught.value) == shown


@pytest.mark.parametrize(
    ("limits", "text", "limit", "allowed"),
    [
        (dicewright.Limits(text=5), "1d6+12", "text", 5),
        (dicewright.Limits(dice=3), "4d6", "dice", 3),
        (dicewright.Limits(), "1d6!>=1", "dice", 10_000),
    ],
)
def test_a_limit_error_names_the_limit(limits, text, limit, allowed):
    with pytest.raises(LimitError) as caught:
        dicewright.roll(text, limits=limits)

    assert (caught.value.limit, caught.value.allowed) == (limit, allowed)


def test_a_message_is_bounded_whatever_it_quotes():
    error = NotationError("x" * 5_000, code="x", hint="y\n\ud800" * 5_000)

    assert len(str(error)) < 1_000
    assert str(error).isprintable()


def test_an_error_finds_its_text_once():
    error = RollError("No.", code="no")

    assert str(error) == "No."
    assert error.found_in("1d6", dicewright.Span(0, 1)).found_in("other").text == "1d6"
    assert str(error) == "1d6\n^\nNo."
