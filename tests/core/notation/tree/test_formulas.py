"""Numbers in modifiers that come from names, or from arithmetic in brackets."""

from __future__ import annotations

import json

import pytest

import dicewright
from dicewright import DiceError, LimitError, NotationError, Result, RollError, scripted
from dicewright.rendering.words import describe

NAMES = {
    "tn": 4,
    "x": 2,
    "half": "5/2",
    "none": 0,
    "far": 99,
    "less": "@x - 1",
    "attack": "1d20 + 5",
    "pool": "4d6",
    "mi2": 3,
}


@pytest.mark.parametrize(
    ("text", "canonical", "faces", "total"),
    [
        ("5d6>=@tn", "5d6>=@tn", [4, 3, 6, 1, 5], 3),
        ("5d6 >= @TN DS6", "5d6>=@tn ds=6", [4, 3, 6, 1, 5], 4),
        ("5d6>=@tn ds>=(@tn+1) f<@x", "5d6>=@tn ds>=(@tn + 1)f<@x", [4, 3, 6, 1, 5], 4),
        ("4d6kh(2+1)", "4d6kh(2 + 1)", [4, 3, 6, 1], 13),
        ("4d6kh((2))", "4d6kh(2)", [4, 3, 6, 1], 10),
        ("4d6kl@x kh@less", "4d6kl@x kh@less", [4, 3, 6, 1], 3),
        ("4d6d@x", "4d6dl@x", [4, 3, 6, 1], 10),
        ("1d20adv@x", "1d20adv@x", [3, 11, 7], 11),
        ("1d20dis@none", "1d20dis@none", [3], 3),
        ("4d6kh@none", "4d6kh@none", [4, 3, 6, 1], 0),
        ("4d6dl@far", "4d6dl@far", [4, 3, 6, 1], 0),
        ("5d6>=@far", "5d6>=@far", [4, 3, 6, 1, 5], 0),
        ("2d6r<@x", "2d6r<@x", [1, 3, 5], 8),
        ("2d6r@far", "2d6r=@far", [1, 3], 4),
        ("2d6!@tn", "2d6!=@tn", [4, 3, 1], 8),
        ("2d6mi@x ma(@tn)", "2d6mi@x ma@tn", [1, 6], 6),
        ("2d6mi(0-3)", "2d6mi(0 - 3)", [1, 6], 7),
        ("2d6mi@mi2 kh1", "2d6mi@mi2 kh1", [1, 2], 3),
        ("{2d6, 1d8, 3}>=@tn", "{2d6, 1d8, 3}>=@tn", [1, 2, 8], 1),
        ("{2d6 + 1d8}>=(@tn)", "{2d6 + 1d8}>=@tn", [4, 2, 8], 2),
        ("@pool kh@x", "@pool kh@x", [4, 3, 6, 1], 10),
        ("1d20cs>=(20-@less)", "1d20cs>=(20 - @less)", [19], 19),
        ("5d6>=(if(@x > 1, @tn, 6))", "5d6>=(if(@x vs >1, @tn, 6))", [4, 3, 6, 1, 5], 3),
        ("5d6>=(max(@tn, 5))", "5d6>=(max(@tn, 5))", [4, 3, 6, 1, 5], 2),
        ("2d6>=(5/2)", "2d6>=(5 / 2)", [2, 3], 1),
    ],
)
def test_what_is_rolled(text, canonical, faces, total):
    notation = dicewright.parse(text, names=NAMES)
    result = notation.roll(dice=scripted(faces))

    assert (str(notation), result.total, list(result.faces)) == (canonical, total, faces)
    assert dicewright.parse(canonical, names=NAMES) == notation
    assert notation.roll(seed="s").total == Result.from_dict(notation.roll(seed="s").to_dict()).total
    assert Result.from_dict(json.loads(json.dumps(result.to_dict()))) == result


def test_names_in_modifiers_are_kept_with_a_result():
    result = dicewright.roll("4d6kh@less", names=NAMES, seed="kept")
    assert result.to_dict()["names"] == {"x": 2, "less": "@x - 1"}


@pytest.mark.parametrize(
    ("text", "error", "code", "where"),
    [
        ("4d6kh(1d3)", NotationError, "not-a-number", "1d3"),
        ("8d10>=(1d20+5)", NotationError, "not-a-number", "1d20"),
        ("8d10>=@attack", NotationError, "not-a-number", "@attack"),
        ("8d10>=(@attack + 1)", NotationError, "not-a-number", "@attack"),
        ("8d10>=({1,2}kh1)", NotationError, "not-a-number", "{1,2}kh1"),
        ("4d6kh@half", NotationError, "not-whole", "@half"),
        ("4d6kh(1-2)", NotationError, "not-whole", "1-2"),
        ("@pool dl@half", NotationError, "not-whole", "@half"),
        ("4d6kh(0)", NotationError, "zero-dice", "0"),
        ("4d6kh(1/0)", RollError, "division-by-zero", "/0"),
        ("4d6kh(9**9**9)", LimitError, "limit", "9**9**9"),
        ("4d6r@nope", NotationError, "unknown-name", "@nope"),
        ("2d6>=(3+4)", NotationError, "never-counts", ">=(3+4)"),
        ("2d6r>=(1-1)", LimitError, "endless", "r>=(1-1)"),
        ("4d6kh(2", NotationError, "unclosed", "("),
        ("4d6kh(2 3)", NotationError, "side-by-side", "3"),
        ("4d6kh(2 @x)", NotationError, "side-by-side", "@x"),
        ("8d10>=(@tn (2))", NotationError, "side-by-side", "("),
        ("8d10>=(2 foo)", NotationError, "unknown-word", "foo"),
        ("4d6kh(2]", NotationError, "unopened", "]"),
        ("4d6kh(2; 3)", NotationError, "unclosed", "("),
        ("4d6kh(2}", NotationError, "unclosed", "("),
        ("4d6r(1,2)", NotationError, "stray-comma", ","),
        ("4d6kh()", NotationError, "unexpected", ")"),
        ("1d20adv @x", NotationError, "side-by-side", "@x"),
        ("4d6! (2)", NotationError, "side-by-side", "("),
        (f"4d6kh{'(' * 60}1{')' * 60}", LimitError, "limit", "("),
    ],
)
def test_errors_point_at_the_number(text, error, code, where):
    with pytest.raises(error) as caught:
        dicewright.roll(text, names=NAMES)
    assert caught.value.span.of(text) == where
    assert code in (caught.value.code, "limit")


@pytest.mark.parametrize("text", ["2d6r>=@less", "2d6r<=3r>=@less"])
def test_a_name_that_makes_dice_endless_is_refused_when_they_are_rolled(text):
    notation = dicewright.parse(text, names=NAMES)
    for attempt in (notation.roll, notation.odds):
        with pytest.raises(DiceError) as caught:
            attempt()
        assert caught.value.code == "endless"


def test_rerolls_that_names_limit_are_not_endless_before_the_names_are_known():
    roll = dicewright.parse("2d6r<=@low r>=@high", names={"low": 1, "high": 6}).roll(
        dice=dicewright.scripted([1, 6, 3, 4])
    )
    assert [die.value for die in roll.dice if die.kept] == [3, 4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("8d10>=@tn", "8d10, count dice of @tn or more"),
        ("4d6kh@x", "4d6, keep the highest @x"),
        ("4d6mi(2+1)", "4d6, each at least 3"),
        ("1d20adv@x", "1d20 with advantage of @x more dice"),
    ],
)
def test_words_before_the_names_are_known(text, words):
    from dicewright.notation.parsing.common import parse

    assert describe(parse(text)) == words
