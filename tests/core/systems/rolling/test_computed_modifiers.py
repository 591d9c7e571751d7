"""A number that is typed may be one that no die shows: it means what it means in a plain roll."""

from __future__ import annotations

import re

import pytest

import dicewright
from dicewright import DiceError, LimitError, NotationError, System, odds, parse, roll, scripted
from tests.support.game_systems import written

MODIFIERS = ["!>=@n", "!!=@n", "!p=@n", "!o=@n", "r=@n", "r>@n", "ro=@n", "ra=@n", "dl(@n)", "dh@n", "kh@n"]
MODIFIERS += ["mi(@n)", "ma(@n)", ">=@n", "=@n", "<=@n", ">=5f=@n", ">=5ds=@n", "cs=@n", "mi(@n)>=5"]


@pytest.mark.parametrize("number", [0, 1, 4, 6, 7, 12])
@pytest.mark.parametrize("modifier", MODIFIERS)
@pytest.mark.parametrize("dice", ["3d6", "{3d6}", "{1d6 + 1d4}"])
def test_it_rolls_and_has_the_odds_of_the_same_plain_roll(dice, modifier, number):
    usage = 'usage = "@n"\nparameters.n = { max = 20 }\n'
    file = written(f'{usage}pools.dice = "{dice}{modifier}"\nresult = "@dice"')
    names = {"n": number}
    try:
        parse(f"{dice}{modifier}", names=names)
    except NotationError as refused:
        with pytest.raises(DiceError, match=re.escape(refused.message)):
            System.from_toml(file)
        return
    system = System.from_toml(file)
    try:
        wanted = roll(f"{dice}{modifier}", names=names, seed="plain").total
    except LimitError:
        with pytest.raises(LimitError, match="would never end"):
            system.roll(f"mine {number}")
        return
    assert system.roll(f"mine {number}", seed="plain").result == wanted
    plain, own = odds(f"{dice}{modifier}", names=names), system.odds(f"mine {number}").values["result"]
    assert dict(own.items()) == dict(plain.items())


@pytest.mark.parametrize("sides", [2, 4, 6])
def test_a_die_whose_sides_are_typed_may_be_too_small_to_count(sides):
    system = System.from_toml(written('usage = "@n"\npools.dice = "2d(@n)>=5"\nresult = "@dice"'))
    assert system.odds(f"mine {sides}").values["result"].maximum == (2 if sides == 6 else 0)


@pytest.mark.parametrize(
    ("modifier", "plain"),
    [("kh(@n)", "kh2"), ("dl@n", "dl2"), (">(@n)", ">2"), ("mi(@n + 1)", "mi3"), ("!>(@n + 1)>3", "!>3>3")],
)
def test_so_it_is_with_dice_that_are_typed(modifier, plain):
    parameters = "parameters.dice = { mixed = true }\nparameters.n = 2\n"
    usage = f'usage = "@dice [n@n]"\n{parameters}'
    system = System.from_toml(written(f'{usage}pools.pool = "{{@dice}}{modifier}"\nresult = "@pool"'))
    wanted = roll(f"{{1d4 + 1d6 + 1d8}}{plain}", seed="typed").total
    assert system.roll("mine d4 d6 d8", seed="typed").result == wanted
    own = system.odds("mine d4 d6 d8").values["result"]
    assert dict(own.items()) == dict(odds(f"{{1d4 + 1d6 + 1d8}}{plain}").items())


def test_no_dice_are_rolled_again_from_11_on():
    cod = dicewright.systems()["cod"]
    assert cod.roll("cod 3 again11", dice=scripted([10, 10, 2])).message == "2: success"
    assert cod.odds("cod 2 again11").values["successes"].maximum == 2
