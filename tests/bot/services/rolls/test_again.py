"""What the buttons under a roll roll."""

from __future__ import annotations

import pytest
from hypothesis import given

import dicewright
from bot.services.rolls.rolling import RollingService, again
from tests.support.dice.notation_strategies import trees

NAMES = {"attack": "1d20 + @str", "str": "3", "halfling": "1d20ro1", "stats": "4d6kh3"}


@pytest.mark.parametrize(
    ("text", "plain", "advantage", "disadvantage"),
    [
        ("1d20+5", "1d20 + 5", "1d20adv + 5", "1d20dis + 5"),
        ("2d6 + 1d20[hit]", "2d6 + 1d20[hit]", "2d6 + 1d20adv[hit]", "2d6 + 1d20dis[hit]"),
        ("2x 1d20 vs 15 # hit", "2x 1d20 vs 15 # hit", "2x 1d20adv vs 15 # hit", "2x 1d20dis vs 15 # hit"),
        ("1d20; 2d6", "1d20; 2d6", "1d20adv; 2d6", "1d20dis; 2d6"),
        ("@attack * 2", "(1d20 + 3) * 2", "(1d20adv + 3) * 2", "(1d20dis + 3) * 2"),
        ("1d20cs19", "1d20cs=19", "2d20cs=19kh1", "2d20cs=19kl1"),
        ("@halfling + 1", "1d20ro=1 + 1", "2d20ro=1kh1 + 1", "2d20ro=1kl1 + 1"),
        ("1d20mi10", "1d20mi10", "2d20mi10kh1", "2d20mi10kl1"),
        ("6x @stats", "6x 4d6kh3", "", ""),
        ("1d20; 1d20", "1d20; 1d20", "", ""),
        ("2d20", "2d20", "", ""),
        ("1d20 adv + 5", "1d20adv + 5", "", "1d20dis + 5"),
        ("1d20!", "1d20!", "", ""),
        ("(1d1)d20", "(1d1)d20", "", ""),
        ("7", "7", "", ""),
    ],
)
def test_ways_to_roll_again(text: str, plain: str, advantage: str, disadvantage: str) -> None:
    ways = again(dicewright.parse(text, names=NAMES))
    assert (ways.text, ways.with_advantage, ways.with_disadvantage) == (plain, advantage, disadvantage)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1d20", ""),
        ("1d20adv + 5", "1d20 + 5"),
        ("1d20dis + 5 vs 15", "1d20 + 5 vs 15"),
        ("2d20kh1 + 5", "1d20 + 5"),
        ("2d20kl1", "1d20"),
        ("2d20cs19kh1", "1d20cs=19"),
        ("2d20ro1kl1 + 2", "1d20ro=1 + 2"),
        ("@attack", ""),
        # These are no one d20.
        ("1d20adv2", ""),
        ("3d20kh1", ""),
        ("2d20kh2", ""),
        ("2d20km1", ""),
        ("2d20kh(1+0)", ""),
        ("4d6kh3", ""),
        ("1d20adv; 1d20adv", ""),
    ],
)
def test_back_to_plain(text: str, plain: str) -> None:
    ways = again(dicewright.parse(text, names=NAMES))
    assert ways.plain == plain
    if plain:
        back = again(dicewright.parse(plain))
        assert back.plain == ""
        assert {back.with_advantage, back.with_disadvantage} != {""}


@pytest.mark.parametrize(
    ("text", "huge"),
    [
        ("100d6", False),
        ("101d6", True),
        ("20x 5d6", False),
        ("21x 1d6", True),
        ("30x 7", False),
        ("9000d6", True),
    ],
)
def test_which_rolls_have_more_dice_than_a_reply_shows(text: str, huge: bool) -> None:
    assert RollingService().prepare(text).huge is huge


@given(trees())
def test_what_a_button_rolls_is_the_same_notation(tree) -> None:
    try:
        notation = dicewright.parse(str(tree))
    except dicewright.DiceError:
        return
    ways = again(notation)
    assert dicewright.parse(ways.text) == notation
    for text in filter(None, (ways.with_advantage, ways.with_disadvantage, ways.plain)):
        assert dicewright.parse(text) != notation
