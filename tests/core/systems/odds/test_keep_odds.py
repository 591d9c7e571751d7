"""The odds of rolls whose player keeps dice by the file's policy, against every throw and its choice."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from dicewright import System
from tests.support.dice.every_throw import every_throw, kept, unlike
from tests.support.game_systems import written

TYPED = 'usage = "@dice [vs @need]"\nparameters.dice = { mixed = true }\npools.pool = "@dice"\n'
OUTCOMES = 'outcomes = [{ name = "big", when = "@total >= 6" }, { name = "small" }]\n'
TWO = 'usage = "@n"\npools.red = "(@n)d6"\npools.blue = "1d4"\n'
SYMBOLS = """[symbol]
s = "hit"
x = "more"
[die.rune]
letter = "r"
faces = ["", "s", "x"]
"""
RUNES = 'usage = "@n"\npools.runes = "(@n)d@rune"\nvalues.total = "@runes.hit + @runes.more"\n'


def keep(policy: str, most: str = "1", of: str = 'of = ["pool"]', more: str = "") -> str:
    return f'[roll.check.keep]\n{of}\nmax = "{most}"\npolicy = "{policy}"\n{more}\n'


def typed(total: str, choice: str, more: str = "", outcomes: str = OUTCOMES) -> str:
    """Return a roll of dice that are typed, with a total and some of them kept."""
    return f'{TYPED}values.total = "{total}"\n{more}{outcomes}{choice}'


def two(total: str, choice: str) -> str:
    """Return a roll of two pools, with a total and some of their dice kept."""
    return f'{TWO}values.total = "{total}"\n{OUTCOMES}{choice}'


ROLLS = {
    "the sum of the lowest": typed("@pool", keep("lowest first")),
    "the sum of the highest": typed("@pool", keep("highest first", "2")),
    "failures first": typed("@pool", keep("failures first")),
    "the first ones": typed("@pool", keep("all", "2")),
    "a choice with a test": typed(
        "@pool", keep("highest first", "2", 'of.pool = "<>1"'), 'values.many = "@pool.dice"\n'
    ),
    "a test that a range makes": typed("@pool", keep("highest first", "2", 'of.pool = "=[2..4]"')),
    "dice that are left": typed(
        "{@pool}kh2",
        keep("lowest first", "2", more='leaves = "rest"'),
        'values.rest = "{@pool}dh2"\nvalues.ones = "{@pool}=1"\n',
    ),
    "dice that are left beside those that may not be kept": typed(
        "{@pool}kh2",
        keep("highest first", "2", 'of.pool = "<>1"', 'leaves = "rest"'),
        'values.rest = "sides({@pool}dh2)"\n',
    ),
    "counts and notes": typed(
        "({@pool}>=3) * 6",
        keep("lowest first", "2"),
        'notes = [{ name = "a one", when = "{@pool}=1" }]\n',
    ),
    "what is chosen decides": typed(
        "if(@chosen, @pool, 0)",
        keep("highest first"),
        outcomes='outcomes = [{ name = "big", when = "@chosen and @total >= 4" }, { name = "small" }]\n',
    ),
    "how many the dice decide": typed("@pool", keep("highest first", "{@pool}>=3")),
}
TWO_POOLS = {
    "both pools together": two("@red + @blue", keep("highest first", "2", 'of = ["red", "blue"]')),
    "each pool read alone": two("2 * @red + @blue", keep("highest first", "2", 'of = ["red", "blue"]')),
    "one pool beside another": two("@red + @blue", keep("lowest first", "1", 'of = ["red"]')),
    "another test for each": two(
        "{@red + @blue}kh9", keep("highest first", "2", 'of.red = "<>6"\nof.blue = "all"')
    ),
}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        *((body, "mine d4 d6 d3") for body in ROLLS.values()),
        *((body, "mine 2") for body in TWO_POOLS.values()),
    ],
    ids=[*ROLLS, *TWO_POOLS],
)
def test_they_are_those_of_every_throw_with_its_choice(body, text):
    system = System.from_toml(written(body))
    odds = system.odds(text)
    seen, cut = every_throw(kept(system, text, odds.policy), odds, likely=10**6, most=1_000)
    assert unlike(odds, seen, cut) == []
    assert (odds.missing, cut) == (0, 0)


def test_the_lowest_of_two_dice_is_6_once_in_36():
    system = System.from_toml(written(ROLLS["the sum of the lowest"]))
    odds = system.odds("mine 2d6")
    assert (odds.outcomes["big"], odds.policy) == (Fraction(1, 36), "lowest first")


def test_without_a_policy_they_are_those_before_the_choice():
    body = ROLLS["the sum of the lowest"].replace('policy = "lowest first"', "")
    odds = System.from_toml(written(body)).odds("mine 2d6")
    assert (odds.outcomes["big"], odds.policy, odds.before_choice) == (Fraction(26, 36), "", True)


@pytest.mark.parametrize(("text", "before"), [("l5r5 2 s1", True), ("cortex d6 d8", False), ("pbta", False)])
def test_odds_say_whether_the_player_still_has_a_choice(text, before):
    odds = dicewright.systems().odds(text)
    assert odds.before_choice is odds.to_dict()["before_choice"] is before


@pytest.mark.parametrize("runes", [1, 2])
def test_dice_that_are_brought_are_kept_too(runes):
    body = RUNES + OUTCOMES.replace("6", "2") + keep("all", "1", 'of = ["runes"]', 'adds = "more"')
    odds = System.from_toml(written(body, SYMBOLS)).odds(f"mine {runes}")
    # The first die alone is kept. One that brings more is worth a hit itself, and so is each that it brings.
    assert abs(odds.outcomes["big"] - Fraction(1, 3) * Fraction(2, 3)) <= odds.missing
    assert odds.missing < Fraction(1, 10**9)


def test_many_dice_are_quick():
    body = ROLLS["dice that are left"]
    odds = System.from_toml(written(body)).odds("mine 12d10")
    assert sum(odds.outcomes.values()) == 1
    assert odds.values["total"].mean < 5


def test_cortex_gives_the_same_as_before():
    odds = dicewright.systems().odds("cortex d6 d8 d10 d6")
    assert (odds.policy, sum(odds.outcomes.values())) == ("highest first", 1)


def test_the_embedded_tests_hold_odds_against_the_choice():
    body = ROLLS["the sum of the lowest"] + '[[test]]\nroll = "mine 2d6"\nodds = { big = "1/36" }\n'
    assert System.from_toml(written(body)).check() == ()
