"""Calls as players of a game write them where its file types them differently."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import DiceError, scripted

SYSTEMS = dicewright.systems()


@pytest.mark.parametrize(
    ("typed", "call"),
    [
        ("l5r 7k3 vs 20", "l5r4 7k3 vs 20"),
        ("L5R 5K2", "l5r4 5k2"),
        ("l5r 3 s2 vs 2", "l5r5 3 s2 vs 2"),
        ("asoiaf 5k3 vs 9", "asoiaf 3 b2 vs 9"),
        ("sifrp 3k3", "asoiaf 3"),
        ("hero 8d6", "hero normal 8"),
        ("dcc d20-1 +3", "dcc d20 step -1 +3"),
        ("dcc d20+1 -2", "dcc d20 step +1 -2"),
        ("dcc d20 -2", "dcc d20 -2"),
        ("crawl d16 +2", "dcc d16 +2"),
    ],
)
def test_it_rolls_as_the_call_of_the_file(typed, call):
    one, other = (SYSTEMS.roll(text, seed="same") for text in (typed, call))
    assert (one.system, one.roll, one.parameters, one.message) == (
        other.system,
        other.roll,
        other.parameters,
        other.message,
    )
    assert SYSTEMS.odds(typed).outcomes == SYSTEMS.odds(call).outcomes


def test_a_word_that_two_games_use_still_means_the_first_where_the_second_has_no_such_call():
    assert SYSTEMS.find("l5r 3").command == "l5r5"
    with pytest.raises(DiceError):
        SYSTEMS.roll("l5r 3 k")
    assert SYSTEMS.roll("l5r 2k1", dice=scripted([3, 4])).system == "l5r4"
