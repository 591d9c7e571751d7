"""Every limit holds exactly: what is at it rolls, one more is refused, and the error names it."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import LimitError, Limits

# The limits, the text that is just allowed, the text that asks for one more, and the name of the limit.
AT_THE_LIMIT = [
    (Limits(), "1" + " " * 999, "1" + " " * 1_000, "text"),
    (Limits(), "(" * 50 + "1" + ")" * 50, "(" * 51 + "1" + ")" * 51, "nesting"),
    (Limits(), "{" * 50 + "1" + "}" * 50, "{" * 51 + "1" + "}" * 51, "nesting"),
    (Limits(), "abs(" * 50 + "1" + ")" * 50, "abs(" * 51 + "1" + ")" * 51, "nesting"),
    (Limits(), "-" * 50 + "1", "-" * 51 + "1", "nesting"),
    (Limits(), "1**" * 50 + "1", "1**" * 51 + "1", "nesting"),
    (Limits(), "10000d6", "10001d6", "dice"),
    (Limits(), "5000d6 + 5000d6", "5000d6 + 5001d6", "dice"),
    (Limits(), "100x 100d6", "100x 101d6", "dice"),
    (Limits(), "9999d6; 1d6", "9999d6; 2d6", "dice"),
    (Limits(), "9999d6adv", "9999d6adv2", "dice"),
    (Limits(), "(5000+5000)d6", "(5000+5001)d6", "dice"),
    (Limits(), "if(1, 10000d6, 0)", "if(1, 10001d6, 0)", "dice"),
    (Limits(), "if(1, 0, 5d6) + 10000d6", "if(1, 5d6, 5d6) + 9996d6", "dice"),
    (Limits(), "1d1000000", "1d1000001", "faces"),
    (Limits(), "d[1..1000000]", "d[0..1000000]", "faces"),
    (Limits(), "100x 1", "101x 1", "repeats"),
    (Limits(), "100#1", "101#1", "repeats"),
    (Limits(), "100 1d1", "101 1d1", "repeats"),
    (Limits(), "1x 1", "0x 1", "repeats"),
    (Limits(), ";".join("1" * 20), ";".join("1" * 21), "rolls"),
    (Limits(), "9" * 100, "9" * 101, "digits"),
    (Limits(), "10**99", "10**100", "digits"),
    (Limits(), "9**99 * 9**4", "9**99 * 9**6", "digits"),
    (Limits(), f"{'9' * 99}0 + 9", f"{'9' * 99}0 + 10", "digits"),
    (Limits(), f"{{{'9' * 99}0, 9}}", f"{{{'9' * 99}0, 10}}", "digits"),
    (Limits(), f"1 / {'9' * 100}", f"1 / {'9' * 99}7 / 10", "digits"),
    (Limits(digits=2), "10d10", "100d6", "digits"),
    (Limits(digits=2), "1d10", "1d100", "digits"),
    (Limits(digits=1), "2d4", "2d10", "digits"),
    (Limits(digits=3), "2d[499, 499]", "2d[500, 500]", "digits"),
    (Limits(text=3), "1d6", "2d10", "text"),
    (Limits(dice=2), "2d6", "3d6", "dice"),
    (Limits(faces=6), "1d6", "1d7", "faces"),
    (Limits(faces=6), "1d6", "1d%", "faces"),
    (Limits(digits=3), "10d%", "1000d%", "digits"),
    (Limits(), "0" * 98 + "1d%", "0" * 100 + "1d%", "digits"),
    (Limits(faces=100), "1d%", "1d101", "faces"),
    (Limits(repeats=2), "2x 1", "3x 1", "repeats"),
    (Limits(rolls=1), "1", "1;1", "rolls"),
    (Limits(nesting=0), "1d6kh1 + 2", "(1)", "nesting"),
    (Limits(steps=4), "2d6sasa", "2d6sasasa", "steps"),
    (Limits(steps=4), "{1,2}kh1kl1", "{1,2}kh1kl1sa", "steps"),
]


@pytest.mark.parametrize(("limits", "allowed", "refused", "name"), AT_THE_LIMIT)
def test_at_the_limit_and_one_over(limits, allowed, refused, name):
    dicewright.roll(allowed, limits=limits, seed="limits")

    with pytest.raises(LimitError) as caught:
        dicewright.roll(refused, limits=limits, seed="limits")
    assert caught.value.limit == name
    assert caught.value.allowed == getattr(limits, name)
    assert caught.value.code == f"limit-{name}"


@pytest.mark.parametrize(
    ("text", "faces", "dice"),
    [
        ("2d6!", [6, 6, 1, 6, 6, 6], 5),
        ("2d6!!", [6, 6, 6, 6, 6, 6], 5),
        ("2d6r1", [1, 1, 1, 1, 1, 1], 5),
        ("2d6u", [1, 1, 1, 1, 1, 1], 5),
        ("(1d6)d6", [6, 1, 1, 1, 1, 1, 1], 6),
        ("2d6ra1 + (1d2)d6", [1, 2, 1, 2, 3, 3], 5),
    ],
)
def test_dice_are_counted_as_they_fall(text, faces, dice):
    limits = Limits(dice=dice)

    with pytest.raises(LimitError, match=f"needs {dice + 1} dice or more; the limit is {dice}") as caught:
        dicewright.parse(text, limits=limits).roll(dice=dicewright.scripted(faces))
    assert caught.value.text == text
    assert caught.value.span is not None


@pytest.mark.parametrize(
    ("names", "limit"),
    [
        ({"a": "+".join(["@b"] * 8), "b": "1" + " " * 959}, None),
        ({"a": "+".join(["@b"] * 8), "b": "1" + " " * 999}, "names"),
        ({"a": "(" * 45 + "@b" + ")" * 45, "b": "(" * 45 + "1" + ")" * 45}, None),
        ({"a": "-" * 45 + "@b", "b": "-" * 45 + "@c", "c": "-" * 45 + "1"}, None),
        (
            {
                "a": "-" * 49 + "@b",
                "b": "-" * 49 + "@c",
                "c": "-" * 49 + "@d",
                "d": "-" * 49 + "@e",
                "e": "-1",
            },
            "nesting",
        ),
    ],
)
def test_names_have_limits_of_their_own(names, limit):
    if limit is None:
        dicewright.roll("@a", names=names)
        return
    with pytest.raises(LimitError) as caught:
        dicewright.roll("@a", names=names)
    assert caught.value.limit == limit


def test_the_defaults_are_the_documented_ones():
    limits = dicewright.DEFAULT_LIMITS

    assert (limits.text, limits.nesting, limits.dice, limits.faces) == (1_000, 50, 10_000, 1_000_000)
    assert (limits.repeats, limits.rolls, limits.digits) == (100, 20, 100)
