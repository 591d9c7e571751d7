"""Files as game masters write them load as they are, and every test embedded in them holds."""

from __future__ import annotations

import pytest

from dicewright import System
from dicewright.systems.checking import unreached
from tests.support.game_systems import FILES, game


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_loads_and_its_tests_hold(file):
    system = System.from_toml(file.read_text("utf-8"))
    assert system.check() == ()
    assert system.tests


@pytest.mark.parametrize(
    ("name", "missed"),
    [
        ("blades", ("resist: clear 1 stress", "resist: resisted")),
        ("pbta", ()),
        ("genesys", ("pool: failure",)),
    ],
)
def test_outcomes_that_no_test_reaches_are_named(name, missed):
    assert unreached(game(name)) == missed


def test_a_file_whose_test_fails_does_not_load():
    text = FILES[0].parent.joinpath("pbta.toml").read_text("utf-8").replace('"8: weak hit"', '"8: miss"')
    system = System.from_toml(text, check=False)
    (failure,) = system.check()
    assert (failure.roll, failure.what, failure.expected, failure.found) == (
        "pbta +2",
        "message",
        '"8: miss"',
        '"8: weak hit"',
    )
    with pytest.raises(Exception, match="should be"):
        System.from_toml(text)
