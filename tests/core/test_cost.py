"""The least cost is never more than what a roll really spends, so that nothing legal is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dicewright
from dicewright import DiceError, Limits
from dicewright import interpreter as rolling
from dicewright.cost import Cost, least_cost
from dicewright.notation.parsing.common import parse
from dicewright.results.thrower import Thrower
from tests.support.dice.notation_strategies import trees


def spent(tree, seed):
    thrower = Thrower(dicewright.seeded(seed), Limits(dice=300))
    for part in tree.rolls:
        for _ in range(part.repeat or 1):
            rolling.evaluate(part.expression, thrower.next_roll())
    return thrower.budget


@given(trees(), st.text(max_size=3))
@settings(max_examples=150)
def test_never_more_than_what_is_spent(tree, seed):
    try:
        budget = spent(tree, seed)
    except DiceError:
        return
    least = least_cost(tree)
    assert least.dice <= budget.dice_rolled
    assert least.steps <= budget.steps_taken


@pytest.mark.parametrize(
    ("text", "dice", "steps"),
    [
        ("7 + 2.5", 0, 0),
        ("4d6", 4, 0),
        ("4d6kh3sa", 4, 8),
        ("3x 4d6kh3", 12, 12),
        ("2d6; 3d6", 5, 0),
        ("1d20adv3", 4, 1),
        ("0d20adv3", 0, 0),
        ("3d20dl2adv3", 3, 6),
        ("5d2out<=4dis2", 5, 10),
        ("2d20kh1adv3", 5, 4),
        ("(1d4)d6kh1", 1, 0),
        ("2d(1d6)", 3, 0),
        ("if(1d20 vs 10, 5d6, 2d6kh1)", 3, 0),
        ("{2d6 + 3d8}kh1sa", 5, 10),
        ("{(2d6)d8}kh1", 2, 0),
        ("{2d6, 3d8}kh1", 5, 2),
        ("max(1d6, 2d6)[fire] * -1d4", 4, 0),
    ],
)
def test_table(text, dice, steps):
    assert least_cost(parse(text)) == Cost(dice, steps)
