"""Dice whose kind a name supplies: `1d@trait`, `2d@ability`."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import DiceError, Result, scripted

NAMES = {
    "trait": 8,
    "sum": "@trait - 2",
    "wild": "d6",
    "alias": "@wild",
    "ability": "d[hit:1, crit:2, blank]",
    "fate": "dF",
    "attack": "1d20 + 5",
    "pair": "2d6",
    "best": "1d20kh1",
    "none": 0,
    "half": "1/2",
}


@pytest.mark.parametrize(
    ("text", "canonical", "faces", "total"),
    [
        ("1d@trait", "1d@trait", [7], 7),
        ("d@Trait + 1", "1d@trait + 1", [7], 8),
        ("2d@sum", "2d@sum", [6, 1], 7),
        ("3d@wild kh2", "3d@wild kh2", [6, 1, 4], 10),
        ("2d@alias!", "2d@alias!", [6, 1, 4], 11),
        ("2d@ability[rage]", "2d@ability[rage]", [2, 1], 3),
        ("4d@fate", "4d@fate", [1, 3, 3, 2], 1),
        ("(1d4)d@trait", "(1d4)d@trait", [2, 8, 1], 9),
        ("{2d@trait + 1d6}kh1", "{2d@trait + 1d6}kh1", [2, 8, 1], 8),
        ("2d@wild>=7", "2d@wild>=7", [6, 6], 0),  # what a name supplies may never match
        ("1d(@wild)", "1d(@wild)", [3, 2], 2),  # in brackets it is rolled for the number of sides
    ],
)
def test_what_is_rolled(text, canonical, faces, total):
    notation = dicewright.parse(text, names=NAMES)
    result = notation.roll(dice=scripted(faces))

    assert (str(notation), result.total, list(result.faces)) == (canonical, total, faces)
    assert dicewright.parse(canonical, names=NAMES) == notation
    assert Result.from_dict(result.to_dict()) == result


def test_what_a_name_stands_for_is_kept_with_the_result():
    result = dicewright.roll("1d@alias + 2d@sum", names=NAMES, seed="kept")
    assert result.to_dict()["names"] == {name: NAMES[name] for name in ("trait", "sum", "wild", "alias")}


@pytest.mark.parametrize("text", ["2d@wild", "1d@trait", "2d@fate kh1", "2d@ability"])
def test_odds_are_those_of_the_die(text):
    name = text.partition("@")[2].split()[0]
    die = {"wild": "6", "trait": "8", "fate": "F", "ability": "[hit:1, crit:2, blank]"}[name]
    assert dicewright.odds(text, names=NAMES) == dicewright.odds(text.replace(f"@{name}", die))


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("1d@attack", "not-a-die", "@attack"),
        ("1d@pair", "not-a-die", "@pair"),
        ("1d@best", "not-a-die", "@best"),
        ("1d@none", "die-sides", "@none"),
        ("1d@half", "die-sides", "@half"),
        ("1d@nope", "unknown-name", "@nope"),
        ("2d@", "missing-name", "@"),
    ],
)
def test_errors_point_at_the_name(text, code, where):
    with pytest.raises(DiceError) as caught:
        dicewright.parse(text, names=NAMES)
    assert (caught.value.code, caught.value.span.of(text)) == (code, where)
