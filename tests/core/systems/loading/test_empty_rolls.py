"""Rolls in which nothing is rolled, counted or asked for: refused, or shown as far as they go."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dicewright import System, SystemFileError, scripted
from tests.support.game_systems import HEAD, refused, written

STEPS = '[table.steps]\nrows = ["1d4", "1d6", "2d8"]\n'


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ('usage = "@pool"\npools.dice = "@pool"', "write (@pool)d6"),
        ('usage = "@pool"\npools.dice = "@pool + 2"', "is a value"),
        ('pools.dice = "3"', "is a value"),
        ("pools.dice = 6", "is a value"),
        ('usage = "[adv]"\npools.dice = "if(@adv, 2, 1)"', "is a value"),
        ('pools.dice = "1d6"\npools.more = "@dice"', "is a value"),
        ('usage = "@n"\npools.dice = "steps(@n)"', 'Write holds = "dice" in [table.steps].'),
        ('usage = "@n"\npools.dice = "names(@n)"', "is a value"),
    ],
)
def test_a_pool_that_rolls_nothing_is_refused(body, hint):
    text = HEAD + STEPS + '[table.names]\nrows = ["a", "b"]\n[roll.check]\n' + body
    with pytest.raises(SystemFileError, match="rolls no dice") as caught:
        System.from_toml(text)
    assert hint in caught.value.hint
    assert caught.value.key.startswith("roll.check.pools.")


@pytest.mark.parametrize("pool", ["if(@n > 2, 1d6, 0)", "(@n)d6", "1d6 + @n", "steps(@n)", "0d6"])
def test_a_pool_that_may_roll_something_is_one(pool):
    steps = STEPS.replace("rows", 'holds = "dice"\nrows')
    text = HEAD + steps + f'[roll.check]\nusage = "@n"\npools.dice = "{pool}"'
    assert System.from_toml(text).rolls


@pytest.mark.parametrize(
    ("dice", "count"),
    [
        ("3d6", ">=7"),
        ("3d6", "=7"),
        ("3d6", ">6"),
        ("3d6", "<1"),
        ("3d6", "<=0"),
        ("3d6", "=[7..9]"),
        ("2d[0..3]", ">=4"),
        ("3d6", ">=5f7"),
        ("3d6", ">=5ds7"),
        ("1d66", "=17"),
    ],
)
def test_a_count_that_no_die_can_match_is_refused(dice, count):
    error = refused(written(f'pools.dice = "{dice}"\nvalues.hits = "{{@dice}}{count}"'))
    assert error.code == "never-matches"
    assert "The dice show" in error.hint


@pytest.mark.parametrize(
    ("pools", "count"),
    [
        ('pools.dice = "3d6"', "{@dice}>=6"),
        ('pools.dice = "3d6!!"', "{@dice}>=7"),
        ('pools.dice = "3d6"\npools.more = "1d8"', "{@dice + @more}>=7"),
        ('usage = "@s"\npools.dice = "3d(@s)"', "{@dice}>=7"),
        ('usage = "@n"\npools.dice = "3d6"', "{@dice}>=@n"),
        ('pools.dice = "3d6"', "{@dice}mi8>=8"),
        ('pools.dice = "3d6"', "@dice >= 7"),
    ],
)
def test_a_count_that_a_die_may_match_is_one(pools, count):
    assert System.from_toml(written(f'{pools}\nvalues.hits = "{count}"')).rolls


GEM = 'pools.size = "1d4"\npools.worth = "(@size)d6"\nmessage = "The gem is worth {worth} gold."'


def test_a_roll_that_asks_for_nothing_has_the_odds_of_the_pools_in_its_message():
    odds = System.from_toml(written(GEM)).odds("mine")
    assert list(odds.values) == ["worth"]
    assert odds.values["worth"].mean == Fraction(35, 4)


@pytest.mark.parametrize("message", ['message = "A gem."', ""])
def test_without_a_name_in_the_message_all_pools_are_shown(message):
    body = 'pools.size = "1d4"\npools.worth = "2d6"\n' + message
    odds = System.from_toml(written(body)).odds("mine")
    assert {name: value.mean for name, value in odds.values.items()} == {"size": Fraction(5, 2), "worth": 7}


def test_many_pools_are_worked_out_one_by_one():
    pools = "\n".join(f'pools.{name} = "4d6kh3"' for name in "abcdef")
    odds = System.from_toml(written(f'{pools}\nmessage = "{{a}}, {{b}}, {{c}}, {{d}}, {{e}}, {{f}}"')).odds(
        "mine"
    )
    assert list(odds.values) == list("abcdef")
    assert {odds.values[name].mean for name in "abcdef"} == {Fraction(15869, 1296)}


def test_the_answer_stays_what_it_was():
    system = System.from_toml(written(GEM))
    system.odds("mine")
    result = system.roll("mine", dice=scripted([2, 6, 5]))
    assert (result.message, result.values) == ("The gem is worth 11 gold.", {})
    assert list(result.pools) == ["size", "worth"]


def table(row: str) -> str:
    return (
        HEAD + f'[table.find]\nrows = ["{row}", "b"]\n[roll.check]\npools.a = "1d2"\nvalues.x = "find(@a)"\n'
    )


@pytest.mark.parametrize(
    ("row", "faces", "words"),
    [
        ("a gem worth [[(1d4)d6]] gold", [1, 2, 5, 6], "a gem worth 11 gold"),
        ("[[(1d2)d4 + 1]] rats and [[1d6]] cats", [1, 2, 3, 4, 5], "8 rats and 5 cats"),
        ("[[1d(2*1d3)]] rats", [1, 3, 6], "6 rats"),
        ("[[(1d2)d6kh1]] rats", [1, 2, 3, 5], "5 rats"),
        ("[[4d6kh3]] rats", [1, 1, 2, 3, 4], "9 rats"),
    ],
)
def test_dice_in_a_text_may_depend_on_dice(row, faces, words):
    system = System.from_toml(table(row))
    result = system.roll("mine", dice=scripted(faces))
    assert result.values["x"] == words
    assert [die.rolls[0] for die in result.dice] == faces
    assert list(result.faces) == faces
    assert row.startswith(str(next(iter(system.odds("mine").words["x"])))[:3])


def test_names_have_no_meaning_in_a_text():
    error = refused(table("worth [[(@a)d6]] gold"))
    assert "All rolls share a table" in error.hint
    assert "[[(1d4)d6]]" in error.hint
