"""The dice of a system's pools as texts with marks."""

import pytest

import dicewright
from dicewright import System, scripted
from dicewright.rendering import shown_dice, shown_pools

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


SYSTEMS = dicewright.systems()


@pytest.mark.parametrize("command", SYSTEMS.commands)
def test_the_dice_of_a_result_are_shown_as_those_of_its_pools(command):
    system = SYSTEMS[command]
    calls = [*(test.roll for test in system.tests), *map(system.example, system.rolls)]
    shown = 0
    for call in filter(system.understands, dict.fromkeys(calls)):
        result = system.roll(call, seed=call)
        assert shown_dice(result) == shown_pools(result.pools)
        shown += 1
    assert shown


KINDS = [
    "d20",
    "d[1..20]",
    "d6",
    "dF",
    "d%",
    "d[0..9]",
    "d[blank, hit, 2s+a, s:3, -1, 1234]",
    "d101",
    "d1000",
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_face_of_a_plain_die_is_shown_as_it_is_in_its_pool(kind):
    sides = dicewright.parse(f"1{kind}").tree.rolls[0].expression.die.sides
    text = FILE.replace('"(@count - 1)d6"', f'"(@count){kind}"')
    for pool in ("exploding", "kept", "counted"):
        text = "".join(line for line in text.splitlines(True) if not line.startswith(f"pools.{pool}"))
    system = System.from_toml(text.replace('"@exploding"', '"@none"'))
    faces = [1, sides, *range(1, min(sides, 198) + 1), sides, 2, 1]
    result = system.roll(f"ember {len(faces)}", dice=scripted(faces))
    assert result.plain_dice is not None
    assert shown_dice(result) == shown_pools(result.pools)
    again = dicewright.SystemResult.from_dict(result.to_dict())
    assert again.plain_dice is None
    assert shown_dice(again) == shown_dice(result)
