"""Calls that are read in one go have the values that the reader of every call finds, or are left to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from dicewright import NotationError, System
from dicewright.systems.calls import Call
from dicewright.systems.plain_calls import PlainCalls
from tests.support.game_systems import written

SYSTEM = System.from_toml(
    written(
        'usage = "@a [@b] [h@hunger] [vs @need] [adv|dis] [x]"\n'
        "parameters.a = { min = -3, max = 99 }\nparameters.b = 4\n"
        "parameters.hunger = { default = 0, max = 5 }\n"
        'parameters.need = { default = 1, min = 1 }\npools.dice = "(abs(@a) + @b + @hunger + @need)d6"'
    )
)
KIND = SYSTEM.rolls["check"]


def by_every_call(text):
    """Return the values that the reader of every call finds; None where it refuses the text."""
    try:
        return Call(text, 4, KIND, SYSTEM.description, {}, lambda: "mine 3").read()
    except NotationError:
        return None


PIECES = ["3", "+3", "-2", "99", "100", "h2", "h 2", "H2", "h9", "vs 3", "vs3", "vs -1", "VS 2", "adv", "dis"]
PIECES += ["x", "X", "x3", "adv 3", "+", "- 2", "1+2", "h", "vs", "3h2", "why", "3.0", "(2)", "2,3", "x x"]


@given(st.lists(st.sampled_from(PIECES), max_size=5), st.sampled_from([" ", "  ", "\t", "\u00a0"]))
def test_they_have_the_same_values(pieces, blank):
    text = "mine" + "".join(blank + piece for piece in pieces)
    found = PlainCalls(KIND).read(text, 4)
    if found is not None:
        assert found == by_every_call(text)


@pytest.mark.parametrize(
    "text", ["mine 3", "mine 3 -2", "mine +3 h2 vs 3 adv", "mine x 3 vs3", "mine -2 h 1"]
)
def test_what_is_commonly_typed_is_plain(text):
    plain = PlainCalls(KIND).read(text, 4)
    assert (plain is None) == (text == "mine 3 -2")
    assert by_every_call(text) == SYSTEM.call(text)[1]


@pytest.mark.parametrize(
    "text", ["mine", "mine 3 4 5", "mine 100", "mine 3 h9", "mine 3 adv dis", "mine 3 x x"]
)
def test_what_is_wrong_is_left_to_the_reader_that_says_where(text):
    assert PlainCalls(KIND).read(text, 4) is None
    with pytest.raises(NotationError):
        SYSTEM.call(text)


def test_every_call_of_the_shipped_tests_has_the_same_values():
    for system in dicewright.systems():
        for test in system.tests:
            text = system.spellings.respelled(test.roll) or test.roll
            kind, start = system._kind(text, system.spellings.after_command(text))
            found = PlainCalls(kind).read(text, start)
            if found is not None:
                every = Call(text, start, kind, system.description, {}, lambda: "").read()
                assert (found, list(found)) == (every, list(every))
