"""Every shipped file loads, passes its own tests, names its source, and shares no word with another."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files

import pytest

import dicewright
from dicewright import System, SystemResult
from dicewright.systems.checking import unreached

FILES = sorted(
    (file for file in (files("dicewright.systems") / "data").iterdir() if file.name.endswith(".toml")),
    key=lambda file: file.name,
)
_READ: dict[str, System] = {}


@pytest.fixture(params=FILES, ids=[file.name[:-5] for file in FILES])
def shipped(request):
    file = request.param
    if file.name not in _READ:
        _READ[file.name] = System.from_toml(file.read_text("utf-8"), check=False)
    return file, _READ[file.name]


def test_its_tests_hold_and_reach_every_outcome(shipped):
    _, system = shipped
    assert [f"{failure.roll}: {failure.sentence}" for failure in system.check()] == []
    assert len(system.tests) >= 6
    assert unreached(system) == ()


def test_it_is_named_by_its_command_and_says_where_the_rule_can_be_read(shipped):
    file, system = shipped
    assert file.name == f"{system.command}.toml"
    assert system.description.rules.startswith(("https://", "http://"))
    assert system.description.name


def test_each_roll_can_be_typed_as_its_example_says_and_stored(shipped):
    _, system = shipped
    for name in system.rolls:
        result = system.roll(system.example(name), seed="shipped")
        assert result.roll == name
        assert result.message
        assert system.roll(system.example(name), seed="shipped").to_dict() == result.to_dict()
        stored = SystemResult.from_dict(json.loads(json.dumps(result.to_dict())))
        assert stored.to_dict() == result.to_dict()


def test_its_typical_roll_has_exact_odds_that_add_up(shipped):
    _, system = shipped
    odds = system.odds(system.example(next(iter(system.rolls))))
    if odds.outcomes:
        assert sum(odds.outcomes.values()) + odds.missing == 1
    assert all(0 <= chance <= 1 for chance in [*odds.outcomes.values(), *odds.notes.values()])


def test_no_two_files_share_a_word_or_a_spelling():
    spellings: Counter[str] = Counter()
    for file in FILES:
        system = System.from_toml(file.read_text("utf-8"), check=False)
        aliases = {" ".join(alias.pattern.lower().split()) for alias in system.description.aliases}
        spellings.update({system.command, *aliases})
    assert {word: times for word, times in spellings.items() if times > 1} == {}


def test_every_call_in_the_tests_finds_its_own_system(shipped):
    _, system = shipped
    for test in system.tests:
        assert dicewright.systems().find(test.roll).command == system.command
