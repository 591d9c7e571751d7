"""What an error says to write instead: it can be parsed, and is what the player meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

import dicewright
from dicewright import NotationError
from dicewright.notation.parsing.parser import parse
from tests.core.notation.test_errors import ERRORS
from tests.support.notation_strategies import pieces, trees

# What is written, the code of the error, and the text to send instead, or None where none is sure.
FIXES = [
    # Dice Maiden
    ("8d10 t7", "unknown-modifier", "8d10>=7"),
    ("8d10 t7 t10", "unknown-modifier", "8d10>=7ds10"),
    ("8d10t7f1", "unknown-modifier", "8d10>=7f<=1"),
    ("8d10 tl3", "unknown-modifier", "8d10<=3"),
    ("4d6 e6", "unknown-modifier", "4d6!o>=6"),
    ("4d6 ie6", "unknown-modifier", "4d6!>=6"),
    ("4d6 ir2 + 1", "unknown-modifier", "4d6r<=2 + 1"),
    # Foundry and Roll20
    ("5d10x10", "unknown-modifier", "5d10!10"),
    ("5d10x>=9kh2", "unknown-modifier", "5d10!>=9kh2"),
    ("4d6xo", "unknown-modifier", "4d6!o"),
    ("4d6rr1", "unknown-modifier", "4d6r1"),
    ("4d6rr<3kh3", "unknown-modifier", "4d6r<3kh3"),
    ("4d6min2", "unknown-modifier", "4d6mi2"),
    ("1d20ms>=15", "unknown-modifier", "1d20 vs 15"),
    ("5d6s", "unknown-modifier", "5d6sa"),
    ("4d6h3", "unknown-modifier", "4d6kh3"),
    # Rollem
    ("10d6 >> 4", "unexpected", "10d6 >= 4"),
    ("10d6<<3", "unexpected", "10d6<=3"),
    ("1d20+5 >> 15", "unexpected", "1d20+5 >= 15"),
    ("1d20c19", "unknown-modifier", "1d20cs>=19"),
    ("10d6ns", "unknown-modifier", "10d6"),
    # Avrae, rollbot and others
    ("(1d4,2,3)kh1", "stray-comma", "{1d4,2,3}kh1"),
    ("2 + (1d4, 2)kh1", "stray-comma", "2 + {1d4, 2}kh1"),
    ("repeat(4d6k3, 6)", "unknown-word", "6x 4d6kh3"),
    ("4dF.2", "side-by-side", "4dF"),
    ("dF.1", "side-by-side", "d[-1, 0, 0, 0, 0, 1]"),
    ("max(4,2)d10", "side-by-side", "(max(4,2))d10"),
    ("1 != 1", "explode-what", "1 <> 1"),
    ("1d20+5 != 10", "explode-what", "1d20+5 <> 10"),
    # Slips
    ("4d6 khh3", "unknown-modifier", "4d6 kh3"),
    ("4d6khh3", "unknown-modifier", "4d6kh3"),
    ("1d20 avd", "unknown-modifier", "1d20 adv"),
    ("1d20 dsi", "unknown-modifier", "1d20 dis"),
    ("4d6 kx3", "unknown-modifier", None),
    ("4d6 evne", "unknown-modifier", "4d6 even"),
    ("flor(7/2)", "unknown-word", "floor(7/2)"),
    ("4d6k>3", "missing-number", "4d6>3"),
    ("4d6kl>=3", "missing-number", "4d6>=3"),
    # One choice is none
    ("max(2d20)", "argument-count", "2d20kh1"),
    ("min(4d6)", "argument-count", "4d6kl1"),
    ("1 + max(2d20)", "argument-count", "1 + 2d20kh1"),
    ("max(5)", "argument-count", None),
    ("min(@str)", "argument-count", None),
    ("max(1d6+2)", "argument-count", None),
    # Words in another place
    ("Stealth: 1d20+5", "unknown-word", "1d20+5 # Stealth"),
    ("attack 1d20+5", "unknown-word", "1d20+5 # attack"),
    ("1d20: attack", "stray", "1d20 # attack"),
    ("1d20 for the 3rd goblin", "unknown-word", "1d20 # for the 3rd goblin"),
    ("7 apples", "unknown-word", "7 # apples"),
    # What a note would hide is not made one.
    ("1d20+5 to hit + 5", "unknown-word", None),
    ("1d20 attack with advantage", "unknown-word", None),
    ("2d6 plus five", "unknown-modifier", None),
    ("1d20 keep watch", "unknown-word", None),
    # Faces
    ("d[1-6]", "bad-face", "d[1..6]"),
    ("3d[1-6] + 2", "bad-face", "3d[1..6] + 2"),
    ("d[1 2 3]", "bad-face", "d[1, 2, 3]"),
    ("d[1;2;3]", "bad-face", "d[1, 2, 3]"),
    ("d[1/2/3]", "bad-face", "d[1, 2, 3]"),
    ("d[1|2|3]", "bad-face", "d[1, 2, 3]"),
    ("d[1…6]", "bad-face", "d[1..6]"),
    ("d[1 to 6]", "bad-face", "d[1..6]"),
    ("d[1–6]", "bad-face", "d[1..6]"),
    ("d[1:6]", "bad-face", "d[1..6]"),
    ("d[1,2,4-6]", "bad-face", "d[1, 2, 4..6]"),
    ("d[-1-1]", "bad-face", "d[-1..1]"),
    ("d[hit=1]", "bad-face", "d[hit:1]"),
    ("d[hit=1, miss]", "bad-face", "d[hit:1, miss]"),
    ("d[hit(2), miss]", "bad-face", "d[hit:2, miss]"),
    ("d[near-miss, hit]", "bad-face", "d[near miss, hit]"),
    ("d[½,1]", "bad-face", "d[0.5, 1]"),
    ("d[2d6]", "bad-face", None),
    ("d[d6, d8]", "bad-face", None),
    ("d[?]", "bad-face", None),
    # What means nothing is said to mean nothing.
    ("4cod", "unknown-word", None),
    ("dnd", "unknown-word", None),
    ("help", "unknown-word", None),
    ("ore#10d10", "unknown-word", None),
    ("3d6pairs", "unknown-modifier", None),
    ("5d10c", "unknown-modifier", None),
    ("4d6 x 6", "unknown-modifier", None),
    # More than one thing may be meant.
    ("1 2", "side-by-side", None),
    ("3 7", "side-by-side", None),
    ('"12"3"', "stray", None),
    ('1d20" + 2', "stray", None),
    ("4d6++2", "double-sign", None),
    ("4d6--2", "double-sign", None),
    ("@str--2", "double-sign", None),
    ("4(d4+1)", "side-by-side", None),
    ("2d20+5 d1", "drop-or-dice", None),
    ("4d6 + 2 d3", "drop-or-dice", None),
    ("1d20advdis", "advantage-and-disadvantage", None),
    ("1d20dis adv", "advantage-and-disadvantage", None),
    ("2d20+2d20+1 adv", "which-dice", None),
    ("1d6+1d8+1 with advantage", "which-dice", None),
]


@pytest.mark.parametrize(("text", "code", "fix"), FIXES)
def test_fix(text, code, fix):
    with pytest.raises(NotationError) as caught:
        parse(text)

    assert (caught.value.code, caught.value.fix) == (code, fix)
    if fix is not None:
        parse(fix)
        assert f"Write {fix}." in caught.value.hint or "Did you mean" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4d6++2", "Write 4d6+2."),
        ("4d6--2", "Write 4d6-2, or 4d6 - -2 to take away a negative number."),
        ("4(d4+1)", "Write 4 * (d4+1) to multiply, or 4x (d4+1) to repeat the roll."),
        (
            "2d20+5 d1",
            "For dice write 5d1 without a space; to drop 1, write d1 right after the dice they are dropped "
            "from.",
        ),
    ],
)
def test_hints_with_the_players_own_numbers(text, hint):
    with pytest.raises(NotationError) as caught:
        parse(text)

    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1d20+STR", "1d20+@str"),
        ("str + 1d20", "@str + 1d20"),
        ("1d20*(Str)", "1d20*(@str)"),
        ("1d20+srt", "1d20+@str"),
        ("1d20+dexterity", "1d20+@dexterity"),
        ("1d20+xyz", None),
    ],
)
def test_a_known_name_is_offered(text, fix):
    with pytest.raises(NotationError) as caught:
        dicewright.parse(text, names={"Str": 3, "dexterity": "1d4"})

    assert caught.value.fix == fix
    if fix is not None:
        dicewright.parse(fix, names={"str": 3, "dexterity": "1d4"})


def fix_of(text):
    try:
        parse(text)
    except NotationError as error:
        return error.fix
    except dicewright.DiceError:
        pass
    return None


@pytest.mark.parametrize("text", [text for text, *_ in ERRORS])
def test_the_fix_of_every_known_error_can_be_parsed(text):
    if (fix := fix_of(text)) is not None:
        parse(fix)


@given(pieces())
@settings(max_examples=300)
def test_every_fix_can_be_parsed(text):
    if (fix := fix_of(text)) is not None:
        parse(fix)


@given(trees(depth=1, most_rolls=1), pieces())
@settings(max_examples=300)
def test_every_fix_of_a_roll_with_something_behind_it_can_be_parsed(tree, more):
    if (fix := fix_of(f"{tree} {more}")) is not None:
        parse(fix)


@pytest.mark.parametrize("text", [text for text, *_ in ERRORS] + [text for text, *_ in FIXES])
def test_the_examples_in_hints_can_be_parsed(text):
    with pytest.raises(dicewright.DiceError) as caught:
        dicewright.roll(text, names={"str": 3, "strength": 2, "pool": "2d6 + 1d8"}, seed="hints")

    for examples in re.findall(r"[Aa]s in ([^.;,{\[]+)", caught.value.hint):
        for example in examples.split(" or "):
            if example[0].isdecimal():
                parse(example)
