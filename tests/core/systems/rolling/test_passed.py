"""What a program passes to a system is held to what it should be, as it is for a plain roll."""

from __future__ import annotations

import copy
import pickle

import pytest

import dicewright
from dicewright import ArgumentError, DiceError, System, SystemResult, scripted, seeded
from tests.support.game_systems import game

GAMES = dicewright.systems()
NOT_TEXTS = [None, 5, 1.5, True, b"coc 55", ["coc 55"], ...]


@pytest.mark.parametrize("text", NOT_TEXTS, ids=repr)
@pytest.mark.parametrize(
    "ask",
    [
        GAMES.roll,
        GAMES.odds,
        GAMES.find,
        GAMES.meant,
        GAMES.understands,
        GAMES.repeated,
        GAMES.opposing,
        GAMES.contest,
        GAMES.contest_odds,
        game("coc").roll,
        game("coc").odds,
        game("coc").call,
        game("coc").understands,
        game("coc").contest,
        System.from_toml,
    ],
    ids=lambda ask: ask.__qualname__,
)
def test_what_is_no_text_is_refused(ask, text):
    with pytest.raises(ArgumentError) as caught:
        ask(text)

    assert caught.value.code == "text"


@pytest.mark.parametrize(
    "names",
    [5, "x", [1], {1: 2}, {"a": None}, {"a": True}, {"a": []}, {"a": 1j}, {"a": float("nan")}],
    ids=repr,
)
def test_names_that_mean_nothing_are_refused(names):
    for ask in (GAMES.roll, GAMES.odds, game("coc").call):
        with pytest.raises(ArgumentError) as caught:
            ask("coc 55", names=names)
        assert caught.value.code == "names"


@pytest.mark.parametrize(
    "dice",
    [
        5,
        "x",
        lambda count, _: [0] * count,
        lambda count, sides: [sides + 1] * count,
        lambda count, _: [1.0] * count,
        lambda *_: None,
        lambda count, _: [1] * (count + 1),
        lambda *_: [],
        lambda count, _: "1" * count,
    ],
)
def test_dice_that_no_die_can_show_are_refused(dice):
    alien = game("alien")
    result = alien.roll("alien 2", dice=scripted([2, 2]))
    with pytest.raises(ArgumentError):
        GAMES.roll("coc 55", dice=dice)
    with pytest.raises(ArgumentError):
        GAMES.contest("coc 55 vs coc 40", dice=dice)
    with pytest.raises(ArgumentError):
        alien.push(result, dice=dice)


def test_any_iterable_of_faces_will_do():
    assert GAMES.roll("coc 55", dice=lambda count, sides: iter([sides] * count)).faces == (10, 10)


@pytest.mark.parametrize("seed", [1.5, True, [], ...], ids=repr)
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(ArgumentError):
        GAMES.roll("coc 55", seed=seed)


def test_a_seed_and_dice_exclude_each_other():
    with pytest.raises(ArgumentError) as caught:
        GAMES.roll("coc 55", seed="x", dice=seeded("x"))
    assert caught.value.code == "seed-and-dice"


def test_a_whole_number_is_the_seed_of_its_text():
    by_number, by_text = GAMES.roll("coc 55", seed=7), GAMES.roll("coc 55", seed="7")

    assert (by_number, by_number.seed) == (by_text, "7")


def test_a_result_of_another_system_is_refused():
    result = game("alien").roll("alien 2", dice=scripted([2, 2]))
    for ask in (game("coc").push, game("coc").pushable, game("coc").may_keep):
        with pytest.raises(ArgumentError) as caught:
            ask(result)
        assert caught.value.code == "other-system"


STORED = game("alien").roll("alien 2 s1", seed="stored").to_dict()


@pytest.mark.parametrize("key", sorted(STORED))
def test_a_stored_result_needs_every_part(key):
    with pytest.raises(ArgumentError) as caught:
        SystemResult.from_dict({name: value for name, value in STORED.items() if name != key})
    assert caught.value.code == "stored-result"
    assert f'"{key}"' in caught.value.message


@pytest.mark.parametrize("key", sorted(STORED))
@pytest.mark.parametrize(
    "wrong", [object(), 1.5, {"bytes": "zz"}], ids=["object", "float", "not hexadecimal"]
)
def test_a_part_of_another_kind_is_refused(key, wrong):
    if isinstance(wrong, dict) and key in ("parameters", "values", "pools", "first"):
        return  # a mapping, as it should be
    with pytest.raises(ArgumentError):
        SystemResult.from_dict({**STORED, key: wrong})


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "text",
        {},
        {**STORED, "faces": [1.0]},
        {**STORED, "faces": ["1"]},
        {**STORED, "notes": [5]},
        {**STORED, "follow_ups": [None]},
        {**STORED, "chosen": [["base_dice"]]},
        {**STORED, "action": "pull"},
        {**STORED, "first": {}},
    ],
)
def test_what_was_never_stored_is_refused(plain):
    with pytest.raises(ArgumentError) as caught:
        SystemResult.from_dict(plain)
    assert caught.value.code == "stored-result"
    assert isinstance(caught.value, DiceError)


def test_systems_can_be_pickled_and_copied_after_they_have_rolled():
    # Dice with symbols, dice that are kept, tables, words in another language.
    for command in ("age", "genesys", "l5r5", "cortex", "ed", "cpr"):
        system = System.from_toml(GAMES.file(command), check=False).in_language("de")
        call = system.tests[0].roll
        rolled, chances = system.roll(call, seed="copy"), system.odds(call)
        for again in (pickle.loads(pickle.dumps(system)), copy.deepcopy(system)):
            assert again.digest == system.digest
            assert again.roll(call, seed="copy") == rolled
            assert again.odds(call) == chances
    assert pickle.loads(pickle.dumps(GAMES)).roll("coc 55", seed="copy") == GAMES.roll("coc 55", seed="copy")


def test_systems_say_what_they_are():
    assert repr(GAMES) == f"<Systems: {len(GAMES)} game systems>"
