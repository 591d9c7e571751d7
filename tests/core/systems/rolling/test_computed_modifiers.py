"""A number that is typed may be one that no die shows: it means what it means in a plain roll."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import LimitError, System, odds, roll, scripted
from tests.support.game_systems import written

MODIFIERS = ["!>=@n", "!!=@n", "!p=@n", "!o=@n", "r=@n", "r>@n", "ro=@n", "ra=@n", "dl(@n)", "dh@n", "kh@n"]
MODIFIERS += ["mi(@n)", "ma(@n)", ">=@n", "=@n", "<=@n", ">=5f=@n", ">=5ds=@n", "cs=@n", "mi(@n)>=5"]


@pytest.mark.parametrize("number", [0, 1, 4, 6, 7, 12])
@pytest.mark.parametrize("modifier", MODIFIERS)
def test_it_rolls_and_has_the_odds_of_the_same_plain_roll(modifier, number):
    usage = 'usage = "@n"\nparameters.n = { max = 20 }\n'
    system = System.from_toml(written(f'{usage}pools.dice = "3d6{modifier}"\nresult = "@dice"'))
    names = {"n": number}
    try:
        wanted = roll(f"3d6{modifier}", names=names, seed="plain").total
    except LimitError:
        with pytest.raises(LimitError, match="would never end"):
            system.roll(f"mine {number}")
        return
    assert system.roll(f"mine {number}", seed="plain").result == wanted
    plain, own = odds(f"3d6{modifier}", names=names), system.odds(f"mine {number}").values["result"]
    assert dict(own.items()) == dict(plain.items())


@pytest.mark.parametrize("sides", [2, 4, 6])
def test_a_die_whose_sides_are_typed_may_be_too_small_to_count(sides):
    system = System.from_toml(written('usage = "@n"\npools.dice = "2d(@n)>=5"\nresult = "@dice"'))
    assert system.odds(f"mine {sides}").values["result"].maximum == (2 if sides == 6 else 0)


def test_no_dice_are_rolled_again_from_11_on():
    cod = dicewright.systems()["cod"]
    assert cod.roll("cod 3 again11", dice=scripted([10, 10, 2])).message == "2: success"
    assert cod.odds("cod 2 again11").values["successes"].maximum == 2
