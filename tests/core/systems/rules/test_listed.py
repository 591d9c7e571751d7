"""The numbers that tables leave to a parameter."""

from __future__ import annotations

import pytest

from dicewright import NotationError, System, scripted
from dicewright.systems.rules.listed import listed_numbers
from tests.support.game_systems import written

TABLES = """
[table.small]
rows = { "1" = 4, "2" = 6, "3" = 8 }
holds = "numbers"
[table.large]
rows = { "2" = 10, "3" = 12, "4" = 20 }
holds = "numbers"
"""
POOLS = 'usage = "@die"\npools.dice = "1d20"\n'


def system(body: str) -> System:
    return System.from_toml(written(POOLS + body, TABLES))


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ('values.a = "small(@die)"', (1, 2, 3)),
        ('values.a = "small(@die)"\nvalues.b = "large(@die)"', (2, 3)),
        ('values.a = "large(@die)"\nresult = "@dice + small(@die)"', (2, 3)),
        ('values.a = "small(@die)"\nvalues.b = "large(@dice)"', (1, 2, 3)),
        ('values.a = "if(@die > 3, 0, small(@die))"', None),
        ('values.a = "small(@die + 1)"', None),
        (
            'outcomes = [{ name = "hit", when = "@dice >= small(@die)" }, { name = "miss" }]',
            (1, 2, 3),
        ),
        (
            'outcomes = [{ name = "none", when = "@die > 3" },'
            ' { name = "hit", when = "@dice >= small(@die)" }, { name = "miss" }]',
            None,
        ),
        ('notes = [{ name = "low", when = "@dice < small(@die)" }]', (1, 2, 3)),
    ],
)
def test_a_parameter_may_be_what_every_roll_looks_up(body, numbers):
    assert listed_numbers(system(body).rolls["check"]).get("die") == numbers


def test_what_an_earlier_outcome_covers_is_looked_up_by_none_after_it():
    mine = system(
        'outcomes = [{ name = "none", when = "@die > 3" },'
        ' { name = "hit", when = "@dice >= small(@die)" }, { name = "miss" }]'
    )
    assert mine.roll("mine 9", dice=scripted([1])).outcome == "none"


@pytest.mark.parametrize("die", [1, 4])
def test_a_number_that_only_one_of_two_tables_has_is_refused_before_the_roll(die):
    mine = system('values.a = "small(@die)"\nvalues.b = "large(@die)"')
    with pytest.raises(NotationError) as caught:
        mine.roll(f"mine {die}", dice=scripted([1]))
    assert caught.value.message == f"die should be 2 or 3, not {die}."
