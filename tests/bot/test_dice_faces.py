"""The names of the faces that dice show; every one of them has a picture."""

from __future__ import annotations

import tomllib

import pytest

import dicewright
from bot.dice_faces import faces_by_pool, faces_in_pool, faces_of
from bot.presentation.dice.pictures import pictures
from dicewright import scripted, seeded
from tests.support.process import PROJECT

PICTURES = pictures()


def shown(text: str, *faces: int) -> list[tuple[str, ...]]:
    (roll,) = dicewright.roll(text, dice=scripted(faces)).rolls
    return [faces_of(die) for die in roll.dice]


@pytest.mark.parametrize(
    ("text", "faces", "expected"),
    [
        ("1d20", [17], [("d20_17",)]),
        ("2d20kh1", [7, 20], [("d20_7_drop",), ("d20_20",)]),
        ("1d4 + 1d6 + 1d8 + 1d10 + 1d12", [1, 2, 3, 10, 12], ["d4_1", "d6_2", "d8_3", "d10_10", "d12_12"]),
        ("1d100", [42], [("tens_40", "ones_2")]),
        ("2d%", [7, 100], [("tens_00", "ones_7"), ("tens_00", "ones_0")]),
        ("2d100kl1", [90, 15], [("tens_90_drop", "ones_0_drop"), ("tens_10", "ones_5")]),
        ("3dF", [1, 2, 3], ["fate_minus", "fate_blank", "fate_plus"]),
        ("1d66", [3, 5], [("d6_3", "d6_5")]),
        ("1d888", [1, 8, 4], [("d8_1", "d8_8", "d8_4")]),
        ("1d99", [9, 1], [()]),
        ("1d[1..6]", [5], ["d6_5"]),
        ("1d[0..9]", [1], ["ones_0"]),
        ("1d[0..99]", [43], [("tens_40", "ones_2")]),
        ("1d[2..7]", [1], [()]),
        ("1d[1,1,2,3]", [1], [()]),
        ("1d[hit:1, miss]", [1], [()]),
        ("1d3 + 1d7 + 1d30", [1, 2, 3], [(), (), ()]),
        ("1d6!", [6, 2], ["d6_6", "d6_2"]),
        ("1d6!!", [6, 6, 3], [("d6_6", "d6_6", "d6_3")]),
        ("1d6r1", [1, 4], ["d6_1_drop", "d6_4"]),
        ("1d20mi10", [3], ["d20_3"]),
        ("1d6ma3", [5], ["d6_5"]),
        ("(1d4)d6", [2, 5, 6], ["d4_2", "d6_5", "d6_6"]),
    ],
)
def test_what_a_die_shows(text: str, faces: list[int], expected: list[str | tuple[str, ...]]) -> None:
    assert shown(text, *faces) == [(each,) if isinstance(each, str) else each for each in expected]


@pytest.mark.parametrize(
    ("call", "dice", "expected"),
    [
        ("genesys bkgpyr", [4, 3, 8, 8, 12, 12], {
            "pool": (
                "boost_success_advantage", "setback_failure", "ability_2_advantage",
                "difficulty_failure_threat", "proficiency_triumph", "challenge_despair",
            ),
        }),
        ("coc 50", [8, 4], {"units": ("ones_7",), "tens": ("tens_30",)}),
        ("coc 50", [1, 10], {"units": ("ones_0",), "tens": ("tens_00",)}),
        ("fate +2", [3, 3, 2, 1], {"dice": ("fate_plus", "fate_plus", "fate_blank", "fate_minus")}),
        ("cosmere +5 vs 14 plot", [10, 5], {"d20": ("d20_10",), "plotting": ("plot_opportunity",)}),
        ("cosmere +5 vs 14 plot", [10, 2], {"d20": ("d20_10",), "plotting": ("plot_4_complication",)}),
        ("cosmere +5 vs 14 plot", [10, 3], {"d20": ("d20_10",), "plotting": ("plot_blank",)}),
        ("tor 1", [11, 6], {"feats": ("feat_eye",), "pool": ("d6_6",)}),
        ("tor 1", [12, 1], {"feats": ("feat_rune",), "pool": ("d6_1",)}),
    ],
)  # fmt: skip
def test_what_the_pools_of_a_system_show(
    call: str, dice: list[int], expected: dict[str, tuple[str, ...]]
) -> None:
    pools = dicewright.systems().roll(call, dice=scripted(dice)).pools
    assert {name: faces_in_pool(name, pool) for name, pool in pools.items() if pool} == expected


@pytest.mark.parametrize(
    "call",
    ["genesys bbbkkkgggpppyyyrrr", "l5r5 3 s3", "cosmere plot 5", "tor 6", "hero normal 6", "coc 50", "fate"],
)
def test_every_face_that_a_system_throws_has_a_picture(call: str) -> None:
    systems = dicewright.systems()
    for number in range(60):
        pools = systems.roll(call, dice=seeded(b"%d" % number)).pools
        for name, dice in pools.items():
            if dice:
                names = faces_in_pool(name, dice)
                assert names, (call, name)
                assert set(names) <= PICTURES.keys()


@pytest.mark.parametrize("command", dicewright.systems().commands)
def test_the_faces_of_a_result_are_those_of_its_pools(command: str) -> None:
    system = dicewright.systems()[command]
    calls = [*(test.roll for test in system.tests), *map(system.example, system.rolls)]
    for call in filter(system.understands, dict.fromkeys(calls)):
        result = system.roll(call, seed=call)
        shown = tuple(faces_in_pool(*pool) for pool in result.pools.items() if pool[1])
        assert faces_by_pool(result) == shown


def notation(face: object) -> str:
    """Return a face as notation writes it, from how the file of a system does."""
    if isinstance(face, dict):
        return f"{face['symbols']}:{face['value']}" if face["symbols"] else str(face["value"])
    return str(face) or "blank"


DICE = {
    f"{path.stem} {name}": ", ".join(map(notation, die["faces"]))
    for path in (PROJECT / "dicewright" / "systems" / "data").glob("*.toml")
    for name, die in tomllib.loads(path.read_text(encoding="utf-8")).get("die", {}).items()
}


@pytest.mark.parametrize("die", DICE)
def test_every_die_with_symbols_of_the_systems_that_are_shipped_is_drawn(die: str) -> None:
    number = DICE[die].count(",") + 1
    (roll,) = dicewright.roll(f"{number}d[{DICE[die]}]", dice=scripted(range(1, number + 1))).rolls
    assert {name for each in roll.dice for name in faces_of(each) or ("none",)} <= PICTURES.keys()


def test_one_die_without_a_picture_leaves_its_pool_to_text() -> None:
    (roll,) = dicewright.roll("1d6 + 1d7", dice=scripted([1, 2])).rolls
    assert faces_in_pool("any", roll.dice[:1]) == ("d6_1",)
    assert faces_in_pool("any", roll.dice) == ()
