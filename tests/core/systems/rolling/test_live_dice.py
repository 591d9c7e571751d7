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


@pytest.mark.parametrize(
    ("call", "faces"),
    [
        ("cortex d20 3d6 d20", [20, 6, 1, 3, 1]),
        ("cortex 0d8 2d20", [1, 20]),
        ("cortex d6 d8 d10", [5, 8, 3]),
        ("genesys yyggpp", [12, 1, 8, 1, 8, 2]),
        ("alien 2 s2", [6, 1, 1, 6]),
    ],
)
def test_dice_that_are_typed_keep_their_numbers_pools_and_natural_marks(call, faces):
    system = SYSTEMS.find(call)
    result = system.roll(call, dice=scripted(faces))
    assert result.pools == interpreted(system, result)
    assert [die.number for die in result.dice] == list(range(len(faces)))
