"""Where totals stand among all outcomes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dicewright
from bot.services.luck.percentiles import Percentiles, low_wins, ranked
from dicewright import Notation, scripted

CHEAP = ["1d20", "2d6", "4d6kh3", "8d10>=8f1", "1d20adv + 1d4", "4d6!", "6x 4d6kh3", "1d6 / 4", "2dF", "20d6"]


@pytest.mark.parametrize(
    ("text", "faces", "worse", "equal"),
    [
        ("1d20", [20], 0.95, 0.05),
        ("1d20", [1], 0.0, 0.05),
        ("2d6", [3, 4], 15 / 36, 6 / 36),
        ("4d6kh3", [6, 6, 6, 1], 1275 / 1296, 21 / 1296),
        ("1d100 vs <=45", [3], 0.97, 0.01),
        ("1d100 vs 45", [3], 0.02, 0.01),
        ("1d4 # a note", [2], 0.25, 0.25),
    ],
)
def test_standings(text: str, faces: list[int], worse: float, equal: float) -> None:
    standing = Percentiles().standing(dicewright.roll(text, dice=scripted(faces)))
    assert standing is not None
    assert (standing.worse, standing.equal) == pytest.approx((worse, equal))
    assert standing.percentile == pytest.approx(worse + equal / 2)
    assert standing.top == pytest.approx(1 - worse)
    assert standing.bottom == pytest.approx(worse + equal)


@pytest.mark.parametrize("text", ["7", "0d6", "1d1 + 3", "100d6kh50", "10000d6"])
def test_nothing_is_said_where_it_is_certain_or_not_cheap(text: str) -> None:
    assert Percentiles().standing(dicewright.roll(text)) is None


def test_nothing_is_said_of_the_sum_of_different_rolls() -> None:
    several = dicewright.roll("1d20; 2d6", dice=scripted([20, 6, 6]))
    assert Percentiles().standing(several) is None
    assert Percentiles().ranking(Notation.of(several)) is None


def test_cheap_is_what_the_work_allows() -> None:
    result = dicewright.roll("4d6kh3", dice=scripted([6, 6, 6, 6]))
    assert Percentiles(work=10).standing(result) is None
    assert Percentiles(work=1_000).standing(result) is not None


@pytest.mark.parametrize("text", CHEAP)
def test_mid_percentiles_are_even_and_have_the_stated_variance(text: str) -> None:
    odds = dicewright.odds(text)
    ranking = ranked(odds)
    chances = [weight / odds.total_weight for weight in odds.weights]
    mids = [ranking.standing(value).percentile for value in odds.values]
    mean = sum(map(float.__mul__, chances, mids))
    assert mean == pytest.approx(0.5)
    variance = sum(chance * (mid - mean) ** 2 for chance, mid in zip(chances, mids, strict=True))
    assert variance == pytest.approx(ranking.variance)
    exact = [float(odds.percentile(value)) for value in odds.values]
    assert mids == pytest.approx(exact)


@given(st.sampled_from(CHEAP), st.integers(-5, 150))
def test_any_total_has_a_standing(text: str, total: int) -> None:
    odds = dicewright.odds(text)
    standing = ranked(odds).standing(total)
    assert standing.worse == pytest.approx(float(odds.probability("<", total) / (1 - odds.missing)))
    assert standing.equal == pytest.approx(
        float(odds.probability("=", total) / (1 - odds.missing)), abs=1e-12
    )


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("1d100 vs <45", {}, True),
        ("@skill", {"skill": "1d100 vs <=45"}, True),
        ("2x 1d100 vs <=45", {}, True),
        ("let x = 45 in 1d100 vs <=@x", {}, True),
        ("1d100 vs <=45; 1d20", {}, False),
        ("1d20 vs >4", {}, False),
        ("1d20", {}, False),
    ],
)
def test_rolling_under(text: str, names: dict[str, str], expected: bool) -> None:
    assert low_wins(dicewright.parse(text, names=names).tree) is expected


def test_the_same_name_may_stand_for_different_rolls() -> None:
    percentiles = Percentiles()
    for meaning, percentile in (("1d20", 0.975), ("1d40", 0.4875)):
        result = dicewright.roll("@attack", names={"attack": meaning}, dice=scripted([20]))
        standing = percentiles.standing(result)
        assert standing is not None
        assert standing.percentile == pytest.approx(percentile)
