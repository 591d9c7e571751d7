"""Two rolls of games compared: exactly, by an estimate, or with the reason why neither is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.services.systems.odds.comparison import Side, compared
from bot.services.systems.odds.forecast import with_work
from dicewright import DiceError, OddsTooLarge, System

if TYPE_CHECKING:
    from bot.services.systems.odds.comparison import Comparison

SYSTEMS = dicewright.systems()
TONELESS = System.from_toml("""
format = 1
name = "Colors"
command = "colors"
[roll.draw]
pools.die = "1d2"
outcomes = [{ name = "red", when = "@die = 1" }, { name = "black" }]
""")
# Its only number is not the one called the result.
UNCALLED = System.from_toml("""
format = 1
name = "Sums"
command = "sums"
[roll.sum]
usage = "@dice"
parameters.dice = { min = 1, max = 9 }
pools.dice_thrown = "(@dice)d6"
values.total = "@dice_thrown"
message = "{total} in all"
""")
OWN = SYSTEMS.with_systems([TONELESS, UNCALLED])


def sides(*calls: str) -> list[Side]:
    return [Side(OWN.find(call), call) for call in calls]


PAIRS = [
    ("v5 7 h2 vs 3", "v5 5 vs 2", False, "rule"),
    ("coc 55", "coc 40", True, "rule"),
    ("pbta +1", "pbta +2", False, "outcome"),
    ("dagger +2 vs 15", "dagger +1 vs 15", False, "outcome"),
    ("alien panic s3", "alien panic s5", False, "number"),
    ("alien 4 s1", "alien 3", True, "rule"),
    ("sums 2", "sums 3", False, "number"),
]


@pytest.mark.parametrize(("first", "second", "pushed", "basis"), PAIRS)
def test_an_estimate_is_near_the_exact_odds(first: str, second: str, pushed: bool, basis: str) -> None:
    exact = compared(sides(first, second), pushed=pushed)
    about = compared(sides(first, second), pushed=pushed, estimated=True)
    assert (exact.basis, about.basis, exact.estimated_rolls) == (basis, basis, None)
    assert about.estimated_rolls is not None
    for name in ("first", "second", "tie"):
        # Five standard errors at least.
        assert abs(getattr(exact, name) - getattr(about, name)) < 5 * (0.25 / about.estimated_rolls) ** 0.5


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("coc 55", "v5 3", "other-system"),
        ("sr 3", "sr fourth 3", "other-roll"),
        ("coc 55 vs 40", "coc 50", "contest"),
        ("coc 50", "coc 55 vs coc 40", "contest"),
        ("dagger +1", "dagger +2", "no-order"),
        ("dnd stats", "dnd stats", "no-order"),
        ("colors", "colors", "no-order"),
    ],
)
@pytest.mark.parametrize("estimated", [False, True])
def test_the_reason_why_neither_is_better(first: str, second: str, reason: str, estimated: bool) -> None:
    assert compared(sides(first, second), estimated=estimated).reason == reason


def test_an_estimate_stands_in_where_the_exact_odds_take_too_much() -> None:
    large = [Side(with_work(each.system, 100), each.call) for each in sides("sr 30", "sr 31")]
    with pytest.raises(OddsTooLarge):
        compared(large)
    found: Comparison = compared(large, may_estimate=True)
    assert found.estimated_rolls


def test_what_cannot_be_pushed_is_an_error_and_no_verdict() -> None:
    with pytest.raises(DiceError):
        compared(sides("pbta +1", "pbta +2"), pushed=True)
