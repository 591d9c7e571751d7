"""The dice of a system's roll are those that the interpreter makes of the same faces."""

from __future__ import annotations

import pytest

import dicewright
from dicewright.interpreter import evaluate
from dicewright.randomness import scripted
from dicewright.results.thrower import Thrower
from dicewright.systems.rolling.throwing import Formulas
from dicewright.systems.rules.plans import as_node

SYSTEMS = dicewright.systems()


def interpreted(system, result):
    """Return the dice of each pool as the interpreter throws them."""
    limits, rolled = system.description.limits, result._source.rolled
    thrower, work_out = Thrower(scripted(result.faces), limits), Formulas(limits).with_known(rolled.known)
    return {
        pool.name: tuple(
            die
            for part in evaluate(as_node(pool.plan, work_out, rolled.known, limits), thrower).walk()
            for die in part.dice
        )
        for pool in system.rolls[result.roll].pools
    }


@pytest.mark.parametrize("command", SYSTEMS.commands)
def test_every_pool_has_the_dice_of_the_interpreter(command):
    system = SYSTEMS[command]
    calls = [*(test.roll for test in system.tests), *map(system.example, system.rolls)]
    rolled = 0
    for call in dict.fromkeys(calls):
        if not system.understands(call):
            continue
        result = system.roll(call, seed="dice")
        wanted = interpreted(system, result)
        assert {name: result.pools[name] for name in wanted} == wanted
        rolled += 1
    assert rolled
