"""What rolls here and means something else elsewhere is said, in the words of what was typed."""

from __future__ import annotations

import pytest

import dicewright
from bot.services.guide.silent import SUSPICIOUS, silent_differences
from bot.services.systems.spelling import spelled


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("+d20", "`+d20` is a plain d20 here; Dice Maiden's advantage is `1d20adv`."),
        ("+d12 + 5", "`+d12` is a plain d12 here; Dice Maiden's advantage is `1d12adv`."),
        ("-d20", "`-d20` takes away a d20 here; Dice Maiden's disadvantage is `1d20dis`."),
        ("+d%", "`+d%` is a plain d% here; Dice Maiden's advantage is `2d10kl1 * 10 + 1d10 - 10`."),
        ("-D%", "`-d%` takes away a d% here; Dice Maiden's disadvantage is `2d10kh1 * 10 + 1d10 - 10`."),
        ("8d10>7", "`>7` counts 8 and more here; Roll20's `>7` is `>=7`."),
        ("8d10 > 7 + 2", "`>7` counts 8 and more here; Roll20's `>7` is `>=7`."),
        ("6x 8d10<3", "`<3` counts 2 and less here; Roll20's `<3` is `<=3`."),
        ("{4d6, 3d8}>7", "`>7` counts 8 and more here; Roll20's `>7` is `>=7`."),
        ("8d10>@tn", "`>@tn` leaves out the number itself here; Roll20's `>@tn` is `>=@tn`."),
        ("/roll 8d10>7", "`>7` counts 8 and more here; Roll20's `>7` is `>=7`."),
        ("3d6!>4", "`!>4` explodes on 5 and more here; Roll20's `!>4` is `!>=4`."),
        ("3d6!!<2", "`!!<2` explodes on 1 and less here; Roll20's `!!<2` is `!!<=2`."),
        ("2d6r<2", "`r<2` rerolls 1 and less here; Roll20's `r<2` is `r<=2`."),
        ("2d6ro>5", "`ro>5` rerolls 6 and more here; Roll20's `ro>5` is `ro>=5`."),
        ("1d20cs>19", "`cs>19` marks 20 and more here; Roll20's `cs>19` is `cs>=19`."),
        ("1d20cf<2", "`cf<2` marks 1 and less here; Roll20's `cf<2` is `cf<=2`."),
        ("1d20+5 > 15", "`>15` takes 16 or more here; Roll20's `>15` is `>=15`."),
        ("2d20+5<15", "`<15` takes 14 or less here; Roll20's `<15` is `<=15`."),
        ("4d6k3", "`k3` keeps the highest 3 here; Avrae's `k3` keeps the dice that show 3."),
        ("4d6!5", "`!5` explodes on 5 alone here; Rollem's `!5` is `!>=5`."),
        (
            "4d6r2",
            "`r2` rerolls until no 2 is left here; Dice Maiden's `r2` is `ro<=2`, Foundry's is `ro2`.",
        ),
        ("8d10>=8f2", "`f2` takes away a success for each 2 here; Dice Maiden's `f2` is `f<=2`."),
        ("5d10cs>=8", "`cs>=8` only marks dice here; Foundry's `cs>=8` counts them: `>=8`."),
        ("5d10cf<=2", "`cf<=2` only marks dice here; Foundry's `cf<=2` counts them: `<=2`."),
        ("1d6 + 2 * 3", "`*` goes first here; Dice Maiden goes from left to right: `(1d6 + 2) * 3`."),
        ("20 - 4d6/2", "`/` goes first here; Dice Maiden goes from left to right: `(20 - 4d6)/2`."),
        (
            "d66",
            "`d66` rolls digit by digit here, from 11 to 66; Dice Maiden's `d66` has 66 sides: `d(66)`.",
        ),
    ],
)
def test_what_is_said(typed: str, said: str) -> None:
    names = {"tn": "7"}
    dicewright.parse(typed, names=names)
    assert SUSPICIOUS.search(typed)
    assert [hint.text for hint in silent_differences(typed)] == [said]
    # What the hint says to write can be rolled: alone, or after dice.
    theirs, *_between, ours = said.split("`")[1::2]
    for dice in ("", "20d20", "20d20>=8"):
        try:
            dicewright.parse(f"{dice}{ours}", names=names)
            break
        except dicewright.NotationError:
            continue
    else:
        raise AssertionError(ours)
    assert theirs.lower().replace("%", "") in "".join(typed.split()).lower()


@pytest.mark.parametrize(
    "typed",
    [
        *("1d20 + 5", "4d6kh3", "2d20kl1", "1d20adv", "4d6!", "4d6!6", "4d6!=5", "4d6!>=5", "4d6ro2"),
        *("4d6r=2", "4d6r<=2", "8d10>=8", "8d10>=8f1", "8d10>=8f<=2", "8d10>=8f=2", "1d20cs>=19"),
        *("2d20kh1cs>=19", "1d20adv cs>=19 cf<=2", "1d20+5 vs >15", "1d20 vs 15", "1d100 vs <=45"),
        *("1d6 + (2 * 3)", "(1d6 + 2) * 3", "2 * 3 + 1d6", "7/2", "d(66)", "d100", "1d20 - d20"),
        *("+d20adv", "+2d20", "4d6 keep 3", "1d20 # >7 r2 k3", "1d20 + 5 to hit", "@attack", "@attack + 2"),
        # Calls of game systems, and what is no roll at all.
        *("v5 7 h2 vs 3", "coc 55", "4cod", "sr6", "8d10 t7", "", ">", "4d6>>3"),
        "1d20" + " + 1" * 200,
    ],
)
def test_nothing_is_said_of_what_everybody_reads_alike(typed: str) -> None:
    assert silent_differences(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant", "sum_", "found", "theirs"),
    [
        ("sr6 + 1", "sr 7", "6 + 1", 7, "adds 1 to"),
        ("ex5+2", "ex 7", "5 + 2", 7, "adds 2 to"),
        ("ed15 - 2", "ed 13", "15 - 2", 13, "subtracts 2 from"),
        ("vtm7h2 + 1", "v5 7 h3", "2 + 1", 3, "adds 1 to"),
        ("ol5a2 + 1", "ol 5 a3", "2 + 1", 3, "adds 1 to"),
    ],
)
def test_a_sum_in_a_call(typed: str, meant: str, sum_: str, found: int, theirs: str) -> None:
    assert spelled(dicewright.systems().find(typed), typed, {}) == meant
    (hint,) = silent_differences(typed)
    assert f"`{sum_}` is one number here, {found}; Dice Maiden {theirs} the result." in hint.text


def test_several_in_one_roll_come_in_the_order_of_their_gravity() -> None:
    kinds = [hint.kind for hint in silent_differences("d66 + 4d6k3; 8d10!5>7; 1d6 + 2 * 3")]
    assert kinds == ["strict", "explode", "keep", "precedence", "digits"]
