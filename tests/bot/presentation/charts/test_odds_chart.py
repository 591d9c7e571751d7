"""What charts of odds show."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dicewright
from bot.presentation.charts.odds_chart import odds_chart, several_chart
from bot.services.odds import Forecast, estimated_forecast, exact_forecast, exact_forecasts
from dicewright.probability.target import Target


def of(text: str) -> Forecast:
    return exact_forecast(dicewright.parse(text))


@pytest.mark.parametrize(
    ("text", "bars", "whole"),
    [
        ("1d20", 20, True),
        ("4d6kh3", 16, True),
        ("7", 1, True),
        ("1d[0, 10]", 2, True),
        ("1d6 / 4", 6, False),
        ("20d6", 51, True),
        ("1000d6", 72, True),
        ("1d1000", 77, True),
    ],
)
def test_bars(text: str, bars: int, whole: bool) -> None:
    (panel,) = odds_chart([of(text)], None).panels
    (series,) = panel.series
    assert (len(series.bars), panel.whole) == (bars, whole)
    assert panel.title == text
    assert not any(bar.marked for bar in series.bars)


@settings(deadline=None)
@given(st.sampled_from(["2d6", "4d6!", "300d6", "1d20 * 1d20", "3dF", "1d6 / 7", "d1000000", "1d4 ** 30"]))
def test_bars_lie_side_by_side_and_hold_all_but_the_rarest(text: str) -> None:
    (panel,) = odds_chart([of(text)], None).panels
    bars = panel.series[0].bars
    assert 1 <= len(bars) <= 81
    assert 0.998 <= sum(bar.height for bar in bars) <= 1 + 1e-9
    assert all(after.left - before.left >= before.width * (1 - 1e-6) for before, after in pairwise(bars))
    cut_off = "are not shown" in panel.x_label
    assert cut_off or sum(bar.height for bar in bars) == pytest.approx(1)


@pytest.mark.parametrize(
    ("target", "marked"),
    [
        (Target(15), [15, 16, 17, 18]),
        (Target(None, 4), [3, 4]),
        (Target(10, 12), [10, 11, 12]),
        (Target(7, 7), [7]),
        (Target(19), []),
        (Target(Fraction(5, 2), Fraction(7, 2)), [3]),
    ],
)
def test_the_target_is_marked_and_its_chance_is_in_the_title(target: Target, marked: list[int]) -> None:
    (panel,) = odds_chart([of("4d6kh3")], target).panels
    centres = [bar.left + bar.width / 2 for bar in panel.series[0].bars if bar.marked]
    assert centres == pytest.approx(marked)
    assert panel.title.startswith("4d6kh3 — ")
    assert panel.title.endswith("%")


def test_two_rolls_share_their_axis() -> None:
    chart = odds_chart([of("2d20kh1 + 5"), of("1d20 + 1d4")], Target(15))
    (panel,) = chart.panels
    assert [series.name for series in panel.series] == ["2d20kh1 + 5", "1d20 + 1d4"]
    assert len({bar.width for series in panel.series for bar in series.bars}) == 1
    assert not any(bar.marked for series in panel.series for bar in series.bars)
    assert "The first roll has filled bars" in chart.alt_text


@pytest.mark.parametrize(
    ("text", "alt_text"),
    [
        (
            "4d6kh3",
            "Bar chart of the odds of each total. 4d6kh3: from 3 to 18, 12.24 on average. Most often 13 "
            "(13.3%). Highlighted: at least 15, 23.1% in total.",
        ),
        (
            "1d20",
            "Bar chart of the odds of each total. 1d20: from 1 to 20, 10.5 on average. "
            "Highlighted: at least 15, 30% in total.",
        ),
    ],
)
def test_the_chart_in_words(text: str, alt_text: str) -> None:
    assert odds_chart([of(text)], Target(15)).alt_text == alt_text


def test_words_are_within_discords_limit() -> None:
    long = of(" + ".join(["1d6[a label]"] * 60))
    assert len(odds_chart([long, long], None).alt_text) <= 1_024


def test_an_estimate_is_called_one() -> None:
    chart = odds_chart([estimated_forecast(dicewright.parse("1d6"))], None)
    assert "This is an estimate." in chart.alt_text


def test_equal_questions_have_equal_charts() -> None:
    assert odds_chart([of("2D6 + 1")], Target(7)) == odds_chart([of("2d6+1")], Target(7))
    assert odds_chart([of("2d6")], Target(7)) != odds_chart([of("2d6")], Target(8))


def test_several_rolls_have_a_panel_each() -> None:
    chart = several_chart(exact_forecasts(dicewright.parse("1d20+5 vs 15; 2d6; 1d4; 1d8; 1d10")), None)
    assert [panel.title for panel in chart.panels] == [
        "1d20 + 5 vs 15 — at least 15: 55%",
        "2d6",
        "1d4",
        "1d8",
    ]
    assert len(chart.alt_text) <= 1_024
