"""The odds of calls in words and as a chart."""

from __future__ import annotations

from fractions import Fraction

import pytest

import dicewright
from bot.presentation.charts.drawing import draw
from bot.presentation.charts.shapes import GROUND, TONES
from bot.presentation.discord_limits import ALT_TEXT, EMBED_DESCRIPTION
from bot.presentation.systems.odds import game_odds_chart, game_odds_reply
from bot.services.systems.odds.forecast import Chance, GameForecast, estimated_forecast, exact_forecast

SYSTEMS = dicewright.systems()


def of(call: str) -> GameForecast:
    return exact_forecast(SYSTEMS.find(call), call)


def test_each_outcome_has_a_line_and_success_leads() -> None:
    reply = game_odds_reply([of("v5 7 h2 vs 3")])
    assert reply.heading == "Odds of v5 7 h2 vs 3"
    assert reply.text.splitlines() == [
        "**Success: 78% · 1 in 1.3**",
        "◐ Messy critical: 8.4% · 1 in 12",
        "★ Critical win: 6.6% · 1 in 15",
        "✓ Win: 63% · 1 in 1.6",
        "✗✗ Bestial failure: 6.2% · 1 in 16",
        "✗ Total failure: 0.5% · 1 in 200",
        "✗ Failure: 15.3% · 1 in 6.5",
        "Tens: 0.7 on average, from 0 to 7",
        "Successes: 3.8 on average, from 0 to 13",
    ]


@pytest.mark.parametrize(("call", "said"), [("l5r5 2 s1", True), ("coc 55", False)])
def test_it_is_said_that_the_player_may_keep_other_dice(call: str, said: bool) -> None:
    sentence = "These are the odds before the player chooses which dice to keep."
    assert (game_odds_reply([of(call)]).text.splitlines()[-1] == sentence) is said


def test_a_single_success_is_not_said_twice_and_notes_are_beside() -> None:
    lines = game_odds_reply([of("alien 4 s2")]).text.splitlines()
    assert lines[:3] == ["**✓ Success: 66.5% · 1 in 1.5**", "✗ Failure: 33.5% · 1 in 3", "Notes: panic 30.6%"]


def test_what_no_outcome_covers_has_its_line_and_its_bar() -> None:
    outcomes = (Chance("win", Fraction(1, 3), "success"), Chance("loss", Fraction(1, 2), "failure"))
    forecast = GameForecast(call="gap", outcomes=outcomes, no_outcome=Fraction(1, 6))
    lines = game_odds_reply([forecast]).text.splitlines()
    assert [line.strip("*").split(" · ")[0] for line in lines] == [
        "✓ Win: 33.3%",
        "✗ Loss: 50%",
        "No outcome: 16.7%",
    ]
    (panel,) = game_odds_chart([forecast]).panels
    assert panel.labels[-1] == "no outcome  16.7%"
    assert [bar.height for bar in panel.series[0].bars] == pytest.approx([1 / 3, 1 / 2, 1 / 6])


def test_two_calls_stand_below_each_other() -> None:
    reply = game_odds_reply([of("coc 55"), of("coc 40")])
    assert reply.heading == "Two rolls compared"
    assert [line for line in reply.text.splitlines() if line.startswith("**")] == [
        "**coc 55**",
        "**Success: 55% · 1 in 1.8**",
        "**coc 40**",
        "**Success: 40% · 1 in 2.5**",
    ]


def test_an_estimate_says_so() -> None:
    reply = game_odds_reply([estimated_forecast(SYSTEMS["v5"], "v5 7 h2 vs 3")])
    assert reply.text.startswith("The exact odds take too long to calculate, so this is an estimate.\n")
    assert "**Success: about 7" in reply.text
    assert reply.footer.startswith("Estimated from 10,000 rolls.")


def test_one_bar_for_each_outcome_in_its_tones_color_and_the_notes_beside() -> None:
    chart = game_odds_chart([of("genesys yyggpp")])
    (panel,) = chart.panels
    (series,) = panel.series
    assert [bar.tone for bar in series.bars] == ["success", "failure", *["note"] * 3]
    assert panel.labels[:3] == ("success  79.9%", "failure  20.1%", "advantage  62.2%")
    assert len(panel.labels) == len(series.bars)
    assert chart.alt_text == (
        "Bar chart of the odds of each outcome. genesys yyggpp: success 79.9%, failure 20.1%."
    )
    assert draw(chart).startswith(b"\x89PNG")


@pytest.mark.parametrize("color", [TONES[tone] for tone in TONES])
def test_every_tone_stands_out_from_the_ground(color: str) -> None:
    lighter, darker = sorted((_luminance(color), _luminance(GROUND)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def _luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_whatever_a_file_says_stays_within_discords_limits() -> None:
    many = tuple(Chance(f"**{'x' * 90}** @everyone {number}", Fraction(1, 60)) for number in range(60))
    forecast = GameForecast(call="*" * 200, outcomes=many, notes=many[:30], policy="x" * 900)
    reply = game_odds_reply([forecast, forecast])
    assert len(reply.text) <= EMBED_DESCRIPTION
    chart = game_odds_chart([forecast, forecast])
    assert len(chart.alt_text) <= ALT_TEXT
    assert all(len(panel.labels) <= 14 for panel in chart.panels)
