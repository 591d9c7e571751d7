"""What no die can match, and drops that leave none: an error, wherever it stands."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import NotationError
from dicewright.notation.parsing.common import parse

NEVER = [
    # A bare pool
    ("2d6>=7", "To test the total, write vs, as in 2d6 vs 7."),
    ("2d6=[7,8]", "A d6 shows 1 to 6."),
    ("4dF>=2", "To test the total, write vs, as in 4dF vs 2."),
    ("d[1,3,5]even", "A d[1, 3, 5] shows 1, 3, 5."),
    ("3d[0.5,1]>=2", "To test the total, write vs, as in 3d[0.5, 1] vs 2."),
    ("3d[2,4]odd", "A d[2, 4] shows 2, 4."),
    # What the dice are counted, exploded, rerolled and marked by
    ("2d6>=5f7", "A d6 shows 1 to 6."),
    ("2d6>=5ds7", "A d6 shows 1 to 6."),
    ("2d6!>=7", "A d6 shows 1 to 6."),
    ("2d6!!=7", "A d6 shows 1 to 6."),
    ("2d6!p0", "A d6 shows 1 to 6."),
    ("2d6r7", "A d6 shows 1 to 6."),
    ("2d6ro<1", "A d6 shows 1 to 6."),
    ("2d6ra7", "A d6 shows 1 to 6."),
    ("2d6r7r8", "A d6 shows 1 to 6."),
    ("2d6cs7", "A d6 shows 1 to 6."),
    ("1d20cf0", "A d20 shows 1 to 20."),
    # After other modifiers
    ("2d6ma4>=5", "To test the total, write vs, as in 2d6ma4 vs 5."),
    ("4d6mi3<=2", "To test the total, write vs, as in 4d6mi3 vs <=2."),
    ("4d6ma5!", "A d6 shows 1 to 5 here."),
    ("2d6r<3=2", "To test the total, write vs, as in 2d6r<3 vs =2."),
    ("2d6r1r2=[1,2]", "A d6 shows 3 to 6 here."),
    ("2d6!!=6", None),
    ("2d6!!=6=6", "To test the total, write vs, as in 2d6!!=6 vs =6."),
    ("2d6!!=6=7", None),
    ("2d6!!>=5=12", None),
    ("2d6!p>=5=0", None),
    ("2d6u>6", "To test the total, write vs, as in 2d6u vs >6."),
    ("2d20adv>20", "To test the total, write vs, as in 2d20adv vs >20."),
    ("4d6kh3>6", "To test the total, write vs, as in 4d6kh3 vs >6."),
    ("4d6ro1=1", None),
    ("4d6ma3r3>=5", None),
    # Groups
    ("{2d6}>=7", "To test the total, write vs, as in 2d6 vs 7."),
    ("{3d20+5}>=21", "To test the total, write vs, as in 3d20 + 5 vs 21."),
    ("{1d20+5}>=15", "To test the total, write vs, as in 1d20 + 5 vs 15."),
    ("{2d6*2}>=3", "To test the total, write vs, as in 2d6 * 2 vs 3."),
    ("{2d6-1d4}>=3", "To test the total, write vs, as in 2d6 - 1d4 vs 3."),
    ("{2d6+1d8}>=9", "To test the total, write vs, as in 2d6 + 1d8 vs 9."),
    ("{2d6+1d8}!>=9", "Use a number that one of the dice can show."),
    ("{2d6ma3+1d4}>=5", "To test the total, write vs, as in 2d6ma3 + 1d4 vs 5."),
    ("{2d6+1d8}>=7", None),
    ("{2d6+@str}>=7", None),
    ("{2d6,2d6}>=7", None),
    ("{2d6,2d6}>=13", "Choose a number that one of them can reach."),
    ("{2d6+1,1d4-3}<-2", "Choose a number that one of them can reach."),
    ("{2d6!,2d6}>=13", None),
    ("{2d6,@str}>=13", None),
]

DROPPED = [
    ("1d20dl1", "Leave it out."),
    ("2d6d2", "Drop fewer than 2."),
    ("4d6dh4", "Drop fewer than 4."),
    ("4d6kh2dl2", "Drop fewer than 2."),
    ("4d6dl2dh2", "Drop fewer than 2."),
    ("4d6r1dl4", "Drop fewer than 4."),
    ("{1d20}dl1", "Leave it out."),
    ("{1d20+5}dl1", "Leave it out."),
    ("{2d6+2d8}dl4", "Drop fewer than 4."),
    ("{2d6,1d8}dl2", "Drop fewer than 2."),
    ("4d6!dl4", None),
    ("(1d4)d6dl4", None),
    ("0d6dl1", None),
    ("2d6advdl1", None),
]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [(text, "never-counts", hint) for text, hint in NEVER]
    + [(text, "drops-all", hint) for text, hint in DROPPED],
)
def test_what_can_only_be_a_mistake(text, code, hint):
    if hint is None:
        parse(text)
        return
    with pytest.raises(NotationError) as caught:
        parse(text)

    assert (caught.value.code, caught.value.hint) == (code, hint)


@pytest.mark.parametrize(
    ("text", "names", "total"),
    [
        ("2d6>=@tn", {"tn": 7}, 0),
        ("2d6>=(@tn+1)", {"tn": 6}, 0),
        ("2d6>=@tn", {"tn": 1}, 2),
        ("{2d6+1d8}>=@tn", {"tn": 9}, 0),
        # After a modifier whose number a name supplies, the dice may show anything
        ("3d6mi(@x)>=7", {"x": 2}, 0),
        ("3d6mi(@x)>=7", {"x": 7}, 3),
        ("3d6mi@x>=7", {"x": 9}, 3),
        ("3d6ma(@x)>=2", {"x": 1}, 0),
        ("3d6ma(@x + 1)<=2", {"x": 1}, 3),
        ("3d6mi(@x)ma(@y)=3", {"x": 3, "y": 3}, 3),
        ("3d6mi(@x)cs>=7>=1", {"x": 1}, 3),
        ("{3d6mi(@x)}>=7", {"x": 8}, 3),
        ("{3d6}mi(@x)>=7", {"x": 8}, 3),
        ("{3d6mi(@x), 2d6ma(@y)}>=18", {"x": 6, "y": 1}, 1),
        ("{4d6kh(@x), 2d4}>=9", {"x": 0}, 0),
        ("{4d1dl(@x), 2d4}>=9", {"x": 0}, 0),
        ("3d1r<(@x)>=1", {"x": 1}, 3),
        ("3d1!!(@x)>=2", {"x": 2}, 0),
        ("3d6out<(@x)>=6", {"x": 7}, 0),
    ],
)
def test_a_number_that_a_name_supplies_may_never_match(text, names, total):
    assert dicewright.roll(text, names=names, seed="never").total == total


@pytest.mark.parametrize(
    ("text", "faces", "total"),
    [
        # Of one die, the count is a test; up to what it can show, dice are counted as they are asked to be.
        ("1d100<=110", [82], 1),
        ("1d20adv<=25", [3, 4], 1),
        ("3d6<=6", [1, 2, 3], 3),
        ("3d6>=1", [1, 2, 3], 3),
        ("3d6<>7", [1, 2, 3], 3),
        ("4d6mi3<=9", [1, 2, 3, 4], 4),
        ("{2d6+1d8}<=7", [1, 2, 8], 2),
        ("{2d6,2d6}<=13", [1, 2, 3, 4], 2),
    ],
)
def test_a_count_that_may_be_meant(text, faces, total):
    assert dicewright.roll(text, dice=dicewright.scripted(faces)).total == total


def test_a_number_that_a_name_supplies_may_always_match():
    assert dicewright.roll("3d6<=@skill", names={"skill": 10}, seed="always").total == 3
