"""Faces with several symbols: `d[s+a, 2s, blank]` is tallied symbol by symbol."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from dicewright import NotationError

ROLLS = [
    ("3d[s+a, 2s, blank]", [1, 2, 3], "3d[s+a, 2s, blank]", 0, {"s": 3, "a": 1, "blank": 1}),
    ("2d[S+a,2S]", [1, 2], "2d[S+a, 2S]", 0, {"S": 3, "a": 1}),
    ("d[s + s + a]", [1], "1d[2s+a]", 0, {"s": 2, "a": 1}),
    ("d[2 hits, miss]", [1], "1d[2hits, miss]", 0, {"hits": 2}),
    ("2d[hit:1, 2hit:2, blank]", [1, 2], "2d[hit:1, 2hit:2, blank]", 3, {"hit": 3}),
    ("2d[s:1, 2s+a:3, f:-1]kh1", [2, 1], "2d[s:1, 2s+a:3, f:-1]kh1", 3, {"s": 2, "a": 1}),
    ("2d[☠+hit point, 12☠]", [1, 2], "2d[☠+hit point, 12☠]", 0, {"☠": 13, "hit point": 1}),
    ('d["cold iron"]', [1], "1d[cold iron:0]", 0, {"cold iron": 1}),
    # With a number in front these would be something else, so they are written out.
    ("d[v2 + v2, x]", [1], "1d[v2+v2, x]", 0, {"v2": 2}),
    ("d[st+a+st, x]", [1], "1d[st+st+a, x]", 0, {"st": 2, "a": 1}),
    ("d[999s+999s+2s, x]", [1], "1d[999s+999s+2s, x]", 0, {"s": 2000}),
    ("d[no 1+no 1:1, x]", [1], "1d[no 1+no 1:1, x]", 1, {"no 1": 2}),
    ("2d[s+a:1, f] vs 1", [1, 2], "2d[s+a:1, f] vs 1", 1, {"s": 1, "a": 1, "f": 1}),
]


@pytest.mark.parametrize(("text", "faces", "canonical", "total", "tally"), ROLLS)
def test_each_symbol_is_tallied(text, faces, canonical, total, tally):
    result = dicewright.roll(text, dice=dicewright.scripted(faces))

    assert (result.notation, result.total, result.tally) == (canonical, total, tally)
    assert dicewright.parse(canonical).tree == result.tree
    plain = result.to_dict()
    assert plain["rolls"][0]["tally"] == tally
    assert dicewright.Result.from_dict(plain).tally == tally


def test_what_is_shown():
    result = dicewright.roll("3d[s+a, 2s:2, blank]", dice=dicewright.scripted([1, 2, 3]))

    assert str(result) == "3d[s+a, 2s:2, blank] (s+a, 2s 2, blank) = 2: s × 3, a × 1, blank × 1"
    assert [die.symbols for die in result.dice] == [{"s": 1, "a": 1}, {"s": 2}, {"blank": 1}]


def test_odds_of_each_symbol():
    (odds,) = dicewright.parse("2d[s+a, 2s, blank]").odds_by_roll()

    assert list(odds.tally) == ["s", "a", "blank"]
    assert odds.tally["s"].mean == 2
    assert odds.tally["s"].probability(">=", 3) == Fraction(3, 9)
    assert odds.tally["a"].probability("=", 2) == Fraction(1, 9)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("d[s+1]", None),
        ("d[1+2]", None),
        ("d[s+]", None),
        ("d[+s]", None),
        ("d[0s]", None),
        ("d[1st, 2nd]", None),
        ("d[2d6]", None),
        ("d[2w6]", None),
        ("d[s+2d6]", None),
        ("d[2 of 6]", None),
        ("d[s&a, f]", "d[s+a, f]"),
        ("d[1to6]", "d[1..6]"),
        ("d[1 to 6]", "d[1..6]"),
        ("d[1-6]", "d[1..6]"),
    ],
)
def test_no_symbols(text, fix):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text)

    assert (caught.value.code, caught.value.fix) == ("bad-face", fix)
