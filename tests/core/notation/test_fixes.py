"""What an error says to write instead: it can be parsed, and is what the player meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

import dicewright
from dicewright import NotationError
from dicewright.notation.parsing.parser import parse
from tests.core.notation.test_errors import ERRORS
from tests.support.dice.notation_strategies import pieces, trees

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
    ("4(d4+1)", "side-by-side", None),
    ("2d20+5 d1", "drop-or-dice", None),
    ("4d6 + 2 d3", "drop-or-dice", None),
    ("1d20advdis", "advantage-and-disadvantage", None),
    ("1d20dis adv", "advantage-and-disadvantage", None),
    ("2d20+2d20+1 adv", "which-dice", None),
    ("1d6+1d8+1 with advantage", "which-dice", None),
]


# The hints of these say what to do; the whole text is in the fix alone.
REPAIRED = [
    # A total that was meant to be tested
    ("2d6>=7", "never-counts", "2d6 vs 7"),
    ("2d6 >= 7 # to hit", "never-counts", "2d6 vs 7 # to hit"),
    ("2d6≥7", "never-counts", "2d6 vs 7"),
    ("2d6=7", "never-counts", "2d6 vs =7"),
    ("2d6<1; 1d4", "never-counts", "2d6 vs <1; 1d4"),
    ("{2d6}>=7", "never-counts", "2d6 vs 7"),
    ("{3d20+5}>=21", "never-counts", "3d20+5 vs 21"),
    ("{1d20+5}>=15 to hit", "never-counts", "1d20+5 vs 15 to hit"),
    ("{2d6-1d4}<=3", "never-counts", "2d6-1d4 vs <=3"),
    ("1d20+2d6>=17", "never-counts", "1d20+2d6 vs 17"),
    ("2d6ma4>=5", "never-counts", "2d6ma4 vs 5"),
    ("3d6kh2>=15", "never-counts", "3d6kh2 vs 15"),
    ("4dF>=2", "never-counts", "4dF vs 2"),
    ("d66=17", "never-counts", "d66 vs =17"),
    ("max(2d6>=7, 1)", "never-counts", "max(2d6 vs 7, 1)"),
    ("6x 2d6>=7", "never-counts", "6x 2d6 vs 7"),
    # What follows would belong to the target, or was not meant as a total.
    ("3d6<=10", "always-counts", "3d6 vs <=10"),
    ("3d6 < 12 # dodge", "always-counts", "3d6 vs <12 # dodge"),
    ("{3d6}<=10", "always-counts", "3d6 vs <=10"),
    ("{2d6+1d8}<=9", "always-counts", "2d6+1d8 vs <=9"),
    ("2d6kh1<=8", "always-counts", "2d6kh1 vs <=8"),
    ("4dF>=-2", "always-counts", "4dF vs -2"),
    ("3d6>=0", "always-counts", "3d6 vs 0"),
    # What follows a number that no die shows, or the count of one die, belongs to the target.
    ("2d6>=7+1", "never-counts", "2d6 vs 7+1"),
    ("3d6>=15-2 to hit", "never-counts", "3d6 vs 15-2 to hit"),
    ("3d6<=12+@str", "always-counts", "3d6 vs <=12+@str"),
    ("1d100<=50+10", "count-or-target", "1d100 vs <=50+10"),
    ("1d20>=15-2 # x", "count-or-target", "1d20 vs 15-2 # x"),
    ("1d20adv>=15+@str", "count-or-target", "1d20adv vs 15+@str"),
    ("2d6>=7f1", "never-counts", None),
    ("2d6!>=7", "never-counts", None),
    ("2d6r7", "never-counts", None),
    ("d[1,3,5]even", "never-counts", None),
    ("{2d6,2d6}>=13", "never-counts", None),
    # Two signs, brackets, commas
    ("4d6++2", "double-sign", "4d6+2"),
    ("4d6--2", "double-sign", "4d6-2"),
    ("@str--2", "double-sign", "@str-2"),
    ("2d6 + 1d4++2", "double-sign", "2d6 + 1d4+2"),
    ("(1d20 + 5", "unclosed", "(1d20 + 5)"),
    ("(1d20+5 # to hit", "unclosed", "(1d20+5) # to hit"),
    ("max(1d6, 1d8", "unclosed", "max(1d6, 1d8)"),
    ("{1d6, 1d8", "unclosed", "{1d6, 1d8}"),
    ("d[1,2", "unclosed", "d[1,2]"),
    ("2d6[fire", "unclosed", "2d6[fire]"),
    ("((1d6", "unclosed", None),
    ("1d6)", "unopened", "1d6"),
    ("(1d6+2))*2", "unopened", "(1d6+2)*2"),
    ("1d20.", "stray", "1d20"),
    ("1d20?", "stray", "1d20"),
    ("1d20 $ 2", "stray", None),
    # Parts in another order
    ("2d6[fire]kh1", "label-first", "2d6kh1[fire]"),
    ("2d6[fire]kh1 + 1d4", "label-first", "2d6kh1[fire] + 1d4"),
    ("[fire] 2d6", "label-first", "2d6[fire]"),
    ("1 + [fire] 2d6", "label-first", "1 + 2d6[fire]"),
    ("4d6>=5r1", "after-count", "4d6r1>=5"),
    ("4d6>=5!", "after-count", "4d6!=6>=5"),
    ("4d6>=5f1!", "after-count", "4d6!=6>=5f1"),
    ("4d6evenro<=2", "after-count", "4d6ro<=2even"),
    ("8d10>=8 adv", "after-count", "8d10adv>=8"),
    ("1d4d6", "drops-too-many", "(1d4)d6"),
    ("2d4d6 + 1", "drops-too-many", "(2d4)d6 + 1"),
    ("{2d6,1d8}dl3", "drops-too-many", None),
    ("(1d8+1d6)kh1", "modifier-after-brackets", "{1d8+1d6}kh1"),
    ("(2d6)r1 + 2", "modifier-after-brackets", "{2d6}r1 + 2"),
    ("(1d20 >= 15)kh1", "modifier-after-brackets", None),
    ("floor 7/2", "missing-arguments", "floor(7/2)"),
    ("abs 1d4-3 # x", "missing-arguments", "abs(1d4-3) # x"),
    ("if 1d20", "missing-arguments", None),
    # Values
    ("d[5..1]", "bad-face", "d[1..5]"),
    ("2d6r[3..1]", "bad-set", "2d6r[1..3]"),
    ("4d6mi>=2", "missing-number", "4d6mi2"),
    ("4d6ma<=5", "missing-number", "4d6ma5"),
    ("4d6mi<=2", "missing-number", None),
    ("4d6ro", "missing-number", None),
    # Words
    ("1d20 plus 5", "unknown-modifier", "1d20 + 5"),
    ("2d6 times 2", "unknown-modifier", "2d6 * 2"),
    ("1d20 minus 2 plus 3", "unknown-modifier", "1d20 - 2 + 3"),
    ("1d20 disadvantge", "unknown-modifier", "1d20 dis"),
]
FIXES += [
    ("2d6r[1-3]", "bad-set", "2d6r[1..3]"),
    ("2d6=[4;6] + 1", "bad-set", "2d6=[4,6] + 1"),
    ("2d6=[4/5/6]", "bad-set", "2d6=[4,5,6]"),
    ("2d6+1,000", "stray-comma", "2d6+1000"),
    ("1,000d6", "stray-comma", "1000d6"),
    ("1d20,", "stray-comma", "1d20"),
    ("1,2", "stray-comma", None),
    ("dd66", "missing-sides", "d66"),
    ("2dd88 + 1", "missing-sides", "2d88 + 1"),
    ("dd34", "missing-sides", "1d3 * 10 + 1d4"),
    ("2dd34", "missing-sides", None),
    ("2dd6", "missing-sides", None),
    ("group#10d10", "unknown-word", "sets(10d10)"),
    # In words, or in another order
    ("advantage 1d20+5", "unknown-word", "1d20+5 advantage"),
    ("adv 1d20", "modifier-without-dice", "1d20 adv"),
    ("with disadvantage d20+2", "unknown-word", "d20+2 disadvantage"),
    ("1d20+5 (advantage)", "side-by-side", "1d20+5 advantage"),
    ("4d6 (drop lowest)", "side-by-side", "4d6 drop lowest"),
    ("4d6, drop lowest", "stray-comma", "4d6 drop lowest"),
    ("1d20 w/ adv", "unknown-word", "1d20 adv"),
    ("three d6", "unknown-word", "3d6"),
    ("roll two d20+1", "unknown-word", "2d20+1"),
    ("a d20", "unknown-word", "d20"),
    ("6 times 4d6kh3", "unknown-modifier", "6x 4d6kh3"),
    ("4d6kh3 six times", "unknown-word", "6x 4d6kh3"),
    ("best 3 of 4d6", "unknown-word", "4d6kh3"),
    ("the lowest of 2d20", "unknown-word", "2d20kl1"),
    ("[highest 3 of 4d6]", "label-first", "4d6kh3"),
    ("highest(2d20)", "unknown-word", "2d20kh1"),
    ("1d20+5 v 15", "unknown-word", "1d20+5 vs 15"),
    ("1d20+5 needs 15", "unknown-word", "1d20+5 vs 15"),
    ("1d20 at least 12", "unknown-word", "1d20 vs 12"),
    ("5d6 on 5+", "unknown-word", "5d6>=5"),
    ("4d6 explode on 6", "unknown-modifier", "4d6!6"),
    ("4d6 exploding 6s", "unknown-word", "4d6!6"),
    ("4d6 min 2", "side-by-side", "4d6mi2"),
    ("2d6 max 5 + 1", "side-by-side", "2d6ma5 + 1"),
    ("4d6-L", "unknown-word", "4d6dl1"),
    ("4d6 - highest", "unknown-word", "4d6dh1"),
    ("1d20 + ½", "unknown-word", "1d20 + 0.5"),
    ("sum(2d6)", "unknown-word", "(2d6)"),
    # Several rolls
    ("1d20+5, 2d6+3", "stray-comma", "1d20+5; 2d6+3"),
    ("1d20+5 and 2d6+3", "not-a-test", "1d20+5; 2d6+3"),
    ("2d10 & 2d6", "stray", "2d10; 2d6"),
    ("x4 2d6", "unknown-word", "4x 2d6"),
    ("rep3 2d6", "unknown-word", "3x 2d6"),
    ("!rr 6 4d6kh3", "unexpected", "6x 4d6kh3"),
    ("1d6;; 2d6", "empty", "1d6; 2d6"),
    (";2d6", "empty", "2d6"),
    # Avrae, Roll20, AnyDice, BCDice, Dice Maiden
    ("1d20ea", "unknown-modifier", "1d20adv2"),
    ("4d6pl1", "unknown-modifier", "4d6dl1"),
    ("4d6ph1", "unknown-modifier", "4d6dh1"),
    ("[1d6,2]kh1", "label-first", "{1d6,2}kh1"),
    ("1d20 + @{str}", "missing-name", "1d20 + @str"),
    ("output 2d6", "unknown-word", "2d6"),
    ('output 4d6 named "stats"', "unknown-word", "4d6 # stats"),
    ("3d{1,2,3}", "missing-sides", "3d[1,2,3]"),
    ("d{1..6} + 2", "missing-sides", "d[1..6] + 2"),
    ("choice[a,b,c]", "unknown-word", "d[a,b,c]"),
    ("1d20 + 5 \\ note", "stray", "1d20 + 5 # note"),
    ('"attack" 1d20', "stray", "1d20 # attack"),
    ("1d20a", "unknown-modifier", "1d20adv"),
    ("1d20 a", "unknown-modifier", "1d20adv"),
    ("adv(1d20)", "modifier-without-dice", "1d20 adv"),
    ("1d20 +adv", "modifier-without-dice", "1d20 adv"),
    ("1d20:adv", "stray", "1d20 adv"),
    ("**1d20**", "unexpected", "1d20"),
    ("🎲 1d20+2", "stray", "1d20+2"),
    ("> 1d20", "unexpected", "1d20"),
    ("4dfate", "unknown-word", "4dF"),
    ("d(1,2,3)", "stray-comma", "d[1,2,3]"),
    ("d[a b]", "bad-face", "d[a, b]"),
    ("4d6 ex 6", "unknown-modifier", "4d6!6"),
    ("6d6 hits on 5", "unknown-word", None),
    ("1) 1d20", "unopened", None),
    # What a note would hide, and can be meant in more than one way
    ("1d20 under 12", "unknown-word", None),
    ("1d20+5 beats 15", "unknown-word", None),
    ("1d20 over 12", "unknown-word", None),
    ("4d6 reroll 1s", "unknown-modifier", None),
    ("(2d6+3)x2", "unknown-modifier", None),
    ("rand(6)", "unknown-word", None),
    ("count(2d6>=5)", "unknown-word", None),
    ("1d6! 2d6!", "side-by-side", None),
]


@pytest.mark.parametrize(("text", "code", "fix"), [*FIXES, *REPAIRED])
def test_fix(text, code, fix):
    with pytest.raises(NotationError) as caught:
        parse(text)

    assert (caught.value.code, caught.value.fix) == (code, fix)
    if fix is not None:
        parse(fix)
        if (text, code, fix) not in REPAIRED:
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
        ("@srt + 1", "@str + 1"),
        ("1d20+@Dexterty", "1d20+@dexterity"),
        ("1d20+@xyz", None),
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
