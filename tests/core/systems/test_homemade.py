"""Home-made systems, written from docs/systems.md alone and unlike those that are shipped.

A game of step dice, one of tables that are drawn from like cards, and one of dice with symbols.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dicewright import System

FOLDER = Path(__file__).parents[2] / "data" / "homemade"
FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_it_loads_its_tests_hold_and_reach_every_outcome(file):
    system = System.from_toml(file.read_text("utf-8"))
    assert system.tests
    for name in system.rolls:
        odds = system.odds(system.example(name))
        assert not odds.outcomes or sum(odds.outcomes.values()) == 1
    assert system.warnings == ()


def test_an_omen_leads_on():
    system = System.from_toml((FOLDER / "tarot.toml").read_text("utf-8"))
    omen = next(result for seed in range(99) if (result := system.roll("omen 2", seed=str(seed))).follow_ups)
    assert omen.follow_ups == ("omen doom",)
    assert system.roll(omen.follow_ups[0], seed="x").message
