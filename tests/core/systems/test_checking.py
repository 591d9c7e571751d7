"""The tests embedded in a file: what a failing one says, in words that a game master can use."""

from __future__ import annotations

import pytest

from dicewright import System, SystemFileError
from tests.support.game_systems import refused, written

BODY = """usage = "@n"
pools.dice = "(@n)d6"
values.hits = "{@dice}>=5"
values.more = "find(@hits)"
outcomes = [{ name = "success", when = "@hits >= 1", then = "after" }, { name = "failure" }]
notes = [{ name = "a one", when = "{@dice}=1" }]
message = "{hits}: {outcome}"
[roll.check.push]
reroll.dice = "<5"
[roll.after]
pools.a = "1d6"
[table.find]
rows = { "0" = "nothing", "1.." = "a thing" }
"""


def failures(test: str) -> list[str]:
    """Return what the failures of a test say."""
    system = System.from_toml(written(f"{BODY}\n[[test]]\n{test}"), check=False)
    return [failure.sentence for failure in system.check()]


@pytest.mark.parametrize(
    ("test", "sentence"),
    [
        (
            'roll = "mine 1"\nfaces = [6, 3]\noutcome = "success"',
            "The test gives 2 faces, but 1 die was thrown.",
        ),
        (
            'roll = "mine 2"\nfaces = [6, 3, 2]\noutcome = "success"',
            "The test gives 3 faces, but 2 dice were thrown.",
        ),
        ('roll = "mine 1"\nfaces = [6, 3]\noutcome = "success"', "roll that follows are not part of it."),
        (
            'roll = "mine 3"\nfaces = [6]\noutcome = "success"',
            "The test gives 1 face, and the roll needs more.",
        ),
        (
            'roll = "mine 3"\nfaces = [6, 6]\noutcome = "success"',
            "The test gives 2 faces, and the roll needs more.",
        ),
        (
            'roll = "mine 1"\nfaces = []\noutcome = "success"',
            "The test gives 0 faces, and the roll needs more.",
        ),
        (
            'roll = "mine 2"\npush = true\nfaces = [1, 2, 6]\noutcome = "success"',
            "The test gives 3 faces, and the roll needs more.",
        ),
        (
            'roll = "mine 1"\nfaces = [6]\noutcome = "super success"',
            'There is no outcome called "super success": there are "success", "failure".',
        ),
        (
            'roll = "mine 1"\nfaces = [1]\nnotes = ["an one"]',
            'There is no note called "an one": there are "a one".',
        ),
        (
            'roll = "mine 1"\nfaces = [1]\nvalues = { hit = 0 }',
            'There is no value called "hit": there are "hits", "more".',
        ),
        (
            'roll = "mine 1"\nfaces = [2]\nnotes = ["a one"]',
            'The notes should be "a one", but they are nothing.',
        ),
        ('roll = "mine 1"\nfaces = [1]\nnotes = []', 'The notes should be nothing, but they are "a one".'),
        ('roll = "mine 1"\nfaces = [1]\noutcome = "success"', 'should be "success", but it is "failure".'),
        (
            'roll = "mine 1"\nfaces = [1]\nvalues = { more = "a thing" }',
            'should be "a thing", but it is "nothing".',
        ),
        (
            'roll = "mine 1"\nodds = { success = "1/2" }',
            "should be 1/2 (50.00000%), but it is 1/3 (33.33333%).",
        ),
        ('roll = "mine 1"\nodds = { sucess = "1/3" }', 'There is no outcome or note called "sucess"'),
    ],
)
def test_what_a_failure_says(test, sentence):
    assert any(sentence in found for found in failures(test)), failures(test)


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ("0.333", True),
        ("0.33", True),
        ("0.334", False),
        ('"0.333"', True),
        ('"0.330"', False),
        ('"33.3%"', True),
        ('"33%"', True),
        ('"34%"', False),
        ('" 33.33 % "', True),
        ('"1/3"', True),
        ('"333/1000"', False),
    ],
)
def test_chances_as_rulebooks_print_them(given, holds):
    assert (failures(f'roll = "mine 1"\nodds = {{ success = {given} }}') == []) is holds


@pytest.mark.parametrize(
    ("given", "hint"),
    [("69.4", '"69.4%"'), ("1.5", '"1.5%"'), ("100", '"100%"'), ('"-1/3"', ""), ('"150%"', ""), ("2000", "")],
)
def test_what_is_no_chance_is_refused(given, hint):
    error = refused(written(f'{BODY}\n[[test]]\nroll = "mine 1"\nodds = {{ success = {given} }}'))
    assert error.message == "A chance is between 0 and 1."
    assert hint in error.hint


@pytest.mark.parametrize("given", ["1", "0", '"1"', '"100%"', "1.0"])
def test_certain_chances_are_chances(given):
    sure = (
        'pools.a = "1d6"\noutcomes = [{ name = "a", when = "1" }, { name = "b" }]\n[[test]]\nroll = "mine"\n'
    )
    name = "a" if "1" in given else "b"
    assert System.from_toml(written(f"{sure}odds = {{ {name} = {given} }}")).check() == ()


def test_a_file_with_a_failing_test_says_that_it_is_not_used():
    with pytest.raises(SystemFileError, match="should be") as caught:
        System.from_toml(written(f'{BODY}\n[[test]]\nroll = "mine 1"\nfaces = [1]\noutcome = "success"'))
    assert "dicewright test FILE" in caught.value.hint


@pytest.mark.parametrize(
    ("body", "warned"),
    [
        ('usage = "@n"\npools.dice = "(@n)d6"\nvalues.sixes = "@dice = 6"', True),
        ('pools.dice = "3d10"\nvalues.tens = "@dice=10"', True),
        ('pools.dice = "3d10"\nvalues.tens = "{@dice}=10"', False),
        ('pools.dice = "1d6"\nvalues.six = "@dice = 6"', False),
        ('pools.dice = "2d6"\nvalues.boxcars = "@dice = 12"', False),
        ('pools.dice = "3d6"\nvalues.high = "@dice >= 6"', False),
        ('pools.dice = "3d6"\nvalues.x = "2"\nvalues.y = "@x = 2"', False),
    ],
)
def test_a_total_that_is_compared_where_dice_may_be_meant_is_a_warning(body, warned):
    system = System.from_toml(written(body))
    assert any("To count the dice" in warning for warning in system.warnings) is warned
