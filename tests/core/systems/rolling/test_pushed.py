"""@pushed: how often a roll has been pushed, in its values, its dice and its odds."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from dicewright import System, SystemResult, scripted
from tests.support.game_systems import refused, written

GRIT = """usage = "@pool"
pools.dice = "(@pool)d6"
values.hits = "{@dice}=6"
values.ones = "{@dice}=1"
outcomes = [{ name = "success", when = "@hits >= 1" }, { name = "failure" }]
notes = [{ name = "you are hurt", when = "@pushed and @ones >= 1" }]
message = "{hits} after {pushed}"
"""
SOME = GRIT + '[roll.check.push]\nreroll.dice = "<6"\n'
ALL = GRIT + '[roll.check.push]\nreroll = "all"\n'


@pytest.mark.parametrize("body", [SOME, ALL])
def test_it_is_0_before_and_1_after(body):
    system = System.from_toml(written(body))
    first = system.roll("mine 2", dice=scripted([1, 2]))
    assert (first.message, first.notes) == ("0 after 0", ())
    second = system.push(first, dice=scripted([1, 6]))
    assert (second.message, second.notes) == ("1 after 1", ("you are hurt",))
    stored = SystemResult.from_dict(second.to_dict())
    assert system.may_push(stored) is False
    assert "pushed" not in second.parameters


@pytest.mark.parametrize("body", [SOME, ALL])
@pytest.mark.parametrize("pool", [1, 2])
def test_its_odds_are_those_of_every_throw(body, pool):
    system = System.from_toml(written(body))
    hurt = won = Fraction(0)
    share = Fraction(1, 6**pool)
    for faces in product(range(1, 7), repeat=pool):
        first = system.roll(f"mine {pool}", dice=scripted(faces))
        if first.outcome == "success":
            won += share
            continue
        again = list(product(range(1, 7), repeat=pool))
        for more in again:
            second = system.push(first, dice=scripted(more))
            hurt += share / len(again) * bool(second.notes)
            won += share / len(again) * (second.outcome == "success")
    odds = system.odds(f"mine {pool}", pushed=True)
    assert odds.notes["you are hurt"] == hurt > 0
    assert odds.outcomes["success"] == won
    assert system.odds(f"mine {pool}").notes["you are hurt"] == 0


def test_the_odds_of_a_push_know_it():
    system = System.from_toml(written(SOME))
    first = system.roll("mine 1", dice=scripted([3]))
    assert system.push_odds(first).notes["you are hurt"] == Fraction(1, 6)


def test_it_counts_several_pushes_and_may_change_the_dice():
    body = """pools.dice = "(3 - @pushed)d6"
values.high = "{@dice}>=(6 - @pushed)"
outcomes = [{ name = "done", when = "@high >= 1" }, { name = "not yet" }]
message = "{high} after {pushed}"
[roll.check.push]
reroll.dice = "all"
limit = 2
"""
    system = System.from_toml(written(body))
    first = system.roll("mine", dice=scripted([5, 5, 5]))
    second = system.push(first, dice=scripted([4, 4, 6]))
    third = system.push(second, dice=scripted([4, 6]))
    assert [first.message, second.message, third.message] == ["0 after 0", "0 after 1", "1 after 2"]
    assert [len(one.dice) for one in (first, second, third)] == [3, 2, 1]
    # One die less each time, which counts from a number lower by one; the last dice are taken away.
    assert system.odds("mine", pushed=True).outcomes["not yet"] == _never(3, 0)


def _never(dice: int, made: int) -> Fraction:
    """Return the chance that no throw of these dice, each time one less, is done."""
    missed = Fraction(5 - made, 6) ** dice
    return missed if made == 2 else missed * _never(dice - 1, made + 1)


def test_a_name_of_the_files_own_stays_its_own():
    body = SOME.replace('"@pool"', '"@pool [pushed]"') + 'set.pushed = "1"\n'
    system = System.from_toml(written(body))
    first = system.roll("mine 1", dice=scripted([2]))
    assert system.push(first, dice=scripted([1])).notes == ("you are hurt",)
    assert system.roll("mine 1 pushed", dice=scripted([1])).notes == ("you are hurt",)


@pytest.mark.parametrize(
    ("entry", "hint"),
    [("parameters.pushed = 0\n", "without any parameter"), ('push.set.pushed = "1"\n', "by itself")],
)
def test_nothing_has_to_be_set_for_it(entry, hint):
    error = refused(written(GRIT + 'push.reroll = "all"\n' + entry))
    assert hint in error.hint
