"""What a file may not say: each mistake has its line, its place in the string, and what to write."""

from __future__ import annotations

import pytest

from dicewright import System, SystemFileError, scripted
from tests.support.game_systems import refused, written

MISTAKES = [
    ('pools.a = "1d6"\nvalues.b = "@c"', "unknown-name", 6, '"@c"'),
    ('pools.a = "1d6"\nvalues.b = "1d6 + 1"', "throws-dice", 6, "only dice that have already been rolled"),
    ('pools.a = "1d6"\nvalues.b = "{@a}r1"', "throws-dice", 6, "only dice that have already been rolled"),
    ('pools.a = "4d6kx3"', "unknown-modifier", 5, "kh (keep highest)"),
    ('pools.a = "(1d4)d6"', "dice-in-count", 5, "a separate pool"),
    ('pools.a = "1d6; 1d8"', "several-rolls", 5, "a single roll"),
    ('pools.a = "1d6"\nvalues.a = "@a"', "name-taken", 6, "taken"),
    ('pools.result = "1d6"', "name-taken", 5, "taken"),
    ('pools.a = "1d6"\nvalues.b = "{@a + 1}kh1"', "not-pools", 6, "names of pools"),
    ('pools.a = "1d6"\nvalues.b = "@a.success"', "unknown-symbol", 6, "[symbol]"),
    ('usage = "@x"\npools.a = "@x.dice"', "no-pool", 6, "Only a pool"),
    ('usage = "[h@x"\npools.a = "1d6"', "usage", 5, "never closed"),
    ('usage = "@x @x"\npools.a = "1d6"', "usage", 5, "twice"),
    ('parameters.x = 1\npools.a = "1d6"', "unused-parameter", 5, "does not appear in the usage"),
    ('usage = "@x"\nparameters.x = { min = 3, max = 2 }\npools.a = "1d6"', "bounds", 6, "greater"),
    ('usage = "@x"\nparameters.x = { minimum = 3 }\npools.a = "1d6"', "unknown-entry", 6, '"min"'),
    ('pools.a = "1d6"\noutcomes = [{ name = "x" }, { name = "y" }]', "outcome-without-test", 6, "last"),
    ('pools.a = "1d6"\noutcomes = [{ name = "x", range = "6..1" }]', "no-range", 6, "7..9"),
    ('pools.a = "1d6"\noutcomes = [{ name = "x", tone = "good" }]', "tone", 6, "triumph"),
    ('pools.a = "1d6"\nnotes = [{ name = "x" }]', "missing-entry", 6, "needs a test"),
    ('pools.a = "1d6"\nmessage = "{b}"', "unknown-name", 6, "{b}"),
    ('pools.a = "1d6"\nmessage = "{a"', "stray-brace", 6, "Braces"),
    ('pools.a = "1d6"\nmessage = "{a|hit}"', "bad-forms", 6, "two words"),
    ('pools.a = "1d6"\nmessage = "{a|hit| }"', "bad-forms", 6, "two words"),
    ('pools.a = "1d6"\nmessage = "{a|x|y|z}"', "bad-forms", 6, "two words"),
    ('pools.a = "1d6"\noutcomes = [{ name = "x" }]\nmessage = "{outcome|x|y}"', "bad-forms", 7, "no number"),
    ('pools.a = "1d6"\nmessage = "{b|x|y}"', "unknown-name", 6, "called"),
    ('pools.a = "1d6"\npush.reroll.b = "<6"', "unknown-pool", 6, "No pool"),
    ('pools.a = "1d6"\nresultt = "@a"', "unknown-entry", 6, '"result"'),
    ('pools.a = 1.5', "wrong-type", 5, "text in quotes"),
    ('pools.a = "1d6"\nnotes = [{ name = "x", when = "@a = 1", then = "y" }]', "unknown-roll", 4, "No roll"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "line", "says"), MISTAKES)
def test_a_mistake_has_its_line_and_its_reason(body, code, line, says):
    text = 'format = 1\nname = "Mine"\ncommand = "mine"\n[roll.check]\n' + body + "\n"
    error = refused(text)
    assert (error.code, error.line) == (code, line)
    assert says in str(error)
    assert f"Line {line}" in str(error)


HEADS = [
    ("", "format", "format = 1"),
    ("format = 2", "format", "format = 1"),
    ('format = 1\nname = "x"', "missing-entry", "command"),
    ('format = 1\nname = "x"\ncommand = "two words"', "command", "one word"),
    ('format = 1\nname = "x"\ncommand = "kh"', "command-taken", "already means"),
    ('format = 1\nname = "x"\ncommand = "d20"', "command-taken", "already means"),
    ('format = 1\nname = "x"\ncommand = "odds"', "command-taken", "a command of dicewright itself"),
    ('format = 1\nname = "x"\ncommand = "New-System"', "command-taken", "a command of dicewright itself"),
    ('format = 1\nname = "x"\ncommand = "x"\naliases = ["test"]', "command-taken", "dicewright itself"),
    ('format = 1\nname = "x"\ncommand = "x"', "no-rolls", "needs a roll"),
    ('format = 1\nname = "x"\ncommand = "x"\n[table.max]\n'
        'rows = { "1" = "a" }', "name-taken", "already means"),
    ('format = 1\nname = "x"\ncommand = "x"\n[table.t]\n'
        'rows = { "1..3" = "a", "3" = "b" }', "overlap", "Another row"),
    ('format = 1\nname = "x"\ncommand = "x"\n[symbol]\nss = "success"', "symbol", "one letter"),
    ('format = 1\nname = "x"\ncommand = "x"\n[die.a]\nfaces = ["q"]', "unknown-symbol", "[symbol]"),
    ('format = 1\nname = "x"\ncommand = "x"\n[die.a]\nfaces = []', "faces", "faces"),
    ("format = = 1", "toml", "not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "says"), HEADS)
def test_a_mistake_above_the_rolls_is_refused(text, code, says):
    error = refused(text)
    assert error.code == code
    assert says in str(error)


def test_an_error_points_into_the_string():
    error = refused(written('pools.a = "4d6kx3"'))
    assert str(error).splitlines() == [
        "4d6kx3",
        "   ^^",
        'Line 6, roll.check.pools.a: "kx" is not a modifier.'
        " Did you mean kh (keep highest) or kl (keep lowest)?",
    ]


def test_tables_hold_numbers_dice_and_words_with_rolls_in_them():
    head = (
        '[table.bonus]\nrows = { "..5" = -1, "6.." = 2 }\n'
        '[table.finds]\nrows = ["[[1d6]] rats", "nothing", { text = "a door", then = "check" }]'
    )
    body = (
        'pools.a = "1d3"\nvalues.more = "bonus(@a * 2)"\nvalues.find = "finds(@a)"\n'
        'message = "{find} ({more})"'
    )
    system = System.from_toml(written(body, head))
    assert system.roll("mine", dice=scripted([1, 4])).message == "4 rats (-1)"
    assert system.roll("mine", dice=scripted([2])).message == "nothing (-1)"
    result = system.roll("mine", dice=scripted([3]))
    assert (result.message, result.follow_ups) == ("a door (2)", ("mine",))
    rats = system.roll("mine", dice=scripted([1, 4]))
    assert [die.value for die in rats.dice] == [1, 4]
    assert system.odds("mine").words["find"]["nothing"] * 3 == 1


@pytest.mark.parametrize("table", ['rows = ["x"]\nthen = "x"', 'rows = [{ text = "x", then = "x" }]'])
def test_a_table_leads_only_to_rolls_that_there_are(table):
    with pytest.raises(SystemFileError, match='No roll is called "x"'):
        System.from_toml(written('pools.a = "1d1"\nvalues.find = "finds(@a)"', f"[table.finds]\n{table}"))


def test_a_table_leads_on_for_rows_that_lead_nowhere_themselves():
    head = '[table.finds]\nthen = "Next"\nrows = ["x", { text = "y" }, { text = "z", then = "CHECK" }]'
    body = 'pools.a = "1d3"\nvalues.find = "finds(@a)"\n[roll.next]\npools.a = "1d6"'
    system = System.from_toml(written(body, head))
    found = [system.roll("mine", dice=scripted([face])).follow_ups for face in (1, 2, 3)]
    assert found == [("mine next",), ("mine next",), ("mine",)]
