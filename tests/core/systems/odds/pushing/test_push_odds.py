"""The odds of pushing, against every throw and every second throw made by the roller itself."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

import dicewright
from dicewright import OddsTooLarge, RollError, System, scripted
from tests.support.dice.every_throw import Dice, pushed
from tests.support.game_systems import written


def every_push(system, text):
    """Return the chance of each outcome where failures are pushed, from the roller alone."""
    roll, found, faces = pushed(system, text), {}, Dice()
    while True:
        result = roll(faces)
        key = result.outcome, result.notes, tuple(result.values.items())
        found[key] = found.get(key, Fraction(0)) + faces.chance
        if not faces.following():
            return found


def outcomes_and_notes(found):
    outcomes, notes = {}, {}
    for (outcome, holding, _), chance in found.items():
        outcomes[outcome] = outcomes.get(outcome, 0) + chance
        for note in holding:
            notes[note] = notes.get(note, 0) + chance
    return outcomes, notes


TWICE = written(
    'usage = "@dice [tired@tired]"\npools.lot = "(@dice)d6"\npools.weary = "(@tired)d4"\n'
    'values.sixes = "{@lot}=6"\nvalues.worst = "{@weary}kl1"\n'
    'outcomes = [{ name = "yes", when = "@sixes", tone = "success" }, { name = "no", tone = "failure" }]\n'
    'notes = [{ name = "tired", when = "{@weary}=1" }]\n'
    'push.reroll.lot = "<5"\npush.set.tired = "@tired + 1"\npush.limit = 2'
)
FEWER = written(
    'usage = "@dice"\npools.lot = "(@dice)d6"\nvalues.high = "{@lot}>=5"\n'
    'outcomes = [{ name = "yes", when = "@high >= 2", tone = "success" },'
    ' { name = "no", tone = "failure" }]\n'
    'push.reroll.lot = "=[2..3]"\npush.set.dice = "@dice - 1"'
)
TOTALS = written(
    'usage = "@dice"\npools.lot = "(@dice)d4"\nvalues.best = "{@lot}kh1"\nresult = "@lot + @best"\n'
    'outcomes = [{ name = "yes", range = "7..", tone = "success" }, { name = "no", tone = "failure" }]\n'
    'push.reroll.lot = "all"\npush.choose = 1\npush.policy = "lowest first"'
)
WHOLE = written(
    'usage = "[@mod]"\npools.d = "1d20"\nresult = "@d + @mod"\n'
    'outcomes = [{ name = "yes", range = "11..", tone = "success" }, { name = "no", tone = "failure" },'
    ' ]\npush.reroll = "all"\npush.when = "@result > 1"\npush.set.mod = "@mod - @d % 3"\npush.limit = 2'
)


def own(text):
    return System.from_toml(text)


def shipped(name):
    return dicewright.systems()[name]


ADDED = written(
    'usage = "@dice [gear@gear]"\npools.lot = "(@dice)d6"\npools.extra = "(@gear)d[0,2,2]"\n'
    'pools.luck = "2d4"\n'
    'values.sum = "@lot + 2 * @extra - @luck"\nvalues.fives = "{@lot}>=5ds6f1"\nvalues.twos = "{@extra}=2"\n'
    'outcomes = [{ name = "yes", when = "@fives >= 2 + @pushed", tone = "success" },'
    ' { name = "no", when = "@sum > 0", tone = "failure" }, { name = "bad", tone = "disaster" }]\n'
    'notes = [{ name = "after", when = "@pushed and @twos >= 1" }]\n'
    'push.reroll.lot = "=[1..3]"\npush.reroll.extra = "<2"\npush.set.gear = "@gear + 1"\n'
    'push.when = "@twos = 0 or @sum < 5"'
)


@pytest.mark.parametrize(
    ("system", "text"),
    [
        (shipped("alien"), "alien 1 s1"),
        (shipped("alien"), "alien 2 need 2"),
        (shipped("fl"), "fl 1 g1"),
        (shipped("v5"), "v5 2 h1 vs 2"),
        (shipped("v5"), "v5 2 vs 1"),
        (shipped("sr"), "sr 2 vs 2"),
        (shipped("coc"), "coc 41"),
        (own(TWICE), "mine 1"),
        (own(FEWER), "mine 2"),
        (own(TOTALS), "mine 3"),
        (own(ADDED), "mine 2"),
        (own(ADDED), "mine 1 gear1"),
        (own(WHOLE), "mine 2"),
    ],
    ids=lambda case: case if isinstance(case, str) else case.command,
)
def test_the_odds_are_those_of_every_throw(system, text):
    outcomes, notes = outcomes_and_notes(every_push(system, text))
    odds = system.odds(text, pushed=True)
    assert {name: chance for name, chance in odds.outcomes.items() if chance} == outcomes
    assert {name: chance for name, chance in odds.notes.items() if chance} == notes
    assert odds.missing == 0


def test_the_values_are_those_after_the_push():
    system = own(TWICE)
    found = {}
    for (_, _, values), chance in every_push(system, "mine 1").items():
        sixes = dict(values)["sixes"]
        found[sixes] = found.get(sixes, 0) + chance
    assert dict(system.odds("mine 1", pushed=True).values["sixes"].items()).keys() == found.keys()
    assert all(system.odds("mine 1", pushed=True).values["sixes"][six] == found[six] for six in found)


@pytest.mark.parametrize(
    ("name", "text", "faces", "chosen"),
    [
        ("alien", "alien 3 s1", [6, 2, 3, 4], None),
        ("alien", "alien 2 s1", [5, 5, 4], [("base_dice", 0)]),
        ("v5", "v5 4 h1 vs 3", [3, 2, 7, 4], [("other_dice", 0), ("other_dice", 2)]),
        ("v5", "v5 4 h1 vs 3", [3, 2, 7, 4], None),
        ("coc", "coc 40", [3, 8], None),
        ("sr", "sr 4 vs 3", [5, 2, 1, 4], None),
    ],
)
def test_the_odds_of_pushing_a_result_are_those_of_every_second_throw(name, text, faces, chosen):
    system = shipped(name)
    first = system.roll(text, dice=scripted(faces))
    found, fall = {}, Dice()
    while True:
        outcome = system.push(first, chosen=chosen, dice=fall).outcome
        found[outcome] = found.get(outcome, 0) + fall.chance
        if not fall.following():
            break
    odds = system.push_odds(first, chosen=chosen)
    assert {name: chance for name, chance in odds.outcomes.items() if chance} == found


def test_pushing_never_makes_a_player_who_needs_one_success_worse():
    for dice, stress in product((1, 3, 6), (0, 2)):
        text = f"alien {dice} s{stress}"
        plain, with_push = (
            shipped("alien").odds(text, pushed=push).outcomes["success"] for push in (False, True)
        )
        assert with_push > plain


@pytest.mark.parametrize(
    "text", ["alien 10 s6", "alien 20 s9 need 30", "fl 5 s4 g4", "fl 20 s20 g20 need 9", "sr 60"]
)
def test_large_pools_are_vectors_of_sums(text):
    odds = dicewright.systems().odds(text, pushed=True)
    assert sum(odds.outcomes.values()) == 1
    assert all(sum(value.weights) == value.denominator for value in odds.values.values())


def test_thirteen_dice_have_the_chance_that_six_throws_of_a_die_give():
    # A 6 at once, or 1 not and then a 6; of the base and gear dice, a 1 stays.
    sixes = {"skill": Fraction(25, 36), "base": Fraction(1, 6) + Fraction(4, 6) * Fraction(5, 6)}
    odds = shipped("fl").odds("fl 5 s4 g4", pushed=True)
    assert odds.outcomes["failure"] == sixes["skill"] ** 4 * sixes["base"] ** 9


def test_a_roll_that_can_never_be_pushed_has_the_odds_of_the_roll_alone():
    sr = shipped("sr")
    assert sr.odds("sr 12 edge", pushed=True) == sr.odds("sr 12 edge")


def test_a_choice_of_some_dice_is_worked_out_class_by_class():
    assert shipped("v5").odds("v5 12 h5 vs 6", pushed=True).policy == "failures first"


def test_what_cannot_be_pushed_or_is_too_large_says_so():
    with pytest.raises(RollError, match="cannot be pushed"):
        shipped("pbta").odds("pbta +1", pushed=True)
    with pytest.raises(OddsTooLarge):
        shipped("v5").odds("v5 30 h5", pushed=True)
    panicked = shipped("alien").roll("alien 2 s1", dice=scripted([2, 2, 1]))
    with pytest.raises(RollError, match="not possible"):
        shipped("alien").push_odds(panicked)


def test_a_fumble_of_call_of_cthulhu_stands():
    coc = shipped("coc")
    assert not coc.may_push(coc.roll("coc 40", dice=scripted([7, 10])))
    assert coc.may_push(coc.roll("coc 50", dice=scripted([7, 10])))
    odds = coc.odds("coc 50", pushed=True)
    failure = Fraction(49, 100)
    assert odds.outcomes["failure"] == failure * failure
    assert odds.outcomes["fumble"] == Fraction(1, 100) + failure / 100
