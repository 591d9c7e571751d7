"""What modifiers are held against: sets of values, and what is wrong with them."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import LimitError, NotationError
from tests.support.dice.scripted_rolls import rolled, table


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("4d6r[1,3,4]", "4d6r[1, 3, 4]"),
        ("4d6 R [ 4, 1 , 3,3 ]", "4d6r[1, 3, 4]"),
        ("4d6ro[2..3,1..2]", "4d6ro[1..3]"),
        ("4d6![1,6]", "4d6!=[1, 6]"),
        ("4d6!=[1,6]", "4d6!=[1, 6]"),
        ("4d6!! [1..2]", "4d6!! [1..2]"),  # apart from the ! it is a label
        ("4d6! [1]", "4d6! [1]"),
        ("4d6![fire]", "4d6! [fire]"),
        ("(4d6!)[6]", "4d6! [6]"),
        ("(1d20adv)[1]", "1d20adv [1]"),
        ("1d20dis [2, 3..4]", "1d20dis [2, 3..4]"),
        ("1d20dis1[-1]", "1d20dis [-1]"),
        ("1d20adv[fire]", "1d20adv[fire]"),
        ("1d20adv2[1]", "1d20adv2[1]"),
        ("(4d6kh)[3]", "4d6kh1[3]"),
        ("4dF=[−1,1]", "4dF=[-1, 1]"),
        ("8d10=[4...6]f[1,2]ds[10]", "8d10=[4..6]f[1, 2]ds[10]"),
        ("2d20cs[19,20]cf[1, 2]", "2d20cs[19, 20]cf[1, 2]"),
        ("2d[0.5,1,2]r[.5]", "2d[0.5, 1, 2]r[0.5]"),
    ],
)
def test_canonical_form(text, canonical):
    notation = dicewright.parse(text)
    assert str(notation) == canonical
    assert dicewright.parse(canonical) == notation


@pytest.mark.parametrize(
    ("text", "faces", "lies", "total"),
    [
        ("3d6r[1,3]", [1, 4, 5, 3, 2], "(1) (3<0) 2<3 4 5", 11),
        ("3d6ro[1..2]", [1, 4, 5, 2], "(1) 2<0 4 5", 11),
        ("2d6![1,6]", [1, 4, 6, 2], "1 6<0 2<2 4", 13),
        ("2d6!o[1,6]", [1, 4, 6], "1 6<0 4", 11),
        ("3d6ra[5,6]", [1, 6, 5, 2], "1 6 2<1 5", 14),
    ],
)
def test_rolling(text, faces, lies, total):
    result = rolled(text, *faces)
    assert (table(result), result.total) == (lies, total)


@pytest.mark.parametrize(
    ("text", "faces", "total"),
    [
        ("5d6=[4..6]", [3, 4, 5, 6, 1], 3),
        ("5d6=[1,6]", [3, 1, 5, 6, 1], 3),
        ("5d6>=5f[1,2]", [5, 1, 2, 6, 3], 0),
        ("5d6>=5ds[5,6]", [5, 1, 2, 6, 3], 4),
        ("{2d6,1d6,3}=[3..5]", [2, 2, 6], 2),
        ("{2d6+1d6}=[2,6]", [2, 2, 6], 3),
    ],
)
def test_counting(text, faces, total):
    assert rolled(text, *faces).total == total


@pytest.mark.parametrize(
    ("text", "code", "where", "says"),
    [
        ("2d6r[1-6]", "bad-set", "1-6", "A range is written 1..6."),
        ("2d6r[1,two]", "bad-set", "two", '"two" is not a value.'),
        ("2d6r[1,,2]", "bad-set", "", "A value is missing here."),
        ("2d6r[]", "bad-set", "", "A value is missing here."),
        ("2d6=[6..4]", "bad-set", "6..4", "write 4..6"),
        ("2d6>=[1]", "missing-number", "[1]", "A number should follow"),
        ("2d6mi[1]", "missing-number", "mi[1]", "takes a plain number"),
        ("2d6=[7,8]", "never-counts", "=[7,8]", "no d6 can"),
        ("2d6=[1.5,0]", "never-counts", "=[1.5,0]", "no d6 can"),
        ("2d6r[1..6]", "endless", "r[1..6]", "matches every face of a d6"),
        ("2d6![1..3,4,5,6]", "endless", "![1..3,4,5,6]", "matches every face of a d6"),
        ("2d[1..3,7]!![1..3,7]", "endless", "!![1..3,7]", "the roll would never end"),
        ("4dFr[-1..1]", "endless", "r[-1..1]", "matches every face of a dF"),
        ("1d1000000r[1..1000000]", "endless", "r[1..1000000]", "the roll would never end"),
        (f"1d6r[{'9' * 101}]", "limit", "9" * 101, "digits"),
    ],
)
def test_errors_point_at_the_value(text, code, where, says):
    with pytest.raises(LimitError if code in ("limit", "endless") else NotationError) as caught:
        dicewright.roll(text)
    error = caught.value
    assert error.span.of(text).strip(",] ") == where.strip("]")
    assert says in str(error)
    if code != "limit":
        assert error.code == code


def test_a_long_list_on_many_dice_is_quick_to_hold_against():
    listed = ",".join(str(value) for value in range(1, 480, 2))
    result = dicewright.roll(f"9999d480=[{listed}]", seed="long")
    assert result.total == sum(face % 2 for face in result.faces)
