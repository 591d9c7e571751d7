"""The odds of calls: what is exact, what is estimated, and what counts as success."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from bot.services.systems.odds.forecast import (
    Chance,
    GameForecast,
    estimated_forecast,
    exact_forecast,
    with_work,
)
from dicewright import OddsTooLarge, System

SYSTEMS = dicewright.systems()


@pytest.mark.parametrize(
    ("call", "success"),
    [
        ("pbta +2", Fraction(5, 6)),
        # A messy critical is a win as well.
        ("v5 2 h2 vs 2", 1 - Fraction(75, 100)),
        ("coc 55", Fraction(55, 100)),
        ("alien 1", Fraction(1, 6)),
    ],
)
def test_a_success_is_every_outcome_that_is_one(call: str, success: Fraction) -> None:
    assert exact_forecast(SYSTEMS.find(call), call).success == success


def test_a_file_without_tones_does_not_say_what_a_success_is() -> None:
    forecast = GameForecast(call="coin", outcomes=(Chance("heads", Fraction(1, 2)),))
    assert forecast.success is None


GAP = System.from_toml("""
format = 1
name = "Gap"
command = "gap"
[roll.check]
pools.die = "1d6"
outcomes = [
  { name = "win", when = "@die >= 5", tone = "success" },
  { name = "loss", when = "@die <= 2", tone = "failure" },
]
""")


def test_what_no_outcome_covers_is_shown_beside_them() -> None:
    exact, estimated = exact_forecast(GAP, "gap"), estimated_forecast(GAP, "gap")
    assert exact.success == exact.no_outcome == Fraction(1, 3)
    assert [each.name for each in exact.shown] == ["win", "loss", "no outcome"]
    assert sum((each.chance for each in estimated.shown), Fraction(0)) == 1
    assert abs(estimated.no_outcome - Fraction(1, 3)) < Fraction(1, 20)
    covered = exact_forecast(SYSTEMS["pbta"], "pbta +2")
    assert covered.shown == covered.outcomes


def test_a_roll_without_outcomes_has_the_words_of_its_table() -> None:
    forecast = exact_forecast(SYSTEMS["alien"], "alien panic s3")
    assert [str(each.chance) for each in forecast.outcomes] == ["1/2", "1/6", "1/6", "1/6"]


@pytest.mark.parametrize("call", ["v5 7 h2 vs 3", "alien 4 s2", "alien panic s3", "dogs 3d6 2d8"])
def test_an_estimate_is_near_the_exact_odds(call: str) -> None:
    system = SYSTEMS.find(call)
    exact, estimated = exact_forecast(system, call), estimated_forecast(system, call)
    assert estimated.estimated_rolls == 10_000
    observed = {each.name: each.chance for each in (*estimated.outcomes, *estimated.notes)}
    for each in (*exact.outcomes, *exact.notes):
        # Seven standard errors, so the test does not fail randomly.
        error = max(estimated.error(each.chance) or 0, 1e-4)
        assert abs(observed.get(each.name, 0) - each.chance) <= 7 * error


def test_a_system_with_less_work_rolls_the_same_and_gives_up_sooner() -> None:
    call = "v5 30 h5 vs 3"
    small = with_work(SYSTEMS["v5"], 10_000)
    assert small.roll(call, seed="same").message == SYSTEMS["v5"].roll(call, seed="same").message
    with pytest.raises(OddsTooLarge):
        exact_forecast(small, call)
    assert exact_forecast(SYSTEMS["v5"], call).success is not None
