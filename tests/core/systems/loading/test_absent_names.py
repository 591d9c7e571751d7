"""Names that a roll does not have: what happens in it is refused where it cannot happen."""

from __future__ import annotations

import pytest

from dicewright import System, scripted
from tests.support.game_systems import refused, written

VALUES = 'usage = "@n"\npools.dice = "(@n)d6"\nvalues.hits = "{@dice}>=5"\n'


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('outcomes = [{ name = "a", when = "@result >= 2" }, { name = "b" }]', "has no result"),
        ('notes = [{ name = "a", when = "@result = 1" }]', "has no result"),
        ('shift = "@result"\noutcomes = [{ name = "a" }]', "has no result"),
        ('message = "{result} points"', "has no result"),
        ('outcomes = [{ name = "a", message = "{result}" }]', "has no result"),
        ('opposed = { by = ["@result"] }', "has no result"),
        ('push = { reroll = "all", when = "@result < 2" }', "has no result"),
        ('push = { reroll = "all", set.n = "@result" }', "has no result"),
        ('keep = { of = ["dice"], max = "@result" }', "has no result"),
        ('values.twice = "@result * 2"\nresult = "@hits"', "after the pools and the values"),
        ('pools.more = "(@result)d6"\nresult = "@hits"', "after the pools and the values"),
        ('result = "@result + 1"', "after the pools and the values"),
        ('message = "{outcome}"', "has no outcomes"),
        ('message = "{hits}, {notes}"', "has no notes"),
        ('notes = [{ name = "a", when = "@pushed" }]', "@pushed is about a push"),
        ('message = "{pushed}"', "@pushed is about a push"),
        ('notes = [{ name = "a", when = "@chosen" }]', "@chosen is about dice to keep"),
    ],
)
def test_it_is_refused_when_the_file_is_read(entry, message):
    error = refused(written(VALUES + entry))
    assert message in error.message
    assert error.hint
    assert error.line


@pytest.mark.parametrize("name", ["result", "outcome", "notes", "Result"])
@pytest.mark.parametrize(
    "body",
    [
        'usage = "@{name}"\npools.a = "1d6"',
        'usage = "[{name}]"\npools.a = "1d6"',
        'pools.{name} = "1d6"',
        'pools.a = "1d6"\nvalues.{name} = "@a"',
    ],
)
def test_nothing_else_is_called_like_what_happens_in_a_roll(body, name):
    error = refused(written(body.replace("{name}", name)))
    assert error.code == "name-taken"
    assert error.hint


def test_the_only_pool_is_the_result_of_a_roll_without_values():
    system = System.from_toml(written('pools.a = "1d6"\nnotes = [{ name = "high", when = "@result >= 4" }]'))
    assert system.roll("mine", dice=scripted([4])).notes == ("high",)
