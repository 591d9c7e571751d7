"""Results lose nothing: they go through JSON and pickling, and say where each die came from."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction

import pytest

import dicewright
from dicewright import Result

TEXTS = [
    "4d6kh3 + 2",
    "2x 4d6kh3; 1d20+5 vs 15 # to hit",
    "10d6!",
    "3d6!!r1u",
    "8d10>=8f1ds10",
    "4d[hit:1, crit:2, blank] + 2d6[fire]",
    "7/2 + 1d6/3",
    "{4d6+2, 3d8}kh1 + {2d6 + 1d8}kh2",
    "if(1d20 vs 11, 2d6, (1d4)d(2*3))",
    "4dF - -1d%",
    "0d6",
    "2d6[☠] # 力 für alle",
]


@pytest.mark.parametrize("seed", ["a", b"\x00\xff", None])
@pytest.mark.parametrize("text", TEXTS)
def test_round_trips(text, seed):
    result = dicewright.roll(text, seed=seed)
    stored = json.dumps(result.to_dict())

    for copy in (Result.from_dict(json.loads(stored)), pickle.loads(pickle.dumps(result))):
        assert copy == result
        assert hash(copy) == hash(result)
        assert copy.seed == seed
        assert copy.rolls == result.rolls
        assert str(copy) == str(result)
        assert copy.to_dict() == result.to_dict()


def test_names_go_along_where_they_were_used():
    names = {"attack": "1d20 + @str", "str": 3, "half": Fraction(1, 2), "float": 0.25, "unused": "1d6"}
    result = dicewright.roll("@attack + @half + @float", names=names, seed="names")
    plain = result.to_dict()

    assert plain["names"] == {"attack": "1d20 + @str", "str": 3, "half": "0.5", "float": "0.25"}
    assert Result.from_dict(json.loads(json.dumps(plain))).total == result.total
    assert pickle.loads(pickle.dumps(result)).rolls == result.rolls


def test_to_dict():
    result = dicewright.roll("2d6kh1[fire] + 1/2 vs 5 # ouch", dice=dicewright.scripted([2, 6]))

    assert result.to_dict() == {
        "text": "2d6kh1[fire] + 1/2 vs 5 # ouch",
        "notation": "2d6kh1[fire] + 1 / 2 vs 5 # ouch",
        "total": "6.5",
        "names": {},
        "seed": None,
        "faces": [2, 6],
        "rolls": [
            {
                "notation": "2d6kh1[fire] + 1 / 2 vs 5",
                "note": "ouch",
                "total": "6.5",
                "success": True,
                "margin": "1.5",
                "successes": None,
                "failures": 0,
                "labels": {"fire": 6},
                "tally": {},
                "dice": [plain_die(0, 2, kept=False), plain_die(1, 6, kept=True)],
            }
        ],
    }


def plain_die(number, face, *, kept):
    return {
        "sides": 6,
        "face": face,
        "number": number,
        "term": 0,
        "rolls": [face],
        "value": face,
        "name": None,
        "kept": kept,
        "origin": "rolled",
        "source": None,
        "replaced": False,
        "successes": None,
        "failures": 0,
        "mark": None,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"total": 99},
        {"faces": [1, 1, 1]},
        {"faces": [6, 6, 6, 6]},
        {"faces": [6, 6, 6, 6, 6]},
        {"faces": [6, 6, 6, 7]},
        {"text": "5d6kh3"},
    ],
)
def test_what_does_not_fit_together_is_refused(change):
    plain = dicewright.roll("4d6kh3", dice=dicewright.scripted([1, 2, 3, 4])).to_dict()

    with pytest.raises(ValueError, match=r"faces|cannot show|do not come to"):
        Result.from_dict(plain | change)


def test_a_result_is_read_only():
    result = dicewright.roll("1d6")

    for name in ("total", "faces", "rolls", "dice", "seed", "text"):
        with pytest.raises(AttributeError):
            setattr(result, name, None)


@pytest.mark.parametrize(
    ("text", "faces", "whole", "real"),
    [
        ("2d6", [3, 4], 7, 7.0),
        ("1d6/2", [5], 2, 2.5),
        ("-1d6/2", [5], -2, -2.5),
        ("2x 1d6", [1, 2], 3, 3.0),
        ("3d6>=4", [4, 5, 1], 2, 2.0),
    ],
)
def test_a_result_is_a_number_where_one_is_asked_for(text, faces, whole, real):
    result = dicewright.roll(text, dice=dicewright.scripted(faces))
    assert (int(result), float(result)) == (whole, real)


@pytest.mark.parametrize(
    ("text", "specification", "shown"),
    [
        ("1200", "", "1200 = 1200"),
        ("1200", ",", "1,200"),
        ("1200", "d", "1200"),
        ("1200", ".2f", "1200.00"),
        ("1200", "06d", "001200"),
        ("1200", "8,.1f", " 1,200.0"),
        ("7/2", ".1f", "3.5"),
        ("7/2", "g", "3.5"),
        ("1/4", ".0%", "25%"),
        ("12", ">10", "   12 = 12"),
        ("12", "10s", "12 = 12   "),
    ],
)
def test_formats(text, specification, shown):
    result = dicewright.roll(text)
    assert format(result, specification) == (str(result) if not specification else shown)


@pytest.mark.parametrize(("text", "specification"), [("7/2", "d"), ("7/2", ","), ("7", ".f"), ("7", "=>,,d")])
def test_formats_that_do_not_fit(text, specification):
    with pytest.raises(dicewright.DiceError) as caught:
        format(dicewright.roll(text), specification)
    assert caught.value.code == "format"
