"""Odds as a service: exact, estimated, remembered, and against each other."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.services.odds import (
    OddsRequest,
    estimated_forecast,
    estimated_forecasts,
    exact_forecast,
    exact_forecasts,
    target_of,
)
from bot.services.user_error import UserError
from dicewright.probability.target import Duel, Target, duel


@pytest.mark.parametrize(
    ("text", "names", "notation", "mean", "success", "target"),
    [
        ("4D6KH3", {}, "4d6kh3", Fraction(15869, 1296), None, None),
        ("1d20+5 vs 15", {}, "1d20 + 5 vs 15", Fraction(31, 2), Fraction(11, 20), Target(low=15)),
        ("1d100 vs <=45", {}, "1d100 vs <=45", Fraction(101, 2), Fraction(9, 20), Target(high=45)),
        ("1d6 vs =6", {}, "1d6 vs =6", Fraction(7, 2), Fraction(1, 6), Target(6, 6)),
        ("1d6 vs >4", {}, "1d6 vs >4", Fraction(7, 2), Fraction(1, 3), None),
        ("1d6 vs 1d6", {}, "1d6 vs 1d6", Fraction(7, 2), Fraction(7, 12), None),
        ("@hit", {"hit": "1d20 vs 11"}, "@hit", Fraction(21, 2), Fraction(1, 2), Target(low=11)),
        ("3x 1d6", {}, "3x 1d6", Fraction(21, 2), None, None),
        ("1d4; 1d6", {}, "1d4; 1d6", 6, None, None),
    ],
)
def test_exact(
    text: str,
    names: dict[str, str],
    notation: str,
    mean: Fraction,
    success: Fraction | None,
    target: Target | None,
) -> None:
    forecast = exact_forecast(dicewright.parse(text, names=names or None))
    assert (forecast.notation, forecast.odds.mean) == (notation, mean)
    assert (forecast.success, forecast.target) == (success, target)
    assert forecast.estimated_rolls is None
    assert forecast.mean_error is None
    assert forecast.error(Fraction(1, 2)) is None


@pytest.mark.parametrize(
    ("text", "of_each"),
    [
        ("1d20", [("1d20", 1, Fraction(21, 2), None)]),
        ("6x 4d6kh3", [("4d6kh3", 6, Fraction(15869, 1296), Fraction(15869, 216))]),
        ("20x 1d20+5 vs 15", [("1d20 + 5 vs 15", 20, Fraction(31, 2), None)]),
        # Attack is never added to damage.
        ("1d20+5 # hit; 2d6+3", [("1d20 + 5", 1, Fraction(31, 2), None), ("2d6 + 3", 1, 10, None)]),
        ("1d6; 2x 1d6", [("1d6", 3, Fraction(7, 2), Fraction(21, 2))]),
        ("2x @hit; @hit", [("@hit", 3, Fraction(7, 2), Fraction(21, 2))]),
    ],
)
def test_each_roll_of_a_text(text: str, of_each: list[tuple[str, int, Fraction, Fraction | None]]) -> None:
    notation = dicewright.parse(text, names={"hit": "1d6"} if "@" in text else None)
    found = exact_forecasts(notation)
    assert [
        (each.notation, each.times, each.odds.mean, each.summed and each.summed.mean) for each in found
    ] == of_each
    estimated = estimated_forecasts(notation)
    assert [(each.notation, each.times) for each in estimated] == [each[:2] for each in of_each]


@pytest.mark.parametrize(("text", "rolls"), [("1d20 vs 11", 10_000), ("1000d6", 300), ("10000d6", 30)])
def test_an_estimate_makes_as_many_rolls_as_it_may(text: str, rolls: int) -> None:
    forecast = estimated_forecast(dicewright.parse(text))
    assert forecast.estimated_rolls == rolls
    assert forecast.odds.denominator <= rolls
    assert forecast.mean_error is not None
    # Six deviations: once in half a billion tests.
    mean = {"1d20 vs 11": 10.5, "1000d6": 3_500, "10000d6": 35_000}[text]
    assert abs(float(forecast.odds.mean) - mean) < 6 * max(forecast.mean_error, mean / 1_000)


def test_an_estimate_of_a_test_has_its_chance_and_error() -> None:
    forecast = estimated_forecast(dicewright.parse("1d20 vs 11"))
    assert forecast.success is not None
    error = forecast.error(forecast.success)
    assert error == pytest.approx(0.005, rel=0.01)
    assert abs(float(forecast.success) - 0.5) < 6 * error
    assert forecast.error(Fraction(0)) != 0


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("1d6", "1d6", Duel(Fraction(5, 12), Fraction(1, 6), Fraction(5, 12))),
        ("2d20kh1", "1d20", Duel(Fraction(513, 800), Fraction(1, 20), Fraction(247, 800))),
        ("7", "1d6", Duel(Fraction(1), Fraction(0), Fraction(0))),
        ("1d6 / 2", "1d3", Duel(Fraction(1, 3), Fraction(1, 6), Fraction(1, 2))),
    ],
)
def test_duels(first: str, second: str, expected: Duel) -> None:
    assert duel(dicewright.odds(first), dicewright.odds(second)) == expected


@given(*[st.sampled_from(["1d6", "2d6", "1d4+2", "3dF", "1d8 / 2", "1d6!", "10"])] * 2)
def test_a_duel_is_the_sign_of_the_difference(first: str, second: str) -> None:
    one, other = dicewright.odds(first), dicewright.odds(second)
    found = duel(one, other)
    assert found.first + found.equal + found.second == 1
    pairs = [(a, b, Fraction(v * w)) for a, v in one.items() for b, w in other.items()]
    mass = one.total_weight * other.total_weight
    assert found.first == sum((weight for a, b, weight in pairs if a > b), Fraction(0)) / mass
    assert found.equal == sum((weight for a, b, weight in pairs if a == b), Fraction(0)) / mass


@pytest.mark.parametrize(
    ("at_least", "at_most", "exactly", "expected"),
    [
        (None, None, None, None),
        (15.0, None, None, Target(low=15)),
        (None, -3.0, None, Target(high=-3)),
        (7.0, 9.0, None, Target(7, 9)),
        (None, None, 0.1, Target(Fraction(1, 10), Fraction(1, 10))),
        (1e20, None, None, Target(low=10**20)),
    ],
)
def test_targets(
    at_least: float | None, at_most: float | None, exactly: float | None, expected: Target | None
) -> None:
    assert target_of(at_least, at_most, exactly) == expected


@pytest.mark.parametrize(
    ("bounds", "said"), [((1.0, None, 2.0), "either “exactly”"), ((9.0, 7.0, None), "can't be greater")]
)
def test_targets_that_contradict_themselves(
    bounds: tuple[float | None, float | None, float | None], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        target_of(*bounds)


@pytest.mark.parametrize(
    ("target", "chance"),
    [
        (Target(low=10), Fraction(1, 6)),
        (Target(high=3), Fraction(1, 12)),
        (Target(7, 7), Fraction(1, 6)),
        (Target(Fraction(13, 2), Fraction(15, 2)), Fraction(1, 6)),
        (Target(13), Fraction(0)),
        (Target(2, 12), Fraction(1)),
    ],
)
def test_the_chance_of_a_target(target: Target, chance: Fraction) -> None:
    assert target.probability(dicewright.odds("2d6")) == chance


NUMBERS = st.none() | st.integers() | st.fractions(max_denominator=1_000)


@given(st.text(), st.text(), NUMBERS, NUMBERS)
def test_a_request_survives_being_kept(
    text: str, versus: str, low: Fraction | int | None, high: Fraction | int | None
) -> None:
    target = None if low is None and high is None else Target(low, high)
    request = OddsRequest(text, versus, target)
    assert OddsRequest.read(str(request)) == request
