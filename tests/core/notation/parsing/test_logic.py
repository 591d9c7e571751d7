"""`and`, `or` and `not` between tests."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from dicewright import LimitError, NotationError, Result, scripted

NAMES = {"hit": "1d20 + 5 vs 15", "luck": 1, "none": 0}


@pytest.mark.parametrize(
    ("text", "canonical", "faces", "success"),
    [
        ("1d20 vs 15 and 1d20 vs 10", "1d20 vs 15 and 1d20 vs 10", [15, 10], True),
        ("1d20 vs 15 AND 1d20 vs 10", "1d20 vs 15 and 1d20 vs 10", [15, 9], False),
        ("1d20 vs 15 or 1d20>=10", "1d20 vs 15 or 1d20>=10", [14, 10], True),
        ("not 1d20 vs 15", "not 1d20 vs 15", [14], True),
        ("not not 1d20 vs 15", "not not 1d20 vs 15", [14], False),
        # and binds tighter than or, not tighter than both
        ("1d4=1 or 1d4=1 and 1d4=1", "1d4=1 or 1d4=1 and 1d4=1", [1, 2, 2], True),
        ("(1d4=1 or 1d4=1) and 1d4=1", "(1d4=1 or 1d4=1) and 1d4=1", [1, 2, 2], False),
        ("not 1d4=1 and 1d4=1", "not 1d4=1 and 1d4=1", [2, 1], True),
        ("not (1d4=1 and 1d4=1)", "not (1d4=1 and 1d4=1)", [1, 2], True),
        ("(1d4=1 and 1d4=2) and 1d4=3", "(1d4=1 and 1d4=2) and 1d4=3", [1, 2, 3], True),
        ("2d6>=5and1d6=1", "2d6>=5 and 1d6=1", [5, 2, 1], True),
        ("{2d6}=1 and not {1d6 + 1d8}=1", "{2d6}=1 and not {1d6 + 1d8}=1", [1, 3, 2, 2], True),
        ("@hit and @luck", "@hit and @luck", [10], True),
        ("@hit or @none", "@hit or @none", [9], False),
        ("@luck > 0 and 1d20 vs 5", "@luck vs >0 and 1d20 vs 5", [5], True),
    ],
)
def test_whether_it_holds(text, canonical, faces, success):
    notation = dicewright.parse(text, names=NAMES)
    result = notation.roll(dice=scripted(faces))

    assert (str(notation), result.success, result.total) == (canonical, success, int(success))
    assert list(result.faces) == faces  # every die is thrown, whatever the others show
    assert result.margin is None
    assert str(result).endswith(f"{int(success)}: {'success' if success else 'failure'}")
    assert dicewright.parse(canonical, names=NAMES) == notation
    assert Result.from_dict(result.to_dict()) == result


def test_a_condition_joins_tests():
    text = "if(1d20 vs 15 and not 1d6=6, 2d6, 0)"
    assert dicewright.roll(text, dice=scripted([15, 5, 3, 4])).total == 7
    assert dicewright.roll(text, dice=scripted([15, 6])).total == 0


def test_the_chance_of_both():
    (odds,) = dicewright.parse("1d20 vs 11 and 1d6 vs 5").odds_by_roll()
    assert (odds.success, odds.margin) == (Fraction(1, 6), None)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("2d6 and 1d8", "not-a-test", "2d6"),
        ("1d20 vs 15 and 5", "not-a-test", "5"),
        ("1d20 vs 15 or 2d6 + 3", "not-a-test", "2d6 + 3"),
        ("not 2d6", "not-a-test", "2d6"),
        ("not -1d4", "not-a-test", "-1d4"),
        ("{2d6} or 1d4=1", "not-a-test", "{2d6}"),
        ("2d6[fire] or 1d4=1", "not-a-test", "2d6[fire]"),
        ("1 + not 1d20 vs 3", "unknown-word", "not"),
        ("1d20 vs 15 and", "incomplete", ""),
        ("1d20 vs 15 and or 1d4=1", "unknown-word", "or"),
        ("and 1d20 vs 15", "unknown-word", "and"),
        ("{1d4=1 and 1d4=2}kh1", "group-of-one", "1d4=1 and 1d4=2"),
    ],
)
def test_errors_point_at_what_is_no_test(text, code, where):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)
    assert (caught.value.code, caught.value.span.of(text)) == (code, where)


def test_many_are_no_deeper_than_two():
    assert dicewright.roll(" and ".join(["1d4>0"] * 80), seed="many").success
    with pytest.raises(LimitError):
        dicewright.parse("not " * 60 + "1d4=1")
