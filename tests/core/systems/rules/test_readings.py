"""Readings that have a quick way read what the general way does."""

from __future__ import annotations

import pytest

import dicewright
from dicewright.systems.rules.readings import read, value

SYSTEMS = dicewright.systems()


def readings(system):
    for kind in system.rolls.values():
        for formula in kind.formulas:
            for one in formula.walk():
                if one.operation == "reading" and not one.parts:
                    yield kind.name, one.data


@pytest.mark.parametrize("command", SYSTEMS.commands)
def test_a_quick_reading_is_the_general_one(command):
    system = SYSTEMS[command]
    by_roll: dict[str, list] = {}
    for name, spec in readings(system):
        by_roll.setdefault(name, []).append(spec)
    for name, specs in by_roll.items():
        for seed in range(10):
            known = system.roll(system.example(name), seed=f"{seed}")._source.rolled.known
            for spec in specs:
                if spec.kind != "total":
                    assert read(spec, [])(known) == value(spec, [known[place] for place in spec.pools], [])
