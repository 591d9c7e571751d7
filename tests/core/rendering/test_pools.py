"""The dice of a system's pools as texts with marks."""

import pytest

from dicewright import System, scripted
from dicewright.rendering import shown_pools

FILE = """
format = 1
name = "Ember"
command = "ember"
[roll.check]
usage = "[@count]"
parameters.count = 1
pools.exploding = "2d6!"
pools.kept = "2d20kh1"
pools.none = "(@count - 1)d6"
pools.counted = "2d10>=8"
result = "@exploding"
"""


@pytest.mark.parametrize(
    ("pool", "dice"),
    [
        ("exploding", [("6!", ""), ("2", ""), ("3", "")]),
        ("kept", [("20", "critical"), ("1", "dropped")]),
        ("counted", [("8", "success"), ("7", "")]),
    ],
)
def test_each_die_has_its_mark(pool, dice):
    pools = shown_pools(System.from_toml(FILE).roll("ember", dice=scripted([6, 3, 2, 20, 1, 8, 7])).pools)
    assert sorted((die.text, die.mark) for die in pools[pool]) == sorted(dice)


def test_a_pool_without_dice_is_left_out_and_a_great_one_cut():
    pools = shown_pools(System.from_toml(FILE).roll("ember", seed="example").pools)
    assert "none" not in pools
    great = System.from_toml(FILE).roll("ember 301", seed="example").pools
    assert len(great["none"]) == 300
    assert len(shown_pools(great)["none"]) == 200
