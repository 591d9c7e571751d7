from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import NotationError
from dicewright.notation.parsing.common import parse
from dicewright.notation.tree.dice import Face, FaceRange


@pytest.mark.parametrize(
    ("inside", "faces"),
    [
        ("1,1,2", (Face(1), Face(1), Face(2))),
        (" 1 , 2 ", (Face(1), Face(2))),
        ("-1, +1, −2, .5, - 3", (Face(-1), Face(1), Face(-2), Face(Fraction(1, 2)), Face(-3))),
        ("0..9", (FaceRange(0, 9),)),
        ("-3 .. -1, 5...6", (FaceRange(-3, -1), FaceRange(5, 6))),
        ("7..7", (FaceRange(7, 7),)),
        ("hit:1, crit:2, blank", (Face(1, "hit"), Face(2, "crit"), Face(0, "blank"))),
        ("miss:-1, half:0.5", (Face(-1, "miss"), Face(Fraction(1, 2), "half"))),
        ("“cold iron” : 2", (Face(2, "cold iron"),)),
        ("☠, Lähmung, no 1, d, w", tuple(Face(0, name) for name in ("☠", "Lähmung", "no 1", "d", "w"))),
        ("a\nb", (Face(0, "a b"),)),
    ],
)
def test_faces(inside, faces):
    assert parse(f"d[{inside}]").rolls[0].expression.die.faces == faces


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        ("", " "),
        ("1,,2", ","),
        ("1, ", " "),
        ("1,5..1", "5..1"),
        ("x:y", "x:y"),
        ("1:2", "1:2"),
        (":1", ":1"),
        ("a..b", "a..b"),
        ("x:y:1", "x:y:1"),
        ('""', '""'),
        ("1.5..3", "1.5..3"),
    ],
)
def test_no_faces(inside, place):
    text = f"2d[{inside}] + 1"
    with pytest.raises(NotationError) as caught:
        parse(text)
    assert caught.value.code == "bad-face"
    if place not in (" ", ","):
        assert caught.value.span.of(text) == place
