from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from dicewright import NotationError


@pytest.mark.parametrize(
    ("text", "names", "total"),
    [
        ("@a", {"a": 3}, 3),
        ("@a", {"a": -3}, -3),
        ("@a", {"a": Fraction(10, 3)}, Fraction(10, 3)),
        ("@a", {"a": Fraction(-7, 2)}, Fraction(-7, 2)),
        ("@a", {"a": 2.5}, Fraction(5, 2)),
        ("@a", {"@A": "1 + 2"}, 3),
        ("2 * @a", {"a": "1 + 2"}, 6),
        ("2 ** @a", {"a": "-1"}, Fraction(1, 2)),
        ("@a_1 + @Ä", {"a_1": 1, "ä": 2}, 3),
        ("@İ", {"İ": 4}, 4),
        ("@a+@a", {"a": "@b*2", "b": "@c", "c": 5}, 20),
        ("@a", {"a": "7 # with a note"}, 7),
        ("if(@a vs 3, @b, @c)", {"a": 3, "b": 1, "c": "1 / 0"}, 1),
        ("(@n)d1", {"n": 4}, 4),
        ("@nd1", {"nd1": 9}, 9),
        # An East Asian keyboard types the sign and the letters twice as wide.
        ("＠a", {"a": 3}, 3),
        ("@ａ + ＠Ａ", {"a": 3}, 6),
        ("＠a", {"ａ": 3}, 3),
        ("@a", {"＠a": 3}, 3),
        ("2d＠a", {"a": "d1"}, 2),
        ("4d1kh＠n", {"n": 3}, 3),
        ("3d1>=＠n", {"n": 1}, 3),
        ("（＠n）d1", {"n": 4}, 4),
        ("@a", {"a": "1 + ＠b", "b": 2}, 3),
    ],
)
def test_what_a_name_stands_for(text, names, total):
    assert dicewright.roll(text, names=names).total == total


@pytest.mark.parametrize("text", ["＠a", "2d＠a", "8d10>=＠a", "4d6kh＠a", "if(1d6=6, ＠a, 1)", "（＠a）d6"])
def test_an_unknown_name_is_an_error_before_it_is_rolled(text):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)

    assert (caught.value.code, caught.value.marked) == ("unknown-name", "＠a")


@pytest.mark.parametrize(
    ("text", "names", "same"),
    [
        ("@p kh1", {"p": "2d6"}, "2d6kh1"),
        ("@p kh1sa!", {"p": "2d6r1"}, "2d6r1kh1sa!"),
        ("@p adv", {"p": "1d20 + 5"}, "1d20adv + 5"),
        ("@q kl1 + 1", {"q": "@p", "p": "3d6[fire]"}, "3d6kl1[fire] + 1"),
        ("@p odd", {"p": "3d6"}, "3d6odd"),
    ],
)
def test_modifiers_go_to_the_dice_of_a_name(text, names, same):
    notation = dicewright.parse(text, names=names)
    result = notation.roll(seed="names")

    assert result.total == dicewright.roll(same, seed="names").total
    assert str(notation) == text
    assert dicewright.parse(str(notation), names=names) == notation


@pytest.mark.parametrize(
    ("text", "names", "code"),
    [
        ("@a", {}, "unknown-name"),
        ("@a", {"b": 1}, "unknown-name"),
        ("@a", {"a": "@a"}, "name-loop"),
        ("@a", {"a": ""}, "empty"),
        ("@a", {"a": "2x 1d6"}, "several-rolls"),
        ("@a", {"a": "1d6; 1d8"}, "several-rolls"),
        ("@a kh1", {"a": "3"}, "modifier-without-dice"),
        ("@a kh1", {"a": "1d6 + 1d8"}, "modifier-without-dice"),
        ("@a r1", {"a": "8d10>=8"}, "after-count"),
        ("@a dl9", {"a": "2d6"}, "drops-too-many"),
        ("@a r<=6", {"a": "2d6"}, "endless"),
        ("{@a}kh1", {"a": "max(1d6, 2)"}, "group-of-one"),
    ],
)
def test_errors(text, names, code):
    with pytest.raises(dicewright.DiceError) as caught:
        dicewright.roll(text, names=names)
    assert caught.value.code == code


def test_looking_up_a_name_changes_nothing_for_the_caller():
    names = {"a": "1d6", "b": 2}
    notation = dicewright.parse("@a + @b", names=names)
    names["a"] = "1d1000"

    assert notation.names == {"a": "1d6", "b": 2}
    with pytest.raises(NotationError):
        dicewright.parse("@a")


@pytest.mark.parametrize(
    ("text", "meaning", "fix"),
    [
        ("1d8 + @level d8", 3, "1d8 + (@level)d8"),
        ("@Level d20 + 1", "3", "(@Level)d20 + 1"),
        ("@level D6", "+3", "(@level)D6"),
        ("@level d8", "1d6 + 1d8", None),
        ("@level kh1", 3, None),
        ("@level d8kh1", 3, None),
    ],
)
def test_dice_after_a_number_are_offered_as_that_many(text, meaning, fix):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text, names={"level": meaning})
    assert (caught.value.code, caught.value.fix) == ("modifier-without-dice", fix)
    if fix:
        assert dicewright.parse(fix, names={"level": meaning})
