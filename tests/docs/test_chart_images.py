"""The charts that the README shows, as the bot draws them, with its words for those who cannot see them.

`make screenshots` draws them anew.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

import dicewright
from bot.presentation.charts.drawing import draw
from bot.presentation.charts.odds_chart import odds_chart
from bot.services.odds import exact_forecast
from dicewright.probability.target import Target
from tests.support.process import PROJECT

if TYPE_CHECKING:
    from bot.presentation.charts.model import Chart

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def odds(*texts: str, target: Target | None = None) -> Chart:
    return odds_chart([exact_forecast(dicewright.parse(text)) for text in texts], target)


CHARTS = {
    "docs/images/odds.png": odds("4d6kh3", target=Target(14)),
    "docs/images/odds-versus.png": odds("1d20adv + 5", "1d20 + 8"),
}


@pytest.mark.parametrize("path", CHARTS)
def test_the_readme_shows_a_chart_as_the_bot_draws_it(path: str) -> None:
    chart = CHARTS[path]
    if os.environ.get("WRITE_SCREENSHOTS"):
        (PROJECT / path).write_bytes(draw(chart))
    assert re.findall(rf"!\[(.*)\]\({re.escape(path)}\)", README) == [chart.alt_text]
    picture = (PROJECT / path).read_bytes()
    # Other versions of the drawing library may set the text a dot aside, so not every byte is compared.
    assert picture[:24] == draw(chart)[:24], "the picture has another size: make screenshots"
