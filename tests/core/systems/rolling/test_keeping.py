"""Dice that the player picks to keep: what is read then, what they bring, and what is refused."""

from __future__ import annotations

import json

import pytest

import dicewright
from dicewright import RollError, System, SystemFileError, SystemResult, scripted
from tests.support.game_systems import written


def shipped(name):
    return dicewright.systems()[name]


def stored(result):
    return SystemResult.from_dict(json.loads(json.dumps(result.to_dict())))


@pytest.mark.parametrize(
    ("chosen", "message", "effect"),
    [
        ([0, 1], "13, effect d10: success", 10),
        ([0, 2], "8, effect d8: success", 8),
        ([2, 1], "11, effect d6: success", 6),
        ([1], "8, effect d10: success", 10),
        ([], "0, effect d10: failure", 10),
    ],
)
def test_what_picks_dice_goes_by_the_choice_and_the_rest_stays_in_view(chosen, message, effect):
    cortex = shipped("cortex")
    result = cortex.roll("cortex d6 d8 d10 d4", dice=scripted([5, 8, 3, 1]))
    assert cortex.keepable(result) == (("pool", 0), ("pool", 1), ("pool", 2))
    assert cortex.most_kept(result) == 2
    kept = cortex.keep(result, [("pool", place) for place in chosen])
    assert (kept.message, kept.values["effect"], kept.notes) == (message, effect, ("hitch",))
    assert [die.kept for die in kept.pools["pool"]] == [place in chosen for place in range(4)]
    assert (kept.action, kept.first, kept.faces) == ("keep", result, ())
    assert not cortex.may_keep(kept)


def test_kept_dice_bring_others_first_those_that_lie_for_them_already():
    l5r = shipped("l5r5")
    # Rings xt and s, skills xt and s; thrown for the explosive ones: a skill die s, a ring die xt.
    first = l5r.roll("l5r5 2 s2 vs 3", dice=scripted([6, 5, 11, 8, 9, 6]))
    assert first.message == "up to 4 against 3: success possible"
    assert l5r.most_kept(first) == 2
    second = l5r.keep(first, [("rings", 0), ("skills", 0)], dice=scripted([]))
    assert second.message == "2 against 3: failure with the dice kept, opportunity 0, strife 2"
    assert l5r.keepable(second) == (("rings", 2), ("skills", 2))
    third = l5r.keep(stored(second), [("rings", 2), ("skills", 2)], dice=scripted([4]))
    assert third.message == "4 against 3: success, opportunity 0, strife 3"
    # The ring die that came with the first was explosive again: a new die is thrown for it.
    assert third.faces == (4,)
    last = l5r.keep(stored(third), [], dice=scripted([]))
    assert (last.message, l5r.keepable(last)) == (third.message, ())
    assert stored(last) == last


def test_a_kept_die_for_which_none_lies_ready_is_thrown():
    l5r = shipped("l5r5")
    first = l5r.roll("l5r5 1 s1 vs 1", dice=scripted([6, 12, 1]))
    # The one die that lies ready is a skill die, and a ring die is kept.
    kept = l5r.keep(first, [("rings", 0)], dice=scripted([5]))
    assert kept.faces == (5,)
    assert [die.name for die in kept.pools["rings"]] == ["xt", "s"]


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ([("pool", 3)], "not-kept"),
        ([("pool", 9)], "not-kept"),
        ([("other", 0)], "not-kept"),
        ([("pool", 0), ("pool", 1), ("pool", 2)], "too-many-chosen"),
    ],
)
def test_a_wrong_choice_is_refused(chosen, code):
    cortex = shipped("cortex")
    result = cortex.roll("cortex d6 d8 d10 d4", dice=scripted([5, 8, 3, 1]))
    with pytest.raises(RollError) as caught:
        cortex.keep(result, chosen)
    assert caught.value.code == code


def test_where_nothing_is_kept_it_says_so():
    pbta = shipped("pbta")
    result = pbta.roll("pbta")
    assert not pbta.may_keep(result)
    with pytest.raises(RollError, match="no dice to choose"):
        pbta.keep(result, [])


def test_odds_name_how_the_player_is_taken_to_choose():
    assert shipped("cortex").odds("cortex d6 d8 vs 8").policy == "highest first"
    assert shipped("l5r5").odds("l5r5 2 vs 1").policy == ""


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('of = ["nothing"]\nmax = 2', "unknown-pool"),
        ("max = 2", "missing-entry"),
        ('of = ["pool"]', "missing-entry"),
        ('of = ["pool"]\nmax = 2\nleaves = "nothing"', "unknown-value"),
        ('of = ["pool"]\nmax = 2\nadds = "star"', "unknown-symbol"),
        ('of = ["picked"]\nmax = 2', "keep-of-modified-dice"),
        ('of = ["pool"]\nmax = 2\npolicy = "whim"', "policy"),
        ('of.pool = "kx"\nmax = 2', "unknown-modifier"),
    ],
)
def test_a_keep_that_means_nothing_is_refused(entry, code):
    body = 'pools.pool = "3d6"\npools.picked = "3d6kh2"\nvalues.total = "@pool"\n[roll.check.keep]\n'
    with pytest.raises(SystemFileError) as caught:
        System.from_toml(written(body + entry))
    assert caught.value.code == code
    assert caught.value.line


def test_chosen_is_a_name_of_the_format_where_dice_are_kept():
    keep = '\n[roll.check.keep]\nof = ["pool"]\nmax = 1'
    with pytest.raises(SystemFileError, match="already taken"):
        System.from_toml(written('usage = "[@chosen]"\npools.pool = "3d6"' + keep))
    assert System.from_toml(written('usage = "[@chosen]"\npools.pool = "3d6"')).roll("mine 1").message
