"""What notation says, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from dicewright import parse
from dicewright.rendering.words import describe
from tests.support.dice.notation_strategies import trees

if TYPE_CHECKING:
    from dicewright.notation.tree.rolls import Rolls

WORDS = {
    "3d6": "3d6",
    "d%": "1d100",
    "4dF": "4 Fate dice",
    "1dF": "1 Fate die",
    "d[1,1,2,3]": "1 die with the faces 1, 1, 2, 3",
    "3d[0..9]": "3 dice with the faces 0..9",
    "(1d4)d6": "(1d4)d6",
    "1d(2*3)": "1 die of (2 × 3) sides",
    "2.5": "2.5",
    "{4d6+2, 3d8}": "(4d6 + 2 and 3d8 together)",
    "{4d6+3d8}": "(4d6 + 3d8)",
    "{4d6+3d8}kh4": "all dice of (4d6 + 3d8), keep the highest 4",
    "{1d8+3, 2d6, 7}kh1": "of 1d8 + 3, 2d6 and 7, keep the highest",
    "floor(7/2)": "(7 ÷ 2) rounded down",
    "ceil(1d6/2)": "(1d6 ÷ 2) rounded up",
    "round(1d6/4)": "(1d6 ÷ 4) rounded",
    "abs(1d4-3)": "(1d4 − 3) without its sign",
    "min(1d6, 1d8)": "the lowest of (1d6 and 1d8)",
    "max(1d6, 4d6kh3, 3)": "the highest of (1d6, (4d6, keep the highest 3) and 3)",
    "if(1d20 vs 15, 2d6, 0)": "if 1d20 to reach 15, then 2d6, else 0",
    "2d6 + if(1d20 vs 15, 2d6, 0)": "2d6 + (if 1d20 to reach 15, then 2d6, else 0)",
    "4d6kh3": "4d6, keep the highest 3",
    "2d20kl1": "2d20, keep the lowest",
    "3d20km1": "3d20, keep the middle",
    "4d6dh2": "4d6, drop the highest 2",
    "1d20adv + 5": "1d20 with advantage + 5",
    "2d6dis2": "2d6 with disadvantage of 2 more dice",
    "4d6!": "4d6, explode on 6",
    "2d(1d6)!": "2 dice of (1d6) sides, explode on the highest face",
    "4d6!>=5": "4d6, explode on 5 or more",
    "4d6!o": "4d6, explode once on 6",
    "4dF!!": "4 Fate dice, explode on 1, added to the same die",
    "4d6!p": "4d6, explode on 6, each extra die one less",
    "2d6r1": "2d6, reroll 1 until none are left",
    "2d6ro<=2": "2d6, reroll 2 or less once",
    "4d6ra6": "4d6, for 6 roll one die again and add the result",
    "1d20mi10": "1d20, each at least 10",
    "4d6ma5": "4d6, each at most 5",
    "4d6u": "4d6, all different",
    "8d10>=8f1": "8d10, count dice of 8 or more, take one away for each 1",
    "8d10>7ds10": "8d10, count dice of more than 7, one more for each 10",
    "4d6<>1": "4d6, count dice of anything but 1",
    "4d6even": "4d6, count even dice",
    "1d20cs>=19cf1": "1d20, critical on 19 or more, critical failure on 1",
    "4d6sd": "4d6, highest first",
    "4d6sa": "4d6, lowest first",
    "4d6r<=2!>5kh3": "4d6, reroll 2 or less until none are left, explode on more than 5, keep the highest 3",
    "1d20+5 vs 15": "1d20 + 5 to reach 15",
    "4d6kh3 vs 15": "4d6, keep the highest 3 to reach 15",
    "1d100 vs <=45": "1d100 to stay at 45 or less",
    "2d6 vs >7": "2d6 to beat 7",
    "2d6 vs <7": "2d6 to stay below 7",
    "2d6 vs =7": "2d6 to hit 7 exactly",
    "2d6 vs <>7": "2d6 to avoid 7",
    "2d6[fire] + 1d8[cold]": "2d6 fire + 1d8 cold",
    "4d6kh3[str] * 2": "(4d6, keep the highest 3) str × 2",
    "(4d6kh3)*2+1": "(4d6, keep the highest 3) × 2 + 1",
    "1d6-(2+3)": "1d6 − (2 + 3)",
    "(1d6+2)*3/4": "(1d6 + 2) × 3 ÷ 4",
    "7//2": "7 ÷ 2 rounded down",
    "7%3": "7 modulo 3",
    "2**3": "2 to the power of 3",
    "-(1d4+1)": "−(1d4 + 1)",
    "6x 4d6kh3": "6 times 4d6, keep the highest 3",
    "1x 1d6": "1 time 1d6",
    "1d20+5 # to hit; 2d6+3 # damage": "to hit: 1d20 + 5; then damage: 2d6 + 3",
}


@pytest.mark.parametrize(("text", "words"), WORDS.items(), ids=lambda text: text[:30])
def test_what_notation_says(text: str, words: str) -> None:
    assert describe(parse(text).tree) == words


def test_names_say_what_they_stand_for() -> None:
    names = {"attack": "1d20 + @str", "str": 3}
    assert (
        describe(parse("@attack adv + 2", names=names).tree) == "@attack (1d20 with advantage + @str (3)) + 2"
    )


@given(trees(names=True, depth=3))
def test_whatever_can_be_written_can_be_said(tree: Rolls) -> None:
    assert all(part for part in describe(tree).split("; then "))
