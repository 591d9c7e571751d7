"""`twice(x)`: the dice twice, the numbers once."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import LimitError, NotationError, Result, scripted

NAMES = {"damage": "2d6 + 3", "critical": "twice(@damage)", "check": "1d20 vs 15"}


@pytest.mark.parametrize(
    ("text", "faces", "shown"),
    [
        ("twice(1d8 + 3)", [5, 2], "twice(1d8 (5) + 1d8 (2) + 3) = 10"),
        ("twice(3 - 1d4)", [1, 2], "twice(3 - 1d4 (1) - 1d4 (2)) = 0"),
        ("twice(2d6kl1)", [6, 1, 5, 2], "twice(2d6kl1 (~6~, 1) + 2d6kl1 (~5~, 2)) = 3"),
        ("twice(1d6 * 2)", [3, 4], "twice((1d6 (3) + 1d6 (4)) × 2) = 14"),
        ("twice(5)", [], "twice(5) = 5"),
        ("twice(@damage) + 1", [1, 2, 3, 4], "twice(@damage (2d6 (1, 2) + 2d6 (3, 4) + 3)) + 1 = 14"),
        ("@critical", [1, 2, 3, 4], "@critical (twice(@damage (2d6 (1, 2) + 2d6 (3, 4) + 3))) = 13"),
        (
            "twice(if(1d20 vs 15, 1d6, 0))",
            [15, 2, 3],
            "twice(if(1d20 (15) vs 15 true: 1d6 (2) + 1d6 (3))) = 5",
        ),
        (
            "twice(1d6[fire] + 1d4[cold])",
            [2, 3, 1, 4],
            "twice((1d6 (2) + 1d6 (3)) [fire] + (1d4 (1) + 1d4 (4)) [cold]) = 10: fire 5, cold 5",
        ),
    ],
)
def test_what_is_rolled(text, faces, shown):
    notation = dicewright.parse(text, names=NAMES)
    result = notation.roll(dice=scripted(faces))

    assert (str(result), list(result.faces)) == (shown, faces)
    assert str(notation) == text
    assert Result.from_dict(result.to_dict()) == result


@pytest.mark.parametrize(("text", "other"), [("twice(2d6 + 3)", "4d6 + 3"), ("twice(1d8!o)", "2d8!o")])
def test_odds_are_those_of_twice_the_dice(text, other):
    assert dicewright.odds(text) == dicewright.odds(other)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("twice(1d20 vs 15)", "twice-test", "1d20 vs 15"),
        ("twice(1d6 + (1d20 vs 15))", "twice-test", "1d20 vs 15"),
        ("twice(not 1d4=1)", "twice-test", "not 1d4=1"),
        ("twice(twice(1d6))", "twice-twice", "twice(1d6)"),
        ("twice(1 + twice(1d6))", "twice-twice", "twice(1d6)"),
        ("twice()", "unexpected", ")"),
        ("twice(1d6, 2)", "argument-count", "twice(1d6, 2)"),
        ("{twice(1d6)}kh1", "group-of-one", "twice(1d6)"),
    ],
)
def test_errors_point_at_what_cannot_be_there_twice(text, code, where):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)
    assert (caught.value.code, caught.value.span.of(text)) == (code, where)


@pytest.mark.parametrize("text", ["twice(@critical)", "twice(@check)", "twice(1 + @check)"])
def test_names_hide_nothing(text):
    notation = dicewright.parse(text, names=NAMES)
    for attempt in (notation.roll, notation.odds):
        with pytest.raises(NotationError) as caught:
            attempt()
        assert caught.value.code in ("twice-twice", "twice-test")


def test_twice_the_dice_are_counted_before_they_are_thrown():
    with pytest.raises(LimitError) as caught:
        dicewright.roll("twice(6000d6)")
    assert caught.value.limit == "dice"
