"""Files as people write their first one: what is wrong with their TOML, and what belongs elsewhere."""

from __future__ import annotations

import pytest

from dicewright import System, scripted
from tests.support.game_systems import HEAD, refused, written

ROLL = '[roll.check]\nusage = "@pool"\npools.dice = "(@pool)d6"\nvalues.hits = "{@dice}>=5"\n'
LETTERS = '[symbol]\ns = "sun"\n[die.x]\nfaces = ["", "s"]\n'


@pytest.mark.parametrize(
    ("text", "line", "says", "hint"),
    [
        (HEAD + 'name = "Again"\n' + ROLL, 5, "Line 2 has name already.", "Leave one"),
        (HEAD + ROLL + 'usage = "@n"\n', 9, "Line 6 has usage already.", "Leave one"),
        (HEAD + ROLL + "[roll.check]\n", 9, "Line 5 has [roll.check] already.", "one heading"),
        (
            HEAD + ROLL + '[test]\nroll = "mine 1"\n[[test]]\nroll = "mine 2"\n',
            11,
            "Line 9 has [test] in single brackets.",
            "[[test]] each time",
        ),
        (
            HEAD + ROLL + '[[test]]\nroll = "mine 1"\n[test]\nroll = "mine 2"\n',
            11,
            "Line 9 has [[test]] in double brackets.",
            "[[test]] each time",
        ),
        (HEAD + ROLL + "parameters.pool = { min = 1,\n max = 15 }\n", 9, "one line", "on this line"),
        (HEAD + ROLL + "parameters.pool = {\n min = 1 }\n", 9, "one line", "on this line"),
        (
            HEAD + ROLL + 'outcomes = [\n  { name = "a", when = "@hits" }\n  { name = "b" },\n]\n',
            10,
            "A comma is missing",
            "between two items",
        ),
        (HEAD + ROLL + 'notes = [\n  "a"\n  "b",\n]\n', 10, "A comma is missing", "between two items"),
        (HEAD + ROLL + 'outcomes = [ { name = "a" },\n', 10, "ends within a list", "]"),
        (
            HEAD + "rules = \u201chttps://example.com\u201d\n" + ROLL,
            5,
            "\u201c is not a quotation mark",
            "straight",
        ),
        (HEAD + "rules = \u2018x\u2019\n" + ROLL, 5, "not a quotation mark", "straight"),
        ('format = 1\nname = "Mine\ncommand = "mine"\n', 2, "not closed on its line", "quotation mark"),
        ("format = 1\nname = 'Mine\ncommand = 'mine'\n", 2, "not closed on its line", "quotation mark"),
        (HEAD + ROLL + "values.x = {@dice}=6\n", 9, "a value is expected", "in quotes"),
        (HEAD + ROLL + "values.x = @dice\n", 9, "a value is expected", "in quotes"),
        (HEAD + ROLL + "label = Check\n", 9, "a value is expected", "in quotes"),
        (HEAD + ROLL + "this is my roll\n", 9, "neither an entry nor a heading", "[roll.check]"),
        (HEAD + ROLL + 'label = "the "best" roll"\n', 9, "Something follows", "' '"),
        (HEAD + ROLL + 'label = "C:\\my"\n', 9, "backslash", "' '"),
        (HEAD + ROLL + 'label = "a\\u12"\n', 9, "backslash", "' '"),
        (HEAD + ROLL + "= 3\n", 9, "neither an entry nor a heading", "[roll.check]"),
        (HEAD + ROLL + "[roll.other\n", 9, "heading is not closed", "[roll.check]"),
        (HEAD + ROLL + '[[test]\nroll = "mine"\n', 9, "heading is not closed", "[[test]]"),
        (HEAD + ROLL + "[roll.épée]\n", 9, "A name is missing", "in quotes"),
        (HEAD + ROLL + "values..x = 1\n", 9, "A name is missing", "in quotes"),
        (HEAD + ROLL + 'rules = """abc\n\n', 9, "not closed", "three quotation marks"),
        (HEAD + ROLL + "rules = '''abc", 9, "not closed", "three quotation marks"),
        (HEAD + ROLL + 'label = "a\x01b"\n', 9, "cannot be used here", "Remove it"),
        (HEAD + ROLL + "parameters.pool = { min = 1 max = 3 }\n", 9, "A comma is missing", "two entries"),
        (HEAD + ROLL + "parameters.pool = { min = 1, min = 3 }\n", 9, "given already", "Leave one"),
        (HEAD + ROLL + "[roll]\ncheck.x = 1\n", 10, "given already", "Leave one"),
    ],
)
def test_what_is_no_toml_is_explained(text, line, says, hint):
    error = refused(text)
    assert (error.code, error.line) == ("toml", line)
    assert says in error.message
    assert hint in error.hint
    assert error.text == text.split("\n")[line - 1] or error.text == " "


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        (HEAD + 'label = "Check"\n' + ROLL, 5, "Write [roll.check] on a line above"),
        (HEAD + 'pools.dice = "1d6"\n', 5, "Write [roll.check] on a line above"),
        (HEAD + '[roll]\nlabel = "Check"\npools.a = "1d6"\n', 6, "Write [roll.check] above label"),
        (HEAD + '[roll]\npools.a = "1d6"\n', 6, "Write [roll.check] above pools"),
        (HEAD + '[[roll.check]]\npools.a = "1d6"\n', 5, "Write single brackets: [roll.check]."),
        (HEAD + '[[roll]]\npools.a = "1d6"\n', 5, "single brackets"),
        (HEAD + ROLL + '[test]\nroll = "mine 1"\n', 9, "Write double brackets for each: [[test]]."),
        (HEAD + ROLL + '[roll.check.outcomes]\nname = "a"\n', 9, "[[roll.check.outcomes]]"),
        (HEAD + ROLL + '[rolls.x]\npools.a = "1d6"\n', 9, 'Did you mean "roll"?'),
        (
            HEAD + ROLL + '[roll.check.parameters.pool]\nmin = 1\nmessage = "{hits}"\n',
            11,
            "above the heading",
        ),
        (HEAD + ROLL + '[roll.check.push]\nreroll = "all"\nnotes = []\n', 11, "above the heading"),
        ("format = 2\n" + HEAD.partition("\n")[2] + ROLL, 1, "only format"),
    ],
)
def test_what_stands_in_the_wrong_place_is_sent_to_the_right_one(text, line, hint):
    error = refused(text)
    assert hint in error.hint
    assert error.line == line
    assert error.text


@pytest.mark.parametrize("name", ["push", "keep", "notes", "show", "label"])
def test_a_roll_may_be_called_like_an_entry(name):
    assert list(System.from_toml(HEAD + ROLL.replace("check", name)).rolls) == [name]


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ('usage = "pool"\nparameters.pool = { min = 1 }\npools.dice = "1d6"', "Write @pool in the usage"),
        ('usage = "@pool"\npools.dice = "@pool d6"', "write (@pool)d6."),
        ('usage = "@pool"\npools.dice = "{pool}d6"', "write (@pool)d6."),
        ('usage = "@pool"\npools.dice = "{@pool}d6"', "write (@pool)d6."),
        ('pools.dice = "3d6"\nvalues.x = "count(@dice, 6)"', "counted as in {@dice}=6"),
        ('pools.dice = "3d6"\nvalues.x = "sum(@dice)"', "@dice"),
        ('pools.dice = "3d6"\nvalues.x = "@dice >= 3 && @dice < 6"', "Write and between"),
        ('pools.dice = "3d6"\nvalues.x = "highest(@dice)"', "kh1"),
        ('pools.dice = "3d6"\nvalues.x = "widset(@dice)"', "Did you mean widest(…)?"),
        ('pools.dice = "3d6"\nvalues.x = "tresure(@dice)"', "Did you mean treasure(…)?"),
        ('pools.dice = "3d6"\nvalues.x = "treasure"', "treasure(@dice)"),
        ('pools.dice = "3d6"\nvalues.x = "two"', "Known here: @dice."),
        ('pools.dice = "3d6"\nmessage = "@dice dice"', "Write {dice} in place of @dice."),
        ('pools.dice = "3d6"\noutcomes = [{ name = "a", message = "@Dice" }]', "Write {dice}"),
        ('pools.dice = "3d6"\nmessage = "[[1d6]] rounds"', "write {extra} here"),
        ('pools.dice = "3d6"\nopposed = { by = ["outcomes"] }', 'Write "outcome".'),
        ('pools.dice = "3d6"\npush = { reroll.dice = "failures" }', 'Write "all", "<6"'),
        ('pools.dice = "3d6"\npush = { reroll.dice = "@dice<6" }', 'Write "all", "<6"'),
        ('pools.dice = "3d6"\nkeep = { of.dice = "high", max = 1 }', 'Write "all", "<6"'),
    ],
)
def test_notation_that_a_file_does_not_have_is_explained_in_its_own_terms(entry, hint):
    table = '[table.treasure]\nrows = ["gold", "silver"]\n'
    error = refused(HEAD + table + "[roll.check]\n" + entry)
    assert hint in error.hint
    assert "#" not in error.hint
    assert "{@pool}" in entry or "{@pool}" not in error.text


@pytest.mark.parametrize("text", ["[1d6] rats", "[[1d6] rats", "[ 2d6+3 ] gold", "a [[1d4]] and [d6]"])
def test_a_roll_in_a_text_has_double_brackets(text):
    error = refused(
        written('pools.a = "1d2"\nvalues.x = "find(@a)"') + f'[table.find]\nrows = ["{text}", "b"]'
    )
    assert "Write [[" in error.hint


@pytest.mark.parametrize("text", ["[see page 6]", "[[1d6]] rats", "(1d6) rats", "[d66 of them]"])
def test_other_brackets_are_words(text):
    body = written('pools.a = "1d2"\nvalues.x = "find(@a)"') + f'[table.find]\nrows = ["{text}", "b"]'
    assert System.from_toml(body).rolls


@pytest.mark.parametrize(
    ("test", "says"),
    [
        ("push = true\nfaces = [6]", '"Grit" is not possible: no die of this result may be rolled again.'),
        ("push = { dice = [9] }\nfaces = [5, 5]", "Die 9 of dice cannot be rolled again. These can: dice 1."),
        ("push = { dcie = [1] }\nfaces = [5, 5]", "Die 1 of dcie cannot be rolled again. These can: dice 1."),
    ],
)
def test_a_push_that_is_not_possible_says_why(test, says):
    body = ROLL + '[roll.check.push]\nname = "Grit"\nreroll.dice = "<6"\n'
    text = f'{HEAD}{body}\n[[test]]\nroll = "mine 1"\n{test}\nvalues = {{ hits = 1 }}\n'
    (failure,) = System.from_toml(text, check=False).check()
    assert failure.sentence == says


def test_a_second_push_says_how_often_it_is_possible():
    system = System.from_toml(HEAD + ROLL + '[roll.check.push]\nname = "Grit"\nreroll.dice = "<6"\n')
    pushed = system.push(system.roll("mine 1", dice=scripted([1])), dice=scripted([2]))
    with pytest.raises(ValueError, match=r'"Grit" is not possible again\.'):
        system.push(pushed)


@pytest.mark.parametrize(
    ("aliases", "marked"),
    [('["one", "rf"]', "rf"), ('["one", "KH"]', "KH"), ("['adv', 'one']", "adv")],
)
def test_an_alias_that_is_taken_is_shown_itself(aliases, marked):
    error = refused(HEAD + f"aliases = {aliases}\n" + ROLL)
    assert (error.code, error.marked) == ("command-taken", marked)
    assert "Choose another word." in error.hint
