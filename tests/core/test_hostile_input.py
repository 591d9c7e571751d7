"""Input that is meant to hurt: it rolls, or it ends in a DiceError; nothing else, wherever it is called."""

from __future__ import annotations

import sys
import time

import pytest

import dicewright
from dicewright import DiceError, Limits

WIDE = Limits(text=3_000_000)
MEGABYTE = 1_000_000
DEEP = 48


def nested(opening, inside, closing, depth=DEEP):
    return opening * depth + inside + closing * depth


# What is written, the limits, and the code of the error, or None where it is a legal roll.
HOSTILE = [
    ("9999999999d9999999999", Limits(), "limit-dice"),
    ("1d6!>=1", Limits(), "endless"),
    ("10000d6!>=2", Limits(), "limit-dice"),
    ("10000d6r<=5", Limits(), "limit-dice"),
    ("1000d1000u", Limits(), None),
    ("(" * 10_000, Limits(), "limit-text"),
    ("(" * 10_000, WIDE, "limit-nesting"),
    ("(" * 10_000 + "1" + ")" * 10_000, WIDE, "limit-nesting"),
    ("{" * 10_000, WIDE, "limit-nesting"),
    ("floor(" * 10_000, WIDE, "limit-nesting"),
    ("d(" * 10_000, WIDE, "limit-nesting"),
    ("-" * 10_000 + "1", WIDE, "limit-nesting"),
    ("+" * 10_000 + "1", WIDE, "limit-nesting"),
    ("1**" * 10_000 + "1", WIDE, "limit-nesting"),
    ("1" * MEGABYTE, Limits(), "limit-text"),
    ("1" * MEGABYTE, WIDE, "limit-digits"),
    ("1d" + "1" * MEGABYTE, WIDE, "limit-digits"),
    ("1" * MEGABYTE + "d6", WIDE, "limit-digits"),
    ("0." + "1" * MEGABYTE, WIDE, "limit-digits"),
    ("2d6kh" + "1" * MEGABYTE, WIDE, "limit-digits"),
    ("1d[" + "1" * MEGABYTE + "]", WIDE, "limit-digits"),
    (" " * MEGABYTE, Limits(), "limit-text"),
    (" " * MEGABYTE, WIDE, "empty"),
    ("a" * MEGABYTE, Limits(), "limit-text"),
    ("a" * MEGABYTE, WIDE, "unknown-word"),
    ("1d6" + "k" * 1_897, Limits(text=2_000), None),
    ("9d9" + "kh" * 950, Limits(text=2_000), None),
    ("1+" * 950 + "1", Limits(text=2_000), None),
    ("1d4+" * 475 + "1", Limits(text=2_000), None),
    ("1d4*" * 475 + "1", Limits(text=2_000), "limit-digits"),
    ("2*" * 950 + "1", Limits(text=2_000), "limit-digits"),
    ("1d4!+" * 380 + "1", Limits(text=2_000), None),
    ("1;" * 950, Limits(text=2_000, rolls=1_000), None),
    ("1#" * 950, Limits(text=2_000), None),
    ("1x" * 950, Limits(text=2_000), "unknown-modifier"),
    ("@a" * 475, Limits(text=2_000), "side-by-side"),
    ("1[a]" * 475, Limits(text=2_000), "side-by-side"),
    ("{1," * 49, Limits(), "incomplete"),
    ("{1+" * 49 + "1", Limits(), "unclosed"),
    ("{" + "1," * 900 + "1}kh1", Limits(text=2_000), None),
    ("max(" + "1," * 900 + "1)", Limits(text=2_000), "argument-count"),
    ("1d[" + "1," * 900 + "1]", Limits(text=2_000), None),
    ("1d[1..9999999999999999999]", Limits(), "limit-faces"),
    ("1d[-99999999999999999999..1]", Limits(), "limit-faces"),
    ("9**9**9**9", Limits(), "limit-digits"),
    ("9**99999999999999999999", Limits(), "limit-digits"),
    ("0.5**99999999999999999999", Limits(), "limit-digits"),
    ("(1/3)**-999", Limits(), "limit-digits"),
    ("1**99999999999999999999", Limits(), None),
    ("0**99999999999999999999", Limits(), None),
    ("(-1)**99999999999999999999", Limits(), None),
    ("1/0", Limits(), "division-by-zero"),
    ("1//0", Limits(), "division-by-zero"),
    ("1%0", Limits(), "division-by-zero"),
    ("0**-1", Limits(), "division-by-zero"),
    ("1d0", Limits(), "no-faces"),
    ("1d(0)", Limits(), "die-sides"),
    ("(0-5)d6", Limits(), "dice-count"),
    ("(9**99)d6", Limits(), "limit-dice"),
    ("1d(9**99)", Limits(), "die-sides"),
    ("2d6kh99999999999999999999", Limits(), None),
    ("2d6adv99999999999999999999", Limits(), "limit-dice"),
    ("(1d4)d6adv99999999999999999999", Limits(), "limit-dice"),
    ("99999999999999999999x 1d6", Limits(), "limit-repeats"),
    ("100x 101d6", Limits(), "limit-dice"),
    ("100x (1d100+1000)d6", Limits(), "limit-dice"),
    ("\u0661d\u0666", Limits(), "stray"),
    ("1d\uff16", Limits(), None),
    ("\uff11d6", Limits(), None),
    ("1d²", Limits(), "missing-sides"),
    ("²d6 diff 8", Limits(), "unknown-word"),
    ("3²d6 difficulty 8", Limits(), "unknown-word"),
    ("\ud800", Limits(), "stray"),
    ("1d6 # \ud800", Limits(), None),
    ("1d6[\udfff]", Limits(), None),
    ("d[\ud800]", Limits(), None),
    ("@\ud800", Limits(), "missing-name"),
    ("\x00", Limits(), "stray"),
    ("1d6\x00", Limits(), "stray"),
    ("1d6[\x00]", Limits(), None),
    ("1d6 \u202e", Limits(), None),
    ("2x 1 # \x00; 1#d6 \x00", Limits(), None),
    ("\u200b1d6\ufeff", Limits(), None),
    (nested("(", "1d6", ")"), Limits(), None),
    (nested("{", "1d6", "}kh1"), Limits(), None),
    (nested("if(1+1*2 vs 1+2*", "1d1", ",1+1*1d4,0)"), Limits(text=9_000), None),
    (nested("1+1*max(0,1 vs 1+2*", "1d1", ")"), Limits(text=9_000), None),
    (nested("(1d1+1*", "1d1", ")d1"), Limits(text=9_000), None),
    (nested("1d(1+0*", "1d1", ")"), Limits(text=9_000), None),
    (nested("-", "1", ""), Limits(), None),
    (nested("1**", "1", ""), Limits(), None),
]


@pytest.mark.parametrize("frames", [0, 300])
@pytest.mark.parametrize(("text", "limits", "code"), HOSTILE, ids=[ascii(text[:30]) for text, *_ in HOSTILE])
def test_hostile_input(text, limits, code, frames):
    assert at_depth(frames, lambda: use(text, limits=limits)) == code


def use(text, **options):
    """Do with a text all that can be done, and return the code of the error, or None."""
    try:
        notation = dicewright.parse(text, **options)
        result = notation.roll(seed="hostile")
        assert notation == dicewright.parse(text, **options)
        assert hash(notation)
        assert str(notation)
        assert str(result)
        assert result.to_dict()
        assert repr(notation.tree)
        assert result.labels is not None
    except DiceError as error:
        said = str(error)
        said.encode()
        return error.code if len(said) < 1_000 else said
    return None


def at_depth(frames, call):
    """Call from this many frames further down the stack, as an application would."""
    return call() if frames == 0 else at_depth(frames - 1, call)


LOOPS = {
    "itself": {"a": "@a"},
    "pair": {"a": "@b", "b": "@a"},
    "ring": {"a": "@n0"} | {f"n{place}": f"1 + @n{(place + 1) % 30}" for place in range(30)},
}
BOMBS = {
    "doubling": {"a": "@n0 + @n0"}
    | {f"n{place}": f"@n{place + 1} + @n{place + 1}" for place in range(40)}
    | {"n40": "1"},
    "wide": {"a": "+".join(["@b"] * 300), "b": "+".join(["@c"] * 300), "c": "+".join(["1d6"] * 200)},
    "long": {"a": "+".join(["@b"] * 40), "b": "+".join(["1d6"] * 240)},
    "numbers": {"a": "1d4 + @b", "b": "+".join(["@c"] * 333), "c": "+".join(["7"] * 400)},
    "deep": {"a": "@n0"} | {f"n{place}": f"(1 + 1 * @n{place + 1})" for place in range(400)} | {"n400": "1"},
}


@pytest.mark.parametrize("frames", [0, 300])
@pytest.mark.parametrize("names", LOOPS.values(), ids=LOOPS)
def test_names_that_loop(names, frames):
    assert at_depth(frames, lambda: use("@a", names=names)) == "name-loop"


@pytest.mark.parametrize("frames", [0, 300])
@pytest.mark.parametrize("names", BOMBS.values(), ids=BOMBS)
def test_names_that_stand_for_too_much(names, frames):
    assert at_depth(frames, lambda: use("@a", names=names)) in ("limit-names", "limit-nesting")


@pytest.mark.parametrize("frames", [0, 300])
@pytest.mark.parametrize("levels", [20, 45, 49])
def test_names_as_deep_as_the_limit_allows(levels, frames):
    names = {f"n{place}": f"max(1 + 1 * @n{place + 1}, 0)" for place in range(levels)} | {f"n{levels}": "1d1"}
    code = at_depth(frames, lambda: use("@n0", names=names))
    assert code in (None, "limit-nesting")


def test_hostile_input_is_answered_at_once():
    """All together within seconds: each alone takes milliseconds, and a busy machine several times that."""
    started = time.process_time()
    for text, limits, _ in HOSTILE:
        try:
            dicewright.roll(text, limits=limits, seed="hostile")
        except DiceError:
            continue
    assert time.process_time() - started < 5


def test_the_stack_is_as_python_has_it():
    assert sys.getrecursionlimit() == 1_000
