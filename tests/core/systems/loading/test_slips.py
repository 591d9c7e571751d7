"""Slips that people make who write a file for the first time: what is said, or how it is understood."""

from __future__ import annotations

import pytest

from dicewright import System
from tests.support.game_systems import refused, written

BODY = 'usage = "@skill"\npools.lot = "(@skill)d6"\nvalues.best = "{@lot}kh1"\n'


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ('values.x = "{lot}kh1"', "Write @lot."),
        ('values.x = "best >= 5"', "Write @best."),
        ('values.x = "bset + 1"', "Did you mean @best?"),
        ('notes = [{ name = "x", when = "{@lot}=6 >= 2" }]', "put it in brackets"),
        ('values.x = "@lot != 3"', "write <>."),
        ('notes = [{ name = "up to {best}", when = "@best" }]', "into the message"),
        ('outcomes = [{ name = "{best} wins" }]', "message of the outcome"),
        (
            'result = "@best"\noutcomes = [{ name = "a", range = "5 or more" }, { name = "b" }]',
            'Write "7..9"',
        ),
        ('mesage = "{best}"', 'Did you mean "message"?'),
        ('message = "{bets}"', "Did you mean {best}?"),
        ('values.x = "3d6"', "as a pool"),
        ("parameters.skil = 3", "Write [@skil] there"),
        ('[[test]]\nroll = "mine 1"\nface = [1]\nmessage = "1"', 'Did you mean "faces"?'),
    ],
)
def test_the_error_says_what_to_write(entry, hint):
    error = refused(written(BODY + entry))
    assert hint in error.hint
    assert error.line
    assert error.text


@pytest.mark.parametrize(
    ("written_range", "outcome"),
    [
        ("4-6", "in"),
        ("4–6", "in"),
        ("4 - 6", "in"),
        ("4+", "in"),
        ("4..6", "in"),
        ("6+", "out"),
        ("1-4", "out"),
    ],
)
def test_ranges_as_in_books_are_understood(written_range, outcome):
    body = f'pools.a = "1d6"\noutcomes = [{{ name = "in", range = "{written_range}" }}, {{ name = "out" }}]'
    odds = System.from_toml(written(body)).odds("mine").outcomes
    assert (odds["in"] == odds["out"]) is (outcome == "in" and written_range not in ("6+", "1-4"))


def test_a_test_of_another_system_is_no_example():
    body = BODY + 'result = "@best"\n[[test]]\nroll = "mien 2"\nfaces = [1, 1]\nmessage = "1"'
    error = refused(written(body))
    assert "mine 2." in str(error)
