"""A second look: dice thrown again as the file allows, and one result held against another."""

from __future__ import annotations

import pytest

import dicewright
from dicewright import RollError, System, SystemFileError, SystemResult, scripted
from tests.support.game_systems import game, written


def test_a_push_throws_what_may_be_thrown_and_what_came_with_it():
    alien = game("alien")
    first = alien.roll("alien 3 s1", dice=scripted([6, 2, 3, 4]))
    assert alien.may_push(first)
    assert alien.pushable(first) == (("plain", 1), ("plain", 2), ("yellow", 0))
    # The two plain dice, the yellow one, and the one that stress adds.
    second = alien.push(first, dice=scripted([6, 1, 6, 1]))
    assert second.first is first
    assert second.faces == (6, 1, 6, 1)
    assert {name: [die.value for die in dice] for name, dice in second.pools.items()} == {
        "plain": [6, 6, 1],
        "yellow": [6, 1],
    }
    assert second.parameters["stress"] == 2
    assert (second.message, second.notes) == ("3 successes: success", ("panic",))
    assert not alien.may_push(second)
    with pytest.raises(RollError, match="not possible"):
        alien.push(second)
    assert SystemResult.from_dict(second.to_dict()) == second


def test_a_push_that_the_result_forbids_is_refused():
    alien = game("alien")
    panicked = alien.roll("alien 3 s1", dice=scripted([6, 2, 3, 1]))
    assert not alien.may_push(panicked)
    coc = game("coc")
    assert not coc.may_push(coc.roll("coc 55", dice=scripted([8, 4])))


def test_the_whole_roll_may_be_made_again():
    coc = game("coc")
    failed = coc.roll("coc 55", dice=scripted([8, 9]))
    assert coc.push(failed, dice=scripted([8, 4])).message == "37 against 55: success"


def test_the_player_chooses_some_of_the_dice():
    v5 = game("v5")
    first = v5.roll("v5 5 h2 vs 4", dice=scripted([1, 7, 2, 2, 8]))
    assert v5.pushable(first) == (("black", 0), ("black", 1), ("black", 2))
    second = v5.push(first, chosen=[("black", 0), ("black", 1)], dice=scripted([10, 10]))
    assert [die.value for die in second.pools["black"]] == [10, 10, 8]
    assert second.message == "6 against 4: critical win"
    # Without a choice the file's policy goes: failures first.
    assert [die.value for die in v5.push(first, dice=scripted([9, 9, 9])).pools["black"]] == [9, 9, 9]
    for chosen, code in (([("red", 0)], "not-pushed"), ([("black", at) for at in range(4)], "not-pushed")):
        with pytest.raises(RollError) as caught:
            v5.push(first, chosen=chosen)
        assert caught.value.code == code


def test_a_stored_result_can_be_pushed_and_one_of_another_file_cannot():
    alien = game("alien")
    stored = SystemResult.from_dict(alien.roll("alien 2", dice=scripted([2, 3])).to_dict())
    assert alien.push(stored, dice=scripted([6, 6, 6])).values["successes"] == 3
    with pytest.raises(ValueError, match="another system"):
        game("v5").push(stored)


OPPOSED = written(
    'usage = "@skill"\npools.d = "1d100"\nopposed = { by = ["outcome", "@skill"], tie = "a draw" }\n'
    'outcomes = [{ name = "hard", when = "@d <= @skill // 2" },'
    ' { name = "success", when = "@d <= @skill" }, { name = "failure" }]'
)


@pytest.mark.parametrize(
    ("first", "second", "winner", "by"),
    [
        (("mine 50", 20), ("mine 50", 40), 0, 0),
        (("mine 50", 60), ("mine 50", 40), 1, 0),
        (("mine 50", 40), ("mine 60", 40), 1, 1),
        (("mine 50", 40), ("mine 50", 41), None, None),
    ],
)
def test_the_first_entry_that_differs_decides(first, second, winner, by):
    system = System.from_toml(OPPOSED)
    left, right = (system.roll(text, dice=scripted([face])) for text, face in (first, second))
    found = system.opposed(left, right)
    assert (found.winner, found.by) == (winner, by)
    assert found.words == ("a draw" if winner is None else "")


def test_what_is_not_opposed_or_pushed_says_so():
    pbta = game("pbta")
    result = pbta.roll("pbta")
    with pytest.raises(RollError, match="not an opposed roll"):
        pbta.opposed(result, result)
    with pytest.raises(RollError, match="cannot be pushed"):
        pbta.push(result)
    assert pbta.pushable(result) == ()


def test_dice_with_modifiers_cannot_be_thrown_again_one_by_one():
    with pytest.raises(SystemFileError) as caught:
        System.from_toml(written('pools.a = "4d6kh3"\npush.reroll.a = "<3"'))
    assert caught.value.code == "push-of-modified-dice"


SYSTEMS = dicewright.systems()


@pytest.mark.parametrize("command", SYSTEMS.commands)
def test_what_may_be_done_is_what_there_are_dice_for(command):
    system = SYSTEMS[command]
    calls = [*(test.roll for test in system.tests), *map(system.example, system.rolls)]
    for number, call in enumerate(filter(system.understands, dict.fromkeys(calls))):
        for seed in range(2 * number, 2 * number + 2):
            result = system.roll(call, seed=f"{seed}")
            push = system.rolls[result.roll].push
            assert system.may_keep(result) == bool(system.keepable(result))
            if push is None or not (push.whole or system.pushable(result)):
                assert not system.may_push(result)
            elif push.when is None:
                assert system.may_push(result)
